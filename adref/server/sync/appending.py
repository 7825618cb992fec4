"""Appends under way: their consequences are drawn in the order of the log."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future

from adref.server.store.log import Batch, Log
from adref.server.sync.measures import Measures

_logger = logging.getLogger(__name__)


class Appender:
    """Hands batches to the log and calls back on the loop, in order, after the fsync."""

    def __init__(self, log: Log, measures: Measures) -> None:
        self._log, self._measures = log, measures
        self._under_way: set[asyncio.Future[None]] = set()

    def append(
        self, batch: Batch, then: Callable[[], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Append; then one of the two is called."""
        loop = asyncio.get_running_loop()
        over = loop.create_future()
        self._under_way.add(over)
        begun = loop.time()

        def finish(future: "Future[tuple[int, ...]]") -> None:
            self._under_way.discard(over)
            try:
                failure = future.exception()
                seconds = loop.time() - begun
                self._measures.appended(batch, seconds, written=failure is None)
                if failure is None:
                    then()
                else:
                    failed(failure)
            except Exception as problem:
                _logger.exception("after an append")
                failed(problem)
            finally:
                if not over.done():
                    over.set_result(None)

        def back(future: "Future[tuple[int, ...]]") -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(finish, future)

        self._log.append(batch).add_done_callback(back)

    async def settled(self) -> None:
        """Wait for every append that is under way now."""
        if self._under_way:
            await asyncio.wait(tuple(self._under_way))
