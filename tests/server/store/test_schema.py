"""[M14] Older databases are brought up to date with what is in them, on both engines."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, text

from adref.server.store import revisions
from adref.server.store.beside import is_whole_beside
from adref.server.store.core import METADATA, Plain
from adref.server.store.directory import Directory
from adref.server.store.engine import open_engine
from adref.server.store.log import Damaged, Log
from adref.server.store.postgres import PlainEngine, open_postgres
from adref.server.store.postgres_log import PostgresLog
from adref.server.store.sql import SqlLog

FOLDER = revisions.FOLDER


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database, not yet opened by Adref."""
    if request.param == "sqlite":
        made = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    else:
        made = open_postgres(request.getfixturevalue("database"))
    yield made
    made.dispose()


def at_revision(engine: Engine, revision: str) -> None:
    """The tables as that version of Adref had them, and what it wrote into them."""
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        _fill(connection)


def _fill(connection: Connection) -> None:
    """As the first version wrote: checksums that stand for themselves."""
    run = connection.execute
    run(text("INSERT INTO compartment (name, epoch, seq) VALUES ('text/t', 2, 3)"))
    run(text("INSERT INTO compartment (name, epoch, seq) VALUES ('desk/t', 0, 0)"))
    for seq, payload in enumerate((b"one", b"two", b"three"), 1):
        run(
            text(
                "INSERT INTO entry (compartment, seq, kind, payload, checksum, at, seat)"
                " VALUES ('text/t', :seq, 'update', :payload, :sum, '2026', 's')"
            ),
            {"seq": seq, "payload": payload, "sum": _sum(seq, "update", payload)},
        )
    run(
        text(
            "INSERT INTO snapshot (compartment, seq, payload, checksum)"
            " VALUES ('text/t', 2, :payload, :sum)"
        ),
        {"payload": b"snap", "sum": _sum(2, "snapshot", b"snap")},
    )
    run(text("INSERT INTO client_grant (compartment, client, seat) VALUES ('text/t', 77, 's')"))
    run(
        text(
            "INSERT INTO command_done (compartment, seat, command, outcome)"
            " VALUES ('text/t', 's', 'c', :outcome)"
        ),
        {"outcome": b"{}"},
    )
    run(text("INSERT INTO installation (id, created_at) VALUES (1, '2026')"))
    run(
        text(
            "INSERT INTO negotiations (id, title, profile, created_at) VALUES ('n','N','un','2026')"
        )
    )


def _sum(seq: int, kind: str, payload: bytes) -> bytes:
    return hashlib.blake2b(f"text/t\n{seq}\n{kind}\n".encode() + payload, digest_size=16).digest()


def opened(engine: Engine) -> Log:
    """As the server opens it."""
    if engine.dialect.name == "postgresql":
        return PostgresLog(engine)
    return SqlLog(open_engine(str(engine.url.database)))


def test_m14_the_first_schema_is_brought_up_to_date_with_its_data(engine: Engine) -> None:
    at_revision(engine, "0001")
    log = opened(engine)
    found = log.open("text/t")
    assert (found.epoch, found.seq, found.snapshot) == (2, 3, b"snap")
    assert [entry.payload for entry in found.tail] == [b"three"]
    assert [entry.payload for entry in log.read("text/t")] == [b"one", b"two", b"three"]
    assert found.grants == {77: "s"}
    assert log.outcome("text/t", "s", "c") == b"{}"
    with engine.connect() as connection:
        assert is_whole_beside(Plain(connection), "text/t")
    log.close()
    directory = Directory(PlainEngine(engine))
    assert [row.title for row in directory.negotiations()] == ["N"]
    assert not directory.refresh()


_LISTS = (
    "INSERT INTO negotiations VALUES ('m', 'Müller', 'un', '2026')",
    "INSERT INTO parties VALUES ('a', 'm', 'Avelia', 'Av', 'delegation', '2026')",
    "INSERT INTO parties VALUES ('b', 'm', 'Borrland', 'Bo', 'delegation', '2026')",
    "INSERT INTO coalitions VALUES ('g', 'm', 'Group', 'G', '2026')",
    "INSERT INTO coalition_members VALUES ('g', 'a')",
    "INSERT INTO invitations (id, negotiation, role, party, nonce, token_hash, single, used, "
    "created_at) VALUES ('i', 'm', 'delegate', 'a', 'n', 'h', true, 1, '2026')",
    "INSERT INTO seats (id, negotiation, role, party, name, secret_hash, invitation, created_at) "
    "VALUES ('s', 'm', 'delegate', 'a', 'Ada', 'h', 'i', '2026')",
    "INSERT INTO texts VALUES ('t', 'm', 'Text', 'L.5', '{}', '2026')",
)


def test_m14_the_lists_of_an_earlier_version_are_sealed_as_they_are(engine: Engine) -> None:
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        for statement in _LISTS:
            connection.execute(text(statement))
    of_postgres = engine.dialect.name == "postgresql"
    asked = PlainEngine(engine) if of_postgres else open_engine(str(engine.url.database))
    directory = Directory(asked)
    assert directory.verify() == []
    seat = directory.seat("s")
    assert seat is not None
    assert directory.revoke("i", "2027") == ("s",)
    assert directory.verify() == []
    with engine.begin() as connection:
        connection.execute(text("UPDATE seats SET revoked_at = NULL"))
    assert directory.verify() == ["seats"]


def test_m14_a_database_that_does_not_say_its_revision_is_known_by_its_tables(
    engine: Engine,
) -> None:
    at_revision(engine, "0001")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    log = opened(engine)
    assert log.open("text/t").seq == 3
    log.close()
    assert revision_of(engine) == revisions.newest()


def test_m14_what_was_damaged_before_is_damaged_after(engine: Engine) -> None:
    at_revision(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE entry SET payload = :it WHERE seq = 2"), {"it": b"something else"}
        )
    log = opened(engine)
    with pytest.raises(Damaged, match="Entry 2 of text/t"):
        log.read("text/t")
    log.close()


def test_m14_migrated_tables_are_those_of_a_new_database(engine: Engine) -> None:
    at_revision(engine, "0001")
    opened(engine).close()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_m14_a_new_database_is_at_the_newest_revision_at_once(engine: Engine) -> None:
    opened(engine).close()
    assert revision_of(engine) == revisions.newest()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_m14_the_text_of_a_new_file_is_what_the_declarations_give(tmp_path: Path) -> None:
    open_engine(tmp_path / "text.db").prepare()
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    METADATA.create_all(engine)
    engine.dispose()
    text, made = (statements_of(tmp_path / name) for name in ("text.db", "made.db"))
    assert text.pop("alembic_version")
    assert text == made
    assert len(made) > 25


def statements_of(path: Path) -> dict[str, str]:
    """By the name of what it makes; spaces and lines do not matter."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: "".join(statement.split()) for name, statement in rows}


def test_m14_a_database_of_a_later_version_is_left_alone(engine: Engine) -> None:
    opened(engine).close()
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(revisions.FromTheFuture):
        opened(engine)
    assert revision_of(engine) == "9999"


def test_m14_a_migration_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """The foreign keys do not hold: nothing is changed, and the next start tries again."""
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    at_revision(engine, "0001")
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("INSERT INTO client_grant VALUES ('nowhere', 1, 's')")
    connection.close()
    with pytest.raises(RuntimeError, match="refer to what is not there"):
        opened(engine)
    assert revision_of(engine) == "0001"
    engine.dispose()


def revision_of(engine: Engine) -> str:
    with engine.connect() as connection:
        found: str = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one()
        return found
