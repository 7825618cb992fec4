"""The sockets in the rooms: who comes in, what they say, what they are told.

Nothing leaves but through ``deliver``, which asks for every reader and every frame whether that
reader belongs to that compartment at this moment.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from adref.server.crdt.states import Unreadable
from adref.server.store.log import Damaged, Log
from adref.server.sync import protocol
from adref.server.sync.audience import Audiences, Right
from adref.server.sync.compartments import Compartment, brief, parse
from adref.server.sync.effects import NOT_ALLOWED, TROUBLE, UNREADABLE, Send
from adref.server.sync.frames import framed
from adref.server.sync.limits import Limits
from adref.server.sync.opening import AnyRoom, OpenRooms
from adref.server.sync.performing import Performing
from adref.server.sync.room import Room
from adref.server.sync.session import Session
from adref.server.sync.standing import Access
from adref.server.sync.trouble import trouble_in
from adref.server.sync.typing_on import TypingOn

if TYPE_CHECKING:  # for several processes
    from adref.server.sync.neighbours import Neighbours

_logger = logging.getLogger(__name__)


class Rooms(Performing):
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
        rooms = OpenRooms(log, clients, limits, access, neighbours)
        super().__init__(log, rooms, now, limits, neighbours)
        self._access = access
        self._audiences = Audiences(access, self._seat_of, self._codrafting_on)
        if neighbours is not None:
            neighbours.on(self)

    # Sockets

    def depart(self, number: int) -> None:
        """A socket has gone."""
        for name in self._gone(number):
            self.leave(number, name)

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

    # Reading

    async def load(self, room: AnyRoom) -> None:
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


def _form(room: AnyRoom, sent: Send, is_brief: bool) -> tuple[bytes, bytes]:
    """What is sent, under the name that the room has there, and its bytes on the wire."""
    name = room.compartment.name
    frame = (
        protocol.renamed(name, brief(name), sent.brief or sent.frame) if is_brief else sent.frame
    )
    return frame, framed(frame)
