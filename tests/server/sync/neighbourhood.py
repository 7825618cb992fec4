"""Several hubs on one PostgreSQL, as several processes would be, in one loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from adref.server.store.postgres import open_postgres
from adref.server.store.postgres_log import PostgresLog
from adref.server.sync.hints import DIRECTORY
from adref.server.sync.limits import Limits
from adref.server.sync.neighbours import Neighbours
from adref.server.sync.redis_hints import RedisHints
from tests.server.sync.halls import Hall
from tests.server.sync.people import Everyone
from tests.server.sync.scenes import TEXT


class Wire:
    """Hints that arrive at once; ``cut`` and none do."""

    def __init__(self) -> None:
        self.ends: list[Neighbours] = []
        self.cut = False

    def join(self, neighbours: Neighbours) -> None:
        self.ends.append(neighbours)
        neighbours.by(_End(self, neighbours))


class _End:
    def __init__(self, wire: Wire, own: Neighbours) -> None:
        self._wire, self._own = wire, own

    @property
    def alive(self) -> bool:
        return not self._wire.cut

    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    def opened(self, group: str) -> None: ...
    def closed(self, group: str) -> None: ...

    def written(self, group: str) -> None:
        for other in self._wire.ends if self.alive else ():
            if other is not self._own:
                other.told(group, {})

    def directory_changed(self) -> None:
        for other in self._wire.ends if self.alive else ():
            if other is not self._own:
                other.told(DIRECTORY, {})

    def say(self, channel: str, message: object, about: str) -> None: ...


class Members:
    """The one directory: who has been put out, as each process reads it when it looks."""

    def __init__(self) -> None:
        self.gone: set[str] = set()

    def reader(self, access: Everyone) -> Callable[[], bool]:
        def refresh() -> bool:
            news = [seat for seat in self.gone if access.people.pop(seat, None)]
            return bool(news)

        return refresh


class Neighbourhood:
    """Halls on one text ``t``, of which each knows nothing but what it reads."""

    def __init__(self, halls: list[Hall], neighbours: list[Neighbours], wire: Wire) -> None:
        self.halls, self.neighbours, self.wire = halls, neighbours, wire
        self.members = Members()
        for hall, one in zip(halls, neighbours, strict=True):
            one._refresh = self.members.reader(hall.access)
            one._now = hall.hub._now

    async def quiet(self) -> None:
        """Let all that is ready happen everywhere, and everything be read everywhere."""
        for _ in range(3):
            for hall, neighbours in zip(self.halls, self.neighbours, strict=True):
                await hall.quiet()
                if hall.hub._rooms.open.meeting_on("t") is not None:
                    await neighbours.catch_up("t")
                await hall.quiet()


@asynccontextmanager
async def neighbourhood(
    database: str,
    count: int = 3,
    redis: str = "",
    *,
    made: bool = True,
    names: str = "0123456789",
    **limits: float,
) -> AsyncIterator[Neighbourhood]:
    """The text ``t`` is made, with one paragraph agreed, unless it was. They give each other hints
    by a wire, or by a Redis at this address.
    """
    chosen = Limits(**({"tick": 0.0, "presence_tick": 0.0} | limits))  # type: ignore[arg-type]
    wire, halls, neighbours = Wire(), [], []
    async with AsyncExitStack() as opened:  # what fails to stop keeps nothing else open
        for name in names[:count]:
            log = PostgresLog(open_postgres(database))
            opened.push_async_callback(asyncio.to_thread, log.close)
            other = Neighbours(log, lambda: False, lambda: 0.0)
            if redis:
                other.by(RedisHints(redis, b"secret", other.told, other.hint_everything))
            else:
                wire.join(other)
            hall = Hall(log, chosen, name, neighbours=other)
            opened.push_async_callback(hall.hub.stop)
            await hall.hub.start()
            halls.append(hall)
            neighbours.append(other)
        if made:
            await halls[0].hub.create_text("t", TEXT, {"agreed": "agreed"})
        yield Neighbourhood(halls, neighbours, wire)
