"""Appends under way: their consequences are drawn in the order of the log.

What one compartment wants appended in one turn of the loop is handed to the log as one batch: one
future, one call from thread to thread. What follows at once waits for as long as a commit takes,
and the longer the more there is: in a room in which much is typed a hand-over, a commit and a call
back for every one or two letters would be most of what these cost. Each compartment has a pace of
its own, or others could notice by theirs that a party is busy in private.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from adref.server.store.grouping import as_one, together
from adref.server.store.log import Batch, Log
from adref.server.sync.effects import Append, Gather
from adref.server.sync.measures import Measures

_logger = logging.getLogger(__name__)
_PACE = 0.002  # seconds for each that was handed over: as long as a commit takes
_SLOWEST = 0.06  # seconds between two hand-overs, however much is typed


class _Wanted(NamedTuple):
    what: Append | Gather
    then: Callable[[], None]
    failed: Callable[[BaseException], None]

    @property
    def batch(self) -> Batch:
        """What is to be written; what is being gathered is complete from here on."""
        return self.what.batch


class _Held:
    """What a busy compartment wants, until it is time."""

    __slots__ = ("over", "wanted")

    def __init__(self) -> None:
        self.wanted: list[_Wanted] = []
        self.over: asyncio.Future[None] | None = None  # done when they are on the disk, or failed


class Appender:
    """Hands batches to the log and calls back on the loop, in order, after the fsync."""

    def __init__(self, log: Log, measures: Measures) -> None:
        self._log, self._measures = log, measures
        self._wanted: list[_Wanted] = []
        self._held: dict[str, _Held] = {}  # by compartment, for as long as it is to wait
        self._under_way: set[asyncio.Future[None]] = set()

    def append(
        self,
        what: Append | Gather,
        then: Callable[[], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Append; then one of the two is called.

        What is being gathered may grow until it is handed over.
        """
        wanted = _Wanted(what, then, failed)
        if not self._wanted:
            name = what.compartment if isinstance(what, Gather) else _only(what.batch)
            held = self._held.get(name)
            if held is not None:
                self._hold(held, (wanted,))
                return
            asyncio.get_running_loop().call_soon(self._end_of_turn)
        self._wanted.append(wanted)

    async def settled(self) -> None:
        """Wait for every append that is under way now."""
        self._end_of_turn()
        if self._under_way:
            await asyncio.wait(tuple(self._under_way))

    def hand_over(self) -> None:
        """Give the log what is wanted up to here, before anything else is asked of it."""
        for held in tuple(self._held.values()):
            self._let_go(held)
        self._end_of_turn()
        for held in tuple(self._held.values()):
            self._let_go(held)

    def _end_of_turn(self) -> None:
        wanted, self._wanted = self._wanted, []
        for group in together([one.batch for one in wanted]):
            some, batch = [wanted[number] for number, _ in group], as_one(group)
            name = _only(batch)
            held = self._held.get(name)
            if held is not None:
                self._hold(held, some)
                continue
            for concerned in _concerned(batch):
                if concerned in self._held:
                    self._let_go(self._held[concerned])
            if batch.grants:
                # One id that was given elsewhere must not spoil the others.
                for one in some:
                    self._begin(one.batch, [one])
                continue
            self._begin(batch, some)
            if name:
                self._pause(name, len(batch.entries))

    # The pace of a compartment

    def _hold(self, held: _Held, some: Sequence[_Wanted]) -> None:
        if held.over is None:
            held.over = asyncio.get_running_loop().create_future()
            self._under_way.add(held.over)
        held.wanted += some

    def _let_go(self, held: _Held) -> int:
        """Hand over what is held, of so many pieces; what comes now waits until it is time."""
        some, over = held.wanted, held.over
        if over is None:
            return 0
        held.wanted, held.over = [], None
        groups = together([one.batch for one in some])  # one, but where its epoch has risen
        for place, group in enumerate(groups, 1):
            wanted = [some[number] for number, _ in group]
            self._begin(as_one(group), wanted, over if place == len(groups) else None)
        return sum(len(one.batch.entries) for one in some)

    def _pause(self, name: str, count: int) -> None:
        """So many were handed over together: what comes next waits."""
        if count:
            self._held[name] = _Held()
            gap = min(_SLOWEST, _PACE * count)
            asyncio.get_running_loop().call_later(gap, self._go_on, name)

    def _go_on(self, name: str) -> None:
        self._pause(name, self._let_go(self._held.pop(name)))

    # The log

    def _begin(
        self, batch: Batch, wanted: Sequence[_Wanted], over: "asyncio.Future[None] | None" = None
    ) -> None:
        loop = asyncio.get_running_loop()
        over = over or loop.create_future()
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


def _only(batch: Batch) -> str:
    """The compartment, of a batch that is nothing but entries of one; else empty."""
    entries, epochs = batch.entries, batch.epochs
    if not entries or len(epochs) != 1 or batch.grants:
        return ""
    if batch.done or batch.documents or batch.bumps:
        return ""
    name = entries[0].compartment
    alone = len(entries) == 1 or all(entry.compartment == name for entry in entries)
    return name if alone and name in epochs else ""


def _concerned(batch: Batch) -> set[str]:
    """The compartments that a batch has to do with."""
    names = {entry.compartment for entry in batch.entries} | set(batch.epochs) | batch.bumps
    names |= {grant.compartment for grant in batch.grants}
    names |= {done.compartment for done in batch.done}
    return names | {document.compartment for document in batch.documents}


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
