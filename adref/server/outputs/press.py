"""The files that people ask for and come back for, perhaps to another process of the server.

An order is filled by the process that took it, and is nowhere but in its memory: the drafts of a
party's own view are in it. The job and the finished file, sealed under a key that only the seat's
browser holds, are where every process sees them (``store.jobs``). When a process ends before its
file is made, the others say so.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import dropwhile
from typing import TYPE_CHECKING

from adref.server.outputs.sealing import Unopened, seal, unseal
from adref.server.outputs.workshop import Bounds, CannotMake, Piece, Workshop
from adref.server.store.jobs import WAITING, Job, Jobs, TooMany
from adref.server.store.memory_jobs import MemoryJobs

if TYPE_CHECKING:  # what fills an order is loaded by the worker, and by who makes one
    from adref.server.outputs.order import Order

_logger = logging.getLogger(__name__)
BEAT = 5.0  # seconds
_FORGET = 12  # beats
_TRIES = 6  # beats in which the end of a job is told to a database that does not answer


class Press:
    """All files of one process. ``new_id`` also names the process."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        jobs: Jobs | None = None,
        bounds: Bounds | None = None,
    ) -> None:
        self.workshop = Workshop(bounds)
        self._clock, self._new_id = clock, new_id
        self._jobs: Jobs = jobs or MemoryJobs()
        self._server = new_id()
        self._on_their_way: dict[str, asyncio.Task[None]] = {}
        self._keeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to tell the others that this process lives."""
        self._keeping = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """The server stops: end what is at work, and say so."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        await self.workshop.close()
        if self._on_their_way:
            _done, left = await asyncio.wait(self._on_their_way.values(), timeout=BEAT)
            for task in left:
                task.cancel()

    async def make(self, seat: str, order: "Order") -> bytes:
        """The file of an order, waited for. Raises ``CannotMake``."""
        piece = self.workshop.take(seat, order)
        try:
            await piece.ended.wait()
        finally:
            self.workshop.drop(piece)
        if piece.code:
            raise CannotMake(piece.code)
        return piece.made

    async def ask(self, seat: str, text: str, name: str, order: "Order", secret: str) -> Job:
        """Take an order on. ``secret`` is what the browser proves its seat with.

        Raises ``CannotMake`` when too many wait already.
        """
        now = self._clock()
        job = Job(self._new_id(), seat, text, name, now, self._server, now, order.party)
        try:
            await self._jobs.take(job)
        except TooMany:
            raise CannotMake("busy") from None
        try:
            piece = self.workshop.take(seat, order)
        except CannotMake:
            await self._jobs.end(job.id, "busy", b"", 0)
            raise
        task = asyncio.create_task(self._follow(job.id, piece, secret))
        self._on_their_way[job.id] = task
        task.add_done_callback(lambda _: self._on_their_way.pop(job.id, None))
        return job

    async def wait(self, job: Job, seconds: float) -> Job:
        """The job once it has ended, or as it is after so many seconds."""
        task = self._on_their_way.get(job.id)
        if task is not None:
            await asyncio.wait((task,), timeout=seconds)
        return await self.find(job.seat, job.text, job.id) or job

    async def of(self, seat: str, text: str) -> list[Job]:
        """The jobs of this seat on this text, the latest first."""
        own = await self._jobs.of(seat, self._clock())
        return [job for job in own if job.text == text]

    async def find(self, seat: str, text: str, identifier: str) -> Job | None:
        """A job of this seat on this text."""
        return next((j for j in await self.of(seat, text) if j.id == identifier), None)

    async def file(self, job: Job, secret: str) -> bytes | None:
        """The finished file; None when it is no longer kept, or another secret sealed it."""
        sealed = await self._jobs.file(job.id)
        if sealed is None:
            return None
        with suppress(Unopened):
            return await asyncio.to_thread(unseal, sealed, secret, job.id)
        return None

    async def ahead(self, job: Job) -> int:
        """How many of the same seat's orders wait before this one; of others nothing is told."""
        if job.state != WAITING:
            return 0
        own = await self._jobs.of(job.seat, self._clock())
        rest = dropwhile(lambda other: other.id != job.id, own)  # the latest came first
        waiting = [o for o in rest if o.state == WAITING and o.server == job.server]
        return len(waiting) - 1 if waiting else 0

    async def _follow(self, job: str, piece: Piece, secret: str) -> None:
        """Tell what becomes of an order."""
        await piece.begun.wait()
        await self._tell(partial(self._jobs.begin, job, self._clock()), 1)
        await piece.ended.wait()
        sealed = b"" if piece.code else await asyncio.to_thread(seal, piece.made, secret, job)
        size, piece.made = len(piece.made), b""
        await self._tell(partial(self._jobs.end, job, piece.code, sealed, size), _TRIES)

    async def _tell(self, say: Callable[[], Awaitable[None]], tries: int) -> None:
        """Say it to the database, again and again when it does not answer."""
        for left in range(tries, 0, -1):
            try:
                await say()
                return
            except Exception as problem:
                _logger.warning("a file on its way cannot be noted: %s", type(problem).__name__)
                if left > 1:
                    await asyncio.sleep(BEAT)

    async def _keep(self) -> None:
        beats = 0
        while True:
            await asyncio.sleep(BEAT)
            beats += 1
            now = self._clock()
            if self._on_their_way:
                await self._tell(partial(self._jobs.beat, self._server, now), 1)
            if beats % _FORGET == 0:
                await self._tell(partial(self._jobs.forget, now), 1)
