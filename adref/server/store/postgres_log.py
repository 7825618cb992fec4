"""The log in PostgreSQL: several processes append to it, and each hears the others in its order.

One thread for each process, through which everything goes that has an order: appends, and looking
for what others wrote. Reading a compartment to open it goes beside it.
"""

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from adref.server.logs import Teller
from adref.server.store.beside import document, outcome
from adref.server.store.checksums import seal
from adref.server.store.core import Plain, col
from adref.server.store.findings import Cut, Findings
from adref.server.store.grouping import gather
from adref.server.store.health import Health, Unreachable
from adref.server.store.log import Batch, Stored, Written
from adref.server.store.migrating import migrate
from adref.server.store.postgres import at_one_instant, close_for_good
from adref.server.store.postgres_line import Line, is_away
from adref.server.store.postgres_reading import look
from adref.server.store.postgres_turn import Turn, Waiting, tell
from adref.server.store.reading import entries, find_head, stored
from adref.server.store.shared import Followed, Listener, Position
from adref.server.store.tables import GrantRow, SnapshotRow

log = Teller()
_MAX_TOGETHER = 2_000
_PATIENCE = 30.0  # seconds without the database, after which what waits is given up
_PAUSES = (0.05, 0.1, 0.2, 0.5)  # seconds before another attempt
_CLOSING = 15.0  # seconds that the last commit may take


@dataclass(frozen=True, slots=True)
class _Look:
    groups: Sequence[str] | None
    done: "Future[None]"


@dataclass(frozen=True, slots=True)
class _Follow:
    followed: Followed


@dataclass(frozen=True, slots=True)
class _Unfollow:
    group: str
    token: int


@dataclass(frozen=True, slots=True)
class _Reconciled:
    group: str


_Item = Waiting | _Look | _Follow | _Unfollow | _Reconciled


class PostgresLog:
    """A ``SharedLog`` on an engine (``open_postgres``). ``close`` it, or its thread goes on."""

    def __init__(self, engine: Engine, *, patience: float = _PATIENCE) -> None:
        migrate(engine)
        self.health = Health()
        self._engine, self._patience = engine, patience
        self._line = Line(engine)
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._groups: dict[str, Followed] = {}
        self._listener: Listener | None = None
        self._away_since: float | None = None
        self._closing = threading.Event()
        self._writer = threading.Thread(target=self._run, name="log", daemon=True)
        self._writer.start()

    # Log

    def append(self, batch: Batch) -> "Future[tuple[int, ...]]":
        """See ``Log``."""
        future: Future[tuple[int, ...]] = Future()
        self._queue.put(Waiting(batch, future))
        return future

    def close(self) -> None:
        """See ``Log``. What cannot be written within some seconds fails."""
        self._closing.set()
        self._queue.put(None)
        self._writer.join(_CLOSING)
        close_for_good(self._engine)

    def verify(self, keep: Callable[[Cut], None]) -> Findings:
        """Nothing at the start: PostgreSQL mends its own torn ends, others may be writing now, and
        the checksums of a compartment are verified whenever it is opened.
        """
        return Findings()

    def verify_ends(self, keep: Callable[[Cut], None]) -> Findings:
        """See ``verify``."""
        return Findings()

    def read_through(self, pause: Callable[[], bool]) -> Findings | None:
        """See ``verify``."""
        return Findings()

    def open(self, compartment: str) -> Stored:
        """See ``Log``."""
        with at_one_instant(self._engine) as connection:
            return stored(Plain(connection), compartment)

    def read(self, compartment: str, after: int = 0) -> Sequence[Written]:
        """See ``Log``."""
        with at_one_instant(self._engine) as connection:
            plain = Plain(connection)
            return entries(plain, compartment, after, find_head(plain, compartment))

    def outcome(self, compartment: str, seat: str, command: str) -> bytes | None:
        """See ``Log``."""
        with self._engine.connect() as connection:
            return outcome(Plain(connection), (compartment, seat, command))

    def document(self, compartment: str, identifier: str) -> bytes | None:
        """See ``Log``."""
        with self._engine.connect() as connection:
            return document(Plain(connection), compartment, identifier)

    def keep_snapshot(self, compartment: str, seq: int, snapshot: bytes) -> None:
        """See ``Log``. Of two processes that make one, the longer stays; what is not whole goes."""
        values = {"seq": seq, "payload": snapshot, "checksum": seal(compartment, seq, snapshot)}
        made = insert_if_new(SnapshotRow).values(compartment=compartment, **values)
        here = col(SnapshotRow.compartment) == compartment
        there = select(SnapshotRow).where(here).with_for_update()
        with self._engine.begin() as connection:
            kept = connection.execute(there).one_or_none()
            if kept is not None and seal(compartment, kept.seq, kept.payload) != kept.checksum:
                connection.execute(delete(SnapshotRow).where(here))
            # One of as many entries too: it may be one that a process of this version cannot read.
            connection.execute(
                made.on_conflict_do_update(
                    index_elements=[col(SnapshotRow.compartment)],
                    set_=values,
                    where=col(SnapshotRow.seq) <= seq,
                )
            )

    # SharedLog

    def listen(self, listener: Listener) -> None:
        """See ``SharedLog``."""
        self._listener = listener

    def follow(self, group: str, token: int, positions: Mapping[str, Position]) -> None:
        """See ``SharedLog``."""
        self._queue.put(_Follow(Followed(group, token, dict(positions))))

    def unfollow(self, group: str, token: int) -> None:
        """See ``SharedLog``."""
        self._queue.put(_Unfollow(group, token))

    def reconciled(self, group: str) -> None:
        """See ``SharedLog``."""
        self._queue.put(_Reconciled(group))

    def look(self, groups: Sequence[str] | None = None) -> "Future[None]":
        """See ``SharedLog``."""
        done: Future[None] = Future()
        self._queue.put(_Look(groups, done))
        return done

    def open_together(self, compartments: Sequence[str]) -> list[Stored]:
        """See ``SharedLog``."""
        with at_one_instant(self._engine) as connection:
            return [stored(Plain(connection), compartment) for compartment in compartments]

    def grants(self, compartment: str, seat: str) -> Sequence[int]:
        """See ``SharedLog``."""
        with self._engine.connect() as connection:
            return connection.scalars(
                select(col(GrantRow.client)).where(
                    col(GrantRow.compartment) == compartment, col(GrantRow.seat) == seat
                )
            ).all()

    # The thread

    def _run(self) -> None:
        last = False
        try:
            while not last and (first := self._queue.get()) is not None:
                items, last = gather(self._queue, first, _MAX_TOGETHER)
                self._take(items)
        finally:
            self._line.close()

    def _take(self, items: Sequence[_Item]) -> None:
        """Appends together where nothing else stands between them; whoever looks, at the end."""
        waiting: list[Waiting] = []
        read: set[str] = set()
        for item in items:
            if isinstance(item, Waiting):
                item.future.set_running_or_notify_cancel()  # it cannot be taken back any more
                waiting.append(item)
            elif not isinstance(item, _Look):
                read |= self._append(waiting)
                waiting = []
                self._turn_to(item)
        read |= self._append(waiting)
        looks = [item for item in items if isinstance(item, _Look)]
        # Whoever went away meanwhile is not waited for, and cannot go away any more.
        looks = [item for item in looks if item.done.set_running_or_notify_cancel()]
        for item in looks:
            if item.groups is not None and read.issuperset(item.groups):
                item.done.set_result(None)  # it was read to its end since that was asked
        self._look([item for item in looks if not item.done.done()])

    def _turn_to(self, item: _Follow | _Unfollow | _Reconciled) -> None:
        match item:
            case _Follow(followed):
                self._groups[followed.group] = followed
            case _Unfollow(group, token):
                if group in self._groups and self._groups[group].token == token:
                    del self._groups[group]
            case _Reconciled(group):
                if group in self._groups:
                    self._groups[group].behind = False
                    self._groups[group].seats.clear()

    def _append(self, waiting: list[Waiting]) -> set[str]:
        """Write; the groups of which all was read that others had written."""
        if not waiting:
            return set()
        turn = Turn(waiting, self._groups)
        attempt = 0
        while isinstance(found := self._attempt(turn), Exception):
            if not is_away(found):
                return self._one_by_one(waiting, found)
            if not self._may_wait(found):
                for one in waiting:
                    one.future.set_exception(Unreachable())
                return set()
            self._closing.wait(_PAUSES[min(attempt, len(_PAUSES) - 1)])
            attempt += 1
        turn.settle(self._groups, self._listener)
        return turn.groups if found else set()

    def _attempt(self, turn: Turn) -> bool | Exception:
        try:
            found = turn.try_on(self._line, time.monotonic())
        except Exception as failure:
            return failure
        self._away_since = None
        return found

    def _one_by_one(self, waiting: list[Waiting], failure: BaseException) -> set[str]:
        """What the database refuses must not spoil what came with it."""
        if len(waiting) == 1:
            waiting[0].future.set_exception(failure)
            return set()
        return set().union(*(self._append([one]) for one in waiting))

    def _may_wait(self, failure: BaseException) -> bool:
        now = time.monotonic()
        if self._away_since is None:
            self._away_since = now
            log.error("the database does not answer", kind=type(failure).__name__)
        return now - self._away_since < self._patience and not self._closing.is_set()

    def _look(self, looks: Sequence[_Look]) -> None:
        if not looks:
            return
        wanted = {group for item in looks for group in item.groups or ()}
        everything = any(item.groups is None for item in looks)
        groups = [g for g in self._groups.values() if everything or g.group in wanted]
        failure: BaseException | None = None
        try:
            heard = look(self._line, groups, time.monotonic())
        except Exception as problem:
            failure = problem
        else:
            for known, one in heard:
                self._groups[known.group] = known
                if one is not None:
                    tell(self._listener, one)
        for item in looks:
            if failure is None:
                item.done.set_result(None)
            else:
                item.done.set_exception(failure)
