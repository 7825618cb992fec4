"""What a text that nobody works on takes in memory: a few kilobytes, from which all is made again.

A document costs several times its words, and the words as values once more. Most texts that are
open are read or waited for.
"""

import pickle
import zlib

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


class RestingText:
    """A text as a value, which is packed between two questions that are far from one another."""

    __slots__ = ("_packed", "_text")

    def __init__(self, text: WorkingText) -> None:
        self._text: WorkingText | None = text
        self._packed = b""

    @property
    def text(self) -> WorkingText:
        """The paragraphs."""
        if self._text is None:
            # Made here, in memory: nobody else's bytes.
            text: WorkingText = pickle.loads(zlib.decompress(self._packed))
            self._text = text
        return self._text

    def rest(self) -> bool:
        """Nobody asks at the moment; whether that was to be done."""
        was, self._packed = self._text, self._packed or _packed(self._text)
        self._text = None
        return was is not None


def _packed(text: WorkingText | None) -> bytes:
    return zlib.compress(pickle.dumps(text, 5), _QUICK)


class RestingDocument:
    """All of a document, for those who come, and for whoever goes on with it."""

    __slots__ = ("_clocks", "_packed", "state", "text")

    def __init__(self, document: Document, whole: bytes) -> None:
        self.state = document.state()
        self.text = RestingText(_text_of(document))
        self._packed = zlib.compress(whole, _QUICK)
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
