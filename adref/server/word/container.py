"""Judges a Word file as a container before anything parses what is in it.

Only the parts that carry words are ever read, each up to a bound. What is embedded (pictures,
other documents, macros, settings) is looked at by name alone, and never unpacked.
"""

import struct
import zlib
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from adref.server.word.bad_file import BadFile

MOST_ENTRIES = 3_000
LARGEST_DIRECTORY = 1_000_000  # bytes of the list of entries
LARGEST_PART = 20_000_000  # bytes of a part that is read, unpacked
LARGEST_TOTAL = 400_000_000  # bytes of all entries, unpacked (most are never unpacked)
LARGEST_RATIO = 300  # unpacked to packed, of an entry of some size
_SOME_SIZE = 4_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_END = b"PK\x05\x06"
_LOOKED_AT = 1 << 20
_KINDS = {
    b"%PDF": "pdf",
    b"{\\rtf": "rtf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"\x1f\x8b": "archive",
    b"7z\xbc\xaf": "archive",
    b"Rar!": "archive",
}


def kind_of(path: Path, name: str) -> str:
    """``word``, or ``text`` for what may be Markdown or plain text; ``name`` is its owner's.

    Raises ``BadFile`` for what is neither: by its first bytes, whatever it is called.
    """
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    if not head.strip():
        raise BadFile("file_empty")
    if head.startswith(_OLE):
        raise BadFile("file_password" if _ENCRYPTED in head else "file_old_word")
    if head.startswith((b"PK\x03\x04", _END)):
        return "word"
    for beginning, kind in _KINDS.items():
        if head.startswith(beginning):
            raise BadFile("file_kind", kind=kind)
    if name.lower().endswith((".docx", ".docm", ".dotx", ".dotm", ".doc")):
        raise BadFile("file_not_word")
    return "text"


class Container:
    """An opened Word file. Use as a context manager; ``read`` gives a part, or None."""

    def __init__(self, file: BinaryIO) -> None:
        _judge_directory(file)
        try:
            self._zip = ZipFile(file)
        except (BadZipFile, LargeZipFile, NotImplementedError, ValueError, OSError):
            raise BadFile("file_damaged") from None
        self._entries = _judge_entries(self._zip.infolist())

    def read(self, name: str) -> bytes | None:
        """A part, whole; None when there is none. Raises ``BadFile``."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as part:
                data = part.read(LARGEST_PART + 1)
        except (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            raise BadFile("file_damaged") from None
        except zlib.error:
            raise BadFile("file_damaged") from None
        if len(data) > LARGEST_PART:
            raise BadFile("file_too_large_inside")
        if len(data) != entry.file_size:
            raise BadFile("file_damaged")
        return data

    @property
    def names(self) -> frozenset[str]:
        """The names of all entries."""
        return frozenset(self._entries)


def _judge_directory(file: BinaryIO) -> None:
    """The end of the file says how long the list of entries is: before the list is read."""
    size = file.seek(0, 2)
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise BadFile("file_damaged")
    _, _, _, _, entries, length, start, _ = struct.unpack("<4sHHHHIIH", tail[at : at + 22])
    if 0xFFFF in (entries,) or 0xFFFFFFFF in (length, start):
        raise BadFile("file_unsafe")  # only archives of gigabytes are written like that
    if entries > MOST_ENTRIES or length > LARGEST_DIRECTORY:
        raise BadFile("file_too_large_inside")
    if start + length > size:
        raise BadFile("file_damaged")
    file.seek(0)


def _judge_entries(entries: list[ZipInfo]) -> dict[str, ZipInfo]:
    if len(entries) > MOST_ENTRIES:
        raise BadFile("file_too_large_inside")
    found: dict[str, ZipInfo] = {}
    total = 0
    for entry in entries:
        name = entry.filename
        total += entry.file_size
        if entry.flag_bits & 0x1:
            raise BadFile("file_password")
        if name in found or _leads_out(name):
            raise BadFile("file_unsafe")
        if "vbaproject" in name.lower() or "vbadata" in name.lower():
            raise BadFile("file_macros")
        if entry.file_size > _SOME_SIZE and entry.file_size > LARGEST_RATIO * entry.compress_size:
            raise BadFile("file_too_large_inside")
        found[name] = entry
    if total > LARGEST_TOTAL:
        raise BadFile("file_too_large_inside")
    return found


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name
