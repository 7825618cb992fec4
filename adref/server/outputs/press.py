"""The queue of orders: a few processes at a time, bounded in time and memory; and the jobs that
people may come back for.

The event loop only waits here. A job belongs to one seat: nobody else can learn that it exists.
Jobs live in memory, for a while; the file of a party's own view is never written to a disk.
"""

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what fills an order is loaded by the worker, and by who makes one
    from adref.server.outputs.order import Order

WAITING, WORKING, DONE, FAILED = "waiting", "working", "done", "failed"
KEPT = timedelta(minutes=30)


@dataclass(frozen=True)
class Bounds:
    """What one file may take, and how many may be asked for."""

    at_once: int = 2
    waiting: int = 24
    of_one_seat: int = 8  # jobs that are kept for one seat, the latest
    seconds: int = 60
    megabytes: int = 1024
    kept_megabytes: int = 128  # of all files together


class CannotMake(Exception):
    """Why there is no file: ``busy``, ``output_too_long`` or ``output_failed``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Job:
    """An order on its way. ``made`` is the file when it is ``done``."""

    id: str
    seat: str
    text: str
    name: str
    order: "Order | None"
    asked: datetime
    state: str = WAITING
    code: str = ""
    made: bytes = b""
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Press:
    """All orders of one server."""

    def __init__(
        self, clock: Callable[[], datetime], new_id: Callable[[], str], bounds: Bounds | None = None
    ) -> None:
        self.bounds = bounds or Bounds()
        self._clock, self._new_id = clock, new_id
        self._jobs: dict[str, Job] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._queue: list[Job] = []
        self._working = 0

    def ask(self, seat: str, text: str, name: str, order: "Order") -> Job:
        """Take an order on. Raises ``CannotMake`` when too many wait already."""
        self._forget()
        own = [job for job in self._jobs.values() if job.seat == seat]
        busy = [job for job in own if job.state in (WAITING, WORKING)]
        if len(self._queue) >= self.bounds.waiting or len(busy) >= self.bounds.of_one_seat:
            raise CannotMake("busy")
        for job in own[: max(0, len(own) - self.bounds.of_one_seat + 1)]:
            if job not in busy:
                del self._jobs[job.id]
        job = Job(self._new_id(), seat, text, name, order, self._clock())
        self._jobs[job.id] = job
        self._queue.append(job)
        self._next()
        return job

    async def make(self, seat: str, text: str, name: str, order: "Order") -> bytes:
        """The file of an order, waited for. Raises ``CannotMake``."""
        job = self.ask(seat, text, name, order)
        try:
            await job.ended.wait()
        finally:
            self.drop(job)
        if job.state == FAILED:
            raise CannotMake(job.code)
        return job.made

    def find(self, seat: str, text: str, identifier: str) -> Job | None:
        """A job of this seat on this text."""
        self._forget()
        job = self._jobs.get(identifier)
        return job if job and (job.seat, job.text) == (seat, text) else None

    def of(self, seat: str, text: str) -> list[Job]:
        """The jobs of this seat on this text, the latest first."""
        self._forget()
        return [j for j in reversed(self._jobs.values()) if (j.seat, j.text) == (seat, text)]

    def ahead(self, job: Job) -> int:
        """How many of the same seat's orders wait before this one; of others nothing is told."""
        waiting = self._queue[: self._queue.index(job)] if job in self._queue else []
        return sum(other.seat == job.seat for other in waiting)

    def drop(self, job: Job) -> None:
        """Nobody waits for it any more; what has begun is let to its end."""
        self._jobs.pop(job.id, None)
        if job in self._queue:
            self._queue.remove(job)

    async def close(self) -> None:
        """The server stops: end what is at work."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _next(self) -> None:
        while self._queue and self._working < self.bounds.at_once:
            job = self._queue.pop(0)
            self._working += 1
            job.state = WORKING
            task = asyncio.create_task(self._work(job))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, job: Job) -> None:
        try:
            assert job.order is not None
            job.made = await self._filled(job.order)
            job.state = DONE
        except CannotMake as problem:
            job.state, job.code = FAILED, problem.code
        finally:
            if job.state == WORKING:  # cancelled, or the process could not be begun
                job.state, job.code = FAILED, "output_failed"
            job.order = None
            job.ended.set()
            self._working -= 1
            self._next()

    async def _filled(self, order: "Order") -> bytes:
        bounds = self.bounds
        sent = await asyncio.to_thread(pickle.dumps, order)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "adref.server.outputs.worker", str(bounds.megabytes), str(bounds.seconds)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        try:
            async with asyncio.timeout(bounds.seconds):
                made, _ = await process.communicate(sent)
        except TimeoutError:
            raise CannotMake("output_too_long") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not made:
            raise CannotMake("output_failed")
        return made

    def _forget(self) -> None:
        """Files are kept for a while, and only so many of them."""
        now, room = self._clock(), self.bounds.kept_megabytes * 1024 * 1024
        for job in reversed(list(self._jobs.values())):
            room -= len(job.made)
            if job.ended.is_set() and (room < 0 or now - job.asked > KEPT):
                del self._jobs[job.id]
