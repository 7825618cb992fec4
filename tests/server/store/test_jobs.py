"""[O14] [O15] [O21] One contract for the places where jobs are kept."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from adref.server.store.jobs import Job, Jobs, Keeping, TooMany
from adref.server.store.memory_jobs import MemoryJobs
from adref.server.store.migrating import migrate
from adref.server.store.postgres import open_postgres
from adref.server.store.sql_jobs import SqlJobs

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Open = Callable[[Keeping], Jobs]


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    if request.param == "memory":
        yield MemoryJobs
        return
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    else:
        engine = open_postgres(request.getfixturevalue("database"))
    migrate(engine)
    yield lambda keeping: SqlJobs(engine, keeping)
    engine.dispose()


def job(number: int, seat: str = "s", after: float = 0, server: str = "here") -> Job:
    at = NOW + timedelta(seconds=after or number)
    return Job(f"job{number}", seat, "t", "f.txt", at, server, at, party="kenya")


async def taken(jobs: Jobs, *numbers: int) -> None:
    for number in numbers:
        await jobs.take(job(number))


async def names(jobs: Jobs, now: datetime = NOW) -> list[str]:
    return [found.id for found in await jobs.of("s", now)]


def test_o15_what_was_kept_is_found_by_its_seat_the_latest_first(opened: Open) -> None:
    async def play() -> None:
        jobs = opened(Keeping())
        await taken(jobs, 1, 2)
        assert await jobs.of("s", NOW) == [job(2), job(1)]
        assert await jobs.of("other", NOW) == []
        await jobs.begin("job1", NOW)
        await jobs.end("job1", "", b"\x00sealed", 99)
        await jobs.end("job2", "output_failed", b"", 0)
        failed, done = await jobs.of("s", NOW)
        assert (done.state, done.code, done.size) == ("done", "", 99)
        assert (failed.state, failed.code) == ("failed", "output_failed")
        assert await jobs.file("job1") == b"\x00sealed"
        assert not await jobs.file("job2")
        assert await jobs.file("none") is None

    asyncio.run(play())


def test_o15_after_half_an_hour_it_is_forgotten_file_and_all(opened: Open) -> None:
    async def play() -> None:
        jobs = opened(Keeping())
        await taken(jobs, 1)
        await jobs.end("job1", "", b"file", 4)
        late = NOW + timedelta(minutes=31)
        assert await names(jobs, late) == []
        await jobs.forget(late)
        assert await jobs.file("job1") is None
        await jobs.end("job1", "", b"again", 5)  # whoever made it comes too late
        assert await jobs.file("job1") is None

    asyncio.run(play())


def test_o14_a_seat_has_only_so_many_on_their_way_and_so_many_in_its_list(opened: Open) -> None:
    async def play() -> None:
        jobs = opened(Keeping(of_one_seat=2))
        await taken(jobs, 1, 2)
        with pytest.raises(TooMany):
            await jobs.take(job(3))
        await jobs.take(job(4, "other"))
        await jobs.end("job1", "", b"file", 4)
        await taken(jobs, 5)
        assert await names(jobs) == ["job5", "job2"]
        assert await jobs.file("job1") is None

    asyncio.run(play())


def test_o15_of_all_files_together_only_so_much_is_kept_the_latest_always(opened: Open) -> None:
    async def play() -> None:
        jobs = opened(Keeping(megabytes=1))
        await taken(jobs, 1, 2, 3)
        half = bytes(600_000)
        await jobs.end("job1", "", half, len(half))
        await jobs.end("job2", "", half, len(half))
        assert await names(jobs) == ["job3", "job2"]
        await jobs.end("job3", "", half * 3, len(half) * 3)
        assert await names(jobs) == ["job3"]
        assert await jobs.file("job3") == half * 3

    asyncio.run(play())


def test_o19_a_job_whose_process_is_silent_has_failed(opened: Open) -> None:
    async def play() -> None:
        jobs = opened(Keeping(of_one_seat=1))
        await taken(jobs, 1)
        await jobs.begin("job1", NOW)
        await jobs.beat("here", NOW + timedelta(seconds=60))
        await jobs.beat("another", NOW + timedelta(seconds=120))
        (heard,) = await jobs.of("s", NOW + timedelta(seconds=85))
        assert heard.state == "working"
        (silent,) = await jobs.of("s", NOW + timedelta(seconds=95))
        assert (silent.state, silent.code) == ("failed", "output_lost")
        await jobs.take(job(2, after=96))  # it holds no place any more
        assert await names(jobs, NOW + timedelta(seconds=97)) == ["job2"]

    asyncio.run(play())
