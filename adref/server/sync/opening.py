"""The rooms that are open: opened from the log when somebody comes, closed when idle."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from adref.drafting.parties import Actor
from adref.server.crdt.document import compact
from adref.server.store.log import Log, Stored, Written
from adref.server.store.shared import Position
from adref.server.sync.compartments import MEETING, Compartment, parse
from adref.server.sync.event_room import EventRoom
from adref.server.sync.limits import Limits
from adref.server.sync.meeting import Meeting
from adref.server.sync.recording import Recording
from adref.server.sync.room import Room
from adref.server.sync.standing import Access
from adref.server.sync.summary import (
    acts_of,
    summary_from_bytes,
    summary_of,
    summary_to_bytes,
    summed,
)

_logger = logging.getLogger(__name__)
AnyRoom = Room | EventRoom
_WORTH_A_SNAPSHOT = 200  # updates
_WORTH_A_SUMMARY = 20  # acts
_STEP = 1_000  # entries of a text's log that are looked at for who typed


class Watcher(Protocol):
    """Who is told which rooms are open, and knows how they are read beside other processes."""

    def read(self, compartments: Sequence[str]) -> list[Stored]:
        """As they are on the disk at one instant. Blocks. Raises ``Damaged``."""
        ...

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
        self._reading: dict[Room, asyncio.Task[None]] = {}
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
        """The meeting on a text, its document read.

        Raises ``LookupError`` when that cannot be the id of one.
        """
        words = _compartment(MEETING[0], text)
        room = await self.open(words)
        while isinstance(room, Room) and (room in self._reading or not room.is_loaded):
            await self.loaded(room)
            room = await self.open(words)
        return self._meetings[text]

    async def loaded(self, room: Room) -> None:
        """Read the document of a room, if that has not been done. Raises ``Broken``."""
        if room not in self._reading:
            if room.is_loaded:
                return
            self._reading[room] = asyncio.create_task(self._read(room))
        await asyncio.shield(self._reading[room])

    async def _read(self, room: Room) -> None:
        try:
            await asyncio.to_thread(self._read_all, room)
        except Exception:
            self.forget(room.compartment)
            raise
        finally:
            del self._reading[room]

    def _read_all(self, room: Room) -> None:
        room.load()
        meeting = self._meetings.get(room.compartment.text)
        if meeting is not None and meeting.text is room:
            self._meet(meeting)

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
            if _is_worth_a_snapshot(room):
                await self.snapshot(room)
            if self._idle(room, now):
                self.forget(room.compartment)

    async def leave_ready(self, seconds: float) -> None:
        """The server stops: keep what makes opening fast, as far as there is time for it."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        for room in self.all():
            if loop.time() < until and _is_worth_a_snapshot(room):
                await self.snapshot(room)

    async def snapshot(self, room: AnyRoom) -> None:
        """Keep a checked snapshot, of a floor what it amounts to; the log stays as it is when
        that fails.
        """
        try:
            if isinstance(room, Room):
                await asyncio.to_thread(_keep_snapshot, self._log, room.compartment)
                room.has_snapshot()
            elif room.compartment.kind == "floor":
                await asyncio.to_thread(_keep_summary, self._log, room.compartment)
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

    def _stored(self, *compartments: Compartment) -> list[Stored]:
        names = [compartment.name for compartment in compartments]
        if self._watcher is None:
            return [self._log.open(name) for name in names]
        # Words and the act that puts them on record may come meanwhile: all of it or nothing.
        return self._watcher.read(names)

    def _room(self, compartment: Compartment, stored: Stored) -> Room:
        clients = partial(self._clients, compartment.name)
        # Where others write too, what they write must find the document read.
        later = self._watcher is None and compartment.kind in MEETING
        return self._room_type(compartment, stored, clients, self._limits, later=later)

    def _load_alone(self, compartment: Compartment) -> tuple[Room, Stored]:
        (stored,) = self._stored(compartment)
        room = self._room(compartment, stored)
        room.rest_at_once()
        return room, stored

    def _load_meeting(self, text: str) -> tuple[Meeting, dict[str, Stored]]:
        words, floor, desk = (_compartment(kind, text) for kind in MEETING)
        on_text, on_floor, on_desk = self._stored(words, floor, desk)
        room, on_floor = self._room(words, on_text), _fitting(self._log, floor, on_floor)
        meeting = self._meeting_type(
            room, EventRoom(floor, on_floor.seq), EventRoom(desk, on_desk.seq), self._limits
        )
        meeting.load(on_floor, on_desk)
        meeting.recording.who = partial(self._who, text)
        if room.is_loaded:
            self._meet(meeting)
            meeting.rest_at_once()
        return meeting, {words.name: on_text, floor.name: on_floor, desk.name: on_desk}

    def _meet(self, meeting: Meeting) -> None:
        """The document of a meeting has been read: what of it is not on the record yet?"""
        recording = meeting.recording
        recording.meet()
        if meeting.exists and recording.is_behind:
            # A process ended before what was typed was on the record: it is put there soon.
            name = meeting.text.compartment.name
            recording.credit(self._typed_since(recording, name))

    def _typed_since(self, recording: Recording, name: str) -> Sequence[Written]:
        """The end of a text's log, from before the last act on."""
        stored = self._log.open(name)
        entries, first, step = stored.tail, stored.seq - len(stored.tail), _STEP
        while first and recording.owes(entries):
            first, step = max(0, first - step), 2 * step
            entries = self._log.read(name, first)
        return entries

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


def _is_worth_a_snapshot(room: AnyRoom) -> bool:
    if isinstance(room, Room):
        return room.updates_since_snapshot > _WORTH_A_SNAPSHOT
    return room.compartment.kind == "floor" and room.since_summary > _WORTH_A_SUMMARY


def _fitting(log: Log, floor: Compartment, stored: Stored) -> Stored:
    """A floor and what is kept of it; whole, when that does not fit."""
    if summary_of(floor.text, stored) is not None:
        return stored
    _logger.warning("what was kept of a floor does not fit: it is made again")
    return stored._replace(snapshot=None, tail=log.read(floor.name)[: stored.seq])


def _keep_summary(log: Log, floor: Compartment) -> None:
    stored = _fitting(log, floor, log.open(floor.name))
    before = summary_of(floor.text, stored)
    if before is None:
        return
    summary, _ = summed(before, acts_of(stored.tail))
    kept = summary_to_bytes(floor.text, summary)
    if summary_from_bytes(floor.text, stored.seq, kept) != summary:
        raise ValueError("what is to be kept of a floor reads differently")
    log.keep_snapshot(floor.name, stored.seq, kept)


def _keep_snapshot(log: Log, compartment: Compartment) -> None:
    stored = log.open(compartment.name)
    before = [] if stored.snapshot is None else [stored.snapshot]
    updates = [*before, *(entry.payload for entry in stored.tail)]
    log.keep_snapshot(compartment.name, stored.seq, compact(compartment.shape.root, updates))
