"""The one SQLite file of an installation, opened so that a commit means stable storage."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from adref.server.store.asking import NOTHING, Clash
from adref.server.store.schema import bring_up_to_date

_KEPT = 8  # connections that nobody uses at the moment
_PATIENCE = 30.0  # seconds that one who writes waits for another process
Told = Callable[[BaseException], object]


class Connection:
    """A connection of the driver, in whatever thread. Nothing begins by itself."""

    __slots__ = ("raw",)

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    def execute(self, statement: str, values: Mapping[str, Any] = NOTHING) -> Any:
        """See ``asking.Connection``; gives the driver's cursor."""
        return self.raw.cursor().execute(statement, values)

    def cursor(self) -> Any:
        """The driver's own (PEP 249)."""
        return self.raw.cursor()


class Engine:
    """A ``Database`` on connections that ``make`` opens. ``path``: of the file."""

    def __init__(self, make: Callable[[], Any], path: Path) -> None:
        self.path = path
        self._make = make
        self._idle: list[Any] = []
        self._lock = threading.Lock()
        self._failed: Told = lambda problem: None
        self._committing: Callable[[], None] = lambda: None

    def watch(self, failed: Told, committing: Callable[[], None]) -> None:
        """``failed`` is told what goes wrong; ``committing`` is asked, and may raise."""
        self._failed, self._committing = failed, committing

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection of one's own. Each statement is a transaction, if none is begun; what was
        begun and is not committed is taken back. Raises ``Clash``, ``sqlite3.Error``."""
        raw = self._take()
        try:
            yield Connection(raw)
        except sqlite3.IntegrityError as refused:
            raise Clash(str(refused)) from refused
        except sqlite3.Error as problem:
            self._failed(problem)
            raise
        finally:
            self._give_back(raw)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction; nobody else writes meanwhile. Raises ``Clash``, ``sqlite3.Error``."""
        with self.connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            self._committing()
            connection.execute("COMMIT")

    @contextmanager
    def instant(self) -> Iterator[Connection]:
        """See ``Database``."""
        with self.connect() as connection:
            connection.execute("BEGIN")  # taken back when the connection is
            yield connection

    def prepare(self) -> None:
        """See ``Database``."""
        bring_up_to_date(self)

    def dispose(self) -> None:
        """Close the connections that nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for raw in idle:
            raw.close()

    def _take(self) -> Any:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        try:
            return self._make()
        except sqlite3.Error as problem:
            self._failed(problem)
            raise

    def _give_back(self, raw: Any) -> None:
        # After a failure of the disk SQLite has mostly rolled back by itself, or cannot.
        with suppress(sqlite3.Error):
            if raw.in_transaction:
                raw.rollback()
        with self._lock:
            if len(self._idle) < _KEPT and not raw.in_transaction:
                self._idle.append(raw)
                return
        raw.close()


def open_engine(path: Path | str, journal: str = "WAL") -> Engine:
    """Open (or create) the database file, when it is first asked.

    Write-ahead log, ``synchronous=FULL`` (a commit returns after the fsync), foreign keys on.
    Tables are made by ``Engine.prepare``. Asking raises ``sqlite3.OperationalError`` when the
    file cannot be opened.
    """
    return Engine(partial(_open, Path(path), journal), Path(path))


def _open(path: Path, journal: str) -> sqlite3.Connection:
    raw = sqlite3.connect(
        path,
        timeout=_PATIENCE,
        check_same_thread=False,
        cached_statements=512,
        isolation_level=None,
    )
    try:
        configure(raw, journal)
    except BaseException:
        raw.close()
        raise
    return raw


def configure(raw: Any, journal: str = "WAL") -> None:
    """Set a new connection so that its commits are fsynced."""
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA journal_mode={journal}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
