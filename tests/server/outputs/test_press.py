import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from adref.drafting.content import plain
from adref.drafting.floor import State
from adref.drafting.parties import Membership
from adref.drafting.text import Paragraph
from adref.server.outputs.order import Order
from adref.server.outputs.press import Press
from adref.server.outputs.workshop import Bounds, CannotMake
from adref.server.store.jobs import Job, Jobs
from adref.server.store.memory_jobs import MemoryJobs


class Clock:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def order(words: str = "Decides so;", format: str = "txt") -> Order:
    text = (Paragraph("a", "op", plain(words), "1."),)
    return Order("T", text, State(), Membership(), format=format)


SECRET = "the cookie of this seat"


def press(jobs: Jobs | None = None, **bounds: int) -> Press:
    numbers = count()
    return Press(Clock(), lambda: f"job{next(numbers)}", jobs, Bounds(**bounds))


async def asked(made: Press, *words: str) -> list[Job]:
    jobs = [await made.ask("seat", "text", "f.txt", order(word), SECRET) for word in words]
    return [await made.wait(job, 60) for job in jobs]


def test_o14_orders_are_filled_by_another_process_and_the_loop_goes_on() -> None:
    async def run() -> bytes:
        made = press()
        ticks = 0
        task = asyncio.create_task(made.make("seat", order()))
        while not task.done():
            ticks += 1
            await asyncio.sleep(0)
        assert ticks > 100
        return await task

    assert b"1. Decides so;" in asyncio.run(run())


def test_o14_too_many_orders_are_refused_and_those_taken_are_filled() -> None:
    async def run() -> None:
        made = press(at_once=1, waiting=2)
        jobs = [await made.ask("seat", "text", "f.txt", order(), SECRET) for _ in range(3)]
        states = ["waiting"] * 3
        while states != ["waiting", "waiting", "working"]:
            await asyncio.sleep(0)
            states = [job.state for job in await made.of("seat", "text")]
        assert [await made.ahead(job) for job in await made.of("seat", "text")] == [1, 0, 0]
        with pytest.raises(CannotMake, match="busy"):
            await made.ask("other", "text", "f.txt", order(), SECRET)
        for job in jobs:
            assert (await made.wait(job, 60)).state == "done"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("bounds", "code"),
    [({"megabytes": 1}, "output_failed"), ({"seconds": 0}, "output_too_long")],
)
def test_o14_a_process_out_of_bounds_ends_and_the_next_is_filled(
    bounds: dict[str, int], code: str
) -> None:
    async def run() -> None:
        made = press(**bounds)
        with pytest.raises(CannotMake, match=code):
            await made.make("seat", order("water " * 1_000_000))
        made.workshop.bounds = Bounds()
        assert await made.make("seat", order())

    asyncio.run(run())


def test_o15_a_job_is_known_to_its_seat_and_text_only_and_for_a_while() -> None:
    async def run() -> None:
        made = press()
        await asked(made, "one", "two")
        assert [job.id for job in await made.of("seat", "text")] == ["job2", "job1"]
        assert await made.of("other", "text") == await made.of("seat", "another") == []
        assert await made.find("other", "text", "job1") is None
        assert await made.find("seat", "another", "job1") is None
        clock = made._clock
        assert isinstance(clock, Clock)
        clock.now += timedelta(hours=1)
        assert await made.find("seat", "text", "job1") is None

    asyncio.run(run())


def test_o19_what_is_kept_is_sealed_for_the_browser_of_its_seat() -> None:
    async def run() -> None:
        kept = MemoryJobs()
        made = press(kept)
        (job,) = await asked(made, "Decides so;")
        sealed = await kept.file(job.id)
        assert sealed is not None
        assert b"Decides" not in sealed
        file = await made.file(job, SECRET)
        assert file is not None
        assert b"Decides so;" in file
        assert len(file) == job.size
        assert await made.file(job, "another cookie") is None
        assert await made.file(replace(job, id="none"), SECRET) is None

    asyncio.run(run())


def test_o19_a_server_that_stops_says_so_of_what_it_has_not_made() -> None:
    async def run() -> None:
        made = press(at_once=1)
        await made.start()
        words = "water " * 200_000
        for _ in range(2):
            await made.ask("seat", "text", "f.txt", order(words, "pdf"), SECRET)
        await made.close()
        codes = [(job.state, job.code) for job in await made.of("seat", "text")]
        assert codes == [("failed", "output_lost")] * 2

    asyncio.run(run())


def test_o19_the_end_of_a_job_is_told_again_when_nobody_listened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Deaf(MemoryJobs):
        times = 2

        async def end(self, job: str, code: str, sealed: bytes, size: int) -> None:
            self.times -= 1
            if self.times >= 0:
                raise OSError("no answer")
            await super().end(job, code, sealed, size)

    async def run() -> None:
        monkeypatch.setattr("adref.server.outputs.press.BEAT", 0.0)
        (job,) = await asked(press(Deaf()), "one")
        assert job.state == "done"

    asyncio.run(run())
