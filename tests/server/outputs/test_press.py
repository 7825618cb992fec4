import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from adref.drafting.content import plain
from adref.drafting.floor import State
from adref.drafting.parties import Membership
from adref.drafting.text import Paragraph
from adref.server.outputs.order import Order
from adref.server.outputs.press import Bounds, CannotMake, Press


class Clock:
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def order(words: str = "Decides so;", format: str = "txt") -> Order:
    text = (Paragraph("a", "op", plain(words), "1."),)
    return Order("T", text, State(), Membership(), format=format)


def press(**bounds: int) -> Press:
    numbers = count(1)
    return Press(Clock(), lambda: f"job{next(numbers)}", Bounds(**bounds))


async def ended(made: Press, *words: str) -> list[str]:
    jobs = [made.ask("seat", "text", "f.txt", order(word)) for word in words]
    for job in jobs:
        await job.ended.wait()
    return [job.state for job in jobs]


def test_o14_orders_are_filled_by_another_process_and_the_loop_goes_on() -> None:
    async def run() -> bytes:
        made = press()
        ticks = 0
        task = asyncio.create_task(made.make("seat", "text", "f.txt", order()))
        while not task.done():
            ticks += 1
            await asyncio.sleep(0)
        assert ticks > 100
        return await task

    assert b"1. Decides so;" in asyncio.run(run())


def test_o14_too_many_orders_are_refused_and_those_taken_are_filled() -> None:
    async def run() -> None:
        made = press(at_once=1, waiting=2)
        jobs = [made.ask("seat", "text", "f.txt", order()) for _ in range(3)]
        assert [made.ahead(job) for job in jobs] == [0, 0, 1]
        with pytest.raises(CannotMake, match="busy"):
            made.ask("other", "text", "f.txt", order())
        for job in jobs:
            await job.ended.wait()
            assert job.state == "done"

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
            await made.make("seat", "text", "f.txt", order("water " * 1_000_000))
        made.bounds = Bounds()
        assert await made.make("seat", "text", "f.txt", order())

    asyncio.run(run())


def test_o15_a_job_is_known_to_its_seat_and_text_only_and_for_a_while() -> None:
    async def run() -> None:
        made = press()
        await ended(made, "one", "two")
        assert [job.id for job in made.of("seat", "text")] == ["job2", "job1"]
        assert made.of("other", "text") == made.of("seat", "another") == []
        assert made.find("other", "text", "job1") is None
        assert made.find("seat", "another", "job1") is None
        clock = made._clock
        assert isinstance(clock, Clock)
        clock.now += timedelta(hours=1)
        assert made.find("seat", "text", "job1") is None

    asyncio.run(run())


def test_o15_only_so_much_is_kept() -> None:
    async def run() -> None:
        made = press(of_one_seat=2)
        await ended(made, "one", "two")
        await ended(made, "three")
        assert [job.id for job in made.of("seat", "text")] == ["job3", "job2"]

    asyncio.run(run())
