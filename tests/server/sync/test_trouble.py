"""[L4] [L5] When nothing can be saved, everybody is told, can read, and loses nothing."""

import asyncio
import json
import sqlite3

import pytest

from adref.server.crdt.states import varint
from adref.server.store.health import NotWriting
from adref.server.store.log import Damaged, Stored
from adref.server.store.memory import MemoryLog
from adref.server.sync.effects import COME_AGAIN
from adref.server.sync.hub import Hub
from tests.playbook import tell_frame
from tests.server.sync.browser import Browser, of
from tests.server.sync.halls import Hall, hall, run
from tests.server.sync.people import ANNA


class FullLog(MemoryLog):
    """A log that has no room, until it has."""

    def fill(self) -> None:
        problem = sqlite3.OperationalError("database or disk is full")
        problem.sqlite_errorname = "SQLITE_FULL"
        self.health.noticed(problem)


def test_l4_everybody_is_told_and_whoever_comes_later_too() -> None:
    async def play() -> None:
        log = FullLog()
        async with hall(log) as place:
            await place.hub.start()
            anna, bea = Browser(place.hub, "anna"), Browser(place.hub, "bea")
            for one in (anna, bea):
                await one.follow("floor/t")
            log.fill()
            for one in (anna, bea):
                await one.until("floor/t", "trouble full")
            late = Browser(place.hub, "chen")
            assert await late.follow("text/t")
            late.ask("floor/t")
            await late.until("floor/t", "trouble full")

    run(play)


def test_l5_what_is_typed_meanwhile_is_neither_taken_nor_refused_and_comes_afterwards() -> None:
    async def play() -> None:
        log = FullLog()
        async with hall(log) as place:
            await place.hub.start()
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            log.fill()
            before = len(chair.told())
            words = typist.types("p1", "Meanwhile. ")
            chair.send("text/t", words)
            with pytest.raises(NotWriting):
                await place.act(ANNA, "c1", do="remark", paragraph="p1", text="words")
            await place.quiet()
            assert not [said for said in chair.told()[before:] if "saved" in said]
            assert not [said for said in chair.told()[before:] if "refused" in said]
            assert "Meanwhile" not in await read(place)
            log.health.recovered()
            assert await chair.closed() == COME_AGAIN
            again = Browser(place.hub, "chair")
            again.ask("text/t", json.dumps({"client": typist.doc.client_id}))
            await again.until("text/t", "grant *")
            again.say("text/t", 0, b"\x01" + varint(len(words)) + words)
            await again.until("text/t", "saved")
            assert "Meanwhile. " in await read(place)
            assert await place.act(ANNA, "c1", do="remark", paragraph="p1", text="words")

    run(play)


async def read(place: Hall) -> str:
    return " ".join(p.words for p in await place.hub.text("t"))


def test_l4_an_append_that_fails_closes_nobody() -> None:
    async def play() -> None:
        log = FullLog()
        async with hall(log) as place:
            await place.hub.start()
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            log.held = True
            chair.send("text/t", typist.types("p1", "On its way. "))
            for _ in range(20):
                await asyncio.sleep(0)
            log.fill()
            log.release()
            await place.quiet()
            assert chair.socket.code is None
            assert [said for said in chair.told("text/t") if said == "saved"] == ["saved"]
            assert "On its way" not in "".join(
                p.words for p in (await _fresh(log, place)) if p.id == "p1"
            )

    run(play)


async def _fresh(log: MemoryLog, place: Hall) -> tuple[object, ...]:
    hub = Hub(log, place.access, place.clock, lambda: "id")
    return tuple(await hub.text("t"))


class BrokenLog(MemoryLog):
    """One compartment of it is damaged."""

    def open(self, compartment: str) -> Stored:
        if compartment == "party/t/a":
            raise Damaged(compartment, 7)
        return super().open(compartment)


def test_l3_who_asks_for_what_is_damaged_is_told_and_keeps_the_rest() -> None:
    async def play() -> None:
        async with hall(BrokenLog()) as place:
            anna, bea = Browser(place.hub, "anna"), Browser(place.hub, "bea")
            anna.ask("party/t/a")
            await anna.until("party/t/a", "trouble damaged")
            assert await anna.follow("text/t")
            # Who does not belong there learns nothing of it.
            bea.ask("party/t/a")
            bea.ask("party/t/nobody")
            await bea.follow("text/t")
            told = [
                [tell_frame(f) for f in bea.socket.received if of(f) == name]
                for name in ("party/t/a", "party/t/nobody")
            ]
            assert told[0] == told[1]
            assert told[0]

    run(play)
