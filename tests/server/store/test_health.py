"""[L4] [L5] On a disk that fails nothing is said to be saved; a full one is waited for."""

import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from adref.server.store import sql as store
from adref.server.store.directory import Directory
from adref.server.store.directory_tables import NegotiationRow
from adref.server.store.disk import has_room
from adref.server.store.engine import open_engine
from adref.server.store.health import NotWriting, Writing
from adref.server.store.log import Batch, Damaged, Document, Done, Entry, Grant
from adref.server.store.sql import SqlLog
from adref.server.store.verification import refuse_cut
from tests.server.store.disks import Disk, Sync, Write, engine_on


def batch(words: str, name: str = "a") -> Batch:
    return Batch([Entry(name, "update", words.encode(), "2026-01-01", "s1")])


class Store:
    """A log on a disk that can be turned."""

    def __init__(self, path: Path) -> None:
        self.path, self.disk, self.room = path, Disk(), True
        self.engine = engine_on(self.disk, path)
        self.directory = Directory(self.engine)
        self.log = SqlLog(self.engine, lambda: self.room)
        self.told: list[Writing] = []
        self.changed = threading.Event()
        self.log.health.watch(self._tell)

    def _tell(self, state: Writing) -> None:
        self.told.append(state)
        self.changed.set()

    def put(self, words: str) -> tuple[int, ...]:
        return self.log.append(batch(words)).result(timeout=30)

    def fails(self, words: str) -> Writing:
        with pytest.raises(NotWriting) as told:
            self.put(words)
        return told.value.why

    def found(self) -> list[bytes]:
        again = SqlLog(open_engine(self.path))
        assert again.verify(refuse_cut).damaged == {}
        words = [entry.payload for entry in again.read("a")]
        again.close()
        return words


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(store, "_ASK", 0.01)
    made = Store(tmp_path / "a.db")
    yield made
    made.disk.full = made.disk.broken = False
    made.log.close()
    made.engine.dispose()


def negotiation() -> NegotiationRow:
    return NegotiationRow(id="n", title="N", profile="un", created_at="2026-01-01")


def test_l4_after_a_failed_fsync_nothing_is_acknowledged(place: Store) -> None:
    place.put("one")
    place.disk.broken = True
    assert place.fails("two") is Writing.STOPPED
    # The next fsync would succeed; it is not asked, and not believed.
    writes = len(place.disk.record)
    assert [place.fails(words) for words in ("three", "four")] == [Writing.STOPPED] * 2
    with pytest.raises(NotWriting):
        place.directory.add(negotiation())
    with pytest.raises(NotWriting):
        place.log.keep_snapshot("a", 1, b"snapshot")
    assert not [one for one in place.disk.record[writes:] if isinstance(one, Sync)]
    assert place.told == [Writing.STOPPED]
    assert "disk" in place.log.health.reason
    # What was there before can still be read, and a new start goes on from it.
    assert [entry.payload for entry in place.log.open("a").tail] == [b"one"]
    place.log.health.recovered()
    assert place.log.health.now is Writing.STOPPED
    assert place.found()[0] == b"one"


def test_l4_whoever_waited_in_the_same_commit_is_told_too(place: Store) -> None:
    place.disk.broken = True
    futures = [place.log.append(batch(str(n))) for n in range(50)]
    problems = [future.exception(timeout=30) for future in futures]
    assert all(isinstance(problem, NotWriting) for problem in problems)


def test_l4_the_directory_notices_a_failing_disk_for_all(place: Store) -> None:
    place.disk.broken = True
    with pytest.raises(Exception, match="the disk says no"):
        place.directory.add(negotiation())
    assert place.told == [Writing.STOPPED]
    assert place.fails("words") is Writing.STOPPED


@pytest.mark.parametrize("trouble", ["broken", "full"])
@pytest.mark.parametrize(
    "beside",
    [
        Batch(grants=[Grant("a", 71, "s1")]),
        Batch(done=[Done("a", "s1", "c1", b"{}")]),
        Batch(documents=[Document("a", "r1", b"issued", sha256(b"issued").hexdigest())]),
        Batch([Entry("a", "event", b"{}", "2026", "s1")], done=[Done("a", "s1", "c1", b"{}")]),
    ],
)
def test_l4_what_is_kept_beside_a_log_is_there_or_is_not(
    place: Store, trouble: str, beside: Batch
) -> None:
    """A grant, an outcome, a revision: none is given out, and none is half there."""
    place.put("one")
    place.room = trouble != "full"
    setattr(place.disk, trouble, True)
    with pytest.raises(NotWriting):
        place.log.append(beside).result(timeout=30)
    # What is on the disk by its own account, or by the luck of a write that came through, is whole.
    again = SqlLog(open_engine(place.path))
    found = again.verify(refuse_cut)
    assert (found.damaged, found.documents) == ({}, [])
    done = again.outcome("a", "s1", "c1") is not None
    event = len(again.open("a").tail) > 1
    if beside.entries:
        assert done == event
    kept = [again.open("a").grants, done, again.document("a", "r1"), event]
    assert trouble == "broken" or not any(kept)
    again.close()


def test_l5_a_full_disk_is_waited_for_and_the_log_verified(place: Store) -> None:
    place.put("one")
    place.room, place.disk.full = False, True
    assert place.fails("two") is Writing.FULL
    assert place.fails("three") is Writing.FULL
    assert [entry.payload for entry in place.log.open("a").tail] == [b"one"]
    place.changed.clear()
    place.room, place.disk.full = True, False
    assert place.changed.wait(30)
    assert place.told == [Writing.FULL, Writing.YES]
    assert place.put("four") == (2,)
    assert place.found() == [b"one", b"four"]


def test_l5_room_that_is_none_is_noticed_again(place: Store) -> None:
    place.disk.full = True
    assert place.fails("one") is Writing.FULL
    assert place.changed.wait(30)
    while place.told.count(Writing.FULL) < 2:
        assert place.log.append(batch("two")).exception(timeout=30)
    assert not any(isinstance(one, Write) and b"two" in one.data for one in place.disk.record)


def test_l5_nothing_goes_on_upon_a_log_that_is_damaged(place: Store) -> None:
    place.put("one")
    place.put("two")
    place.room, place.disk.full = False, True
    assert place.fails("three") is Writing.FULL
    asked = threading.Event()
    with place.engine.connect() as connection:
        place.disk.full = False
        connection.execute("UPDATE entry SET payload = x'00' WHERE seq = 1")
    verify = place.log.verify

    def verified(keep: object) -> object:
        try:
            return verify(refuse_cut)
        finally:
            asked.set()

    place.log.verify = verified  # type: ignore[method-assign, assignment]
    place.room = True
    assert asked.wait(30)
    assert place.fails("four") is Writing.FULL
    with pytest.raises(Damaged):
        place.log.open("a")


def test_l5_room_is_tried_before_it_is_believed(tmp_path: Path) -> None:
    assert has_room(tmp_path)
    assert list(tmp_path.iterdir()) == []
