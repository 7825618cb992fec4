"""The commonest update, read at a glance: a few words right after the same client's own last ones.

What it reads is a part of what ``scan`` reads, as strictly; for all else it says nothing.
"""

import re
from collections.abc import Iterable
from copy import copy
from functools import lru_cache
from typing import Any

from adref.server.crdt.document import Run
from adref.server.crdt.states import MAX_CLIENT, MAX_CLOCK, read_varint, varint


def _number(groups: int) -> bytes:
    """A number of that many groups of seven bits at most."""
    return b"([\x80-\xff]{0,%d}[\x00-\x7f])" % (groups - 1)


_CLIENT, _CLOCK = _number(7), _number(4)  # 49 and 28 bits: within every bound of the scan
_WORDS = re.compile(
    # One client with one struct, at this clock:
    b"\x01\x01" + _CLIENT + _CLOCK
    # words after an item of the same client; and perhaps before another item;
    + b"(?:\x84\\1" + _CLOCK + b"|\xc4\\1" + _CLOCK + _CLIENT + _CLOCK + b")"
    # so many bytes, and no deletions.
    + b"([\x01-\x7f])(.+)\x00",
    re.DOTALL,
)  # fmt: skip


_LONGEST = 165  # bytes: 127 of words, and at most so many around them


def typed_on(update: bytes) -> Run | None:
    """The run that an update is, if it is nothing but words after its client's own last ones."""
    if len(update) > _LONGEST:
        return None
    found = _WORDS.fullmatch(update)
    if found is None:
        return None
    client, clock, left, left_too, right_client, right_clock, length, words = found.groups()
    start = _read(clock)
    if _read(left or left_too) != start - 1 or length[0] != len(words):
        return None
    try:
        text = words.decode()
    except UnicodeDecodeError:
        return None
    if not text.isascii() and max(text) > "\uffff":
        return None  # two units of UTF-16: for a closer look
    right = None if right_client is None else (_client(right_client), _read(right_clock))
    size = len(text)
    head = update[: -len(words) - 2]
    return Run(_client(client), start, start + size, size, right, head, words)


class Piece:
    """Words of one client that follow each other: one update, and one item in the library too.

    ``by``, ``where`` and ``at``: what the caller says of the first of them, and of all.
    """

    __slots__ = (
        "_head",
        "_whole",
        "_words",
        "at",
        "by",
        "client",
        "count",
        "end",
        "right",
        "start",
        "where",
    )

    def __init__(self, update: bytes, run: Run, by: Any, where: str, at: float) -> None:
        self.by, self.where, self.at = by, where, at
        self.client, self.start, self.end, self.right = run.client, run.start, run.end, run.right
        self.count = 1  # updates of which it is
        self._whole: bytes | None = update
        self._head, self._words = run.head, [run.utf8]

    def goes_on(self, update: bytes, run: Run, by: Any) -> bool:
        """Whether these words, right after the last, are of the same piece: then they are in it."""
        if self.end != run.start or self.right != run.right or self.by is not by:
            return False
        if not (run.head and self._head):
            return False
        self._words.append(run.utf8)
        self._whole, self.end, self.count = None, run.end, self.count + 1
        return True

    def absorbs(self, later: "Piece") -> bool:
        """The same for a whole piece."""
        if self.end != later.start or self.right != later.right:
            return False
        if not (later._head and self._head):
            return False
        self._words += later._words
        self._whole, self.end, self.count = None, later.end, self.count + later.count
        return True

    def copied(self) -> "Piece":
        """A copy that may grow."""
        other = copy(self)
        other._words = list(self._words)
        return other

    @property
    def update(self) -> bytes:
        """As one update."""
        if self._whole is None:
            words = b"".join(self._words)
            self._words = [words]
            self._whole = b"".join((self._head, varint(len(words)), words, b"\x00"))
        return self._whole


class Runs:
    """Words that are typed on, those of a client that follow each other as one, until it is
    closed: whoever comes then finds the same pieces.
    """

    __slots__ = ("_last", "is_closed", "pieces")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.is_closed = False
        self._last: dict[int, Piece] = {}

    def add(
        self, update: bytes, run: Run, by: Any = None, where: str = "", at: float = 0.0
    ) -> None:
        """One more, which is this update. Not after it was closed."""
        known = self._last.get(run.client)
        if known is None or not known.goes_on(update, run, by):
            piece = self._last[run.client] = Piece(update, run, by, where, at)
            self.pieces.append(piece)

    def append(self, piece: Piece) -> None:
        """One more, which was closed already."""
        known = self._last.get(piece.client)
        if known is None or not known.absorbs(piece):
            known = self._last[piece.client] = piece.copied()
            self.pieces.append(known)

    def close(self) -> list[Piece]:
        """No more are added; gives the pieces, in the order in which each was begun."""
        self.is_closed = True
        self._last.clear()
        return self.pieces


def joined(updates: Iterable[bytes | Piece]) -> list[bytes]:
    """Updates in their order, with what was typed on in fewer pieces."""
    found: list[bytes] = []
    runs = Runs()
    for update in updates:
        if isinstance(update, Piece):
            runs.append(update)
            continue
        run = typed_on(update)
        if run is not None:
            runs.add(update, run)
        elif runs.pieces:
            found += [piece.update for piece in runs.close()]
            found.append(update)
            runs = Runs()
        else:
            found.append(update)
    return found + [piece.update for piece in runs.close()]


def _read(number: bytes) -> int:
    if len(number) == 2:
        return number[0] & 127 | number[1] << 7
    return number[0] if len(number) == 1 else read_varint(number, 0, MAX_CLOCK)[0]


@lru_cache(10_000)
def _client(number: bytes) -> int:
    return read_varint(number, 0, MAX_CLIENT)[0]
