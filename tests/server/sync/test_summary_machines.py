"""[Z3], [Z4] What a floor amounts to, kept by one process while others act, and read by others."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adref.server.store import reading
from adref.server.store.asking import Database
from adref.server.store.engine import open_engine
from adref.server.store.log import Log
from adref.server.store.memory import MemoryLog
from adref.server.store.postgres import PlainEngine, open_postgres
from adref.server.store.postgres_log import PostgresLog
from adref.server.store.sql import SqlLog
from adref.server.sync.outcome import Outcome
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall, hall, run
from tests.server.sync.neighbourhood import Neighbourhood, neighbourhood
from tests.server.sync.people import CHAIR
from tests.server.sync.test_recording import edited
from tests.server.sync.test_summary import portrait

FLOOR, MEETING = "floor/t", ("text/t", "floor/t", "desk/t")


@asynccontextmanager
async def two(database: str) -> AsyncIterator[Neighbourhood]:
    """Two processes that keep nothing by themselves until they stop."""
    async with neighbourhood(database, 2, acts=1_000, recheck=3_600.0) as place:
        place.wire.cut = True
        yield place


async def acts(place: Hall, count: int) -> None:
    """Acts of all kinds that change what opening gives."""
    for number in range(count):
        seq, floor = await place.hub.floor("t")
        one = {"do": "point", "paragraph": f"p{1 + seq % 2}"}
        if number % 3 == 1:
            one = {"do": "remark", "paragraph": "p1", "text": f"Why {seq}?"}
        if number % 3 == 2:
            state = "open" if "p2" in floor["states"] else "agreed"
            one = {"do": "mark", "paragraph": "p2", "state": state}
        outcome = await place.act(CHAIR, f"{number} {place.hub._ids()}", **one)
        assert isinstance(outcome, Outcome), outcome


async def types(place: Hall, words: str) -> None:
    chair = Browser(place.hub, "chair")
    typist = await chair.enter("text/t")
    chair.send("text/t", typist.types("p1", words))
    await chair.until("text/t", "saved")
    await chair.leave()


async def keeps(place: Hall) -> int:
    """This process keeps what its floor amounts to; after how many acts."""
    await place.hub.text("t")
    open_ = place.hub._rooms.open
    room = open_.get(FLOOR)
    assert room
    await open_.snapshot(room)
    return (await kept(place.log))[0]


async def kept(log: Log) -> tuple[int, bytes | None]:
    """After how many acts what is kept was made, and it."""
    found = await asyncio.to_thread(log.open, FLOOR)
    return found.seq - len(found.tail), found.snapshot


async def in_memory(log: Log, *, whole: bool) -> MemoryLog:
    """The same log; ``whole``: without anything that is kept beside it."""
    made = MemoryLog()
    for name in MEETING:
        found = await asyncio.to_thread(log.open, name)
        here = made._at(name)
        here.epoch, here.grants = found.epoch, dict(found.grants)
        here.entries = list(await asyncio.to_thread(log.read, name))
        if not whole and found.snapshot is not None:
            here.snapshot = found.seq - len(found.tail), found.snapshot
    return made


async def opens_alike(log: Log) -> None:
    """Whoever opens it finds the same with what is kept as by living through all acts."""
    with_it, without = await in_memory(log, whole=False), await in_memory(log, whole=True)
    assert with_it.open(FLOOR).snapshot is not None
    assert await portrait(with_it) == await portrait(without)


async def seen(place: Hall) -> dict[str, Any]:
    """What a process shows of the text."""
    hub = place.hub
    seq, floor = await hub.floor("t")
    return {
        "text": await hub.text("t"),
        "floor": (seq, floor),
        "chain": await hub.chain("t"),
        "digests": await hub.digests("t", 0, seq),
        "remarks": await hub.remarks("t", CHAIR),
        "locked": sorted(hub._rooms.open.meetings()[0].text.locked),
        "record": await hub.record("t"),
    }


async def all_see_the_same(place: Neighbourhood, database: str) -> None:
    """Those who lived through it, one that opens it now, and one that reads all of it."""
    await place.quiet()
    views = [await seen(one) for one in place.halls]
    async with newcomer(database) as new:
        views.append(await seen(new))
    without = await in_memory(place.halls[0].log, whole=True)
    async with hall(without, made=False) as alone:
        views.append(await seen(alone))
    assert all(view == views[0] for view in views[1:])


@asynccontextmanager
async def newcomer(database: str) -> AsyncIterator[Hall]:
    """A process that starts now."""
    async with neighbourhood(database, 1, made=False, names="n", recheck=3_600.0) as place:
        yield place.halls[0]


def test_z3_acts_of_others_while_it_is_made_and_kept_are_lived_through(database: str) -> None:
    """One has read the floor, and writes what it amounts to when there is more already."""

    async def play() -> None:
        async with two(database) as place:
            one, other = place.halls
            await acts(one, 8)
            read, go_on = threading.Event(), threading.Event()
            keep = one.log.keep_snapshot

            def later(compartment: str, seq: int, snapshot: bytes) -> None:
                read.set()
                assert go_on.wait(30)
                keep(compartment, seq, snapshot)

            one.log.keep_snapshot = later  # type: ignore[method-assign]
            keeping = asyncio.create_task(keeps(one))
            await asyncio.to_thread(read.wait, 30)
            await types(other, "Meanwhile ")
            await acts(other, 7)
            go_on.set()
            after = await keeping
            seq, _ = await other.hub.floor("t")
            assert 0 < after < seq
            await opens_alike(other.log)
            await all_see_the_same(place, database)

    run(play)


def test_z3_of_two_that_are_kept_at_once_the_longer_stays(database: str) -> None:
    async def play() -> None:
        async with two(database) as place:
            one, other = place.halls
            await acts(one, 5)
            first = await keeps(one)
            short = await kept(one.log)
            await acts(other, 5)
            second = await keeps(other)
            assert second > first
            assert short[1] is not None
            await asyncio.to_thread(one.log.keep_snapshot, FLOOR, short[0], short[1])
            assert (await kept(one.log))[0] == second
            await opens_alike(one.log)

    run(play)


def test_z3_a_process_that_dies_after_keeping_it_leaves_what_others_open_with(
    database: str,
) -> None:
    """What it had typed is in the log and not on the record, and its text has no snapshot."""

    async def play() -> None:
        async with two(database) as place:
            one, other = place.halls
            await acts(one, 6)
            await keeps(one)
            await acts(other, 3)
            await types(one, "And died ")
            for stopped in (one, other):
                stopped.hub._rooms.put_on_record = lambda **_: None  # type: ignore[method-assign]
            found = await asyncio.to_thread(one.log.open, "text/t")
            assert found.snapshot is None
            await opens_alike(other.log)
            before = await seen(other)
        async with newcomer(database) as new:
            after = await seen(new)
            assert after == before
            new.hub.watch()
            await new.quiet()
            (act,) = edited(await new.hub.record("t"))
            assert [author["seat"] for author in act["authors"]] == ["chair"]
            await acts(new, 3)
            await keeps(new)
            await opens_alike(new.log)

    run(play)


def test_z3_who_opens_with_what_another_has_kept_goes_on_like_the_other(database: str) -> None:
    async def play() -> None:
        async with two(database) as place:
            one, other = place.halls
            await acts(one, 9)
            after = await keeps(one)
            opened = await seen(other)  # by what the first has kept
            meeting = other.hub._rooms.open.meetings()[0]
            assert opened == await seen(one)
            assert meeting.floor.since_summary == opened["floor"][0] - after
            for turn in range(3):
                await acts(place.halls[turn % 2], 2)
                await types(place.halls[turn % 2], f"Turn {turn} ")
                await place.quiet()
            await keeps(other)
            await acts(one, 2)
            await opens_alike(one.log)
            await all_see_the_same(place, database)

    run(play)


def test_z3_one_that_knows_more_than_this_process_has_read_costs_it_nothing(
    database: str,
) -> None:
    """It decides on what it knows, is too late, hears, and keeps what is longer still."""

    async def play() -> None:
        async with two(database) as place:
            one, other = place.halls
            await acts(one, 3)
            await seen(other)
            look = place.neighbours[1]._look

            async def looks_away(_whole: bool) -> None: ...

            place.neighbours[1]._look = looks_away  # type: ignore[method-assign]
            await acts(one, 4)
            after = await keeps(one)
            assert other.hub._rooms.open.meetings()[0].floor.seq < after
            await acts(other, 2)
            place.neighbours[1]._look = look  # type: ignore[method-assign]
            assert await keeps(other) > after
            await opens_alike(other.log)
            await all_see_the_same(place, database)

    run(play)


def test_z3_one_that_is_put_on_record_while_another_opens_is_no_word_less(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words and the act that puts them on record come between reading the text and the floor."""

    async def play() -> None:
        async with two(database) as place:
            one, other = place.halls
            await acts(one, 3)
            loop, early = asyncio.get_running_loop(), [FLOOR]
            read = reading.find_head

            async def meanwhile() -> None:
                await types(one, "Between ")
                one.hub._rooms.put_on_record(everything=True)
                await one.quiet()

            def reads(connection: Any, compartment: str) -> Any:
                if early == [compartment]:
                    early.clear()
                    asyncio.run_coroutine_threadsafe(meanwhile(), loop).result(30)
                return read(connection, compartment)

            monkeypatch.setattr(reading, "find_head", reads)
            await other.hub._rooms.open.open_meeting("t")
            assert not early
            other.hub._rooms.put_on_record(everything=True)
            await place.quiet()
            record = await one.hub.record("t")
            assert len(edited(record)) == 1
            await all_see_the_same(place, database)

    run(play)


# What is kept and does not fit


def of_a_later_version(place: "Kept") -> None:
    place.changed(lambda data: data.replace(b'"version":"', b'"version":"9'))


def a_bit_is_another(place: "Kept") -> None:
    place.asked("UPDATE snapshot SET payload = :it WHERE compartment = 'floor/t'", it=place.bent())


def its_number_is_another(place: "Kept") -> None:
    place.asked("UPDATE snapshot SET seq = 1000000 WHERE compartment = 'floor/t'")


class Kept:
    """What is kept of the floor in a database, to be spoilt."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database, self._log = database, log
        found = log.open(FLOOR)
        assert found.snapshot is not None
        self.seq, self.data = found.seq - len(found.tail), found.snapshot

    def changed(self, how: Callable[[bytes], bytes]) -> None:
        self._log.keep_snapshot(FLOOR, self.seq, how(self.data))
        assert self._log.open(FLOOR).snapshot == how(self.data)

    def bent(self) -> bytes:
        return bytes([*self.data[:40], self.data[40] ^ 1, *self.data[41:]])

    def asked(self, statement: str, **values: Any) -> None:
        with self._database.begin() as connection:
            connection.execute(statement, values)


SPOILT = [of_a_later_version, a_bit_is_another, its_number_is_another]


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize("where", ["sqlite", "postgres"])
def test_z4_what_does_not_fit_is_lived_through_and_kept_anew_though_nothing_more_happens(
    request: pytest.FixtureRequest, tmp_path: Path, where: str, spoil: Callable[[Kept], None]
) -> None:
    log: Log
    if where == "sqlite":
        file = open_engine(tmp_path / "adref.db")
        database: Database = file
        log = SqlLog(file)
    else:
        engine = open_postgres(request.getfixturevalue("database"))
        database = PlainEngine(engine)
        log = PostgresLog(engine)

    async def play() -> None:
        async with hall(log) as place:
            await acts(place, 9)
            before = await seen(place)
            assert await keeps(place) == before["floor"][0]
        good = await kept(log)
        spoil(Kept(database, log))
        assert await kept(log) != good
        async with hall(log, made=False) as place:
            assert await seen(place) == before
            await keeps(place)
        assert await kept(log) == good

    run(play)
    log.close()
