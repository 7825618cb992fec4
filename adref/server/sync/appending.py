"""Appends under way: their consequences are drawn in the order of the log.

What one compartment wants appended in one turn of the loop is handed to the log as one batch: one
future, one call from thread to thread. Nothing waits longer for that than the turn takes.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from adref.server.store.grouping import as_one, together
from adref.server.store.log import Batch, Log
from adref.server.sync.measures import Measures

_logger = logging.getLogger(__name__)


class _Wanted(NamedTuple):
    batch: Batch
    then: Callable[[], None]
    failed: Callable[[BaseException], None]


class Appender:
    """Hands batches to the log and calls back on the loop, in order, after the fsync."""

    def __init__(self, log: Log, measures: Measures) -> None:
        self._log, self._measures = log, measures
        self._wanted: list[_Wanted] = []
        self._under_way: set[asyncio.Future[None]] = set()

    def append(
        self, batch: Batch, then: Callable[[], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Append; then one of the two is called."""
        if not self._wanted:
            asyncio.get_running_loop().call_soon(self.hand_over)
        self._wanted.append(_Wanted(batch, then, failed))

    async def settled(self) -> None:
        """Wait for every append that is under way now."""
        self.hand_over()
        if self._under_way:
            await asyncio.wait(tuple(self._under_way))

    def hand_over(self) -> None:
        """Give the log what is wanted up to here, before anything else is asked of it."""
        wanted, self._wanted = self._wanted, []
        for group in together([one.batch for one in wanted]):
            if group[0][1].grants:
                # One id that was given elsewhere must not spoil the others.
                for number, batch in group:
                    self._begin(batch, [wanted[number]])
            else:
                self._begin(as_one(group), [wanted[number] for number, _ in group])

    def _begin(self, batch: Batch, wanted: Sequence[_Wanted]) -> None:
        loop = asyncio.get_running_loop()
        over = loop.create_future()
        self._under_way.add(over)
        begun = loop.time()

        def finish(future: "Future[tuple[int, ...]]") -> None:
            self._under_way.discard(over)
            failure = future.exception()
            seconds = loop.time() - begun
            self._measures.appended(batch, seconds, written=failure is None)
            _tell(wanted, failure)
            if not over.done():
                over.set_result(None)

        def back(future: "Future[tuple[int, ...]]") -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, future)

        self._log.append(batch).add_done_callback(back)


def _tell(wanted: Iterable[_Wanted], failure: BaseException | None) -> None:
    for _, then, failed in wanted:
        try:
            if failure is None:
                then()
            else:
                failed(failure)
        except Exception as problem:
            _logger.exception("after an append")
            failed(problem)
