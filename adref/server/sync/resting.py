"""What a text that nobody works on takes in memory: a few kilobytes, from which all is made again.

A document costs several times its words, and the words as values once more. Most texts that are
open are read or waited for.
"""

import pickle
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from adref.drafting.text import WorkingText
from adref.server.crdt.document import Document
from adref.server.crdt.states import read_state
from adref.server.crdt.working import WorkingDocument

MOST = 100_000
"""Bytes of a document, as one update, up to which it rests: to make it again takes some
milliseconds of the loop, and may happen with any keystroke."""
MOST_PIECES = 20_000
"""Bytes of it that are no words: each piece of it has about a dozen, and takes 6 microseconds."""
_QUICK = 1  # of zlib: a third of the time of its default, for a third more bytes
_SMALL = 3  # twice that time, for a sixth less: of what is kept for long
_WORDS = 32  # characters that are worth looking for in the document


class RestingText:
    """A text as a value, which is packed between two questions that are far from one another.

    ``beside``: the document that it is of, as bytes. What words are in there are not kept twice.
    """

    __slots__ = ("_beside", "_packed", "_text")

    def __init__(self, text: WorkingText, beside: Callable[[], bytes] = bytes) -> None:
        self._text: WorkingText | None = text
        self._beside, self._packed = beside, b""

    @property
    def text(self) -> WorkingText:
        """The paragraphs."""
        if self._text is None:
            self._text = _Unpacking(self._packed, self._beside()).load()
        return self._text

    @property
    def is_packed(self) -> bool:
        """Whether nobody has asked since it was packed."""
        return self._text is None

    def rest(self) -> bool:
        """Nobody asks at the moment; whether that was to be done."""
        was, self._packed = self._text, self._packed or self._to_be_kept()
        self._text = None
        return was is not None

    def _to_be_kept(self) -> bytes:
        packing = _Packing(self._beside())
        packing.dump(self._text)
        return zlib.compress(packing.file.getvalue(), _QUICK)


class _Packing(pickle.Pickler):
    """With places in a document instead of words that stand there."""

    def __init__(self, beside: bytes) -> None:
        self.file = BytesIO()
        super().__init__(self.file, 5)
        self._beside, self._at = beside, 0

    def persistent_id(self, value: Any) -> tuple[int, int] | None:
        """From where to where these words stand in the document; None: not there."""
        if not self._beside or type(value) is not str or len(value) < _WORDS:
            return None
        words = value.encode()
        # Mostly one paragraph after another.
        at = self._beside.find(words, self._at)
        at = at if at >= 0 else self._beside.find(words)
        if at < 0:
            return None
        self._at = at + len(words)
        return at, self._at


class _Unpacking(pickle.Unpickler):
    """Reads what was made here, in memory: nobody else's bytes."""

    def __init__(self, packed: bytes, beside: bytes) -> None:
        super().__init__(BytesIO(zlib.decompress(packed)))
        self._beside = beside

    def persistent_load(self, place: Any) -> str:
        """The words that stand there."""
        begin, end = place
        return self._beside[begin:end].decode()


class RestingDocument:
    """All of a document, for those who come, and for whoever goes on with it."""

    __slots__ = ("_clocks", "_packed", "state", "text")

    def __init__(self, document: Document, whole: bytes) -> None:
        self.state = document.state()
        packed = self._packed = zlib.compress(whole, _SMALL)
        self.text = RestingText(_text_of(document), lambda: zlib.decompress(packed))
        self._clocks: dict[int, int] | None = None

    @property
    def whole(self) -> bytes:
        """The document as one update."""
        return zlib.decompress(self._packed)

    @property
    def clocks(self) -> dict[int, int]:
        """The state vector, read."""
        if self._clocks is None:
            self._clocks = read_state(self.state)
        return self._clocks


def is_soon_made(document: Document, whole: bytes) -> bool:
    """Whether a document may rest; ``whole``: all of it, as one update."""
    words = sum(len(paragraph.words.encode()) for paragraph in _text_of(document))
    return len(whole) <= MOST and len(whole) - words <= MOST_PIECES


def _text_of(document: Document) -> WorkingText:
    """Its words; of drafts nobody reads them."""
    return document.text if isinstance(document, WorkingDocument) else ()
