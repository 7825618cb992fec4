"""[M19] Whatever is under way when a process stops: no connection to PostgreSQL stays open."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import Pool

from adref.server.app import at_work, open_office
from adref.server.config import PlainError, Settings
from adref.server.store import postgres, postgres_log
from adref.server.store.directory import Directory
from adref.server.store.log import Batch, Entry
from adref.server.store.postgres import PlainEngine, open_postgres
from adref.server.store.postgres_log import PostgresLog
from tests.server.engines import Postgres
from tests.server.sync.scenes import TEXT

READERS = 6
ENTRY = Entry("a", "update", b"x", "2026-01-01T00:00:00+00:00", "s1")


@pytest.fixture
def made() -> Iterator[list[Any]]:
    """Every connection that any pool makes meanwhile."""
    connections: list[Any] = []

    def note(connection: Any, _record: object) -> None:
        connections.append(connection)

    event.listen(Pool, "connect", note)
    yield connections
    event.remove(Pool, "connect", note)
    for connection in connections:
        connection.close()


def all_closed(made: list[Any]) -> bool:
    assert made
    return all(connection.closed for connection in made)


@contextmanager
def nobody_reads(database: str, table: str) -> Iterator[Callable[[int], None]]:
    """Whoever asks for a table waits; gives what returns when so many wait."""
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with psycopg.connect(database) as holder, psycopg.connect(database, autocommit=True) as looker:
        holder.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")

        def those_who_wait(count: int) -> None:
            until = time.monotonic() + 30
            while (looker.execute(waiting, [table]).fetchone() or (0,))[0] < count:
                assert time.monotonic() < until, f"{count} do not wait"

        yield those_who_wait


def test_m19_who_reads_while_the_log_is_closed_leaves_nothing_open(
    database: str, made: list[Any]
) -> None:
    log = PostgresLog(open_postgres(database))
    log.append(Batch([ENTRY])).result(30)
    readers = [threading.Thread(target=log.open, args=("a",)) for _ in range(READERS)]
    with nobody_reads(database, "compartment") as those_who_wait:
        for reader in readers:
            reader.start()
        those_who_wait(READERS)
        log.close()
    for reader in readers:
        reader.join(30)
    assert len(made) > READERS
    assert all_closed(made)


def test_m19_who_reads_after_the_log_is_closed_leaves_nothing_open(
    database: str, made: list[Any]
) -> None:
    log = PostgresLog(open_postgres(database))
    log.append(Batch([ENTRY])).result(30)
    log.close()
    assert len(log.read("a")) == 1
    assert all_closed(made)


def test_m19_a_server_that_stops_while_the_directory_does_not_answer_leaves_nothing_open(
    database: str, made: list[Any], tmp_path: Path
) -> None:
    async def stop_meanwhile() -> None:
        office = open_office(Settings(data=tmp_path, database_url=database))
        with nobody_reads(database, "directory_version") as those_who_wait:
            async with at_work(office):
                await asyncio.to_thread(those_who_wait, 1)

    asyncio.run(stop_meanwhile())  # waits for what is left in threads
    assert all_closed(made)


def test_m19_what_fails_to_stop_keeps_nothing_else_open(
    database: str, made: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> None:
        raise OSError("a file that was asked for")

    async def play() -> None:
        office = open_office(Settings(data=tmp_path, database_url=database))
        monkeypatch.setattr(office.press, "close", fails)
        async with at_work(office):
            await office.hub.create_text("t", TEXT, {})

    with pytest.raises(OSError, match="a file that was asked for"):
        asyncio.run(play())
    assert all_closed(made)


def test_m19_a_log_that_is_closed_while_the_database_stands_still_closes_when_it_goes_on(
    postgres: Postgres, made: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_log, "_CLOSING", 0.05)
    log = PostgresLog(open_postgres(postgres.database()))
    log.append(Batch([ENTRY])).result(30)
    with postgres.stopped():
        written = log.append(Batch([ENTRY]))
        log.close()
        assert log._writer.is_alive()
    assert written.result(30) == (2,)
    log._writer.join(30)
    assert all_closed(made)


def test_m19_a_server_that_does_not_start_leaves_nothing_open(
    database: str, made: list[Any], tmp_path: Path
) -> None:
    first = open_office(Settings(data=tmp_path / "one", database_url=database))
    first.log.close()
    with pytest.raises(PlainError):
        open_office(Settings(data=tmp_path / "two", database_url=database))
    assert all_closed(made)


def test_m19_a_connection_that_cannot_be_made_ready_is_closed(
    database: str, made: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL stops just when it was asked for its settings."""
    monkeypatch.setattr(postgres, "_NOT_DURABLE", None)  # fails when it is looked at
    engine = open_postgres(database)
    event.listen(engine, "connect", lambda one, _: made.append(one), insert=True)
    with pytest.raises(TypeError):
        Directory(PlainEngine(engine))
    assert all_closed(made)


def test_m19_whatever_breaks_while_connections_are_made_and_the_log_is_closed(
    postgres: Postgres, made: list[Any]
) -> None:
    """Connections are ended all the while that they are opened, used and given up."""
    database = postgres.database()
    enough = threading.Event()

    def read(log: PostgresLog) -> None:
        while not enough.is_set():
            try:
                log.open("a")
            except DBAPIError:
                continue

    for _ in range(3):
        enough.clear()
        log = PostgresLog(open_postgres(database))
        readers = [threading.Thread(target=read, args=(log,)) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        for _ in range(8):
            said = log.append(Batch([ENTRY]))
            postgres.breaks_connections(database)
        said.result(30)
        log.close()
        enough.set()
        for reader in readers:
            reader.join(30)
            assert not reader.is_alive()
    assert all_closed(made)


def test_m19_what_is_closed_for_good_still_gives_connections(
    database: str, made: list[Any]
) -> None:
    """More at once than are kept: each is closed when it comes back, and none is waited for."""
    engine = open_postgres(database)
    engine.dispose()
    postgres.close_for_good(engine)
    for _ in range(2):
        taken = [engine.connect() for _ in range(12)]
        for connection in taken:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
        for connection in taken:
            connection.close()
    assert len(made) == 24
    assert all_closed(made)
