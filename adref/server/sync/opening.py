"""The rooms that are open: opened from the log when somebody comes, closed when idle."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from adref.drafting.parties import Actor
from adref.server.crdt.document import compact
from adref.server.store.log import Log, Stored
from adref.server.store.shared import Position
from adref.server.sync.compartments import MEETING, Compartment, parse
from adref.server.sync.event_room import EventRoom
from adref.server.sync.limits import Limits
from adref.server.sync.meeting import Meeting
from adref.server.sync.room import Room
from adref.server.sync.standing import Access

_logger = logging.getLogger(__name__)
AnyRoom = Room | EventRoom
_WORTH_A_SNAPSHOT = 200  # updates


class Watcher(Protocol):
    """Who is told which rooms are open."""

    def opened(self, group: str, positions: Mapping[str, Position]) -> None:
        """These compartments are open, as they were on the disk at these positions."""
        ...

    def closed(self, group: str) -> None:
        """They are no longer."""
        ...


class OpenRooms:
    """Rooms by name. The three of a meeting are opened and closed together, as one group.

    With a ``watcher`` they are rooms whose compartments other processes write to as well.
    """

    def __init__(
        self,
        log: Log,
        clients: Callable[[str], int],
        limits: Limits,
        access: Access,
        watcher: Watcher | None = None,
    ) -> None:
        self._log, self._clients, self._limits, self._access = log, clients, limits, access
        self._watcher = watcher
        self._room_type, self._meeting_type = _types(shared=watcher is not None)
        self._rooms: dict[str, AnyRoom] = {}
        self._meetings: dict[str, Meeting] = {}
        self._opening: dict[str, asyncio.Task[None]] = {}
        self._empty_since: dict[str, float] = {}

    def get(self, name: str) -> AnyRoom | None:
        """A room that is open."""
        return self._rooms.get(name)

    def meeting_on(self, text: str) -> Meeting | None:
        """The meeting on a text, if it is open."""
        return self._meetings.get(text)

    def meetings(self) -> tuple[Meeting, ...]:
        """Every meeting that is open."""
        return tuple(self._meetings.values())

    def groups(self) -> tuple[Meeting | AnyRoom, ...]:
        """Every meeting that is open, and the rooms that belong to none."""
        alone = (room for room in self._rooms.values() if room.compartment.kind not in MEETING)
        return (*self._meetings.values(), *alone)

    @property
    def texts(self) -> int:
        """How many texts are open."""
        return len(self._meetings)

    def all(self) -> tuple[AnyRoom, ...]:
        """Every room that is open."""
        return tuple(self._rooms.values())

    async def open(self, compartment: Compartment) -> AnyRoom:
        """The room, opened if need be. Raises ``Damaged`` or ``Broken``."""
        while compartment.name not in self._rooms:
            together = group_of(compartment)
            if together not in self._opening:
                self._opening[together] = asyncio.create_task(self._load(compartment, together))
            await asyncio.shield(self._opening[together])
        return self._rooms[compartment.name]

    async def open_meeting(self, text: str) -> Meeting:
        """The meeting on a text. Raises ``LookupError`` when that cannot be the id of one."""
        await self.open(_compartment(MEETING[0], text))
        return self._meetings[text]

    def forget(self, compartment: Compartment) -> tuple[AnyRoom, ...]:
        """Close a room and those that go with it; they are opened anew from the log."""
        names = [compartment.name]
        if compartment.kind in MEETING:
            names = [f"{kind}/{compartment.text}" for kind in MEETING]
            self._meetings.pop(compartment.text, None)
        for name in names:
            self._empty_since.pop(name, None)
        if self._watcher is not None:
            self._watcher.closed(group_of(compartment))
        return tuple(room for name in names if (room := self._rooms.pop(name, None)))

    async def close_idle(self, now: float) -> None:
        """Close what nobody has read for a while; long logs get a snapshot first."""
        for room in self.all():
            if not self._idle(room, now):
                continue
            if isinstance(room, Room) and room.updates_since_snapshot > _WORTH_A_SNAPSHOT:
                await self.snapshot(room)
            if self._idle(room, now):
                self.forget(room.compartment)

    async def snapshot(self, room: Room) -> None:
        """Make a checked snapshot; the log stays as it is when that fails."""
        try:
            await asyncio.to_thread(_keep_snapshot, self._log, room.compartment)
            room.has_snapshot()
        except Exception:  # whatever it is, the log itself is whole
            _logger.exception("no snapshot of %s", room.compartment.kind)

    def _idle(self, room: AnyRoom, now: float) -> bool:
        name = room.compartment.name
        meeting = self._meetings.get(room.compartment.text)
        parts = meeting.rooms if meeting and room in meeting.rooms else (room,)
        busy = any(
            len(part.readers) or (isinstance(part, Room) and not part.settled) for part in parts
        )
        if meeting is not None and room in meeting.rooms:
            busy = busy or not meeting.settled or len(meeting.text.typed) > 0
        if busy or self._rooms.get(name) is not room:
            self._empty_since.pop(name, None)
            return False
        return now - self._empty_since.setdefault(name, now) >= self._limits.idle

    async def _load(self, compartment: Compartment, together: str) -> None:
        try:
            if compartment.kind in MEETING:
                meeting, stored = await asyncio.to_thread(self._load_meeting, compartment.text)
                self._meetings[compartment.text] = meeting
                for room in meeting.rooms:
                    self._rooms[room.compartment.name] = room
            else:
                found, one = await asyncio.to_thread(self._load_alone, compartment)
                self._rooms[compartment.name] = found
                stored = {compartment.name: one}
            if self._watcher is not None:
                positions = {name: Position(s.epoch, s.seq) for name, s in stored.items()}
                self._watcher.opened(together, positions)
        finally:
            del self._opening[together]

    def _room(self, compartment: Compartment) -> tuple[Room, Stored]:
        stored = self._log.open(compartment.name)
        clients = partial(self._clients, compartment.name)
        return self._room_type(compartment, stored, clients, self._limits), stored

    def _load_alone(self, compartment: Compartment) -> tuple[Room, Stored]:
        room, stored = self._room(compartment)
        room.rest_at_once()
        return room, stored

    def _load_meeting(self, text: str) -> tuple[Meeting, dict[str, Stored]]:
        words, floor, desk = (_compartment(kind, text) for kind in MEETING)
        # The text first: if others decide meanwhile, its epoch is old and what is judged by it
        # conflicts, rather than pass by locks that are not known yet.
        room, on_text = self._room(words)
        on_floor, on_desk = self._log.open(floor.name), self._log.open(desk.name)
        meeting = self._meeting_type(
            room, EventRoom(floor, on_floor.seq), EventRoom(desk, on_desk.seq)
        )
        meeting.load(on_floor, on_desk)
        meeting.recording.who = partial(self._who, text)
        if meeting.exists and meeting.recording.is_behind:
            # A process ended before what was typed was on the record: it is put there soon.
            meeting.recording.credit(self._log.read(words.name))
        meeting.rest_at_once()
        return meeting, {words.name: on_text, floor.name: on_floor, desk.name: on_desk}

    def _who(self, text: str, seat: str) -> Actor | None:
        standing = self._access(seat, text)
        return standing.actor if standing else None


def _types(*, shared: bool) -> tuple[type[Room], type[Meeting]]:
    if not shared:
        return Room, Meeting
    # Only for several processes.
    from adref.server.sync.shared_meeting import SharedMeeting
    from adref.server.sync.shared_room import SharedRoom

    return SharedRoom, SharedMeeting


def group_of(compartment: Compartment) -> str:
    """What is opened together: the id of a text, or the name of a compartment."""
    return compartment.text if compartment.kind in MEETING else compartment.name


def _compartment(kind: str, text: str) -> Compartment:
    found = parse(f"{kind}/{text}")
    if found is None:
        raise LookupError(text)
    return found


def _keep_snapshot(log: Log, compartment: Compartment) -> None:
    stored = log.open(compartment.name)
    before = [] if stored.snapshot is None else [stored.snapshot]
    updates = [*before, *(entry.payload for entry in stored.tail)]
    log.keep_snapshot(compartment.name, stored.seq, compact(compartment.shape.root, updates))
