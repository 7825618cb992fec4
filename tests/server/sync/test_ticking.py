"""[S11] What came together is told together, in the turn after."""

import asyncio

from adref.server.sync.compartments import parse
from adref.server.sync.room import Room
from tests.server.sync.halls import hall, run


def test_s11_a_room_that_was_opened_again_is_told_although_the_one_before_it_still_waits() -> None:
    async def play() -> None:
        async with hall() as place:
            rooms, compartment = place.hub._rooms, parse("text/t")
            assert compartment is not None
            before = await rooms.open.open(compartment)
            rooms.drop(before)
            now = await rooms.open.open(compartment)
            assert isinstance(before, Room)
            assert isinstance(now, Room)
            assert before is not now
            told: list[float] = []
            now.tick = lambda at: told.append(at) or []  # type: ignore[method-assign, func-returns-value]
            rooms._tick_soon(before)
            rooms._tick_soon(now)
            await asyncio.sleep(0)
            assert len(told) == 1

    run(play)
