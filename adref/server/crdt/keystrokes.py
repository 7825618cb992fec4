"""The commonest update, read at a glance: a few words right after the same client's own last ones.

What it reads is a part of what ``scan`` reads, as strictly; for all else it says nothing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

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
    return _typed_on(update) if len(update) <= _LONGEST else None


@lru_cache(8_000)  # each is asked for when it is judged, when it is written, and when it is told
def _typed_on(update: bytes) -> Run | None:
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


class Typed:
    """Runs that wait to be read by the library, those of a client that follow each other as one:
    one item of several letters is what they are in the library too.
    """

    def __init__(self) -> None:
        self.count = 0
        self._open: dict[int, tuple[Run, list[bytes]]] = {}
        self._whole: list[bytes] = []

    def add(self, update: bytes, run: Run) -> None:
        """One more, which is this update."""
        self.count += 1
        known = self._open.get(run.client)
        if known is not None:
            last, pieces = known
            if run.head and last.end == run.start and last.right == run.right:
                pieces.append(run.utf8)
                self._open[run.client] = (run, pieces)
                return
            del self._open[run.client]
            self._whole.append(_update(pieces))
        if run.head:
            self._open[run.client] = (run, [run.head, run.utf8])
        else:
            self._whole.append(update)

    def take(self) -> list[bytes]:
        """As updates; from here on none waits."""
        whole = self._whole + [_update(pieces) for _, pieces in self._open.values()]
        self.count, self._open, self._whole = 0, {}, []
        return whole


def joined(updates: Iterable[bytes]) -> list[bytes]:
    """Updates in their order, with what was typed on in fewer pieces."""
    found: list[bytes] = []
    typed = Typed()
    for update in updates:
        run = typed_on(update)
        if run is not None:
            typed.add(update, run)
        else:
            found += [*typed.take(), update]
    return found + typed.take()


def _update(pieces: list[bytes]) -> bytes:
    words = b"".join(pieces[1:])
    return b"".join((pieces[0], varint(len(words)), words, b"\x00"))


def _read(number: bytes) -> int:
    if len(number) == 2:
        return number[0] & 127 | number[1] << 7
    return number[0] if len(number) == 1 else read_varint(number, 0, MAX_CLOCK)[0]


@lru_cache(10_000)
def _client(number: bytes) -> int:
    return read_varint(number, 0, MAX_CLIENT)[0]
