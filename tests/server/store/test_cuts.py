"""[L7] Whatever a disk does to what was not fsynced: the acknowledged is there, all is whole."""

from collections.abc import Iterator
from concurrent.futures import Future, wait
from itertools import count
from pathlib import Path
from random import Random

import pytest

from adref.server.store.engine import open_engine
from adref.server.store.log import Batch, Entry
from adref.server.store.sql import SqlLog
from adref.server.store.verification import refuse_cut
from tests.server.store.disks import Disk, Recorded, engine_on

CUTS = 2_000
LIVES = 20
NAMES = ("text/t", "floor/t", "party/t/a")


def payload(chance: Random) -> bytes:
    return chance.randbytes(chance.choice([20, 40, 200, 5_000]))


def batch(chance: Random) -> Batch:
    names = chance.sample(NAMES, chance.randint(1, 3))
    return Batch([Entry(name, "update", payload(chance), "2026-01-01", "s1") for name in names])


def live(disk: Disk, path: Path, chance: Random, synchronous: str = "FULL") -> None:
    """A store at work on this disk; it tells what it acknowledges."""
    checkpoint = chance.choice([8, 30, 1000])
    log = SqlLog(engine_on(disk, path, checkpoint, synchronous))
    for _ in range(12):
        futures = [_told(disk, log, batch(chance)) for _ in range(chance.randint(1, 4))]
        wait(futures, timeout=30)
        if chance.random() < 0.2:
            name = chance.choice(NAMES)
            log.keep_snapshot(name, log.open(name).seq, payload(chance))
    log.close()


def _told(disk: Disk, log: SqlLog, batch: Batch) -> "Future[tuple[int, ...]]":
    def acknowledged(future: "Future[tuple[int, ...]]") -> None:
        for entry, seq in zip(batch.entries, future.result(), strict=True):
            disk.tell((entry.compartment, seq, entry.payload))

    future = log.append(batch)
    future.add_done_callback(acknowledged)
    return future


def places(record: int, cuts: int, chance: Random) -> Iterator[int]:
    yield from sorted(chance.randint(1, record) for _ in range(cuts - 1))
    yield record


@pytest.mark.parametrize("seed", range(LIVES))
def test_l7_a_cut_at_any_instant(tmp_path: Path, seed: int) -> None:
    chance, disk = Random(seed), Disk()
    (tmp_path / "live").mkdir()
    live(disk, tmp_path / "live" / "a.db", chance)
    written = _everything(tmp_path / "live" / "a.db")
    recorded, numbers = Recorded(disk.record), count()
    for place in places(len(disk.record), CUTS // LIVES, chance):
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        for name, content in recorded.after(place, chance).items():
            (folder / name).write_bytes(content)
        found = _everything(folder / "a.db")
        for name, seq, words in recorded.told:
            assert found[name][seq - 1] == words, f"seed {seed}, cut at {place}"
        for name, words in found.items():
            assert words == written[name][: len(words)], f"seed {seed}, cut at {place}"
    assert len(recorded.told) == sum(map(len, written.values()))


def test_l7_without_the_fsync_it_would_not_hold(tmp_path: Path) -> None:
    """The disk of these tests does forget: a store that does not wait for it loses words."""
    chance, disk = Random(0), Disk()
    (tmp_path / "live").mkdir()
    live(disk, tmp_path / "live" / "a.db", chance, synchronous="NORMAL")
    recorded, lost = Recorded(disk.record), 0
    for place in places(len(disk.record), 20, chance):
        folder = tmp_path / str(place)
        folder.mkdir(exist_ok=True)
        for name, content in recorded.after(place, chance).items():
            (folder / name).write_bytes(content)
        found = _everything(folder / "a.db")
        lost += sum(len(found[name]) < seq for name, seq, _ in recorded.told)
    assert lost > 0


def _everything(path: Path) -> dict[str, list[bytes]]:
    """The log as the next start finds it: verified, with nothing to cut and nothing damaged."""
    engine = open_engine(path)
    log = SqlLog(engine)
    try:
        for findings in (log.verify_ends(refuse_cut), log.verify(refuse_cut)):
            assert (findings.damaged, findings.mended) == ({}, [])
        for name in NAMES:
            log.open(name)
        return {name: [entry.payload for entry in log.read(name)] for name in NAMES}
    finally:
        log.close()
        engine.dispose()
