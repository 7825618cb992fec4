"""Reads the file of a source: its encoding, its format, and a clear sentence when it is no text."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_KNOWN = {b"PK\x03\x04": "a Word document or a zip archive", b"%PDF": "a PDF", b"{\\rtf": "RTF"}


class UnreadableSourceError(ValueError):
    """The file cannot be read as a text; the message says why, in the user's words."""


def read_source(path: Path, format: str | None = None) -> tuple[str, str]:
    """The text of a file and its format (``md`` or ``txt``, by its name unless given).

    Raises ``UnreadableSourceError``.
    """
    source = decoded(read_bytes(path), str(path))
    return source, format or format_of(path.name)


def read_bytes(path: Path) -> bytes:
    """What is in a file. Raises ``UnreadableSourceError``."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableSourceError(f"There is no file “{path}”.") from None
    except IsADirectoryError:
        raise UnreadableSourceError(f"“{path}” is a folder, not a file.") from None
    except OSError as error:
        raise UnreadableSourceError(f"“{path}” cannot be read: {error.strerror}.") from None


def format_of(name: str) -> str:
    """``md`` or ``txt``, by the name of a file."""
    return "md" if name.lower().endswith(MARKDOWN) else "txt"


def decoded(data: bytes, name: str = "The file") -> str:
    """The text of bytes in UTF-8, UTF-16 or Windows-1252. Raises ``UnreadableSourceError``."""
    if not data.strip():
        raise UnreadableSourceError(f"“{name}” is empty.")
    for beginning, what in _KNOWN.items():
        if data.startswith(beginning):
            raise UnreadableSourceError(
                f"“{name}” is {what}. Save it as plain text or Markdown first."
            )
    try:
        source = _decoded(data)
    except UnicodeDecodeError:
        raise UnreadableSourceError(f"“{name}” is not a text in a known encoding.") from None
    if "\x00" in source or not any(character.isprintable() for character in source):
        raise UnreadableSourceError(f"“{name}” is not a text.")
    return source


def _decoded(data: bytes) -> str:
    if data.startswith(BOM_UTF8):
        return data.decode("utf-8-sig")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16")
    if b"\x00" in data[:200]:
        # Without a mark, the byte that is zero in Latin letters tells the order.
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Bytes that Windows-1252 leaves undefined are control characters in practice.
        return "".join(_windows(byte) for byte in data)


def _windows(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)
