"""One turn of the shared log: some batches in one transaction, tried until it is known to stand.

Processes that write to one group take turns: each waits in a queue of the database, in the order in
which they came, so that none is shut out however much another writes.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from adref.server.store.log import Batch, Conflict
from adref.server.store.postgres_line import Line
from adref.server.store.postgres_reading import Head, ask_busy, hear
from adref.server.store.postgres_writing import (
    ENTRIES,
    Plan,
    add,
    ask_lock,
    columns,
    follow,
    locked,
    names_of,
    plan,
    was_written,
    write,
)
from adref.server.store.shared import Followed, Heard, Listener

_logger = logging.getLogger(__name__)
_ALONE = 0.02  # seconds without a word of others, after which we are probably alone
_AT_ONCE = (
    "WITH waited AS MATERIALIZED (SELECT pg_advisory_xact_lock(%b)), "
    "moved AS (UPDATE compartment SET seq = %b, tip = %b FROM waited "
    "WHERE name = %b AND epoch = %b AND seq = %b AND tip = %b RETURNING 1) "
    f"{ENTRIES} WHERE EXISTS (SELECT FROM moved)"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch that is to be written, and who waits for it."""

    batch: Batch
    future: "Future[tuple[int, ...]]"


class Turn:
    """``groups`` are changed only when all is over (``settle``)."""

    def __init__(self, waiting: Sequence[Waiting], groups: Mapping[str, Followed]) -> None:
        self._batches = [one.batch for one in waiting]
        self._futures = [one.future for one in waiting]
        self._wanted = set().union(*map(names_of, self._batches))
        self._known = [g for g in groups.values() if not self._wanted.isdisjoint(g.positions)]
        self._names = self._wanted.union(*(g.positions for g in self._known))
        self._made: Plan | None = None
        self._heard: list[Heard] = []
        self._groups: list[Followed] = []

    def try_on(self, line: Line, now: float) -> bool:
        """One attempt; whether all was read that others had written to these groups.

        Raises what the database says; then try again, or give up.
        """
        if self._made is None and self._at_once(line, now):
            return False
        with line.talk() as talk:
            turns = [turn_of(group.group) for group in self._known]
            asked_lock = ask_lock(talk, turns, self._names)
            asked = ask_busy(talk, self._known, now)
            ends = locked(talk, asked_lock, self._names)
            # The rows are ours now: whatever an attempt before this one did is over.
            if self._made is not None and was_written(talk, self._made):
                return False
            self._made = None
            groups = [group.copy() for group in self._known]
            heard = [hear(talk, group, ends, asked, now) for group in groups]
            by_name = {name: group for group in groups for name in group.positions}
            made = plan(talk, self._batches, ends, by_name)
            write(talk, made, ends)
            self._heard = [one for one in heard if one is not None]
            self._made, self._groups = made, groups
        return True

    def _at_once(self, line: Line, now: float) -> bool:
        """Write it in one statement, if nothing but words of one compartment waits and that is
        where we left it; whether it is written.
        """
        if len(self._wanted) > 1 or len(self._known) != 1:
            return False
        (name,), group = self._wanted, self._known[0].copy()
        epoch, seq = group.positions[name]
        tip = group.tip(name)
        if tip is None or group.quiet_for(name, now) < _ALONE or not self._is_plain(name, group):
            return False
        made = Plan(heads={name: Head(epoch, seq, tip, b"")})
        made.answers += [add(made, batch, set()) for batch in self._batches]
        follow(made, {name: group})
        self._made, self._groups, self._heard = made, [group], []
        end = made.heads[name]
        values = [turn_of(group.group), end.seq, end.tip, name, epoch, seq, tip]
        if line.say(_AT_ONCE, [*values, *columns(made.rows)]):
            return True
        self._made = None
        return False

    def _is_plain(self, name: str, group: Followed) -> bool:
        """Whether nothing is to be checked but that the compartment is where we left it."""
        here = {name: group.positions[name].epoch}
        elsewhere = group.seats.get(name, set())
        return not group.behind and all(
            batch.entries
            and batch.epochs == here
            and not (batch.grants or batch.done or batch.documents or batch.bumps)
            and elsewhere.isdisjoint(entry.seat for entry in batch.entries)
            for batch in self._batches
        )

    def settle(self, groups: dict[str, Followed], listener: Listener | None) -> None:
        """It stands: tell everybody, in the order of the log."""
        assert self._made is not None
        for group in self._groups:
            groups[group.group] = group
        for heard in self._heard:
            tell(listener, heard)
        if listener is not None and self._made.rows:
            _safely(listener.written, self._made.written)
        for future, answer in zip(self._futures, self._made.answers, strict=True):
            if isinstance(answer, Conflict):
                future.set_exception(answer)
            else:
                future.set_result(answer)

    @property
    def groups(self) -> set[str]:
        """The groups that it is about."""
        return {group.group for group in self._known}


def turn_of(group: str) -> int:
    """The number under which the database keeps the queue of a group."""
    digest = hashlib.blake2b(group.encode(), digest_size=8, person=b"adref turn").digest()
    return int.from_bytes(digest, signed=True)


def tell(listener: Listener | None, heard: Heard) -> None:
    """Tell who listens."""
    if listener is not None:
        _safely(listener.heard, heard)


def _safely(call: Callable[[Any], None], what: Any) -> None:
    # The thread of the log goes on whatever happens to who listens.
    try:
        call(what)
    except Exception:
        _logger.exception("a listener of the log")
