"""The sockets in the rooms: effects are performed here, in order.

Nothing leaves but through ``deliver``, which asks for every reader and every frame whether that
reader belongs to that compartment at this moment.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from adref.server.crdt.states import Unreadable
from adref.server.store.health import NotWriting
from adref.server.store.log import Damaged, Log
from adref.server.sync import protocol
from adref.server.sync.appending import Appender
from adref.server.sync.audience import Audiences, Right
from adref.server.sync.compartments import Compartment, brief, parse
from adref.server.sync.connections import AnyConnection
from adref.server.sync.decided import Decided
from adref.server.sync.effects import (
    COME_AGAIN,
    NOT_ALLOWED,
    TOO_SLOW,
    TROUBLE,
    UNREADABLE,
    Append,
    Compact,
    Gather,
    Load,
    Penalty,
    RoomEffect,
    Send,
    Wake,
)
from adref.server.sync.frames import framed
from adref.server.sync.limits import Buckets, Limits
from adref.server.sync.measures import Measures, is_public
from adref.server.sync.meeting import Meeting
from adref.server.sync.opening import AnyRoom, OpenRooms
from adref.server.sync.room import Room
from adref.server.sync.session import Session
from adref.server.sync.standing import Access
from adref.server.sync.trouble import Trouble, trouble_in
from adref.server.sync.typing_on import TypingOn

if TYPE_CHECKING:  # for several processes
    from adref.server.sync.neighbours import Neighbours

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Socket:
    """One browser: what it has entered, and its wire."""

    session: Session
    connection: AnyConnection
    is_brief: bool = False  # its rooms have short names


class Rooms:
    """Sockets by number, and the rooms that they are in."""

    def __init__(
        self,
        log: Log,
        access: Access,
        now: Callable[[], float],
        clients: Callable[[str], int],
        limits: Limits,
        neighbours: "Neighbours | None" = None,
    ) -> None:
        self._access, self._now, self._limits = access, now, limits
        self.sockets: dict[int, Socket] = {}
        self._windows: dict[str, int] = {}  # sockets, by seat
        self.open = OpenRooms(log, clients, limits, access, neighbours)
        self.trouble = Trouble(log.health, self.open)
        self._neighbours = neighbours
        if neighbours is not None:
            neighbours.on(self)
        self.measures = Measures()
        self._appender = Appender(log, self.measures)
        self._audiences = Audiences(access, self._seat_of, self._codrafting_on)
        self._arrivals = Buckets(*limits.arrivals)
        self._numbers = 0
        self._ticking: set[AnyRoom] = set()  # not names: a room may be opened again at once
        self._committed = 0.0  # when what was last on the disk was heard of
        self._tasks: set[asyncio.Task[None]] = set()

    # Sockets

    def arrive(self, session: Session, connection: AnyConnection) -> int:
        """A socket comes; its number."""
        seat = session.actor.seat
        self._windows[seat] = self._windows.get(seat, 0) + 1
        if self._windows[seat] > self._limits.sockets:
            connection.close(NOT_ALLOWED, "too many windows")
        elif not self._arrivals.take(seat, self._now()):
            connection.close(TOO_SLOW, "too much at once")
        self._numbers += 1
        self.sockets[self._numbers] = Socket(session, connection, bool(session.text))
        return self._numbers

    def depart(self, number: int) -> None:
        """A socket has gone."""
        socket = self.sockets.pop(number, None)
        if socket is not None:
            self._closed(socket.session.actor.seat)
        code = socket.connection.closed_with if socket else None
        if code is not None:
            self.measures.closed[code] += 1
        for name in tuple(socket.session.rooms) if socket else ():
            self.leave(number, name)

    def _closed(self, seat: str) -> None:
        left = self._windows.pop(seat) - 1
        if left:
            self._windows[seat] = left

    def close(self, number: int, code: int, reason: str) -> None:
        """Close a socket."""
        socket = self.sockets.get(number)
        if socket is not None:
            socket.connection.close(code, reason)

    # Coming, speaking, going

    async def enter(self, number: int, name: str, resume: int | None) -> None:
        """A socket asks to come in. What is forbidden and what does not exist answer alike."""
        compartment = parse(name)
        who = None if compartment is None else self._who(number, compartment)
        if compartment is None or who is None:
            self._deny(number, name)
            return
        try:
            room = await self.open.open(compartment)
            if self._neighbours is not None:
                await self._neighbours.introduce(room, who[0].seat)
        except Damaged as damaged:
            _logger.error("%s: it is not opened", damaged)
            self._answer(number, trouble_in(self._called(number, name), "damaged"))
            return
        except Exception:
            _logger.exception("a room cannot be opened")
            self.close(number, TROUBLE, "the room cannot be opened")
            return
        socket, who = self.sockets.get(number), self._who(number, compartment)
        if socket is None:
            return
        if who is None or not socket.session.entered(name):
            self._deny(number, name)
            return
        actor, may_write = who
        self.trouble.mark(room)
        self.perform(room, room.enter(number, actor, may_write, resume, self._now()))

    def leave(self, number: int, name: str) -> None:
        """A socket leaves a room."""
        self._audiences.forget(name, number)
        room = self.open.get(name)
        if room is not None:
            self.perform(room, room.leave(number, self._now()))

    def receive(self, number: int, name: str, message: protocol.Message) -> None:
        """A message in a room that the socket has entered."""
        room, socket = self.open.get(name), self.sockets.get(number)
        if room is None or socket is None or not self._still(number, room):
            return
        if self.trouble.why and protocol.brings(message):
            return  # neither taken nor refused: it stays with its author until things are saved
        try:
            self.perform(room, room.receive(number, message, socket.session.heard))
        except Unreadable as reason:
            self.close(number, UNREADABLE, str(reason))
            return
        if type(message) is protocol.Update and isinstance(room, Room):
            self._shorten(number, socket.session, room)

    def _shorten(self, number: int, session: Session, room: Room) -> None:
        """What follows in this room may come by the shortest way (``typing_on``)."""
        reader = room.readers.get(number)
        right = self.rights(room.compartment).get(number)
        if reader is None or right is None or not room.may_go_on(reader):
            return
        if session.typing_on is None or not session.typing_on.is_of(room, right):
            called, health = self._called(number, room.compartment.name), self.trouble.health
            session.typing_on = TypingOn(
                self, health, session, room, reader, right, called, self._now
            )

    def rights(self, compartment: Compartment) -> Mapping[int, Right]:
        """Whose right is certain at this moment."""
        return self._audiences.rights(compartment)

    def recheck(self) -> None:
        """Check every reader of every room against the membership as it is now."""
        for room in self.open.all():
            for reader in tuple(room.readers):
                self._still(reader.number, room)

    # The way out

    def deliver(self, room: AnyRoom, sent: Send) -> None:
        """THE way out: one frame of this compartment to those readers who belong to it now.

        Those who are told briefly get it under the room's short name.
        """
        rights, sockets = self._audiences.rights(room.compartment), self.sockets
        forms = {} if sent.forms is None else sent.forms
        for number in sent.to:
            socket = sockets.get(number)
            if socket is None:
                continue
            if number in rights or self._who(number, room.compartment) is not None:
                form = forms.get(socket.is_brief)
                if form is None:
                    form = forms[socket.is_brief] = _form(room, sent, socket.is_brief)
                socket.connection.push(form[0], form[1])
            else:
                self._put_out(number, room)
                rights = self._audiences.rights(room.compartment)

    def _deny(self, number: int, name: str) -> None:
        self._answer(number, protocol.denied(self._called(number, name)))

    def _called(self, number: int, name: str) -> str:
        """What a compartment is called on this socket."""
        socket = self.sockets.get(number)
        return brief(name) if socket is not None and socket.is_brief else name

    def _answer(self, number: int, frame: bytes) -> None:
        socket = self.sockets.get(number)
        if socket is not None:
            socket.connection.push(frame, framed(frame))

    def _put_out(self, number: int, room: AnyRoom) -> None:
        socket = self.sockets.get(number)
        name = room.compartment.name
        if socket is None or name not in socket.session.rooms:
            return
        socket.session.removed(name)
        self._audiences.forget(name, number)
        self.perform(room, room.leave(number, self._now()))
        self._deny(number, name)
        if self._access(socket.session.actor.seat, room.compartment.text) is None:
            socket.connection.close(NOT_ALLOWED, "no longer taking part")

    # Who somebody is now

    def _who(self, number: int, compartment: Compartment) -> Right | None:
        """The person and whether it may write here; None when it may not even read."""
        return self._audiences.right(number, compartment)

    def _seat_of(self, number: int) -> str | None:
        socket = self.sockets.get(number)
        return socket.session.actor.seat if socket else None

    def _codrafting_on(self, text: str) -> Collection[str]:
        meeting = self.open.meeting_on(text)
        return meeting.shown.codrafting if meeting else ()

    def _still(self, number: int, room: AnyRoom) -> bool:
        """Whether a reader may still be here; what it may do is brought up to date."""
        who = self._who(number, room.compartment)
        if who is None:
            self._put_out(number, room)
            return False
        reader = room.readers.get(number)
        if reader is not None and (reader.may_write, reader.actor) != (who.may_write, who.actor):
            self.perform(room, room.set_right(number, *who, self._now()))
        return True

    # Effects

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
                    self._penalise(reader)
                case Compact():
                    self._in_a_task(self.open.snapshot(room))
                case Load():
                    self._in_a_task(self._load(room))

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

    def _penalise(self, number: int) -> None:
        socket = self.sockets.get(number)
        for close in socket.session.penalty(self._now()) if socket else ():
            self.close(number, close.code, close.reason)

    async def _load(self, room: AnyRoom) -> None:
        """Read a document for which somebody waits."""
        if not isinstance(room, Room):
            return
        try:
            await self.open.loaded(room)
        except Exception:
            _logger.exception("a room cannot be opened")
            for reader in tuple(room.readers):
                self.close(reader.number, TROUBLE, "the room cannot be opened")
            return
        for number, message in room.loaded() if self.is_open(room) else ():
            if message is not None:
                self.receive(number, room.compartment.name, message)
            elif self._still(number, room):
                self.perform(room, room.welcome(number))

    def _in_a_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _form(room: AnyRoom, sent: Send, is_brief: bool) -> tuple[bytes, bytes]:
    """What is sent, under the name that the room has there, and its bytes on the wire."""
    name = room.compartment.name
    frame = (
        protocol.renamed(name, brief(name), sent.brief or sent.frame) if is_brief else sent.frame
    )
    return frame, framed(frame)
