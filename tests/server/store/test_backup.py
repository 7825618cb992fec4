"""[L6] A backup is whole or is not there; what is not one is refused with words."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from adref.server.store import backup
from adref.server.store.backup import Unusable, back_up, restore
from adref.server.store.engine import open_engine
from adref.server.store.log import Batch, Entry
from adref.server.store.sql import SqlLog

SECRET = bytes(range(32))


def entry(number: int, compartment: str = "a") -> Entry:
    return Entry(compartment, "update", f"words {number}".encode(), "2026-01-01", "s1")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "source" / "adref.db"
    path.parent.mkdir()
    log = SqlLog(open_engine(path))
    log.append(Batch([entry(n) for n in range(50)] + [entry(1, "b")])).result(timeout=30)
    log.close()
    return path


def take(database: Path, target: Path) -> backup.Label:
    return back_up(database, SECRET, target, "2026-01-01T00:00:00Z", "1.0")


def bring_back(target: Path, data: Path) -> backup.Label:
    return restore(target, data, "adref.db", "secret.key")


def contents(database: Path) -> list[str]:
    with sqlite3.connect(database) as connection:
        return list(connection.iterdump())


def test_l6_what_is_restored_is_what_was_there(database: Path, tmp_path: Path) -> None:
    target, data = tmp_path / "a.backup", tmp_path / "fresh" / "data"
    label = take(database, target)
    assert (label.compartments, label.entries) == (2, 51)
    assert target.stat().st_mode & 0o077 == 0
    assert bring_back(target, data) == label
    assert contents(data / "adref.db") == contents(database)
    assert (data / "secret.key").read_bytes() == SECRET
    assert (data / "secret.key").stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in data.iterdir()) == ["adref.db", "secret.key"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.backup", "fresh", "source"]


def test_l6_a_backup_under_load_is_one_instant(database: Path, tmp_path: Path) -> None:
    log, stop = SqlLog(open_engine(database)), threading.Event()
    acknowledged = [0]

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            log.append(Batch([entry(number, "x"), entry(number, "y")])).result(timeout=30)
            acknowledged[0] = number

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_ in range(5):
            before = acknowledged[0]
            take(database, tmp_path / "a.backup")
            after = acknowledged[0] + 1  # one may be written and not acknowledged yet
            bring_back(tmp_path / "a.backup", tmp_path / f"data{round_}")
            again = SqlLog(open_engine(tmp_path / f"data{round_}" / "adref.db"))
            x, y = ([e.payload for e in again.read(name)] for name in "xy")
            again.close()
            assert x == y == [f"words {n + 1}".encode() for n in range(len(x))]
            assert before <= len(x) <= after
    finally:
        stop.set()
        writer.join()
        log.close()


def spoil(at: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda content: content[:-1], "cut off: 1 bytes are missing"),
        (lambda content: content[: len(content) // 2], "cut off"),
        (lambda content: content[:40], "beginning of this backup is damaged"),
        (lambda content: content + b"\0", "checksum differs"),
        (spoil(-2000), "checksum differs"),
        (spoil(0), "not a backup"),
        (spoil(20), "beginning of this backup is damaged"),
        (lambda content: b"", "not a backup"),
        (lambda content: b"PK\x03\x04 something else", "not a backup"),
        (lambda content: content.replace(b'"format": 1', b'"format": 2'), "newer Adref"),
        (lambda content: content.replace(b'"entries": 51', b'"entries": 50'), "label describes"),
    ],
)
def test_l6_a_file_that_is_not_whole_is_refused(
    database: Path, tmp_path: Path, change: Callable[[bytes], bytes], words: str
) -> None:
    target, data = tmp_path / "a.backup", tmp_path / "data"
    take(database, target)
    target.write_bytes(change(target.read_bytes()))
    with pytest.raises(Unusable, match=words):
        bring_back(target, data)
    assert not data.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.backup", "source"]


def test_l6_only_a_fresh_folder_is_filled(database: Path, tmp_path: Path) -> None:
    target, data = tmp_path / "a.backup", tmp_path / "data"
    take(database, target)
    data.mkdir()
    bring_back(target, data)
    before = (data / "adref.db").read_bytes()
    with pytest.raises(Unusable, match="not empty"):
        bring_back(target, data)
    assert (data / "adref.db").read_bytes() == before
    with pytest.raises(Unusable, match="not empty"):
        bring_back(target, target)


def test_l6_a_damaged_installation_does_not_replace_a_good_backup(
    database: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.backup"
    take(database, target)
    good = target.read_bytes()
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE entry SET payload = x'00' WHERE compartment='a' AND seq=20")
    with pytest.raises(Unusable, match="Entry 20 of a is damaged"):
        take(database, target)
    assert target.read_bytes() == good


def test_l6_what_is_no_backup_is_not_overwritten(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("Dear delegates,")
    with pytest.raises(Unusable, match="is no backup"):
        take(database, target)
    assert target.read_text() == "Dear delegates,"
    with pytest.raises(Unusable, match="There is no folder"):
        take(database, tmp_path / "nowhere" / "a.backup")


def test_l6_a_backup_takes_the_place_of_the_one_before(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.backup"
    first = take(database, target)
    log = SqlLog(open_engine(database))
    log.append(Batch([entry(99)])).result(timeout=30)
    log.close()
    assert take(database, target).entries == first.entries + 1
    assert bring_back(target, tmp_path / "data").entries == first.entries + 1
