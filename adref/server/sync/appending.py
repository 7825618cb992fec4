"""Appends under way: their consequences are drawn in the order of the log.

What a compartment's writers want written while one append is on its way to the disk goes there as
one batch: the disk sets the pace, and a busy room costs one transaction for many edits.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from adref.server.store.log import Batch, Conflict, Log
from adref.server.sync.measures import Measures

_logger = logging.getLogger(__name__)
_MOST = 1_000  # batches in one


class Waiting(NamedTuple):
    """A batch, and what follows."""

    batch: Batch
    then: Callable[[], None]
    failed: Callable[[BaseException], None]


class Appender:
    """Hands batches to the log and calls back on the loop, in order, after the fsync.

    ``at_once``: nothing waits here, because the log must know when each was judged (several
    processes); it makes its own groups.
    """

    def __init__(self, log: Log, measures: Measures, at_once: bool = False) -> None:
        self._log, self._measures, self._at_once = log, measures, at_once
        self._waiting: list[Waiting] = []
        self._under_way = 0
        self._due = False
        self._begun = self._ended = 0  # batches
        self._over: list[tuple[int, asyncio.Future[None]]] = []

    def append(
        self, batch: Batch, then: Callable[[], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Append; then one of the two is called."""
        self._begun += 1
        one = Waiting(batch, then, failed)
        if self._at_once:
            self._write([one])
            return
        self._waiting.append(one)
        self._soon()

    def _soon(self) -> None:
        """Hand over when all has been read that has come, and the last is on the disk."""
        if self._waiting and not self._due and not self._under_way:
            self._due = True
            asyncio.get_running_loop().call_soon(self._hand_over)

    def _hand_over(self) -> None:
        self._due = False
        waiting, self._waiting = self._waiting, []
        for group in together(waiting):
            self._write(group)

    def _write(self, group: Sequence[Waiting]) -> None:
        loop = asyncio.get_running_loop()
        self._under_way += 1
        begun = loop.time()

        def back(future: "Future[tuple[int, ...]]") -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._finish, group, begun, future)

        self._log.append(as_one([one.batch for one in group])).add_done_callback(back)

    def _finish(
        self, group: Sequence[Waiting], begun: float, future: "Future[tuple[int, ...]]"
    ) -> None:
        self._under_way -= 1
        failure = future.exception()
        if isinstance(failure, Conflict) and len(group) > 1 and not group[0].batch.entries:
            # Entries have one epoch and conflict together; of grants one was taken by others.
            for one in group:
                self._write([one])
            return
        seconds = asyncio.get_running_loop().time() - begun
        for one in group:
            self._measures.appended(one.batch, seconds, written=failure is None)
            self._tell(one, failure)
            self._ended += 1
        self._soon()
        for upto, over in self._over:
            if upto <= self._ended and not over.done():
                over.set_result(None)
        self._over = [(upto, over) for upto, over in self._over if not over.done()]

    @staticmethod
    def _tell(one: Waiting, failure: BaseException | None) -> None:
        try:
            if failure is None:
                one.then()
            else:
                one.failed(failure)
        except Exception as problem:
            _logger.exception("after an append")
            one.failed(problem)

    async def settled(self) -> None:
        """Wait for every append that is under way now."""
        if self._ended < self._begun:
            over = asyncio.get_running_loop().create_future()
            self._over.append((self._begun, over))
            await over


def together(waiting: Sequence[Waiting]) -> list[list[Waiting]]:
    """What can be written as one batch; the order within each compartment stays."""
    groups: list[list[Waiting]] = []
    open_groups: dict[object, list[Waiting]] = {}
    for one in waiting:
        key = _key(one.batch)
        if key is None:
            open_groups.clear()  # it may concern all of them: nothing passes it
            groups.append([one])
            continue
        group = open_groups.get(key)
        if group is None or len(group) >= _MOST:
            group = open_groups[key] = []
            groups.append(group)
        group.append(one)
    return groups


def _key(batch: Batch) -> object:
    """Equal for batches that may be one: entries of one compartment at one epoch, or grants."""
    if batch.done or batch.documents or batch.bumps or (batch.entries and batch.grants):
        return None
    if batch.grants and not batch.epochs:
        return "grants"
    names = {entry.compartment for entry in batch.entries}
    if len(names) != 1 or set(batch.epochs) != names:
        return None
    return tuple(batch.epochs.items())


def as_one(batches: Sequence[Batch]) -> Batch:
    """Batches of one key as one."""
    if len(batches) == 1:
        return batches[0]
    return Batch(
        entries=[entry for batch in batches for entry in batch.entries],
        grants=[grant for batch in batches for grant in batch.grants],
        epochs=batches[0].epochs,
    )
