"""The shortest way of a keystroke: from the wire to what is gathered for the log in one step.

Most of what a room hears is a few words right after the same client's own last ones. For these a
socket keeps what the long way has found out (who this is, that it may write here, how the room is
called) and only looks whether it is still so. Whatever is not so, and every other message, is left
untouched to the long way, which alone refuses anything.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from adref.server.store.health import Health, Writing
from adref.server.sync.audience import Right
from adref.server.sync.compartments import Compartment
from adref.server.sync.effects import RoomEffect
from adref.server.sync.protocol import keystroke_head
from adref.server.sync.readers import Reader
from adref.server.sync.room import Room
from adref.server.sync.session import Session

_SHORT = 128  # bytes: the length of an update takes one byte


class Stage(Protocol):
    """What is asked of the rooms."""

    def is_open(self, room: Room) -> bool:
        """Whether this is the room of that name still."""
        ...

    def rights(self, compartment: Compartment) -> Mapping[int, Right]:
        """Whose right is certain at this moment."""
        ...

    def perform(self, room: Room, effects: Iterable[RoomEffect]) -> None:
        """Do what a room wants done."""
        ...


class TypingOn:
    """One socket in one room. ``right`` is that by which the reader is known to be up to date."""

    __slots__ = (
        "_head",
        "_health",
        "_now",
        "_reader",
        "_right",
        "_room",
        "_session",
        "_stage",
    )

    def __init__(
        self,
        stage: Stage,
        health: Health,
        session: Session,
        room: Room,
        reader: Reader,
        right: Right,
        called: str,
        now: Callable[[], float],
    ) -> None:
        self._stage, self._health, self._session, self._now = stage, health, session, now
        self._room, self._reader, self._right = room, reader, right
        self._head = keystroke_head(called)

    def is_of(self, room: Room, right: Right) -> bool:
        """Whether it is about this room still, and was made by this right."""
        return self._room is room and self._right is right

    def take(self, message: bytes) -> bool:
        """Whether it was such a message, and is done with."""
        at = len(self._head)
        size = len(message) - at - 1
        if not 0 < size < _SHORT or message[at] != size or not message.startswith(self._head):
            return False
        reader, room = self._reader, self._room
        number = reader.number
        if (
            reader.stale
            or room.readers.get(number) is not reader
            or self._stage.rights(room.compartment).get(number) is not self._right
            or not self._stage.is_open(room)
            or self._health.now is not Writing.YES
        ):
            return False
        now = self._now()
        if not self._session.pays(now, len(message)):
            return False
        effects = room.goes_on(reader, message[at + 1 :], now)
        if effects is None:
            self._session.give_back(len(message))
            return False
        self._session.heard = now
        if effects:
            self._stage.perform(room, effects)
        return True
