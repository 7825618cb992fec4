"""Leaks by frames and rooms that go where they should not."""

import asyncio
from typing import Any

from adref.drafting import access
from adref.server.sync import rooms
from adref.server.sync.replicas import Replicas
from adref.server.sync.rooms import Rooms
from tests.server.sync.leaks.planting import Patch, instead, is_private, leak


@leak
def frames_go_to_every_socket(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def deliver(self: Rooms, room: Any, sent: Any) -> None:
            everybody = self.sockets if is_private(room.compartment.name) else ()
            former(self, room, sent)
            for number in tuple(everybody):
                self._answer(number, sent.frame)

        return deliver

    instead(patch, Rooms, "deliver", build)


@leak
def any_party_opens(patch: Patch) -> None:
    patch.setitem(access.TABLE, "read party", access.anybody)


@leak
def any_coalition_opens(patch: Patch) -> None:
    patch.setitem(access.TABLE, "read coalition", access.anybody)


@leak
def the_desk_opens(patch: Patch) -> None:
    patch.setitem(access.TABLE, "read desk", access.anybody)


@leak
def answers_are_kept_for_all_rooms_together(patch: Patch) -> None:
    kept: dict[bytes, bytes] = {}

    def build(former: Any) -> Any:
        def answer(self: Replicas, state: bytes) -> bytes:
            key = self._shape.root.encode() + state
            if key not in kept or len(kept[key]) < 3:
                kept[key] = former(self, state)
            return kept[key]

        return answer

    instead(patch, Replicas, "answer", build)
    patch.setattr(rooms, "parse", _forgetting(kept, rooms.parse))


def _forgetting(kept: dict[bytes, bytes], parse: Any) -> Any:
    """A cache of one run: the first room that is asked for begins it anew."""
    seen: set[int] = set()

    def parsing(name: str) -> Any:
        run = id(asyncio.get_running_loop())
        if run not in seen:
            seen.clear()
            seen.add(run)
            kept.clear()
        return parse(name)

    return parsing
