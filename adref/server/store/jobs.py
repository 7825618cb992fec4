"""Files that somebody has asked for, and what became of them: where every process sees them.

A job belongs to one seat. Its file comes here sealed under a key that the seat's browser holds
(``outputs.sealing``): whoever reads a database alone reads no file.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

WAITING, WORKING, DONE, FAILED = "waiting", "working", "done", "failed"
ON_ITS_WAY = (WAITING, WORKING)
LOST = "output_lost"
"""Why there is no file: the process that made it has not been heard of for ``Keeping.silent``."""


@dataclass(frozen=True)
class Job:
    """A file asked for. ``party``: whose own view it is, or empty; ``server``: who makes it;
    ``beat``: when that one was last heard of; ``size``: bytes of the file as it will be fetched.
    """

    id: str
    seat: str
    text: str
    name: str
    asked: datetime
    server: str
    beat: datetime
    party: str = ""
    state: str = WAITING
    code: str = ""
    size: int = 0


@dataclass(frozen=True)
class Keeping:
    """How much is kept, and for how long."""

    kept: timedelta = timedelta(minutes=30)
    silent: timedelta = timedelta(seconds=30)
    of_one_seat: int = 8  # the latest
    megabytes: int = 128  # of all files together; the latest file always


class TooMany(Exception):
    """So many files of this seat are on their way that it may not ask for another."""


class Jobs(Protocol):
    """Every call first forgets what is too old."""

    async def take(self, job: Job) -> None:
        """Keep a new job; the seat's oldest that have ended go. Raises ``TooMany``."""

    async def begin(self, job: str, now: datetime) -> None:
        """It is being made."""

    async def end(self, job: str, code: str, sealed: bytes, size: int) -> None:
        """It is made (no ``code``), or has failed; the oldest files go when there is no room."""

    async def beat(self, server: str, now: datetime) -> None:
        """This process still makes what it took."""

    async def of(self, seat: str, now: datetime) -> list[Job]:
        """The jobs of a seat, the latest first."""

    async def file(self, job: str) -> bytes | None:
        """The sealed file; None when it is no longer kept."""

    async def forget(self, now: datetime) -> None:
        """What is too old goes."""


def heard_of(job: Job, now: datetime, keeping: Keeping) -> Job:
    """The job, failed when the process that makes it is silent."""
    if job.state in ON_ITS_WAY and now - job.beat > keeping.silent:
        return replace(job, state=FAILED, code=LOST)
    return job


def those_that_go(own: list[Job], now: datetime, keeping: Keeping) -> list[str]:
    """What a seat's next job pushes out of its list (``own``: the oldest first).

    Raises ``TooMany`` when nothing may be pushed out.
    """
    told = [heard_of(job, now, keeping) for job in own]
    ended = [job.id for job in told if job.state not in ON_ITS_WAY]
    surplus = max(0, len(told) - keeping.of_one_seat + 1)
    if len(told) - len(ended) >= keeping.of_one_seat:
        raise TooMany
    return ended[:surplus]
