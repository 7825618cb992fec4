"""The jobs of an installation on several machines: in its database, seen by every process.

How many a seat may have on its way holds for what a process can see: two that take an order in
the same instant may together take one more.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Engine, func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, delete, select, update

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


class SqlJobs:
    """See ``Jobs``. The tables have been made by the directory on the same engine."""

    def __init__(self, engine: Engine, keeping: Keeping | None = None) -> None:
        self._engine = engine
        self._keeping = keeping or Keeping()

    async def take(self, job: Job) -> None:
        """See ``Jobs``."""

        def work(session: Session) -> None:
            self._forget(session, job.asked)
            gone = those_that_go(_own(session, job.seat), job.asked, self._keeping)
            _drop(session, gone)
            fields = vars(job) | {"asked": _said(job.asked), "beat": _said(job.beat)}
            session.add(JobRow(**fields, sealed=b""))

        await self._do(work)

    async def begin(self, job: str, now: datetime) -> None:
        """See ``Jobs``."""
        begun = update(JobRow).where(col(JobRow.id) == job)
        await self._do(lambda s: s.exec(begun.values(state=WORKING, beat=_said(now))))

    async def end(self, job: str, code: str, sealed: bytes, size: int) -> None:
        """See ``Jobs``."""
        state = FAILED if code else DONE
        ended = update(JobRow).where(col(JobRow.id) == job)

        def work(session: Session) -> None:
            session.exec(ended.values(state=state, code=code, size=size, sealed=sealed))
            self._make_room(session, job)

        await self._do(work)

    async def beat(self, server: str, now: datetime) -> None:
        """See ``Jobs``."""
        own = (col(JobRow.server) == server, col(JobRow.state).in_(ON_ITS_WAY))
        await self._do(lambda s: s.exec(update(JobRow).where(*own).values(beat=_said(now))))

    async def of(self, seat: str, now: datetime) -> list[Job]:
        """See ``Jobs``."""
        own = await self._do(lambda session: _own(session, seat))
        fresh = [job for job in reversed(own) if now - job.asked <= self._keeping.kept]
        return [heard_of(job, now, self._keeping) for job in fresh]

    async def file(self, job: str) -> bytes | None:
        """See ``Jobs``."""
        wanted = select(JobRow.sealed).where(JobRow.id == job, JobRow.state == DONE)
        return await self._do(lambda session: session.exec(wanted).one_or_none())

    async def forget(self, now: datetime) -> None:
        """See ``Jobs``."""
        await self._do(lambda session: self._forget(session, now))

    def _forget(self, session: Session, now: datetime) -> None:
        session.exec(delete(JobRow).where(col(JobRow.asked) < _said(now - self._keeping.kept)))

    def _make_room(self, session: Session, latest: str) -> None:
        """The oldest files go when all together are too many bytes."""
        size = func.length(JobRow.sealed)
        done = select(JobRow.id, size).where(JobRow.state == DONE)
        room, gone = self._keeping.megabytes * _MEGABYTE, []
        for identifier, length in session.exec(done.order_by(col(JobRow.asked).desc())):
            room -= length
            if room < 0 and identifier != latest:
                gone.append(identifier)
        _drop(session, gone)

    async def _do(self, work: Callable[[Session], Result]) -> Result:
        """One transaction, in a thread of its own."""

        def run() -> Result:
            with Session(self._engine) as session:
                result = work(session)
                session.commit()
                return result

        return await asyncio.to_thread(run)


def _own(session: Session, seat: str) -> list[Job]:
    """The jobs of a seat, the oldest first; their files are not read."""
    unread = defer(JobRow.sealed)  # type: ignore[arg-type]
    rows = select(JobRow).where(JobRow.seat == seat).options(unread)
    found = session.exec(rows.order_by(col(JobRow.asked), col(JobRow.id)))
    return [_job(row) for row in found]


def _drop(session: Session, jobs: list[str]) -> None:
    if jobs:
        session.exec(delete(JobRow).where(col(JobRow.id).in_(jobs)))


def _job(row: JobRow) -> Job:
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
