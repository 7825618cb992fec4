"""The jobs of an installation on several machines: in its database, seen by every process.

How many a seat may have on its way holds for what a process can see: two that take an order in
the same instant may together take one more.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy import Row as SqlRow

from adref.server.store.core import col
from adref.server.store.job_tables import JobRow
from adref.server.store.jobs import (
    DONE,
    FAILED,
    ON_ITS_WAY,
    WORKING,
    Job,
    Keeping,
    heard_of,
    those_that_go,
)

_MEGABYTE = 1024 * 1024
Result = TypeVar("Result")
_TOLD = [getattr(JobRow, column) for column in JobRow.names() if column != "sealed"]


class SqlJobs:
    """See ``Jobs``. The tables have been made by the directory on the same engine."""

    def __init__(self, engine: Engine, keeping: Keeping | None = None) -> None:
        self._engine = engine
        self._keeping = keeping or Keeping()

    async def take(self, job: Job) -> None:
        """See ``Jobs``."""

        def work(connection: Connection) -> None:
            self._forget(connection, job.asked)
            gone = those_that_go(_own(connection, job.seat), job.asked, self._keeping)
            _drop(connection, gone)
            fields = vars(job) | {"asked": _said(job.asked), "beat": _said(job.beat)}
            connection.execute(insert(JobRow).values(**fields, sealed=b""))

        await self._do(work)

    async def begin(self, job: str, now: datetime) -> None:
        """See ``Jobs``."""
        begun = update(JobRow).where(col(JobRow.id) == job)
        await self._do(lambda s: s.execute(begun.values(state=WORKING, beat=_said(now))))

    async def end(self, job: str, code: str, sealed: bytes, size: int) -> None:
        """See ``Jobs``."""
        state = FAILED if code else DONE
        ended = update(JobRow).where(col(JobRow.id) == job)

        def work(connection: Connection) -> None:
            connection.execute(ended.values(state=state, code=code, size=size, sealed=sealed))
            self._make_room(connection, job)

        await self._do(work)

    async def beat(self, server: str, now: datetime) -> None:
        """See ``Jobs``."""
        own = (col(JobRow.server) == server, col(JobRow.state).in_(ON_ITS_WAY))
        await self._do(lambda s: s.execute(update(JobRow).where(*own).values(beat=_said(now))))

    async def of(self, seat: str, now: datetime) -> list[Job]:
        """See ``Jobs``."""
        own = await self._do(lambda connection: _own(connection, seat))
        fresh = [job for job in reversed(own) if now - job.asked <= self._keeping.kept]
        return [heard_of(job, now, self._keeping) for job in fresh]

    async def file(self, job: str) -> bytes | None:
        """See ``Jobs``."""
        wanted = select(col(JobRow.sealed)).where(col(JobRow.id) == job, col(JobRow.state) == DONE)
        return await self._do(lambda connection: connection.execute(wanted).scalar_one_or_none())

    async def forget(self, now: datetime) -> None:
        """See ``Jobs``."""
        await self._do(lambda connection: self._forget(connection, now))

    def _forget(self, connection: Connection, now: datetime) -> None:
        connection.execute(
            delete(JobRow).where(col(JobRow.asked) < _said(now - self._keeping.kept))
        )

    def _make_room(self, connection: Connection, latest: str) -> None:
        """The oldest files go when all together are too many bytes."""
        size = func.length(col(JobRow.sealed))
        done = select(col(JobRow.id), size).where(col(JobRow.state) == DONE)
        room, gone = self._keeping.megabytes * _MEGABYTE, []
        for identifier, length in connection.execute(done.order_by(col(JobRow.asked).desc())):
            room -= length
            if room < 0 and identifier != latest:
                gone.append(identifier)
        _drop(connection, gone)

    async def _do(self, work: Callable[[Connection], Result]) -> Result:
        """One transaction, in a thread of its own."""

        def run() -> Result:
            with self._engine.begin() as connection:
                return work(connection)

        return await asyncio.to_thread(run)


def _own(connection: Connection, seat: str) -> list[Job]:
    """The jobs of a seat, the oldest first; their files are not read."""
    rows = select(*_TOLD).where(col(JobRow.seat) == seat)
    found = connection.execute(rows.order_by(col(JobRow.asked), col(JobRow.id)))
    return [_job(row) for row in found]


def _drop(connection: Connection, jobs: list[str]) -> None:
    if jobs:
        connection.execute(delete(JobRow).where(col(JobRow.id).in_(jobs)))


def _job(row: SqlRow[Any]) -> Job:
    return Job(
        id=row.id,
        seat=row.seat,
        text=row.text,
        name=row.name,
        asked=datetime.fromisoformat(row.asked),
        server=row.server,
        beat=datetime.fromisoformat(row.beat),
        party=row.party,
        state=row.state,
        code=row.code,
        size=row.size,
    )


def _said(moment: datetime) -> str:
    """Sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
