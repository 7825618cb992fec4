"""What the hub keeps, and what it does when that fails."""

from pathlib import Path

import pytest

from adref.drafting.content import plain
from adref.drafting.text import Paragraph
from adref.server.store.engine import open_engine
from adref.server.store.log import Conflict
from adref.server.store.memory import MemoryLog
from adref.server.store.sql import SqlLog
from adref.server.sync.meeting import Outcome
from tests.server.sync.browser import Browser
from tests.server.sync.halls import hall, run
from tests.server.sync.people import ANNA
from tests.server.sync.scenes import TEXT, submit
from tests.server.sync.typist import Typist


def test_s9_a_text_is_made_once_and_is_there_after_a_restart(tmp_path: Path) -> None:
    async def play() -> None:
        for round_ in range(3):
            log = SqlLog(open_engine(tmp_path / "adref.db"))
            async with hall(log, made=round_ == 0) as place:
                if round_:
                    with pytest.raises(Conflict):
                        await place.hub.create_text("t", TEXT, {})
                chair = Browser(place.hub, "chair")
                typist = await chair.enter("text/t")
                chair.send("text/t", typist.types("p1", f"{round_} "))
                await chair.until("text/t", "saved")
                made = await place.act(ANNA, f"c{round_}", **submit(rationale=str(round_)))
                assert isinstance(made, Outcome), made
                assert made.seq == 2 * round_ + 4  # each time: what was typed, and the proposal
                text = await place.hub.text("t")
                assert text[0].words.count(" ") == 3 + round_ + 1
                assert text[2] == TEXT[2]
                floor, record = await place.hub.floor("t"), await place.hub.record("t")
                assert floor[1]["states"] == {"agreed": "agreed"}
                assert [event["seq"] for event in record] == list(range(1, floor[0] + 1))
            log.close()

    run(play)


def test_s9_an_empty_text_can_be_made() -> None:
    async def play() -> None:
        async with hall(made=False) as place:
            await place.hub.create_text("t", (), {})
            assert await place.hub.text("t") == ()

    run(play)


def test_s9_when_the_disk_fails_nothing_is_said_to_be_saved() -> None:
    class Failing(MemoryLog):
        def _write(self, batch: object) -> tuple[int, ...]:
            if self.failing:
                raise Conflict("the disk is full")
            return super()._write(batch)  # type: ignore[arg-type]

        failing = False

    async def play() -> None:
        log = Failing()
        async with hall(log) as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            log.failing = True
            chair.send("text/t", typist.types("p1", "Lost "))
            assert await chair.closed() == 1011
            assert chair.told("text/t").count("saved") == 1
            with pytest.raises(Conflict):
                await place.act(ANNA, "c1", **submit())
            log.failing = False
            assert (await place.hub.text("t"))[0].words == TEXT[0].words
            assert (await place.hub.floor("t"))[1]["proposals"] == {}
            assert isinstance(await place.act(ANNA, "c1", **submit()), Outcome)

    run(play)


def test_s9_idle_rooms_are_closed_and_opened_again() -> None:
    async def play() -> None:
        async with hall() as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            for n in range(210):
                chair.send("text/t", typist.types("p1", f"{n} "))
            for _ in range(210):
                await chair.until("text/t", "saved")
            await place.hub.close_idle()
            place.clock.pass_(500)
            await place.hub.close_idle()
            assert place.log.open("text/t").snapshot is None
            await chair.leave()
            await place.hub.close_idle()
            place.clock.pass_(500)
            await place.hub.close_idle()
            stored = place.log.open("text/t")
            assert stored.snapshot is not None
            assert list(stored.tail) == []
            assert (await place.hub.text("t"))[0].words.startswith("209 208 ")

    run(play)


def test_s2_a_long_text_opens(tmp_path: Path) -> None:
    async def play() -> None:
        long = tuple(Paragraph(f"q{n}", "op", plain(f"Paragraph {n}. " * 20)) for n in range(1500))
        async with hall(made=False) as place:
            await place.hub.create_text("t", long, {})
            reader = Browser(place.hub, "olga")
            assert len(Typist(9, start=await reader.follow("text/t")).root) == 1500

    run(play)
