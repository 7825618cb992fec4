"""Reads a file from outside, whatever it is: Word through its own processes, else as a text."""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from adref.drafting.bringing import File
from adref.drafting.incoming import Incoming, incoming_from_word
from adref.drafting.text import WorkingText
from adref.drafting.tracked import ACCEPT, Choice, settle
from adref.server.source_reading import judge, read_bounded
from adref.server.sources import UnreadableSourceError, decoded, format_of
from adref.server.word.bad_file import BadFile
from adref.server.word.container import kind_of
from adref.server.word.reading import read_word

LARGEST_TEXT = 5 * 1024 * 1024  # bytes of what is nothing but words


def read_incoming(path: Path, name: str, new_id: Callable[[], str]) -> tuple[File, Incoming]:
    """The file and what it says; ``name`` is what its owner calls it. Raises ``BadFile``.

    Blocks for up to ten seconds, and uses no memory to speak of: what is read of a Word file is
    read elsewhere, within limits.
    """
    kind = kind_of(path, name)
    try:
        if kind == "word":
            incoming = incoming_from_word(read_word(path), new_id)
            judge(incoming.paragraphs)
        else:
            if path.stat().st_size > LARGEST_TEXT:
                raise BadFile("file_too_much")
            source = decoded(path.read_bytes(), name)
            format = format_of(name)
            incoming = Incoming(format, read_bounded(source, format, new_id).paragraphs)
    except BadFile:
        raise
    except UnreadableSourceError:
        raise BadFile("file_kind", kind="other") from None
    except ValueError:
        raise BadFile("no_words") from None
    return File(name[:300], _digest(path), incoming.format), incoming


def looks_like_word(path: Path) -> bool:
    """Whether a file begins as a Word file does, of today or of old; whatever it is called."""
    with path.open("rb") as file:
        return file.read(8).startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def accepted_text(data: bytes, name: str, new_id: Callable[[], str]) -> WorkingText:
    """A Word file as it reads when all its tracked changes are accepted. Raises ``BadFile``."""
    with tempfile.NamedTemporaryFile(prefix="adref-", suffix=".docx") as file:
        file.write(data)
        file.flush()
        incoming = read_incoming(Path(file.name), name, new_id)[1]
    return settle(incoming, dict.fromkeys(incoming.authors, Choice(ACCEPT))).text


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["BadFile", "accepted_text", "looks_like_word", "read_incoming"]
