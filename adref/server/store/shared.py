"""A log that several processes write to: what each must hear of the others.

Compartments that are decided upon together (text, floor, desk) are followed together, as one group.
Everything that the others wrote is heard once, in the order of the log, before anything of our own
that was written after it.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from adref.server.store.checksums import BEGINNING
from adref.server.store.log import Log, Stored, Written


class Position(NamedTuple):
    """How far a compartment has been read."""

    epoch: int
    seq: int


class Tail(NamedTuple):
    """What others wrote to a compartment; ``epoch`` only if they raised it."""

    entries: Sequence[Written]
    epoch: int | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What others wrote to a group; ``token`` is that of its ``follow``.

    ``lost``: what they wrote cannot be read; the group is followed no more.
    """

    group: str
    token: int
    tails: Mapping[str, Tail]
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Listener:
    """Called in the thread of the log, in the order of the log."""

    heard: Callable[[Heard], None]
    written: Callable[[Mapping[str, int]], None]
    """Our own entries are on the disk: the last seq of each compartment."""


@dataclass(slots=True)
class Followed:
    """A group as this process knows it. Only the thread of the log touches it.

    ``behind``: something of ours was judged by what is not so any more. Whatever was judged before
    ``reconciled`` may stand on it and is a conflict too. ``seats``: whoever has written elsewhere
    since; two processes must not take the same clock of one author twice. ``tips``: the checksum
    of the entry at a position, once it has been read. ``heard_at``: when others were last heard to
    write there (by the machine's clock).
    """

    group: str
    token: int
    positions: dict[str, Position]
    behind: bool = False
    seats: dict[str, set[str]] = field(default_factory=dict)
    tips: dict[str, bytes] = field(default_factory=dict)
    heard_at: dict[str, float] = field(default_factory=dict)

    def quiet_for(self, name: str, now: float) -> float:
        """Seconds in which others were not heard to write there."""
        return now - self.heard_at.get(name, float("-inf"))

    def tip(self, name: str) -> bytes | None:
        """The checksum of the last entry that is known of a compartment, if that has been read."""
        return BEGINNING if self.positions[name].seq == 0 else self.tips.get(name)

    def copy(self) -> "Followed":
        """One that may be changed on trial."""
        seats = {name: set(here) for name, here in self.seats.items()}
        positions, tips, heard_at = dict(self.positions), dict(self.tips), dict(self.heard_at)
        return replace(self, positions=positions, seats=seats, tips=tips, heard_at=heard_at)


class SharedLog(Log, Protocol):
    """A ``Log`` beside whose process others write too. No call blocks but the reading ones."""

    def listen(self, listener: Listener) -> None:
        """Say who is to hear."""
        ...

    def follow(self, group: str, token: int, positions: Mapping[str, Position]) -> None:
        """Begin to hear what others write to these compartments after these positions."""
        ...

    def unfollow(self, group: str, token: int) -> None:
        """Hear no more of a group."""
        ...

    def reconciled(self, group: str) -> None:
        """After a ``Conflict``: what is appended from here on was judged by all that was heard."""
        ...

    def look(self, groups: Sequence[str] | None = None) -> "Future[None]":
        """Hear what is new (None: in all groups); resolves when it was heard.

        Fails with what the database says.
        """
        ...

    def open_together(self, compartments: Sequence[str]) -> list[Stored]:
        """``open`` of several, as of one instant. Blocks. Raises ``Damaged``."""
        ...

    def grants(self, compartment: str, seat: str) -> Sequence[int]:
        """The client ids that any process ever granted to a seat. Blocks."""
        ...
