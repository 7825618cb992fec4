"""Leaks by the instants at which things happen."""

import asyncio
from typing import Any

from adref.server.store.memory import MemoryLog
from adref.server.sync.hub import Hub
from adref.server.sync.news import News
from adref.server.sync.opening import OpenRooms
from adref.server.sync.rooms import Rooms
from tests.server.sync.leaks.planting import Patch, instead, is_private, leak


@leak
def all_rooms_relay_at_one_pace(patch: Patch) -> None:
    last = [0.0]

    def build(former: Any) -> Any:
        def tick(self: News, now: float, *more: Any, **rest: Any) -> Any:
            self._relayed = max(self._relayed, last[0] if last[0] <= now else 0.0)
            waits = bool(self._updates)
            effects = former(self, now, *more, **rest)
            if waits and not self._updates:
                last[0] = now
            return effects

        return tick

    instead(patch, News, "tick", build)


@leak
def a_commit_takes_longer_for_more(patch: Patch) -> None:
    """As a disk does: the time of an fsync is beyond this test, see docs/threats.md."""

    def build(former: Any) -> Any:
        def append(self: MemoryLog, batch: Any) -> Any:
            loop = asyncio.get_running_loop()
            free = max(loop.time(), getattr(self, "free", 0.0)) + 0.03
            self.free = free  # type: ignore[attr-defined]
            self.held = True
            future = former(self, batch)
            loop.call_at(free, self.release)
            return future

        return append

    instead(patch, MemoryLog, "append", build)


@leak
def a_file_waits_for_rooms_that_are_open(patch: Patch) -> None:
    def build(former: Any) -> Any:
        async def text(self: Hub, text_id: str) -> Any:
            await asyncio.sleep(0.001 * len(self._rooms.open.all()))
            return await former(self, text_id)

        return text

    instead(patch, Hub, "text", build)


@leak
def a_heartbeat_waits_until_all_are_silent(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def heartbeat(self: Hub) -> None:
            private = [r for r in self._rooms.open.all() if is_private(r.compartment.name)]
            if not any(len(room.readers) for room in private):
                former(self)

        return heartbeat

    instead(patch, Hub, "heartbeat", build)


@leak
def nobody_is_let_in_while_a_snapshot_is_made(patch: Patch) -> None:
    busy = [0]

    def snapshots(former: Any) -> Any:
        async def snapshot(self: OpenRooms, room: Any) -> None:
            busy[0] += 1
            await asyncio.sleep(0.5)
            await former(self, room)
            busy[0] -= 1

        return snapshot

    def entering(former: Any) -> Any:
        async def enter(self: Rooms, *arguments: Any) -> None:
            while busy[0]:
                await asyncio.sleep(0.01)
            await former(self, *arguments)

        return enter

    def starting(former: Any) -> Any:
        async def start(self: Hub) -> None:
            busy[0] = 0
            await former(self)

        return start

    instead(patch, Hub, "start", starting)
    instead(patch, OpenRooms, "snapshot", snapshots)
    instead(patch, Rooms, "enter", entering)
