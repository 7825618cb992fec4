"""[Z6] The ends of the logs at the start, the rest while people are at work: together all."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adref.server.inspection import read_on
from adref.server.store import reading_through
from adref.server.store.engine import Engine, open_engine
from adref.server.store.findings import Cut, Findings
from adref.server.store.log import Batch, Damaged, Document, Done, Entry, Grant
from adref.server.store.sql import SqlLog
from adref.server.store.verification import verify
from tests.server.store.damaging import change
from tests.server.sync.browser import Browser
from tests.server.sync.halls import hall, run

SNAPSHOTS = (0, 1, 4, 8, 9)
DAMAGE = {
    "none": "UPDATE entry SET payload = payload",
    "a word at the end": "UPDATE entry SET payload = x'00' WHERE compartment='a' AND seq=9",
    "a word in the middle": "UPDATE entry SET payload = x'00' WHERE compartment='a' AND seq=3",
    "what a snapshot ends with": "UPDATE entry SET payload = x'00' WHERE compartment='a' AND seq=4",
    "its checksum": "UPDATE entry SET checksum = x'00' WHERE compartment='a' AND seq=4",
    "one near the end": "UPDATE entry SET checksum = x'00' WHERE compartment='a' AND seq=8",
    "an entry gone": "DELETE FROM entry WHERE compartment='a' AND seq=2",
    "the first gone": "DELETE FROM entry WHERE compartment='a' AND seq=1",
    "the end gone": "DELETE FROM entry WHERE compartment='a' AND seq>6",
    "all gone": "DELETE FROM entry WHERE compartment='a'",
    "the head lags": "UPDATE compartment SET seq=5 WHERE name='a'",
    "the head is another": "UPDATE compartment SET tip=x'00' WHERE name='a'",
    "no head": "DELETE FROM compartment WHERE name='a'",
    "a grant": "UPDATE client_grant SET seat='x' WHERE compartment='a'",
    "an outcome": "UPDATE command_done SET outcome=x'00' WHERE compartment='a'",
}


def entry(number: int) -> Entry:
    return Entry("a", "update", f"words {number}".encode(), "2026-01-01", "s1")


def built(path: Path, snapshot: int, damage: str) -> Engine:
    """Two logs, one of them damaged; no writer is at work."""
    engine = open_engine(path)
    log = SqlLog(engine)
    for number in range(1, 10):
        log.append(Batch([entry(number), entry(number)._replace(compartment="b")])).result(30)
    log.append(Batch(grants=[Grant("a", 7, "s1")], done=[Done("a", "s1", "c1", b"{}")])).result(30)
    if snapshot:
        log.keep_snapshot("a", snapshot, b"snapshot")
    log.close()
    change(engine, damage)
    return engine


def rows(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return [
            tuple(row)
            for table in ("compartment", "entry")
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]


@pytest.mark.parametrize("snapshot", SNAPSHOTS)
@pytest.mark.parametrize("damage", DAMAGE)
def test_z6_nothing_is_found_late_but_what_a_snapshot_stands_for_and_nothing_is_cut_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str, snapshot: int
) -> None:
    monkeypatch.setattr(reading_through, "PIECE", 4)
    whole, parted = (built(tmp_path / name, snapshot, DAMAGE[damage]) for name in ("w", "p"))
    at_once: list[Cut] = []
    expected = verify(whole, at_once.append)
    log = SqlLog(parted)
    at_start: list[Cut] = []
    first = log.verify_ends(at_start.append)
    assert (at_start, first.mended) == (at_once, expected.mended)
    assert rows(parted) == rows(whole)
    then = log.read_through(lambda: False)
    assert then is not None
    assert not set(first.damaged) & set(then.damaged)
    assert first.damaged | then.damaged == expected.damaged
    assert rows(parted) == rows(whole)
    if "a" in expected.damaged:
        with pytest.raises(Damaged):
            log.open("a")
    assert [e.seq for e in log.open("b").tail] == list(range(1, 10))
    log.close()


def test_z6_what_follows_a_snapshot_is_all_that_is_read_before_anybody_comes_in(
    tmp_path: Path,
) -> None:
    log = SqlLog(built(tmp_path / "a", 7, DAMAGE["none"]))
    assert log.verify_ends(_never).entries == 2 + 9
    assert _all(log).entries == 9 + 9
    log.close()


def test_z6_what_is_written_meanwhile_is_read_too_and_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_through, "PIECE", 3)
    log = SqlLog(built(tmp_path / "a", 7, DAMAGE["none"]))
    written = iter(range(10, 16))

    def pause() -> bool:
        for number in (next(written, 0), next(written, 0)):
            if number:
                log.append(Batch([entry(number)])).result(30)
        return False

    findings = log.read_through(pause)
    assert findings is not None
    assert (findings.damaged, findings.entries) == ({}, 15 + 9)
    log.close()


def test_z6_a_server_that_stops_does_not_wait_for_it(tmp_path: Path) -> None:
    log = SqlLog(built(tmp_path / "a", 0, DAMAGE["none"]))
    assert log.read_through(lambda: True) is None
    log.close()


def test_z6_a_revision_that_was_told_at_the_start_is_not_told_again(tmp_path: Path) -> None:
    engine = built(tmp_path / "a", 0, DAMAGE["none"])
    log = SqlLog(engine)
    log.append(Batch(documents=[Document("a", "r1", b"issued", "another digest")])).result(30)
    assert log.verify_ends(_never).documents == [("a", "r1")]
    assert _all(log).documents == []
    log.close()
    again = SqlLog(engine)
    again.keep_snapshot("a", 9, b"snapshot")
    assert again.verify_ends(_never).documents == []
    assert _all(again).documents == [("a", "r1")]
    again.close()


def test_z6_who_is_in_a_room_that_is_found_damaged_is_told_and_others_go_on(
    tmp_path: Path,
) -> None:
    engine = open_engine(tmp_path / "adref.db")
    log = SqlLog(engine)

    async def play() -> None:
        async with hall(log) as place:
            chair, bea = Browser(place.hub, "chair"), Browser(place.hub, "bea")
            typist = await chair.enter("text/t")
            for number in range(3):
                chair.send("text/t", typist.types("p1", f"{number} "))
                await chair.until("text/t", "saved")
            await bea.enter("party/t/b")
            log.keep_snapshot("text/t", 4, b"of all")
            change(engine, "UPDATE entry SET payload=x'00' WHERE compartment='text/t' AND seq=2")
            told: list[str] = []
            await read_on(log, list, told.append, place.hub.close_damaged, later=0)
            (sentence,) = told
            assert "Entry 2 of text/t is damaged or missing" in sentence
            assert await chair.closed() == 1011
            again = Browser(place.hub, "chair")
            again.ask("text/t")
            await again.until("text/t", "trouble damaged")
            assert bea.socket.code is None

    run(play)
    log.close()


def test_z6_a_disk_that_fails_meanwhile_is_noted_and_stops_nobody(tmp_path: Path) -> None:
    class Failing(SqlLog):
        def read_through(self, pause: Callable[[], bool]) -> Findings | None:
            raise OSError("the disk")

    log = Failing(open_engine(tmp_path / "adref.db"))
    told: list[str] = []
    asyncio.run(read_on(log, list, told.append, lambda _: told.append("closed"), later=0))
    assert told == []
    log.close()


def _all(log: SqlLog) -> Findings:
    findings = log.read_through(lambda: False)
    assert findings is not None
    return findings


def _never(cut: Cut) -> None:
    raise AssertionError(cut)
