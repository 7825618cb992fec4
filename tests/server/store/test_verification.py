"""[L3] The log is verified at the start: a torn end is cut and kept, damage elsewhere is told."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adref.server.inspection import inspect
from adref.server.store.engine import Engine, open_engine
from adref.server.store.findings import Cut
from adref.server.store.log import Batch, Damaged, Entry
from adref.server.store.sql import SqlLog
from adref.server.store.verification import MayNotCut, refuse_cut
from tests.server.store.damaging import change

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def entry(compartment: str, number: int) -> Entry:
    return Entry(compartment, "update", f"words {number}".encode(), "2026-01-01", "s1")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "a.db")
    log = SqlLog(engine)
    for number in range(1, 6):
        log.append(Batch([entry("text/a", number), entry("b", number)])).result(timeout=30)
    log.close()
    yield engine
    engine.dispose()


def _rows(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return [
            tuple(row)
            for table in ("compartment", "entry")
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]


def whole(log: SqlLog, compartment: str) -> list[int]:
    return [e.seq for e in log.open(compartment).tail]


def test_l3_a_whole_log_is_left_alone(log: SqlLog, tmp_path: Path) -> None:
    said: list[str] = []
    findings = inspect(log, tmp_path, NOW, said.append)
    assert (findings.compartments, findings.entries, said) == (2, 10, [])
    assert not list(tmp_path.glob("cut-*"))


@pytest.mark.parametrize(
    ("statement", "upto", "kept"),
    [
        ("UPDATE entry SET payload = x'00' WHERE compartment='text/a' AND seq=5", 4, 1),
        ("UPDATE entry SET checksum = x'00' WHERE compartment='text/a' AND seq>3", 3, 2),
        ("UPDATE entry SET payload = 7 WHERE compartment='text/a' AND seq>1", 1, 4),
        ("DELETE FROM entry WHERE compartment='text/a' AND seq>3", 3, 0),
    ],
)
def test_l3_a_torn_end_is_cut_kept_and_told(
    engine: Engine, log: SqlLog, tmp_path: Path, statement: str, upto: int, kept: int
) -> None:
    change(engine, statement)
    said: list[str] = []
    findings = inspect(log, tmp_path, NOW, said.append)
    assert [(c.compartment, c.first, c.last) for c in findings.cuts] == [("text/a", upto + 1, 5)]
    assert not findings.damaged
    (path,) = tmp_path.glob("cut-*.jsonl")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["seq"] for line in lines] == list(range(upto + 1, upto + 1 + kept))
    (sentence,) = said
    assert "The end of the log of text/a was not whole" in sentence
    assert str(path) in sentence
    assert whole(log, "text/a") == list(range(1, upto + 1))
    assert whole(log, "b") == [1, 2, 3, 4, 5]
    # It goes on after that, and is whole the next time.
    assert log.append(Batch([entry("text/a", 6)])).result(timeout=30) == (upto + 1,)
    again: list[str] = []
    inspect(log, tmp_path, NOW, again.append)
    assert again == []


def test_l3_what_was_cut_is_on_the_disk_before_it_is_cut(engine: Engine, log: SqlLog) -> None:
    change(engine, "UPDATE entry SET payload = x'00' WHERE compartment='b' AND seq=5")

    def fail(cut: Cut) -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        log.verify(fail)
    with pytest.raises(MayNotCut):
        log.verify(refuse_cut)
    with pytest.raises(Damaged, match="Entry 5 of b"):
        log.open("b")


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE entry SET payload = x'00' WHERE compartment='text/a' AND seq=3", 3),
        ("UPDATE entry SET payload = x'00' WHERE compartment='text/a' AND seq<3", 1),
        ("DELETE FROM entry WHERE compartment='text/a' AND seq=3", 3),
        ("DELETE FROM entry WHERE compartment='text/a' AND seq=1", 1),
        ("DELETE FROM compartment WHERE name='text/a'", 6),
        # Nothing is whole: that is no torn end, but another way of reckoning, or a lost disk.
        ("UPDATE entry SET checksum = x'00' WHERE compartment='text/a'", 1),
        ("DELETE FROM entry WHERE compartment='text/a'", 1),
    ],
)
def test_l3_damage_elsewhere_stops_that_compartment_only(
    engine: Engine, log: SqlLog, tmp_path: Path, statement: str, seq: int
) -> None:
    change(engine, statement)
    before = _rows(engine)
    said: list[str] = []
    findings = inspect(log, tmp_path, NOW, said.append)
    assert (findings.damaged, findings.cuts) == ({"text/a": seq}, [])
    assert f"Entry {seq} of text/a is damaged or missing" in said[0]
    with pytest.raises(Damaged):
        log.open("text/a")
    assert _rows(engine) == before
    assert whole(log, "b") == [1, 2, 3, 4, 5]
    assert log.append(Batch([entry("b", 6)])).result(timeout=30) == (6,)


def test_l3_damage_before_a_snapshot_is_told_too(engine: Engine, log: SqlLog) -> None:
    log.keep_snapshot("b", 4, b"snapshot")
    change(engine, "UPDATE entry SET payload = x'00' WHERE compartment='b' AND seq=2")
    assert whole(log, "b") == [5]
    assert log.verify(refuse_cut).damaged == {"b": 2}
    with pytest.raises(Damaged):
        log.open("b")


def test_l3_what_a_snapshot_holds_is_no_end_to_be_cut(engine: Engine, log: SqlLog) -> None:
    log.keep_snapshot("b", 5, b"snapshot")
    change(engine, "DELETE FROM entry WHERE compartment='b' AND seq=5")
    assert log.verify(refuse_cut).damaged == {"b": 5}


@pytest.mark.parametrize("values", ["seq=3", "tip=x'00'", "seq=4, tip=x'01'"])
def test_l3_a_head_that_lags_behind_is_mended(engine: Engine, log: SqlLog, values: str) -> None:
    change(engine, f"UPDATE compartment SET {values} WHERE name='b'")
    with pytest.raises(Damaged):
        log.open("b")
    assert log.verify(refuse_cut).mended == ["b"]
    assert whole(log, "b") == [1, 2, 3, 4, 5]
    assert log.append(Batch([entry("b", 6)])).result(timeout=30) == (6,)


def _zero(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(bytes(4096))


def test_l3_pages_that_cannot_be_read_stop_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    engine = open_engine(path)
    log = SqlLog(engine)
    for name in ("a", "z"):
        big = [entry(name, n)._replace(payload=bytes([n]) * 9_000) for n in range(20)]
        log.append(Batch(big)).result(timeout=30)
    log.close()
    with engine.connect() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    _zero(path, path.stat().st_size // 4096 - 2)  # in an entry of z
    again = SqlLog(open_engine(path))
    assert list(again.verify(refuse_cut).damaged) == ["z"]
    with pytest.raises(Damaged):
        again.open("z")
    assert whole(again, "a") == list(range(1, 21))
    again.close()
