"""What the rooms do while nothing can be saved: they stay to be read, and say so."""

import json
from collections.abc import Iterator, Sequence

from adref.server.store.health import Health, Writing
from adref.server.sync import protocol
from adref.server.sync.effects import RoomEffect
from adref.server.sync.event_room import EventRoom
from adref.server.sync.opening import AnyRoom, OpenRooms


class Trouble:
    """The trouble of the log, as the rooms tell it."""

    def __init__(self, health: Health, rooms: OpenRooms) -> None:
        self.health, self._rooms = health, rooms

    @property
    def why(self) -> str:
        """Why nothing is saved now; empty when all is well."""
        now = self.health.now
        return "" if now is Writing.YES else now.value

    def mark(self, room: AnyRoom) -> None:
        """A room is entered: who comes in is told."""
        if isinstance(room, EventRoom):
            room.trouble = self.why

    def changed(self) -> Iterator[tuple[AnyRoom, Sequence[RoomEffect]]]:
        """Everybody is told; or, when all is well again, the rooms are opened anew from the log:
        what they accepted meanwhile was never written.
        """
        for room in self._rooms.all():
            if not self.why:
                self._rooms.forget(room.compartment)
            elif isinstance(room, EventRoom):
                yield room, room.in_trouble(self.why)


def trouble_in(room: str, why: str) -> bytes:
    """The frame that says so in a room that cannot be entered."""
    return protocol.stateless(room, json.dumps({"type": "trouble", "why": why}))
