"""The jobs of an installation that is one process: in its memory, and gone with it."""

from dataclasses import replace
from datetime import datetime

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


class MemoryJobs:
    """See ``Jobs``."""

    def __init__(self, keeping: Keeping | None = None) -> None:
        self._keeping = keeping or Keeping()
        self._jobs: dict[str, Job] = {}  # the oldest first
        self._files: dict[str, bytes] = {}

    async def take(self, job: Job) -> None:
        """See ``Jobs``."""
        await self.forget(job.asked)
        own = [one for one in self._jobs.values() if one.seat == job.seat]
        for gone in those_that_go(own, job.asked, self._keeping):
            self._drop(gone)
        self._jobs[job.id] = job

    async def begin(self, job: str, now: datetime) -> None:
        """See ``Jobs``."""
        if job in self._jobs:
            self._jobs[job] = replace(self._jobs[job], state=WORKING, beat=now)

    async def end(self, job: str, code: str, sealed: bytes, size: int) -> None:
        """See ``Jobs``."""
        if job not in self._jobs:
            return
        state = FAILED if code else DONE
        self._jobs[job] = replace(self._jobs[job], state=state, code=code, size=size)
        if state == DONE:
            self._files[job] = sealed
        room = self._keeping.megabytes * _MEGABYTE
        for other in reversed(list(self._jobs)):
            room -= len(self._files.get(other, b""))
            if room < 0 and other in self._files and other != job:
                self._drop(other)

    async def beat(self, server: str, now: datetime) -> None:
        """See ``Jobs``."""
        for job in self._jobs.values():
            if job.server == server and job.state in ON_ITS_WAY:
                self._jobs[job.id] = replace(job, beat=now)

    async def of(self, seat: str, now: datetime) -> list[Job]:
        """See ``Jobs``."""
        await self.forget(now)
        own = [job for job in self._jobs.values() if job.seat == seat]
        return [heard_of(job, now, self._keeping) for job in reversed(own)]

    async def file(self, job: str) -> bytes | None:
        """See ``Jobs``."""
        return self._files.get(job)

    async def forget(self, now: datetime) -> None:
        """See ``Jobs``."""
        for job in list(self._jobs.values()):
            if now - job.asked > self._keeping.kept:
                self._drop(job.id)

    def _drop(self, job: str) -> None:
        del self._jobs[job]
        self._files.pop(job, None)
