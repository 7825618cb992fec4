"""What pens type is on the record: by whom, when it has come to rest, and before every act."""

import json
import random
from typing import Any

import pytest

from adref.drafting.chain import beginning, digest_of_act, grown
from adref.drafting.rewriting import replayed
from adref.drafting.text import WorkingText
from adref.server.crdt.working import WorkingDocument
from adref.server.store.log import UPDATE, Batch
from adref.server.store.memory import MemoryLog
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall, hall, run
from tests.server.sync.neighbourhood import neighbourhood
from tests.server.sync.people import ANNA, CHAIR
from tests.server.sync.test_laws import Writer, decide

RUNS = 12


def events_of(log: MemoryLog) -> list[dict[str, Any]]:
    return [{"seq": entry.seq, **json.loads(entry.payload)} for entry in log.read("floor/t")]


def text_of(log: MemoryLog) -> WorkingText:
    updates = [entry.payload for entry in log.read("text/t") if entry.kind == UPDATE]
    return WorkingDocument(updates).text


class WatchedLog(MemoryLog):
    """Looks, at every command that is written, whether the record gives the text."""

    def __init__(self) -> None:
        super().__init__()
        self.compared = 0
        self.differing: list[int] = []  # acts after which the record gives another text

    def _write(self, batch: Batch) -> tuple[int, ...]:
        seqs = super()._write(batch)
        if batch.done:
            if replayed(events_of(self)) != text_of(self):
                self.differing.append(len(self.read("floor/t")))
            self.compared += 1
        return seqs


def edited(record: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [event for event in record if event["type"] == "text_edited"]


@pytest.mark.parametrize("seed", range(RUNS))
def test_k1_the_record_gives_the_text_at_every_act_whatever_happens_and_when_the_server_dies(
    seed: int,
) -> None:
    async def play() -> None:
        chance, log = random.Random(seed), WatchedLog()
        for life in range(3):
            async with hall(log, made=life == 0) as place:
                await live(place, chance, life)
                if chance.random() < 0.7:  # it dies: nothing of what it meant to do is done
                    place.hub._rooms.put_on_record = lambda **_: None  # type: ignore[method-assign]
        async with hall(log, made=False) as place:
            await place.hub.text("t")
            place.hub.watch()
            await place.quiet()
            record = await place.hub.record("t")
            assert replayed(record) == await place.hub.text("t") == text_of(log)
            assert {e["by"]["seat"] for e in edited(record)} <= {"chair", "secretary", "anna"}
            digests = [digest_of_act(event) for event in record]
            assert await place.hub.digests("t", 0, len(record)) == digests
            assert await place.hub.chain("t") == grown(beginning("t"), digests)
        assert log.differing == []
        assert log.compared > 3

    run(play)


async def rest(place: Hall) -> None:
    """[U11] Nobody works with it for a while, and what is not on its way to the disk is packed."""
    await place.hub.rest()  # who has worked with it is noted
    place.clock.pass_(11)
    await place.hub.rest()


async def live(place: Hall, chance: random.Random, life: int) -> None:
    writers = [Writer(place, seat, chance) for seat in ("chair", "secretary")]
    for writer in writers:
        await writer.connect()
    for number in range(60):
        place.clock.pass_(chance.random())
        what = chance.random()
        if what < 0.12:
            await decide(place, chance, 1000 * life + number)
        elif what < 0.16:
            place.hub.watch()
        elif what < 0.2:
            await rest(place)
        elif what < 0.5:
            chance.choice(writers).read()
        else:
            chance.choice(writers).act(1000 * life + number)
        if chance.random() < 0.4:
            await place.quiet()
    await place.quiet()
    for writer in writers:
        assert writer.browser
        await writer.browser.leave()


def test_k2_what_was_typed_is_written_when_it_has_come_to_rest_and_only_then() -> None:
    async def play() -> None:
        async with hall(rest=3, longest_typing=30) as place:
            chair, secretary = Browser(place.hub, "chair"), Browser(place.hub, "secretary")
            first, second = await chair.enter("text/t"), await secretary.enter("text/t")
            bea = Browser(place.hub, "bea")
            await bea.follow("floor/t")
            chair.send("text/t", first.types("p1", "Strongly "))
            secretary.send("text/t", second.types("p2", "Also "))
            await place.quiet()
            for _ in range(3):  # the secretary goes on
                place.clock.pass_(1.5)
                secretary.send("text/t", second.types("p2", "and "))
                await place.quiet()
                place.hub.watch()
            await bea.until("floor/t", "event 3 text_edited")
            (act,) = edited(await place.hub.record("t"))
            assert act["paragraphs"] == ["p1"]
            assert act["by"]["seat"] == "chair"
            assert [author["seat"] for author in act["authors"]] == ["chair"]
            assert act["edits"][0]["before"] == [{"t": "Calls for action. "}]
            assert act["edits"][0]["after"] == [{"t": "Strongly Calls for action. "}]
            place.clock.pass_(3)
            place.hub.watch()
            await bea.until("floor/t", "event 4 text_edited")
            assert edited(await place.hub.record("t"))[1]["paragraphs"] == ["p2"]

    run(play)


def test_k2_typing_that_does_not_pause_is_written_all_the_same() -> None:
    async def play() -> None:
        async with hall(rest=3, longest_typing=10) as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            for _ in range(12):
                chair.send("text/t", typist.types("p1", "on and "))
                await place.quiet()
                place.clock.pass_(1)
                place.hub.watch()
            await place.quiet()
            assert len(edited(await place.hub.record("t"))) == 1

    run(play)


def test_k2_the_room_is_told_of_it_without_the_words_that_it_has_seen() -> None:
    async def play() -> None:
        async with hall() as place:
            chair, bea = Browser(place.hub, "chair"), Browser(place.hub, "bea")
            typist = await chair.enter("text/t")
            await bea.follow("floor/t")
            chair.send("text/t", typist.types("p1", "Gravely "))
            await chair.until("text/t", "saved")
            made = await place.act(CHAIR, "c", do="point", paragraph="p1")
            frame = await bea.until("floor/t", "event 3 text_edited")
            assert b'"paragraphs":["p1"]' in frame
            assert b"Gravely" not in frame
            await bea.until("floor/t", "event 4 pointed")
            assert [event["type"] for event in made.events] == ["pointed"]
            assert made.seq == 4

    run(play)


def test_k2_a_remark_on_the_desk_and_a_refused_command_write_nothing_on_the_record() -> None:
    async def play() -> None:
        async with hall() as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            chair.send("text/t", typist.types("p1", "Gravely "))
            await chair.until("text/t", "saved")
            await place.act(ANNA, "r", do="remark", paragraph="p1", text="Why?")
            await place.act(ANNA, "m", do="mark", paragraph="p1", state="agreed")
            assert edited(await place.hub.record("t")) == []

    run(play)


def test_k2_what_is_typed_and_taken_back_leaves_no_act() -> None:
    async def play() -> None:
        async with hall() as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            chair.send("text/t", typist.types("p1", "Oops "))
            chair.send("text/t", typist.strikes("p1", 0, 5))
            await place.quiet()
            place.clock.pass_(5)
            place.hub.watch()
            await place.quiet()
            assert edited(await place.hub.record("t")) == []

    run(play)


def test_k3_after_a_crash_the_log_says_whose_words_they_were() -> None:
    async def play() -> None:
        log = MemoryLog()
        async with hall(log) as place:
            secretary = Browser(place.hub, "secretary")
            typist = await secretary.enter("text/t")
            place.clock.pass_(1)
            secretary.send("text/t", typist.types("p2", "Also "))
            await secretary.until("text/t", "saved")
            place.hub._rooms.put_on_record = lambda **_: None  # type: ignore[method-assign]
        assert edited(events_of(log)) == []
        async with hall(log, made=False) as place:
            await place.hub.text("t")
            place.hub.watch()
            await place.quiet()
            (act,) = edited(await place.hub.record("t"))
            assert act["by"]["seat"] == "secretary"
            assert replayed(events_of(log)) == text_of(log)

    run(play)


def test_k3_a_room_is_not_closed_before_its_typing_is_on_the_record() -> None:
    async def play() -> None:
        async with hall(idle=0.0) as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            chair.send("text/t", typist.types("p1", "Gravely "))
            await chair.until("text/t", "saved")
            await chair.leave()
            await place.hub.close_idle()
            await place.quiet()
            assert len(edited(events_of(place.log))) == 1  # type: ignore[arg-type]
            await place.hub.close_idle()
            assert place.hub._rooms.open.meeting_on("t") is None

    run(play)


def test_k3_what_was_typed_on_one_process_is_on_record_before_an_act_on_another(
    database: str,
) -> None:
    async def play() -> None:
        async with neighbourhood(database, 2) as place:
            here, there = place.halls
            secretary, chair = Browser(here.hub, "secretary"), Browser(there.hub, "chair")
            typist = await secretary.enter("text/t")
            await chair.enter("text/t")
            secretary.send("text/t", typist.types("p1", "Gravely "))
            await secretary.until("text/t", "saved")
            await chair.until("text/t", "update")
            await there.act(CHAIR, "c1", do="point", paragraph="p2")
            for hall_ in (here, there):
                record = await hall_.hub.record("t")
                assert [event["type"] for event in record[2:]] == ["text_edited", "pointed"]
                assert record[2]["by"]["seat"] == "secretary"
                assert replayed(record) == await hall_.hub.text("t")
                digests = [digest_of_act(event) for event in record]
                assert await hall_.hub.chain("t") == grown(beginning("t"), digests)
                hall_.hub.watch()
                await hall_.quiet()
            assert len(await here.hub.record("t")) == 4

    run(play)
