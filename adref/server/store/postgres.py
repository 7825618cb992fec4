"""PostgreSQL, for an installation on several machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from adref.server.store.asking import Clash
from adref.server.store.core import Plain
from adref.server.store.migrating import migrate

_WAIT = 10_000  # milliseconds without an answer from the network, after which it is gone
_NOT_DURABLE = ("off", "local")


class BadAddress(ValueError):
    """What was given as the address of a database is none."""

    def __init__(self) -> None:
        super().__init__("A database such as postgresql://user@host/adref is needed.")


class EndingPool(QueuePool):
    """Connections that are kept for the next who asks, until it is ended.

    SQLAlchemy's own goes on keeping what comes back after it was disposed of, and nobody closes
    that: a thread that reads when the server stops always comes back later.
    """

    _ended = False

    def end(self) -> None:
        """From now on whatever comes back is closed."""
        self._ended = True
        self.dispose()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        if self._ended:  # asked afterwards: whoever ends it meanwhile finds it here
            self.dispose()


def close_for_good(engine: Engine) -> None:
    """Nothing stays open: what lies idle is closed now, the rest when it is given back."""
    if isinstance(engine.pool, EndingPool):
        engine.pool.end()
    else:
        engine.dispose()


def open_postgres(address: str) -> Engine:
    """An engine on ``postgresql://user@host/database``; nothing is connected yet. It is given up
    by ``close_for_good``.

    A commit returns after the fsync, whatever the server's own setting. Raises ``BadAddress``.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        raise BadAddress from None
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise BadAddress
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        poolclass=EndingPool,
        pool_size=8,
        max_overflow=24,
        pool_pre_ping=True,
        pool_timeout=10,
        connect_args={
            "connect_timeout": 5,
            "application_name": "adref",
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": _WAIT,
        },
    )
    event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] in _NOT_DURABLE:
                cursor.execute("SET synchronous_commit = on")
        connection.commit()
    except BaseException:
        connection.close()  # nobody has it yet
        raise


@contextmanager
def at_one_instant(engine: Engine) -> Iterator[Connection]:
    """A connection on which all that is read was true at the same time."""
    with (
        engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
        connection.begin(),
    ):
        yield connection


class PlainEngine:
    """A ``Database`` on an engine of SQLAlchemy's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def connect(self) -> Iterator[Plain]:
        """See ``Database``."""
        with self._engine.connect() as connection:
            yield Plain(connection)

    @contextmanager
    def begin(self) -> Iterator[Plain]:
        """See ``Database``."""
        try:
            with self._engine.begin() as connection:
                yield Plain(connection)
        except IntegrityError as refused:
            raise Clash(str(refused.orig)) from refused

    @contextmanager
    def instant(self) -> Iterator[Plain]:
        """See ``Database``."""
        with at_one_instant(self._engine) as connection:
            yield Plain(connection)

    def prepare(self) -> None:
        """See ``Database``."""
        migrate(self._engine)
