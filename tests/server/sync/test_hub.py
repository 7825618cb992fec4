"""What the hub decides, and who hears of it."""

import asyncio
import json

import pytest

from adref.drafting.decision import Refusal
from adref.server.sync.outcome import Outcome
from adref.server.sync.texts import NoSuchText
from tests.playbook import body_of, tell_frame
from tests.server.sync.browser import Browser
from tests.server.sync.halls import hall, run
from tests.server.sync.people import ANNA, BEA, CHAIR, OLGA
from tests.server.sync.scenes import submit
from tests.server.sync.typist import Typist


def test_s12_a_command_is_decided_once_however_often_it_comes() -> None:
    async def play() -> None:
        async with hall() as place:
            once, again = await asyncio.gather(
                place.act(ANNA, "c1", **submit()), place.act(ANNA, "c1", **submit())
            )
            assert isinstance(once, Outcome)
            assert once == again == await place.act(ANNA, "c1", **submit())
            _, state = await place.hub.floor("t")
            assert len(state["proposals"]) == 1
            # The same id of another person is another command.
            other = await place.act(BEA, "c1", **submit(party="b"))
            assert isinstance(other, Outcome)
            assert other != once

    run(play)


def test_s12_a_dry_command_says_what_it_would_do_and_does_nothing() -> None:
    async def play() -> None:
        async with hall() as place:
            before = await place.hub.floor("t")
            dry = await place.hub.command("t", ANNA, submit(), "c1", dry=True)
            assert isinstance(dry, Outcome)
            assert [event["type"] for event in dry.events] == ["submitted"]
            assert await place.hub.floor("t") == before
            assert isinstance(await place.act(ANNA, "c1", **submit()), Outcome)

    run(play)


def test_s12_a_refused_command_leaves_nothing() -> None:
    async def play() -> None:
        async with hall() as place:
            before = (await place.hub.floor("t"), await place.hub.record("t"))
            assert await place.act(OLGA, "c1", **submit()) == Refusal("not_permitted")
            bad = await place.act(ANNA, "c2", do="dance")
            assert isinstance(bad, Refusal)
            assert bad.code == "bad_command"
            assert (await place.hub.floor("t"), await place.hub.record("t")) == before

    run(play)


def test_s12_events_and_words_of_a_decision_come_to_everybody() -> None:
    async def play() -> None:
        async with hall() as place:
            olga, bea = Browser(place.hub, "olga"), Browser(place.hub, "bea")
            words = Typist(9, start=await olga.follow("text/t"))
            await bea.follow("floor/t")
            made = await place.act(ANNA, "c1", **submit())
            identifier = made.events[0]["proposal"]["id"]
            frame = await bea.until("floor/t", "event 3 submitted")
            assert identifier.encode() in frame
            adopted = await place.act(CHAIR, "c2", do="adopt", proposal=identifier)
            assert isinstance(adopted, Outcome), adopted
            await bea.until("floor/t", "event 4 adopted")
            words.doc.apply_update(body_of(await olga.until("text/t", "update")))
            assert words.words("p1") == "Calls for urgent action. "
            assert (await place.hub.text("t"))[0].words == "Calls for urgent action. "

    run(play)


def test_s12_a_remark_goes_to_the_desk_and_to_the_floor_only_when_it_is_shown() -> None:
    async def play() -> None:
        async with hall() as place:
            chair, bea = Browser(place.hub, "chair"), Browser(place.hub, "bea")
            await chair.follow("desk/t")
            await bea.follow("floor/t")
            made = await place.act(OLGA, "c1", do="remark", paragraph="p1", text="Mind the gap")
            await chair.until("desk/t", "event 1 remark_made")
            assert "Mind the gap" not in json.dumps(await place.hub.floor("t"))
            remark = made.events[0]["remark"]["id"]
            own = await place.hub.remarks("t", OLGA)
            assert [r["id"] for r in own["remarks"]] == [remark]
            assert (await place.hub.remarks("t", BEA))["remarks"] == []
            assert len((await place.hub.remarks("t", CHAIR))["remarks"]) == 1
            await place.act(CHAIR, "c2", do="show_remark", remark=remark)
            assert b"Mind the gap" in await bea.until("floor/t", "event * remark_shown")

    run(play)


def test_s6_what_is_marked_agreed_is_locked_from_then_on() -> None:
    async def play() -> None:
        async with hall() as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            chair.send("text/t", typist.types("p2", "Strongly "))
            await chair.until("text/t", "saved")
            await place.act(CHAIR, "c1", do="mark", paragraph="p2", state="agreed_ad_ref")
            chair.send("text/t", typist.types("p2", "Not "))
            await chair.until("text/t", "refused locked p2")

    run(play)


def test_s3_in_co_drafting_a_delegation_is_given_the_pen_and_it_is_taken_back() -> None:
    async def play() -> None:
        async with hall() as place:
            anna, bea = Browser(place.hub, "anna"), Browser(place.hub, "bea")
            start = await anna.follow("text/t")
            await bea.follow("text/t")
            await place.act(CHAIR, "c1", do="mode", codrafting=["a"])
            await anna.until("text/t", "authenticated read-write")
            grant = tell_frame(await anna.until("text/t", "grant *"))
            typist = Typist(int(grant.split()[1]), start=start)
            anna.send("text/t", typist.types("p1", "Together "))
            await anna.until("text/t", "saved")
            await place.act(CHAIR, "c2", do="mode", codrafting=[])
            await anna.until("text/t", "authenticated readonly")
            anna.send("text/t", typist.types("p1", "Alone "))
            await anna.until("text/t", "refused not_permitted")
            assert "authenticated read-write" not in bea.told()

    run(play)


def test_s12_a_text_that_is_not_there_is_told() -> None:
    async def play() -> None:
        async with hall(made=False) as place:
            for asked in (place.hub.text("t"), place.hub.floor("nowhere"), place.hub.text("../x")):
                with pytest.raises(NoSuchText):
                    await asked

    run(play)
