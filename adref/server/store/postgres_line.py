"""The connection on which the thread of the log talks to PostgreSQL: much in one round trip.

By the driver itself, and as few round trips as may be: with each the thread gives the interpreter
away and must wait to have it back, and the compartments that it has locked wait with it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Cursor = psycopg.Cursor[tuple[Any, ...]]
_SILENT = (psycopg.OperationalError, psycopg.InterfaceError)
# Every statement here goes by a primary key. A database that has never counted its rows, or whose
# plan was made when there were none, would else read the whole table.
_BY_KEY = "SET enable_seqscan = off"


class Talk:
    """Statements that go out together; an answer that is fetched waits for those before it."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def ask(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        """Say a statement (``%b`` for each value)."""
        return self._connection.execute(statement.encode(), values, binary=True)


class Line:
    """One connection, opened when it is wanted. Used by one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: PoolProxiedConnection | None = None

    @contextmanager
    def talk(self) -> Iterator[Talk]:
        """Statements with as few round trips as there are answers that are waited for.

        They are one transaction (without any BEGIN, for a pipeline is one up to its end), which is
        committed when this ends. After whatever is raised the connection is given up, and what was
        said on it with it.
        """
        try:
            connection = self._connection()
            with connection.pipeline():
                yield Talk(connection)
        except BaseException:
            self.close()
            raise

    def say(self, statement: str, values: Sequence[Any]) -> int:
        """One statement, committed when this returns; how many rows it wrote."""
        try:
            return Talk(self._connection()).ask(statement, values).rowcount
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection up."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            kept.invalidate()

    def _connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        if self._kept is None:
            kept = self._engine.raw_connection()
            found: Any = kept.driver_connection
            found.autocommit = True
            self._kept = kept
            found.execute(_BY_KEY)
        connection: Any = self._kept.driver_connection
        return connection  # type: ignore[no-any-return]


def is_away(failure: BaseException) -> bool:
    """Whether it is the way to the database that has failed, not what was asked of it."""
    if isinstance(failure, PoolTimeout):
        return True
    found = failure.orig if isinstance(failure, DBAPIError) else failure
    if not isinstance(found, psycopg.Error):
        return False
    state = found.sqlstate or ""
    if not state:  # no answer at all
        return isinstance(found, _SILENT)
    # Connection exceptions; stopped or starting; full; deadlock and serialization.
    return state[:2] in ("08", "57", "53", "40")
