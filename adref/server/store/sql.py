"""The log in a database: one writer thread, which commits together what came together."""

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlmodel import col

from adref.server.store.engine import create_tables
from adref.server.store.log import (
    Batch,
    Conflict,
    Damaged,
    Stored,
    Written,
    checksum,
)
from adref.server.store.tables import CompartmentRow, DoneRow, EntryRow, GrantRow, SnapshotRow

_Waiting = tuple[Batch, "Future[tuple[int, ...]]"]
_Answer = tuple[int, ...] | Conflict
_MAX_TOGETHER = 2_000
_GAP = 0.002  # seconds
_SNAPSHOT = "snapshot"


class SqlLog:
    """The log on an engine (``open_engine``). ``close`` it, or its thread goes on."""

    def __init__(self, engine: Engine) -> None:
        create_tables(engine)
        self._engine = engine
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._run, name="log", daemon=True)
        self._writer.start()

    def append(self, batch: Batch) -> "Future[tuple[int, ...]]":
        """See ``Log``."""
        future: Future[tuple[int, ...]] = Future()
        self._queue.put((batch, future))
        return future

    def close(self) -> None:
        """See ``Log``."""
        self._queue.put(None)
        self._writer.join()

    def open(self, compartment: str) -> Stored:
        """See ``Log``."""
        with self._engine.connect() as connection:
            row = connection.execute(
                select(col(CompartmentRow.epoch), col(CompartmentRow.seq)).where(
                    col(CompartmentRow.name) == compartment
                )
            ).one_or_none()
            if row is None:
                return Stored(0, 0, None, (), {})
            upto, snapshot = _snapshot(connection, compartment)
            tail = _entries(connection, compartment, upto)
            grants = connection.execute(
                select(col(GrantRow.client), col(GrantRow.seat)).where(
                    col(GrantRow.compartment) == compartment
                )
            ).all()
            return Stored(row[0], row[1], snapshot, tail, dict(grants))

    def read(self, compartment: str, after: int = 0) -> Sequence[Written]:
        """See ``Log``."""
        with self._engine.connect() as connection:
            return _entries(connection, compartment, after)

    def outcome(self, compartment: str, seat: str, command: str) -> bytes | None:
        """See ``Log``."""
        with self._engine.connect() as connection:
            return _outcome(connection, (compartment, seat, command))

    def keep_snapshot(self, compartment: str, seq: int, snapshot: bytes) -> None:
        """See ``Log``."""
        values = {
            "seq": seq,
            "payload": snapshot,
            "checksum": checksum(compartment, seq, _SNAPSHOT, snapshot),
        }
        with self._engine.begin() as connection:
            where = col(SnapshotRow.compartment) == compartment
            if connection.execute(update(SnapshotRow).where(where).values(values)).rowcount == 0:
                connection.execute(insert(SnapshotRow).values(compartment=compartment, **values))

    # The writer thread

    def _run(self) -> None:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        with connection:
            while (first := self._queue.get()) is not None:
                waiting, last = self._gather(first)
                _commit(connection, waiting)
                if last:
                    return
                # SQLite's lock is not fair: without a gap nobody else would get to write.
                time.sleep(_GAP)

    def _gather(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        """Everything that came while the last commit was under way."""
        waiting = [first]
        while len(waiting) < _MAX_TOGETHER:
            try:
                more = self._queue.get_nowait()
            except queue.Empty:
                break
            if more is None:
                return waiting, True
            waiting.append(more)
        return waiting, False


def _commit(connection: Connection, waiting: list[_Waiting]) -> None:
    """One transaction for all; if that fails, one for each, so that one cannot spoil the rest."""
    try:
        answers = _transact(connection, [batch for batch, _ in waiting])
    except Exception as failure:
        if len(waiting) == 1:
            waiting[0][1].set_exception(failure)
            return
        for one in waiting:
            _commit(connection, [one])
        return
    for (_, future), answer in zip(waiting, answers, strict=True):
        if isinstance(answer, Conflict):
            future.set_exception(answer)
        else:
            future.set_result(answer)


def _transact(connection: Connection, batches: list[Batch]) -> list[_Answer]:
    # Immediate: what is checked here stays true until the commit.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        answers = [_write(connection, batch) for batch in batches]
        connection.exec_driver_sql("COMMIT")
    except Exception:
        connection.exec_driver_sql("ROLLBACK")
        raise
    return answers


def _write(connection: Connection, batch: Batch) -> _Answer:
    heads = {name: _head(connection, name) for name in _names(batch)}
    for name, epoch in batch.epochs.items():
        if heads[name][0] != epoch:
            return Conflict(name)
    if any(_outcome(connection, done[:3]) is not None for done in batch.done):
        return Conflict("done before")
    if any(_taken(connection, grant) for grant in batch.grants):
        return Conflict("granted before")
    seqs: list[int] = []
    rows: list[dict[str, Any]] = []
    for entry in batch.entries:
        epoch, seq = heads[entry.compartment]
        seq += 1
        heads[entry.compartment] = (epoch, seq)
        seqs.append(seq)
        sum_ = checksum(entry.compartment, seq, entry.kind, entry.payload)
        rows.append({**entry._asdict(), "seq": seq, "checksum": sum_})
    for name, (epoch, seq) in heads.items():
        connection.execute(
            update(CompartmentRow)
            .where(col(CompartmentRow.name) == name)
            .values(seq=seq, epoch=epoch + (name in batch.bumps))
        )
    for table, values in (
        (EntryRow, rows),
        (GrantRow, [grant._asdict() for grant in batch.grants]),
        (DoneRow, [done._asdict() for done in batch.done]),
    ):
        if values:
            connection.execute(insert(table), values)
    return tuple(seqs)


def _names(batch: Batch) -> list[str]:
    names = {entry.compartment for entry in batch.entries}
    names |= {grant.compartment for grant in batch.grants}
    names |= {done.compartment for done in batch.done}
    return sorted(names | set(batch.epochs) | batch.bumps)


def _head(connection: Connection, name: str) -> tuple[int, int]:
    """Epoch and last seq of a compartment, which is made if need be."""
    found = connection.execute(
        select(col(CompartmentRow.epoch), col(CompartmentRow.seq)).where(
            col(CompartmentRow.name) == name
        )
    ).one_or_none()
    if found is None:
        connection.execute(insert(CompartmentRow).values(name=name, epoch=0, seq=0))
        return 0, 0
    return found[0], found[1]


def _taken(connection: Connection, grant: Any) -> bool:
    found = connection.execute(
        select(col(GrantRow.seat)).where(
            col(GrantRow.compartment) == grant.compartment, col(GrantRow.client) == grant.client
        )
    ).scalar_one_or_none()
    return found is not None


def _outcome(connection: Connection, key: tuple[str, str, str]) -> bytes | None:
    compartment, seat, command = key
    return connection.execute(
        select(col(DoneRow.outcome)).where(
            col(DoneRow.compartment) == compartment,
            col(DoneRow.seat) == seat,
            col(DoneRow.command) == command,
        )
    ).scalar_one_or_none()


def _snapshot(connection: Connection, compartment: str) -> tuple[int, bytes | None]:
    row = connection.execute(
        select(col(SnapshotRow.seq), col(SnapshotRow.payload), col(SnapshotRow.checksum)).where(
            col(SnapshotRow.compartment) == compartment
        )
    ).one_or_none()
    if row is None:
        return 0, None
    seq, payload, kept = row
    if checksum(compartment, seq, _SNAPSHOT, payload) != kept:
        return 0, None  # the entries it was made from are all there
    return seq, payload


def _entries(connection: Connection, compartment: str, after: int) -> list[Written]:
    found = connection.execute(
        select(
            col(EntryRow.seq),
            col(EntryRow.kind),
            col(EntryRow.payload),
            col(EntryRow.at),
            col(EntryRow.seat),
            col(EntryRow.checksum),
        )
        .where(col(EntryRow.compartment) == compartment, col(EntryRow.seq) > after)
        .order_by(col(EntryRow.seq))
    )
    entries = []
    for seq, kind, payload, at, seat, kept in found:
        if checksum(compartment, seq, kind, payload) != kept:
            raise Damaged(compartment, seq)
        entries.append(Written(seq, kind, payload, at, seat))
    return entries
