"""The queue of orders: a few processes at a time, bounded in time and memory.

The event loop only waits here.
"""

import asyncio
import os
import pickle
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adref.server.store.jobs import LOST

if TYPE_CHECKING:  # what fills an order is loaded by the worker, and by who makes one
    from adref.server.outputs.order import Order


@dataclass(frozen=True)
class Bounds:
    """What one file may take, and how many may be asked for."""

    at_once: int = 2
    waiting: int = 24
    of_one_seat: int = 8
    seconds: int = 60
    megabytes: int = 1024


class CannotMake(Exception):
    """Why there is no file: ``busy``, ``output_too_long``, ``output_failed``, ``output_lost``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(eq=False)
class Piece:
    """An order at work. ``made`` is the file, unless ``code`` says why there is none."""

    seat: str
    order: "Order | None"
    code: str = ""
    made: bytes = b""
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Workshop:
    """All orders of one process of the server."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._tasks: set[asyncio.Task[None]] = set()
        self._queue: list[Piece] = []
        self._working: list[Piece] = []

    def take(self, seat: str, order: "Order") -> Piece:
        """Take an order on. Raises ``CannotMake`` when too many wait already."""
        own = sum(piece.seat == seat for piece in (*self._queue, *self._working))
        if len(self._queue) >= self.bounds.waiting or own >= self.bounds.of_one_seat:
            raise CannotMake("busy")
        piece = Piece(seat, order)
        self._queue.append(piece)
        self._next()
        return piece

    def drop(self, piece: Piece) -> None:
        """Nobody waits for it any more; what has begun is let to its end."""
        if piece in self._queue:
            self._queue.remove(piece)

    async def close(self) -> None:
        """The server stops: end what is at work or waits."""
        for piece in self._queue:
            piece.code, piece.order = LOST, None
            piece.begun.set()
            piece.ended.set()
        self._queue.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _next(self) -> None:
        while self._queue and len(self._working) < self.bounds.at_once:
            piece = self._queue.pop(0)
            self._working.append(piece)
            piece.begun.set()
            task = asyncio.create_task(self._work(piece))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, piece: Piece) -> None:
        piece.code = "output_failed"  # if the process cannot be begun
        try:
            assert piece.order is not None
            piece.made = await self._filled(piece.order)
            piece.code = ""
        except CannotMake as problem:
            piece.code = problem.code
        except asyncio.CancelledError:
            piece.code = LOST
            raise
        finally:
            piece.order = None
            piece.ended.set()
            self._working.remove(piece)
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
