"""Virtual time: a loop on which nothing waits, and whose clock goes from one event to the next.

What is computed takes no time, threads do not exist, and a disk writes at once. So a run is a
function of its scripts, to the byte and to the instant.
"""

import asyncio
import heapq
import selectors
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class NothingLeft(Exception):
    """Everybody waits, and nothing will ever happen."""


class _Waiting(selectors.SelectSelector):
    """Waits for the next timer by putting the clock on."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise NothingLeft
        if timeout > 0:
            self.loop.to_next_timer()
        return []


class _Timer(asyncio.TimerHandle):
    """Timers of one instant go off in the order in which they were set."""

    number = 0

    def __lt__(self, other: Any) -> bool:
        return (self.when(), self.number) < (other.when(), other.number)


class VirtualLoop(asyncio.SelectorEventLoop):
    """``time()`` begins at 0 and moves only when all that is ready has been done."""

    def __init__(self) -> None:
        self._now = 0.0
        self._timers = 0
        selector = _Waiting()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self._now

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> Any:
        self._timers += 1
        timer = _Timer(when, callback, args, self, context)
        timer.number = self._timers
        heapq.heappush(self._scheduled, timer)  # type: ignore[attr-defined]
        timer._scheduled = True  # type: ignore[attr-defined]
        return timer

    def to_next_timer(self) -> None:
        """The very instant at which it was to be: sums of pauses would not be exact."""
        self._now = max(self._now, self._scheduled[0].when())  # type: ignore[attr-defined]

    def _write_to_self(self) -> None:
        """There are no other threads to be woken by."""

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:
        """Done at once, told in the next turn."""
        future = self.create_future()

        def work() -> None:
            if future.cancelled():
                return
            try:
                future.set_result(func(*args))
            except Exception as problem:
                future.set_exception(problem)

        self.call_soon(work)
        return future

    def wall_clock(self) -> datetime:
        """The clock on the wall of this world."""
        return BEGIN + timedelta(seconds=self._now)


def run_virtually(play: Callable[[VirtualLoop], Awaitable[Any]]) -> Any:
    """Run a play to its end; gives what it gives."""
    loop = VirtualLoop()

    async def whole() -> Any:
        return await play(loop)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(whole())
