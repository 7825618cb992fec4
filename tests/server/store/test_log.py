"""[S9] One contract for every log."""

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from adref.server.store.engine import open_engine
from adref.server.store.log import Batch, Conflict, Damaged, Document, Done, Entry, Grant, Log
from adref.server.store.memory import MemoryLog
from adref.server.store.postgres import open_postgres
from adref.server.store.postgres_log import PostgresLog
from adref.server.store.sql import SqlLog


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    made: Log
    if request.param == "memory":
        made = MemoryLog()
    elif request.param == "sqlite":
        made = SqlLog(open_engine(tmp_path / "a.db"))
    else:
        made = PostgresLog(open_postgres(request.getfixturevalue("database")))
    yield made
    made.close()


def entry(compartment: str, payload: bytes = b"x") -> Entry:
    return Entry(compartment, "update", payload, "2026-01-01T00:00:00+00:00", "s1")


def wait(future: "Future[tuple[int, ...]]") -> tuple[int, ...]:
    return future.result(timeout=30)


def test_s9_each_compartment_counts_for_itself(log: Log) -> None:
    assert wait(log.append(Batch([entry("a"), entry("b"), entry("a")]))) == (1, 1, 2)
    assert wait(log.append(Batch([entry("b")]))) == (2,)
    assert [e.seq for e in log.read("a")] == [1, 2]
    assert [e.seq for e in log.read("b", after=1)] == [2]
    assert log.read("c") == []


def test_s9_what_is_read_is_what_was_written(log: Log) -> None:
    payload = bytes(range(256))
    wait(log.append(Batch([entry("a", payload)])))
    (found,) = log.read("a")
    assert found == (1, "update", payload, "2026-01-01T00:00:00+00:00", "s1")


def test_s9_nobody_is_there_yet(log: Log) -> None:
    opened = log.open("nowhere")
    assert (opened.epoch, opened.seq, opened.snapshot, list(opened.tail)) == (0, 0, None, [])
    assert log.outcome("nowhere", "s", "c") is None


def test_s9_an_append_on_an_old_epoch_is_a_conflict_and_writes_nothing(log: Log) -> None:
    wait(log.append(Batch([entry("a")], epochs={"a": 0}, bumps=frozenset({"a"}))))
    with pytest.raises(Conflict):
        wait(log.append(Batch([entry("b"), entry("a")], epochs={"a": 0})))
    assert len(log.read("a")) == 1
    assert log.read("b") == []
    assert wait(log.append(Batch([entry("a")], epochs={"a": 1}))) == (2,)
    assert log.open("a").epoch == 1


def test_s12_a_command_is_done_once(log: Log) -> None:
    done = Done("a", "seat", "c1", b'{"seq":1}')
    wait(log.append(Batch([entry("a")], done=[done])))
    with pytest.raises(Conflict):
        wait(log.append(Batch([entry("a")], done=[done._replace(outcome=b"other")])))
    assert len(log.read("a")) == 1
    assert log.outcome("a", "seat", "c1") == b'{"seq":1}'
    assert log.outcome("a", "another", "c1") is None


def test_s5_a_client_id_is_granted_once(log: Log) -> None:
    wait(log.append(Batch(grants=[Grant("a", 2**31 - 1, "s1")])))
    with pytest.raises(Conflict):
        wait(log.append(Batch(grants=[Grant("a", 2**31 - 1, "s2")])))
    assert log.open("a").grants == {2**31 - 1: "s1"}
    wait(log.append(Batch(grants=[Grant("b", 2**31 - 1, "s2")])))


def test_s9_a_snapshot_stands_for_what_was_before_it(log: Log) -> None:
    for number in range(5):
        wait(log.append(Batch([entry("a", bytes([number]))])))
    log.keep_snapshot("a", 3, b"first")
    log.keep_snapshot("a", 4, b"second")
    opened = log.open("a")
    assert (opened.snapshot, [e.seq for e in opened.tail], opened.seq) == (b"second", [5], 5)
    assert len(log.read("a")) == 5


def test_s9_many_writers_at_once(log: Log) -> None:
    futures: list[Future[tuple[int, ...]]] = []

    def write() -> None:
        futures.extend(log.append(Batch([entry("a"), entry("b")])) for _ in range(50))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(wait(future)[0] for future in futures) == list(range(1, 201))
    assert [e.seq for e in log.read("a")] == list(range(1, 201))


def test_s9_a_log_is_there_again_after_it_was_closed(tmp_path: Path) -> None:
    first = SqlLog(open_engine(tmp_path / "a.db"))
    waiting = [first.append(Batch([entry("a", str(n).encode())])) for n in range(20)]
    first.close()
    assert all(future.done() for future in waiting)
    again = SqlLog(open_engine(tmp_path / "a.db"))
    assert [e.payload for e in again.read("a")] == [str(n).encode() for n in range(20)]
    again.close()


def test_s9_a_damaged_entry_is_told_and_a_damaged_snapshot_is_not_used(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "a.db")
    log = SqlLog(engine)
    wait(log.append(Batch([entry("a", b"one"), entry("a", b"two")])))
    log.keep_snapshot("a", 1, b"snap")
    with engine.begin() as connection:
        connection.execute("UPDATE snapshot SET payload = x'00'")
    assert [e.seq for e in log.open("a").tail] == [1, 2]
    with engine.begin() as connection:
        connection.execute("UPDATE entry SET payload = x'00' WHERE seq = 2")
    with pytest.raises(Damaged, match="Entry 2 of a is damaged"):
        log.open("a")
    log.close()


def test_s9_one_batch_that_fails_does_not_take_the_others_along(tmp_path: Path) -> None:
    log = SqlLog(open_engine(tmp_path / "a.db"))
    wrong = Entry("a", "update", object(), "", "")  # type: ignore[arg-type]
    futures = [log.append(Batch([e])) for e in (entry("a"), wrong, entry("a"))]
    assert futures[1].exception(timeout=30) is not None
    assert [wait(futures[0]), wait(futures[2])] == [(1,), (2,)]
    log.close()


def test_s9_a_commit_is_an_fsync(tmp_path: Path) -> None:
    with open_engine(tmp_path / "a.db").connect() as connection:
        pragmas = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert pragmas == ["wal", 2, 1]


def test_r4_a_document_is_kept_with_its_batch_or_not_at_all(log: Log) -> None:
    kept = Document("floor/t", "r1", b"{}", hashlib.sha256(b"{}").hexdigest())
    wait(log.append(Batch([entry("floor/t")], documents=[kept])))
    assert log.document("floor/t", "r1") == b"{}"
    assert log.document("floor/t", "r2") is None
    assert log.document("floor/other", "r1") is None
    stale = Batch([entry("floor/t")], epochs={"floor/t": 9}, documents=[kept._replace(id="r2")])
    with pytest.raises(Conflict):
        wait(log.append(stale))
    assert log.document("floor/t", "r2") is None
    with pytest.raises(Exception):  # noqa: B017, PT011 - each log has its own
        wait(log.append(Batch([entry("floor/t")], documents=[kept._replace(payload=b"[]")])))
    assert log.document("floor/t", "r1") == b"{}"


def test_r4_a_damaged_document_is_not_given_out(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "a.db")
    log = SqlLog(engine)
    wait(log.append(Batch([entry("floor/t")], documents=[Document("floor/t", "r1", b"{}", "00")])))
    with pytest.raises(Damaged):
        log.document("floor/t", "r1")
    log.close()
