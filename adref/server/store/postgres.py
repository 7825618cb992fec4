"""PostgreSQL, for an installation on several machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError
from sqlalchemy.pool import QueuePool

from adref.server.store.asking import Clash
from adref.server.store.core import Plain
from adref.server.store.migrating import migrate

_WAIT = 10_000  # milliseconds without an answer from the network, after which it is gone
_NOT_DURABLE = ("off", "local")


class BadAddress(ValueError):
    """What was given as the address of a database is none."""

    def __init__(self) -> None:
        super().__init__("A database such as postgresql://user@host/adref is needed.")


def open_postgres(address: str) -> Engine:
    """An engine on ``postgresql://user@host/database``; nothing is connected yet.

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
        poolclass=QueuePool,
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
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        if cursor.fetchone()[0] in _NOT_DURABLE:
            cursor.execute("SET synchronous_commit = on")
    connection.commit()


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

    def prepare(self) -> None:
        """See ``Database``."""
        migrate(self._engine)
