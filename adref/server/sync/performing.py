"""What rooms want done is done here, in order: what is to be written, told, looked at again."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from adref.server.store.health import NotWriting
from adref.server.store.log import Log
from adref.server.sync.appending import Appender
from adref.server.sync.decided import Decided
from adref.server.sync.effects import (
    COME_AGAIN,
    TROUBLE,
    Append,
    Compact,
    Gather,
    Load,
    Penalty,
    RoomEffect,
    Send,
    Wake,
)
from adref.server.sync.limits import Limits
from adref.server.sync.measures import is_public
from adref.server.sync.meeting import Meeting
from adref.server.sync.opening import AnyRoom, OpenRooms
from adref.server.sync.room import Room
from adref.server.sync.sockets import Sockets
from adref.server.sync.trouble import Trouble

if TYPE_CHECKING:  # for several processes
    from adref.server.sync.neighbours import Neighbours

_logger = logging.getLogger(__name__)


class Performing(Sockets):
    """The open rooms and the log. What goes out, and to whom, ``deliver`` says."""

    def __init__(
        self,
        log: Log,
        rooms: OpenRooms,
        now: Callable[[], float],
        limits: Limits,
        neighbours: "Neighbours | None",
    ) -> None:
        super().__init__(now, limits)
        self.open = rooms
        self.trouble = Trouble(log.health, rooms)
        self._neighbours = neighbours
        self._appender = Appender(log, self.measures)
        self._ticking: set[AnyRoom] = set()  # not names: a room may be opened again at once
        self._committed = 0.0  # when what was last on the disk was heard of
        self._tasks: set[asyncio.Task[None]] = set()

    def deliver(self, room: AnyRoom, sent: Send) -> None:
        """Send a frame to those who may read it."""
        raise NotImplementedError

    def recheck(self) -> None:
        """Look at everybody's rights again."""
        raise NotImplementedError

    async def load(self, room: AnyRoom) -> None:
        """Read a document for which somebody waits."""
        raise NotImplementedError

    def perform(self, room: AnyRoom, effects: Iterable[RoomEffect]) -> None:
        """Do what a room wants done."""
        for effect in effects:
            match effect:
                case Send():
                    self.deliver(room, effect)
                case Append() | Gather():
                    self._append(room, effect)
                case Wake(at):
                    delay = max(0.0, at - self._now())
                    asyncio.get_running_loop().call_later(delay, self._tick, room, at)
                case Penalty(reader, code):
                    if is_public(room.compartment.name):
                        self.measures.refused[code] += 1
                    self.penalise(reader)
                case Compact():
                    self._in_a_task(self.open.snapshot(room))
                case Load():
                    self._in_a_task(self.load(room))

    def _append(self, room: AnyRoom, effect: Append | Gather) -> None:
        then = partial(self._appended, room, effect.ticket)
        self._appender.append(effect, then, self._on_failure(room, effect))

    def _appended(self, room: AnyRoom, ticket: int) -> None:
        if isinstance(room, Room) and self.is_open(room):
            if room not in self._ticking:
                self._committed = self._now()  # for all of one commit
            effects = room.appended(ticket, self._committed)
            if effects:
                self.perform(room, effects)
            self._tick_soon(room)

    def _on_failure(self, room: AnyRoom, what: Append | Gather) -> Callable[[BaseException], None]:
        """What to do if an append fails: judge again if others were faster, or drop the room."""
        generation = 0 if self._neighbours is None else self._neighbours.generation(room)
        return partial(self._failed, room, what, generation)

    def _failed(
        self, room: AnyRoom, what: Append | Gather, generation: int, failure: BaseException
    ) -> None:
        neighbours = self._neighbours
        if neighbours is None or not neighbours.settles(room, what.batch, failure, generation):
            self._fail(room, failure)

    def carry_out(self, meeting: Meeting, decided: Decided) -> "asyncio.Future[None]":
        """Append a decision; done when it is on the disk and relayed."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def then() -> None:
            before = meeting.shown.codrafting
            for room, effects in meeting.appended(decided, self._now()):
                if self.is_open(room):
                    self.perform(room, effects)
            if meeting.shown.codrafting != before:
                self.recheck()
            if not done.done():
                done.set_result(None)

        what = Append(decided.batch, decided.ticket or 0)
        drop_or_settle = self._on_failure(meeting.text, what)

        def failed(failure: BaseException) -> None:
            drop_or_settle(failure)
            if not done.done():
                done.set_exception(failure)

        self._appender.append(what, then, failed)
        return done

    def put_on_record(self, *, everything: bool = False) -> None:
        """Write what pens have typed, and is at rest (or all of it), as acts."""
        if self.trouble.why:
            return  # later: it is derived from the text, which is there
        for meeting in self.open.meetings():
            acts = meeting.put_on_record(self._now(), everything=everything)
            if acts is not None:
                # If it fails the room is opened anew, and with it this is tried again.
                self.carry_out(meeting, acts).add_done_callback(asyncio.Future.exception)

    async def settled(self) -> None:
        """Wait for every append that is under way now."""
        await self._appender.settled()

    def _fail(self, room: AnyRoom, failure: BaseException) -> None:
        """What was accepted is not on the disk: forget it all and begin from the log."""
        if isinstance(failure, NotWriting):
            return  # the rooms stay to be read until things are saved again
        _logger.error("an append failed: %r", failure)
        if self.is_open(room):
            self.drop(room)

    def hand_over(self) -> None:
        """What was judged up to here goes to the log, before anything else is asked of it."""
        self._appender.hand_over()

    def drop(self, room: AnyRoom) -> None:
        """Close a room and its sockets; it is opened anew from the log."""
        self.hand_over()
        for dropped in self.open.forget(room.compartment):
            for reader in tuple(dropped.readers):
                self.close(reader.number, TROUBLE, "not saved")

    def writing_changed(self) -> None:
        """Nothing is saved any more, and all are told; or it is again, and all come anew."""
        for room, effects in self.trouble.changed():
            self.perform(room, effects)
        if not self.trouble.why:
            for number in tuple(self.sockets):
                self.close(number, COME_AGAIN, "saving again")

    def is_open(self, room: AnyRoom) -> bool:
        """Whether this is the room of that name still."""
        return self.open.get(room.compartment.name) is room

    def _tick_soon(self, room: Room) -> None:
        # After the other callbacks of the same commit: what came together goes together.
        if room not in self._ticking:
            self._ticking.add(room)
            asyncio.get_running_loop().call_soon(self._tick, room)

    def _tick(self, room: AnyRoom, at: float = 0.0) -> None:
        self._ticking.discard(room)
        if self.is_open(room):
            # The loop's clock and the one on the wall differ: it is as late as we meant it to be.
            self.perform(room, room.tick(max(at, self._now())))

    def _in_a_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
