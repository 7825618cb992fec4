"""Who is here, told between processes by hints: it may be late or missing, never wrong for long.

Each process tells all that it knows of its own readers in a room: when that changes, now and then,
and when another one begins to ask. What was not said again for a while is forgotten.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from adref.server.sync.effects import RoomEffect
from adref.server.sync.event_room import EventRoom
from adref.server.sync.opening import AnyRoom, group_of
from adref.server.sync.shared_room import SharedRoom

PAUSE = 0.1
"""Seconds between two looks at what has changed here."""
_AGAIN = 8.0  # seconds after which it is said again
_EXPIRES = 20.0  # seconds after which what was not said again is forgotten

Perform = Callable[[AnyRoom, Iterable[RoomEffect]], None]
Say = Callable[[str, Mapping[str, Any], str], None]
Key = tuple[str, str]  # room, process


class SharedPresence:
    """``now`` is in seconds since 1970, ``clock`` in seconds on a clock that only goes on.

    What is ``said`` twice about a room before it went out, went out once.
    """

    def __init__(self, say: Say, perform: Perform) -> None:
        self._say, self._perform = say, perform
        self._told: dict[str, tuple[Mapping[Any, Any], float]] = {}
        self._heard: dict[Key, float] = {}

    def tick(self, rooms: Iterable[AnyRoom], clock: float, now: float) -> None:
        """Tell what is new in our rooms, and forget whom nobody vouches for."""
        by_name = {room.compartment.name: room for room in rooms}
        for name, room in by_name.items():
            here = _here(room)
            if here is None:
                continue
            told, at = self._told.get(name, (None, 0.0))
            if here == told and clock - at < _AGAIN:
                continue
            message: dict[str, Any] = {"room": name}
            if here or told:
                message["here"] = here
            if told is None:
                message["ask"] = True
            if len(message) > 1:
                self._say(group_of(room.compartment), message, name)
            self._told[name] = (here, clock)
        self._told = {name: told for name, told in self._told.items() if name in by_name}
        self._expire(by_name, clock, now)

    def hear(self, room: AnyRoom, message: Mapping[str, Any], clock: float, now: float) -> None:
        """Another process says who is there."""
        name, process = room.compartment.name, str(message["from"])
        if message.get("ask") and name in self._told:
            self._told[name] = (self._told[name][0], float("-inf"))  # say it again
        if "here" not in message:
            return
        self._heard[name, process] = clock
        self._take(room, process, message["here"], now)

    def _take(self, room: AnyRoom, process: str, here: Mapping[str, Any], now: float) -> None:
        if isinstance(room, SharedRoom):
            states = {int(client): str(state) for client, state in here.items()}
            self._perform(room, room.hear_who(process, states, now))
        elif isinstance(room, EventRoom):
            self._perform(room, room.hear_who(process, here, now))

    def _expire(self, rooms: Mapping[str, AnyRoom], clock: float, now: float) -> None:
        for (name, process), at in tuple(self._heard.items()):
            if name in rooms and clock - at < _EXPIRES:
                continue
            del self._heard[name, process]
            if name in rooms:
                self._take(rooms[name], process, {}, now)


def _here(room: AnyRoom) -> Mapping[Any, Any] | None:
    return room.who_is_here() if isinstance(room, (SharedRoom, EventRoom)) else None
