"""One turn of the shared log: some batches in one transaction, tried until it is known to stand."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from adref.server.store.core import col
from adref.server.store.log import Batch, Conflict, Damaged
from adref.server.store.postgres_writing import (
    Head,
    Plan,
    hear,
    lock,
    names_of,
    plan,
    was_written,
    write,
)
from adref.server.store.shared import Followed, Heard, Listener
from adref.server.store.tables import CompartmentRow

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch that is to be written, and who waits for it."""

    batch: Batch
    future: "Future[tuple[int, ...]]"


class Turn:
    """``groups`` are changed only when all is over (``settle``)."""

    def __init__(self, waiting: Sequence[Waiting], groups: Mapping[str, Followed]) -> None:
        self._waiting = waiting
        names = set().union(*(names_of(one.batch) for one in waiting))
        self._known = [g for g in groups.values() if not names.isdisjoint(g.positions)]
        self._names = names.union(*(g.positions for g in self._known))
        self._made: Plan | None = None
        self._heard: list[Heard] = []
        self._groups: list[Followed] = []

    def try_on(self, connection: Connection) -> None:
        """One attempt. Raises what the database says; then try again, or give up."""
        with connection.begin():
            heads = lock(connection, self._names)
            # The rows are ours now: whatever an attempt before this one did is over.
            if self._made is not None and was_written(connection, self._made):
                return
            self._made = None
            self._groups = [group.copy() for group in self._known]
            heard = [hear(connection, group, heads) for group in self._groups]
            self._heard = [one for one in heard if one is not None]
            by_name = {name: group for group in self._groups for name in group.positions}
            made = plan(connection, [one.batch for one in self._waiting], heads, by_name)
            write(connection, made, heads)
            self._made = made

    def settle(self, groups: dict[str, Followed], listener: Listener | None) -> None:
        """It stands: tell everybody, in the order of the log."""
        assert self._made is not None
        for group in self._groups:
            groups[group.group] = group
        for heard in self._heard:
            tell(listener, heard)
        if listener is not None and self._made.rows:
            _safely(listener.written, self._made.written)
        for one, answer in zip(self._waiting, self._made.answers, strict=True):
            if isinstance(answer, Conflict):
                one.future.set_exception(answer)
            else:
                one.future.set_result(answer)


def look(connection: Connection, groups: Sequence[Followed]) -> list[tuple[Followed, Heard | None]]:
    """What others have written; each group as it is known after that."""
    names = [name for group in groups for name in group.positions]
    if not names:
        return []
    rows = connection.execute(
        select(
            col(CompartmentRow.name),
            col(CompartmentRow.epoch),
            col(CompartmentRow.seq),
            col(CompartmentRow.tip),
        ).where(col(CompartmentRow.name).in_(names))
    )
    heads = {name: Head(epoch, seq, tip) for name, epoch, seq, tip in rows}
    found: list[tuple[Followed, Heard | None]] = []
    for known in groups:
        changed = known.copy()
        try:
            found.append((changed, hear(connection, changed, heads)))
        except Damaged:
            # Nothing after it can be read: who follows must begin anew, and will be told.
            lost = Heard(known.group, known.token, {}, lost=True)
            found.append((Followed(known.group, known.token, {}), lost))
    return found


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
