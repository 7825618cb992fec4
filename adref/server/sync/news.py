"""What a room has to tell its readers: at once when it was quiet, by the tick when it is busy."""

from adref.server.crdt.document import Broken, merged
from adref.server.crdt.keystrokes import Piece, joined
from adref.server.sync import protocol
from adref.server.sync.attendance import Attendance, Told
from adref.server.sync.effects import RoomEffect, Send, Wake
from adref.server.sync.limits import Limits
from adref.server.sync.readers import Readers
from adref.server.sync.tickets import GONE

_MERGED_AT_ONCE = 100
_AT_FULL_PACE = 300  # readers
_LEAST = 1 / 8  # of the pace of so many, however few there are
_FEW = 4  # updates of one relay
_SLOWEST = 0.06  # seconds between two relays, however much is typed
_NEVER = float("-inf")


class News:
    """Updates that are on the disk and have not been relayed, and when there is time for it."""

    def __init__(self, room: str, limits: Limits) -> None:
        self._room, self._limits = room, limits
        self._ack = protocol.sync_status(room, applied=True)
        self._updates: list[tuple[int | None, bytes | Piece]] = []
        self._acks: dict[int, int] = {}  # how many are owed, by reader
        self._relayed = self._told = self._wake = _NEVER

    def add(self, author: int | None, update: bytes | Piece) -> None:
        """An update is on the disk; ``author`` is its reader, None for the server."""
        self._updates.append((author, update))

    def owe(self, reader: int, times: int) -> None:
        """What a reader sent is on the disk: it is told so together with what others wrote."""
        self._acks[reader] = self._acks.get(reader, 0) + times

    def settle(self, reader: int) -> list[RoomEffect]:
        """Tell a reader now what it is owed."""
        return [Send((reader,), self._ack)] * self._acks.pop(reader, 0)

    def _settle_all(self) -> list[RoomEffect]:
        """Tell all what they are owed, those who are owed the same together."""
        owed: dict[int, list[int]] = {}
        for reader, times in self._acks.items():
            owed.setdefault(times, []).append(reader)
        self._acks.clear()
        effects: list[RoomEffect] = []
        for times, some in owed.items():
            effects += [Send(tuple(some), self._ack)] * times
        return effects

    def forget(self, reader: int) -> None:
        """A reader goes; who comes under its number has not written this."""
        self._acks.pop(reader, None)
        self._updates = [(GONE if who == reader else who, update) for who, update in self._updates]

    def tick(
        self, now: float, readers: Readers, attendance: Attendance, *, busy: bool = False
    ) -> list[RoomEffect]:
        """Tell what is due, and ask to be woken for the rest.

        ``busy``: something is on its way to the disk. Where somebody is waits for it a little: it
        goes in the same write, and after the words in which it is.
        """
        # A clock that is put back must not silence the room.
        self._relayed, self._told = min(self._relayed, now), min(self._told, now)
        if now >= self._wake:
            self._wake = _NEVER  # it has gone off, perhaps before the clock on the wall said so
        effects: list[RoomEffect] = []
        due = []
        if self._updates or self._acks:
            gap = self._gap(len(readers))
            if now >= self._relayed + gap:
                effects += self._settle_all()
                effects += self._relay(readers)
                busy = False
                # A room that was quiet has one relay in hand: two people typed at nearly the same
                # instant. A large one has not, for it costs too much.
                in_hand = gap * self._limits.in_hand * (len(readers) <= _AT_FULL_PACE)
                self._relayed = max(min(self._relayed + gap, now), now - in_hand)
            else:
                due.append(self._relayed + gap)
        if attendance.has_news:
            at = self._told + self._limits.presence_tick
            if self._updates or busy:
                at = max(at, min(attendance.since, now) + self._limits.presence_tick)
            if now >= at:
                for told in attendance.take_news(readers.who_follow()):
                    effects.append(is_where(self._room, told))
                self._told = now
            else:
                due.append(at)
        if due and not now < self._wake <= min(due):
            self._wake = min(due)
            effects.append(Wake(self._wake))
        return effects

    def _gap(self, readers: int) -> float:
        """A relay costs by the reader: a large room takes it a little slower, and so does one in
        which very much is typed; then each relay carries more.
        """
        size = readers / _AT_FULL_PACE
        gap = self._limits.tick * max(_LEAST, size)
        more = self._limits.tick * max(1.0, size) * len(self._updates) / _FEW
        return min(max(gap, _SLOWEST), gap + more)

    def _relay(self, readers: Readers) -> list[RoomEffect]:
        """One frame for all, made once."""
        updates, self._updates = self._updates, []
        if not updates:
            return []
        authors = {author for author, _ in updates}
        # Who wrote all of it has all of it.
        but = authors.pop() if len(authors) == 1 else None
        to = readers.greeted(but)
        if not to:
            return []
        effects: list[RoomEffect] = []
        pieces = joined(update for _, update in updates)
        for start in range(0, len(pieces), _MERGED_AT_ONCE):
            for change in _as_one(pieces[start : start + _MERGED_AT_ONCE]):
                effects.append(Send(to, protocol.update(self._room, change)))
        return effects


def is_where(room: str, told: Told) -> Send:
    """Presence, as it goes out."""
    whole, brief = (protocol.presence(room, states) for states in (told.states, told.brief))
    return Send(told.to, whole, brief)


def _as_one(updates: list[bytes]) -> list[bytes]:
    """Together, or one by one when the library cannot: they are on the disk, and nothing of what
    others wrote may be lost by what stands beside it.
    """
    if len(updates) == 1:
        return updates
    try:
        return [merged(updates)]
    except Broken:
        return updates
