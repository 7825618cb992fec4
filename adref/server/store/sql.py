"""The log in a database: one writer thread, which commits together what came together."""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from adref.server.store.beside import document, outcome
from adref.server.store.checksums import seal
from adref.server.store.engine import Engine
from adref.server.store.findings import Cut, Findings
from adref.server.store.grouping import gather
from adref.server.store.health import Health, NotWriting, Writing, unreadable
from adref.server.store.log import Batch, Conflict, Damaged, Stored, Written
from adref.server.store.reading import at_one_instant, entries, find_head, stored
from adref.server.store.reading_through import read_through
from adref.server.store.verification import refuse_cut, verify
from adref.server.store.writing import Cursor, transact

_logger = logging.getLogger(__name__)
_Waiting = tuple[Batch, "Future[tuple[int, ...]]"]
_MAX_TOGETHER = 2_000
_GAP = 0.002  # seconds
_BUSY = 0.05  # seconds of commit upon commit after which others are let in
_ASK = 2.0  # seconds between two questions whether there is room again
_SNAPSHOT = (
    "INSERT INTO snapshot (compartment, seq, payload, checksum) "
    "VALUES (:name, :seq, :payload, :checksum) ON CONFLICT (compartment) DO UPDATE "
    "SET seq = excluded.seq, payload = excluded.payload, checksum = excluded.checksum"
)


class SqlLog:
    """The log on an engine (``open_engine``). ``close`` it, or its thread goes on.

    ``has_room``: asked now and then while the disk is full, until it says yes.
    """

    def __init__(self, engine: Engine, has_room: Callable[[], bool] = lambda: True) -> None:
        engine.prepare()
        self.health = Health()
        engine.watch(self.health.noticed, self.health.check)
        self._engine, self._has_room = engine, has_room
        self._damaged: dict[str, int] = {}
        self._ends = Findings()  # what was found at the start
        self._asked = 0.0
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

    def verify(self, keep: Callable[[Cut], None]) -> Findings:
        """Read everything through; what is damaged does not open from now on."""
        findings = verify(self._engine, keep)
        self._damaged = findings.damaged
        return findings

    def verify_ends(self, keep: Callable[[Cut], None]) -> Findings:
        """See ``Log``."""
        findings = self._ends = verify(self._engine, keep, ends=True)
        self._damaged = findings.damaged
        return findings

    def read_through(self, pause: Callable[[], bool]) -> Findings | None:
        """See ``Log``."""
        findings = read_through(self._engine, pause)
        if findings is not None:
            known, documents = self._damaged, self._ends.documents
            self._damaged = findings.damaged | known
            findings.damaged = {n: s for n, s in findings.damaged.items() if n not in known}
            findings.documents = [one for one in findings.documents if one not in documents]
        return findings

    def open(self, compartment: str) -> Stored:
        """See ``Log``."""
        if compartment in self._damaged:
            raise Damaged(compartment, self._damaged[compartment])
        try:
            with at_one_instant(self._engine) as connection:
                return stored(connection, compartment)
        except sqlite3.DatabaseError as problem:
            if not unreadable(problem):
                raise
            raise Damaged(compartment, 1) from problem

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
        checksum = seal(compartment, seq, snapshot)
        values = {"name": compartment, "seq": seq, "payload": snapshot, "checksum": checksum}
        with self._engine.begin() as connection:
            connection.execute(_SNAPSHOT, values)

    # The writer thread

    def _run(self) -> None:
        try:
            self._write_all()
        except Exception as problem:
            _logger.exception("the log cannot be written")
            self.health.fail(str(problem))
            while (waiting := self._queue.get()) is not None:
                waiting[1].set_exception(NotWriting(Writing.STOPPED))

    def _write_all(self) -> None:
        with self._engine.connect() as connection:
            cursor = connection.cursor()
            rested = time.monotonic()
            while (first := self._next()) is not None:
                waiting, last = gather(self._queue, first, _MAX_TOGETHER)
                _commit(cursor, waiting, self.health)
                if last:
                    return
                if self._queue.empty():
                    rested = time.monotonic()
                elif time.monotonic() - rested > _BUSY:
                    # SQLite's lock is not fair: without a gap nobody else would get to write.
                    time.sleep(_GAP)

    def _next(self) -> _Waiting | None:
        """What comes next. While the disk is full it is asked for room in between."""
        while self.health.now is Writing.FULL:
            # By the clock: those who try again and again must not keep it from being asked.
            wait = self._asked + _ASK - time.monotonic()
            try:
                if wait > 0:
                    return self._queue.get(timeout=wait)
            except queue.Empty:
                pass
            self._recover()
        return self._queue.get()

    def _recover(self) -> None:
        self._asked = time.monotonic()
        try:
            if self._has_room() and not self.verify(refuse_cut).damaged:
                self.health.recovered()
        except Exception as problem:  # still no room, or worse
            self.health.noticed(problem)


def _commit(cursor: Cursor, waiting: list[_Waiting], health: Health) -> None:
    """One transaction for all; if that fails, one for each, so that one cannot spoil the rest.

    When it is the disk that fails, nothing is tried again.
    """
    try:
        health.check()
        answers = transact(cursor, [batch for batch, _ in waiting])
        health.check()
    except Exception as failure:
        state = health.noticed(failure)
        if state is not Writing.YES or len(waiting) == 1:
            told = failure if state is Writing.YES else NotWriting(state)
            for _, future in waiting:
                future.set_exception(told)
            return
        for one in waiting:
            _commit(cursor, [one], health)
        return
    for (_, future), answer in zip(waiting, answers, strict=True):
        if isinstance(answer, Conflict):
            future.set_exception(answer)
        else:
            future.set_result(answer)
