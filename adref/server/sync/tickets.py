"""The appends of one room that are under way, and what is to happen after each."""

from dataclasses import dataclass, field
from typing import NamedTuple

from adref.server.crdt.keystrokes import Runs
from adref.server.store.log import Grant

GONE = -1  # the author of what a reader wrote that is not here any more


class Ack(NamedTuple):
    """What is owed to a reader for what it sent."""

    reader: int
    times: int
    update: bytes


class Author(NamedTuple):
    """A reader and its seat, as they are in what it types."""

    number: int
    seat: str


@dataclass(slots=True)
class Waiting:
    """One append. ``author`` is a reader; None for what the server itself writes.

    ``runs``: what is typed on, by many (the ``by`` of each piece is an ``Author``), instead of
    one update; each piece is acknowledged as often as it has updates.
    """

    author: int | None = None
    update: bytes | None = None
    runs: Runs | None = None
    grant: Grant | None = None
    acks: list[Ack] = field(default_factory=list)
    paragraphs: frozenset[str] = frozenset()  # that the update touches


class Tickets:
    """Appends by number, in the order in which they were handed to the log."""

    def __init__(self) -> None:
        self._last = 0
        self._waiting: dict[int, Waiting] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, waiting: Waiting) -> int:
        """The ticket of an append that begins."""
        self._last += 1
        self._waiting[self._last] = waiting
        return self._last

    def done(self, ticket: int) -> Waiting:
        """An append is on the disk."""
        return self._waiting.pop(ticket)

    def owe(self, ack: Ack) -> None:
        """What somebody sent is on its way already: acknowledge it with the last."""
        self._waiting[max(self._waiting)].acks.append(ack)

    def forget(self, reader: int) -> None:
        """A reader goes. Its number may come again, with another document: what is under way is
        acknowledged to nobody, and relayed to it like to all others.
        """
        for waiting in self._waiting.values():
            waiting.acks = [ack for ack in waiting.acks if ack.reader != reader]
            if waiting.author == reader:
                waiting.author = GONE
            for piece in waiting.runs.pieces if waiting.runs else ():
                if piece.by.number == reader:
                    piece.by = piece.by._replace(number=GONE)

    def take_updates(self) -> list[Waiting]:
        """The updates that were not written after all, the oldest first; grants go on."""
        taken = {n: w for n, w in self._waiting.items() if w.update is not None or w.runs}
        for number in taken:
            del self._waiting[number]
        return list(taken.values())

    def take_grant(self, grant: Grant) -> Waiting | None:
        """A grant that was not written after all."""
        for number, waiting in self._waiting.items():
            if waiting.grant == grant:
                return self._waiting.pop(number)
        return None
