"""Leaks by who is said to be where."""

import itertools
from typing import Any

from adref.server.sync import presence
from adref.server.sync.attendance import Attendance
from adref.server.sync.company import Company
from adref.server.sync.event_room import EventRoom
from adref.server.sync.hub import Hub
from adref.server.sync.room import Room
from adref.server.sync.rooms import Rooms
from tests.server.sync.leaks.planting import Patch, instead, is_private, leak


@leak
def who_drafts_is_told_as_company(patch: Patch) -> None:
    drafting: set[str] = set()

    def entering(former: Any) -> Any:
        def enter(self: Room, number: int, actor: Any, *more: Any) -> Any:
            if is_private(self.compartment.name):
                drafting.add(actor.seat)
            return former(self, number, actor, *more)

        return enter

    def here(former: Any) -> Any:
        def ours(self: Company, readers: Any) -> Any:
            people = former(self, readers)
            return {s: {**p, "drafts": s in drafting} for s, p in people.items()}

        return ours

    def starting(former: Any) -> Any:
        async def start(self: Hub) -> None:
            drafting.clear()
            await former(self)

        return start

    instead(patch, Hub, "start", starting)
    instead(patch, Room, "enter", entering)
    instead(patch, Company, "ours", here)


@leak
def company_counts_windows(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def who(self: EventRoom, to: Any) -> Any:
            return [*former(self, to), *former(self, to)[: _windows(self)]]

        return who

    sockets: list[Any] = []

    def _windows(_room: EventRoom) -> int:
        return sum(s.session.actor.seat == "anna" for s in sockets[0].values()) - 1

    def watching(former: Any) -> Any:
        def begin(self: Rooms, *arguments: Any) -> None:
            former(self, *arguments)
            sockets[:] = [self.sockets]

        return begin

    instead(patch, Rooms, "__init__", watching)
    instead(patch, EventRoom, "_who_is_here", build)


@leak
def the_clock_of_presence_ticks_for_all_rooms_together(patch: Patch) -> None:
    shared = itertools.count(1)

    def build(former: Any) -> Any:
        def put(self: Attendance, client: int, state: presence.State, now: float) -> None:
            former(self, client, state, now)
            self._states[client] = presence.Stamped(next(shared), state)

        return put

    def starting(former: Any) -> Any:
        async def start(self: Hub) -> None:
            nonlocal shared
            shared = itertools.count(1)
            await former(self)

        return start

    instead(patch, Hub, "start", starting)
    instead(patch, Attendance, "_set", build)
