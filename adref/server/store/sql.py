"""The log in a database: one writer thread, which commits together what came together."""

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future

from sqlalchemy import Connection, Engine, insert, update
from sqlmodel import col

from adref.server.store.checksums import seal
from adref.server.store.engine import create_tables
from adref.server.store.log import Batch, Conflict, Stored, Written
from adref.server.store.reading import at_one_instant, document, entries, find_head, outcome, stored
from adref.server.store.tables import SnapshotRow
from adref.server.store.writing import transact

_Waiting = tuple[Batch, "Future[tuple[int, ...]]"]
_MAX_TOGETHER = 2_000
_GAP = 0.002  # seconds


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
        with at_one_instant(self._engine) as connection:
            return stored(connection, compartment)

    def read(self, compartment: str, after: int = 0) -> Sequence[Written]:
        """See ``Log``."""
        with at_one_instant(self._engine) as connection:
            head = find_head(connection, compartment)
            return entries(connection, compartment, after, head)

    def outcome(self, compartment: str, seat: str, command: str) -> bytes | None:
        """See ``Log``."""
        with self._engine.connect() as connection:
            return outcome(connection, (compartment, seat, command))

    def document(self, compartment: str, identifier: str) -> bytes | None:
        """See ``Log``."""
        with self._engine.connect() as connection:
            return document(connection, compartment, identifier)

    def keep_snapshot(self, compartment: str, seq: int, snapshot: bytes) -> None:
        """See ``Log``."""
        values = {
            "seq": seq,
            "payload": snapshot,
            "checksum": seal(compartment, seq, snapshot),
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
        answers = transact(connection, [batch for batch, _ in waiting])
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
