"""The composition root: the only place that chooses real parts."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from adref.server.config import Settings
from adref.server.http.front import Front
from adref.server.http.office import Office
from adref.server.http.throttle import Throttle
from adref.server.identity import Identity, Links, read_secret
from adref.server.inspection import read_on
from adref.server.outputs.press import Press
from adref.server.roll import Roll
from adref.server.signing import Signer
from adref.server.standing import Standings
from adref.server.store.directory import Directory
from adref.server.store.disk import has_room, make_folder
from adref.server.store.engine import open_engine
from adref.server.store.jobs import Jobs
from adref.server.store.log import Log
from adref.server.store.memory_jobs import MemoryJobs
from adref.server.store.sql import SqlLog
from adref.server.sync.hub import Hub

if TYPE_CHECKING:  # for several processes
    from adref.server.sync.neighbours import Neighbours


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


def random_id() -> str:
    """An id that says nothing: neither order nor count."""
    return secrets.token_hex(8)


def open_office(
    settings: Settings,
    clock: Callable[[], datetime] = utc_now,
    new_id: Callable[[], str] = random_id,
) -> Office:
    """Open (or begin) the installation in ``settings.data``; ``close`` it at the end."""
    make_folder(settings.data)
    log: Log
    jobs: Jobs
    neighbours: Neighbours | None = None
    if settings.database_url is None:
        file = open_engine(settings.database)
        directory = Directory(file)
        log = SqlLog(file, partial(has_room, settings.data))
        jobs = MemoryJobs()
        secret = read_secret(settings.secret_file)
    else:
        from adref.server import several

        directory, jobs, secret, log, neighbours = several.open_parts(settings, clock)
    return Office(
        settings=settings,
        directory=directory,
        identity=Identity(directory, Links(secret), clock, new_id),
        roll=Roll(directory),
        log=log,
        hub=Hub(log, Standings(directory), clock, new_id, neighbours=neighbours),
        throttle=Throttle(settings.failures_a_minute, settings.joins_a_minute),
        press=Press(clock, new_id, jobs),
        clock=clock,
        new_id=new_id,
        signer=Signer(secret),
    )


@asynccontextmanager
async def at_work(office: Office) -> AsyncIterator[Office]:
    """The office with its hub running; afterwards all is written and closed."""
    async with AsyncExitStack() as stops:  # what fails to stop keeps nothing else from it
        stops.push_async_callback(asyncio.to_thread, office.log.close)
        stops.push_async_callback(office.hub.stop)
        await office.hub.start()
        stops.push_async_callback(office.press.close)
        await office.press.start()
        yield office


def create_app(
    settings: Settings,
    office: Office | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Front:
    """The whole server. ``tell`` says to the operator what is found to be damaged."""
    chosen = office or open_office(settings)

    @asynccontextmanager
    async def working() -> AsyncIterator[None]:
        async with at_work(chosen):
            reading = asyncio.create_task(
                read_on(chosen.log, chosen.directory.verify, tell, chosen.hub.close_damaged)
            )
            try:
                yield
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)

    return Front(chosen, working)
