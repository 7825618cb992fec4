"""A hub with one text, for the tests; time stands still until it is moved."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from adref.server.store.log import Log
from adref.server.store.memory import MemoryLog
from adref.server.sync.hub import Hub
from adref.server.sync.limits import Limits
from tests.server.sync.people import Everyone
from tests.server.sync.scenes import TEXT

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Clock:
    """The wall clock of the play."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Names:
    """Ids that depend on nothing but on who asks and how often."""

    def __init__(self, place: str = "") -> None:
        self._counts: dict[str, int] = {}
        self._place = place

    def _next(self, scope: str) -> str:
        self._counts[scope] = self._counts.get(scope, 0) + 1
        return hashlib.sha256(f"{scope} {self._counts[scope]}".encode()).hexdigest()

    def client(self, compartment: str) -> int:
        return 2**16 + int(self._next(compartment)[:6], 16)

    def token(self) -> str:
        return self._next(f"ids{self._place}")[:16]


class Hall:
    """A hub and what the test turns: the clock, the people."""

    def __init__(self, log: Log, limits: Limits, place: str = "", **more: Any) -> None:
        self.clock, self.access, self.log = Clock(), Everyone(), log
        names = Names(place)
        self.hub = Hub(
            log, self.access, self.clock, names.token, clients=names.client, limits=limits, **more
        )

    async def act(self, who: Any, identifier: str, **command: Any) -> Any:
        """A command, carried out."""
        return await self.hub.command("t", who, command, identifier)

    async def quiet(self) -> None:
        """Let everything that is ready happen."""
        for _ in range(20):
            await asyncio.sleep(0)
        await self.hub.settled()
        for _ in range(20):
            await asyncio.sleep(0)


@asynccontextmanager
async def hall(log: Log | None = None, *, made: bool = True, **limits: Any) -> AsyncIterator[Hall]:
    """A hub at work; the text ``t`` has been made, with one paragraph agreed."""
    # Ticks of zero: in these tests time does not pass by itself.
    chosen = Limits(**({"tick": 0.0, "presence_tick": 0.0} | limits))
    place = Hall(MemoryLog() if log is None else log, chosen)
    if made:
        await place.hub.create_text("t", TEXT, {"agreed": "agreed"})
    try:
        yield place
    finally:
        await place.hub.stop()


def run(play: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(60):
            await play()

    asyncio.run(limited())
