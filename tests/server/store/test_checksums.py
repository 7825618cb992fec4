"""[L1] [L2] Every entry is what was written, where it was written, and none is missing."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from adref.server.store.checksums import link, seal
from adref.server.store.engine import Engine, open_engine
from adref.server.store.log import Batch, Damaged, Entry
from adref.server.store.sql import SqlLog
from adref.server.store.tables import EntryRow

ENTRY = (b"before", "text/t", 7, "update", b"payload", "2026-01-01", "s1")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "a.db")
    log = SqlLog(engine)
    for number in range(1, 6):
        entry = Entry("a", "update", f"words {number}".encode(), "2026-01-01", "s1")
        log.append(Batch([entry, entry._replace(compartment="b")])).result(timeout=30)
    log.close()
    yield engine
    engine.dispose()


def damaged_at(engine: Engine, statement: str) -> int:
    with engine.begin() as connection:
        connection.execute(statement)
    log = SqlLog(engine)
    try:
        assert len(log.open("b").tail) == 5
        with pytest.raises(Damaged) as told:
            log.open("a")
        with pytest.raises(Damaged):
            log.read("a")
        assert told.value.compartment == "a"
        return told.value.seq
    finally:
        log.close()


@pytest.mark.parametrize("field", range(len(ENTRY)))
def test_l1_a_checksum_covers_everything(field: int) -> None:
    other: list[object] = list(ENTRY)
    value = other[field]
    other[field] = value + type(value)(1) if isinstance(value, int) else value + value[:1]  # type: ignore[operator, index]
    assert link(*other) != link(*ENTRY)  # type: ignore[arg-type]
    assert len(link(*ENTRY)) == 16


def test_l1_no_two_entries_give_the_same_bytes() -> None:
    assert link(b"", "a", 1, "k", b"xy", "t", "s") != link(b"", "a", 1, "k", b"y", "t", "sx")
    assert link(b"ab", "a", 1, "k", b"", "", "") != link(b"a", "ba", 1, "k", b"", "", "")
    assert seal("a", 1, b"x") != link(b"", "a", 1, "", b"x", "", "")


@pytest.mark.parametrize(
    "change",
    ["payload = x'00'", "at = 'later'", "seat = 's2'", "kind = 'event'", "checksum = x'00'"],
)
def test_l1_a_changed_entry_is_noticed(engine: Engine, change: str) -> None:
    assert damaged_at(engine, f"UPDATE entry SET {change} WHERE compartment='a' AND seq=3") == 3


def test_l1_a_missing_entry_is_noticed(engine: Engine) -> None:
    assert damaged_at(engine, "DELETE FROM entry WHERE compartment='a' AND seq=3") == 3


def test_l1_an_entry_missing_at_the_end_is_noticed(engine: Engine) -> None:
    assert damaged_at(engine, "DELETE FROM entry WHERE compartment='a' AND seq=5") == 5


def test_l1_a_log_without_any_of_its_entries_is_noticed(engine: Engine) -> None:
    assert damaged_at(engine, "DELETE FROM entry WHERE compartment='a'") == 1


def test_l1_a_gap_that_was_closed_up_is_noticed(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute("DELETE FROM entry WHERE compartment='a' AND seq=3")
        for seq in (4, 5):
            connection.execute(
                f"UPDATE entry SET seq={seq - 1} WHERE seq={seq} AND compartment='a'"
            )
    assert damaged_at(engine, "UPDATE compartment SET seq=4 WHERE name='a'") == 3


def test_l1_an_entry_of_another_compartment_is_noticed(engine: Engine) -> None:
    copied = "(SELECT {0} FROM entry WHERE compartment='b' AND seq=3)"
    values = ", ".join(f"{name} = {copied.format(name)}" for name in ("payload", "checksum"))
    assert damaged_at(engine, f"UPDATE entry SET {values} WHERE compartment='a' AND seq=3") == 3


def test_l1_an_entry_from_before_a_cut_does_not_fit(engine: Engine, tmp_path: Path) -> None:
    """The log was cut after 3 and written on; then an old page comes back."""
    with engine.begin() as connection:
        old = connection.execute("SELECT * FROM entry WHERE compartment='a' AND seq=5").fetchone()
        tip = connection.execute(
            "SELECT checksum FROM entry WHERE compartment='a' AND seq=3"
        ).fetchone()[0]
        connection.execute("DELETE FROM entry WHERE compartment='a' AND seq>3")
        connection.execute("UPDATE compartment SET seq=3, tip=:t WHERE name='a'", {"t": tip})
    log = SqlLog(engine)
    for words in (b"new 4", b"new 5"):
        log.append(Batch([Entry("a", "update", words, "2026-01-02", "s1")])).result(timeout=30)
    log.close()
    with engine.begin() as connection:
        connection.execute("DELETE FROM entry WHERE compartment='a' AND seq=5")
        connection.execute(
            "INSERT INTO entry (compartment, seq, kind, payload, checksum, at, seat)"
            " VALUES (:compartment, :seq, :kind, :payload, :checksum, :at, :seat)",
            dict(zip(EntryRow.names(), old, strict=True)),
        )
    assert damaged_at(engine, "SELECT 1") == 5


def test_l2_the_end_of_the_log_is_kept_with_the_compartment(engine: Engine) -> None:
    with engine.connect() as connection:
        found = connection.execute(
            "SELECT e.checksum, c.tip, c.seq FROM compartment c JOIN entry e"
            " ON e.compartment = c.name AND e.seq = c.seq ORDER BY c.name"
        ).fetchall()
        every = connection.execute("SELECT checksum FROM entry ORDER BY compartment, seq")
        assert all(checksum == tip for checksum, tip, _ in found)
        assert len(found) == 2
        assert all(one != two for one, two in pairwise(row[0] for row in every))
    assert damaged_at(engine, "UPDATE compartment SET tip = x'01' WHERE name='a'") == 5


def test_l1_a_snapshot_that_is_ahead_of_its_log_is_noticed(engine: Engine) -> None:
    log = SqlLog(engine)
    log.keep_snapshot("a", 5, b"snapshot")
    log.close()
    statement = "DELETE FROM entry WHERE compartment='a' AND seq > 3"
    with engine.begin() as connection:
        connection.execute(statement)
        tip = connection.execute(
            "SELECT checksum FROM entry WHERE compartment='a' AND seq=3"
        ).fetchone()[0]
        connection.execute("UPDATE compartment SET seq=3, tip=:t WHERE name='a'", {"t": tip})
    log = SqlLog(engine)
    with pytest.raises(Damaged, match="Entry 4 of a"):
        log.open("a")
    log.close()
