"""[L8] Grants, outcomes and revisions are what was written, and none is missing."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adref.server.inspection import inspect
from adref.server.store.backup import Unusable, back_up
from adref.server.store.engine import Engine, open_engine
from adref.server.store.log import Batch, Damaged, Document, Done, Entry, Grant
from adref.server.store.postgres import open_postgres
from adref.server.store.postgres_log import PostgresLog
from adref.server.store.sql import SqlLog
from tests.server.store.damaging import change

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_OF_A_KEY = [  # of an outcome: found when everything is read
    "UPDATE command_done SET command = 'c9' WHERE compartment='text/a'",
    "UPDATE command_done SET seat = 's9' WHERE compartment='text/a'",
]
CHANGES = [
    "UPDATE client_grant SET seat = 'mallory' WHERE compartment='text/a' AND client=71",
    "UPDATE client_grant SET client = 99 WHERE compartment='text/a' AND client=71",
    "UPDATE client_grant SET compartment='text/b', client=75 WHERE compartment||client='text/a72'",
    "DELETE FROM client_grant WHERE compartment='text/a' AND client=71",
    "DELETE FROM client_grant WHERE compartment='text/a'",
    "INSERT INTO client_grant VALUES ('text/a', 73, 's1', x'00')",
    "UPDATE command_done SET outcome = x'7b20' WHERE compartment='text/a'",
    "UPDATE command_done SET outcome = 'words' WHERE compartment='text/a'",
    "DELETE FROM command_done WHERE compartment='text/a'",
    "UPDATE command_done SET checksum = x'00' WHERE compartment='text/a'",
    "UPDATE compartment SET beside = x'00' WHERE name='text/a'",
]


def fill(append: Callable[[Batch], object]) -> None:
    """Two compartments; what is beside them came in several commits."""
    for name in ("text/a", "text/b"):
        append(Batch([Entry(name, "update", b"words", "2026-01-01", "s1")]))
        for client in (71, 72):
            append(Batch(grants=[Grant(name, client, f"s{client}")]))
        payload = f"issued in {name}".encode()
        digest = hashlib.sha256(payload).hexdigest()
        kept = Document(name, "r1", payload, digest)
        append(Batch(done=[Done(name, "s1", "c1", b"{}")], documents=[kept]))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "a.db")
    log = SqlLog(engine)
    fill(lambda batch: log.append(batch).result(timeout=30))
    log.close()
    yield engine
    engine.dispose()


def test_l8_what_is_whole_is_left_alone(engine: Engine, log: SqlLog, tmp_path: Path) -> None:
    said: list[str] = []
    findings = inspect(log, tmp_path, NOW, said.append)
    assert (findings.damaged, findings.documents, said) == ({}, [], [])
    assert log.open("text/a").grants == {71: "s71", 72: "s72"}
    assert log.outcome("text/a", "s1", "c1") == b"{}"


@pytest.mark.parametrize("statement", CHANGES + _OF_A_KEY)
def test_l8_what_was_changed_is_found_at_the_start(
    engine: Engine, log: SqlLog, tmp_path: Path, statement: str
) -> None:
    change(engine, statement)
    said: list[str] = []
    findings = inspect(log, tmp_path, NOW, said.append)
    assert findings.damaged["text/a"] == 0
    assert "What is kept beside the log of text/a is damaged or missing" in said[0]
    with pytest.raises(Damaged):
        log.open("text/a")
    if "'text/b'" not in statement:
        assert list(findings.damaged) == ["text/a"]
        assert log.open("text/b").grants == {71: "s71", 72: "s72"}
    assert log.append(Batch(grants=[Grant("text/b", 74, "s")])).result(timeout=30) == ()


@pytest.mark.parametrize("statement", CHANGES)
def test_l8_what_was_changed_since_the_start_is_found_when_it_is_read(
    engine: Engine, log: SqlLog, statement: str
) -> None:
    change(engine, statement)
    with pytest.raises(Damaged, match="What is kept beside the log of text/a"):
        _read_both(log)


def _read_both(log: SqlLog) -> None:
    log.open("text/a")
    log.outcome("text/a", "s1", "c1")


def test_l8_a_damaged_revision_is_told_and_stops_nothing_else(
    engine: Engine, log: SqlLog, tmp_path: Path
) -> None:
    change(engine, "DROP TRIGGER document_no_update")
    change(engine, "UPDATE document SET payload = x'00' WHERE compartment='text/a'")
    said: list[str] = []
    findings = inspect(log, tmp_path, NOW, said.append)
    assert (findings.damaged, findings.documents) == ({}, [("text/a", "r1")])
    assert "Revision r1 of text/a is not what was issued" in said[0]
    assert log.open("text/a").seq == 1
    assert log.document("text/b", "r1") == b"issued in text/b"
    with pytest.raises(Damaged):
        log.document("text/a", "r1")


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (CHANGES[0], "What is kept beside the log of text/a is damaged"),
        ("UPDATE document SET payload = x'00'", "Revision r1 of text/a is damaged"),
    ],
)
def test_l8_no_backup_is_made_of_what_is_damaged(
    engine: Engine, tmp_path: Path, statement: str, words: str
) -> None:
    change(engine, "DROP TRIGGER document_no_update")
    change(engine, statement)
    with pytest.raises(Unusable, match=words):
        back_up(tmp_path / "a.db", b"s" * 32, tmp_path / "b", "2026-01-01", "1")
    assert not (tmp_path / "b").exists()


def test_l8_the_same_in_postgresql(database: str) -> None:
    engine = open_postgres(database)
    log = PostgresLog(engine)
    fill(lambda batch: log.append(batch).result(timeout=30))
    assert log.open("text/a").grants == {71: "s71", 72: "s72"}
    assert log.outcome("text/a", "s1", "c1") == b"{}"
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "DELETE FROM client_grant WHERE client=71 AND compartment='text/a'"
        )
        connection.exec_driver_sql(
            "UPDATE command_done SET outcome = 'x' WHERE compartment='text/b'"
        )
    with pytest.raises(Damaged):
        log.open("text/a")
    with pytest.raises(Damaged):
        log.outcome("text/b", "s1", "c1")
    log.close()
    engine.dispose()
