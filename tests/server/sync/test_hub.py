"""The hub as the doors and the sockets see it."""

import asyncio
import json
from pathlib import Path

import pytest

from adref.drafting.content import plain
from adref.drafting.decision import Refusal
from adref.drafting.text import Paragraph
from adref.server.store.engine import open_engine
from adref.server.store.log import Conflict
from adref.server.store.memory import MemoryLog
from adref.server.store.sql import SqlLog
from adref.server.sync.hub import NoSuchText
from adref.server.sync.outcome import Outcome
from tests.playbook import body_of, tell_frame
from tests.server.sync.browser import Browser
from tests.server.sync.halls import hall, run
from tests.server.sync.people import ANNA, BEA, CHAIR, OLGA
from tests.server.sync.scenes import TEXT
from tests.server.sync.typist import Typist, presence

CHANGE = {
    "kind": "change",
    "paragraph": "p1",
    "basis": "Calls for action. ",
    "span": [10, 16],
    "replacement": "urgent action",
}


def submit(**more: object) -> dict[str, object]:
    return {"do": "submit", "party": "a", "amendments": [CHANGE]} | more


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


@pytest.mark.parametrize(
    ("seat", "room"),
    [
        ("anna", "party/t/b"),
        ("anna", "bureau/t"),
        ("anna", "desk/t"),
        ("chen", "coalition/t/ab"),
        ("chair", "party/t/a"),
        ("olga", "party/t/a"),
        ("anna", "text/another"),
        ("anna", "floor/another"),
        ("anna", "party/t/nobody"),
        ("anna", "coalition/t/nobody"),
        ("anna", "party/t/a/b"),
        ("anna", "secret/t"),
        ("anna", ""),
        ("anna", "text/t\x00session"),
    ],
)
def test_s13_forbidden_and_unknown_rooms_answer_with_the_same_bytes(seat: str, room: str) -> None:
    async def play() -> None:
        async with hall() as place:
            browser = Browser(place.hub, seat)
            browser.ask(room)
            frame = await browser.next(lambda frame: True)
            assert tell_frame(frame) == "denied permission-denied"
            assert frame[1 + frame[0] :] == b"\x02\x01\x11permission-denied"
            browser.say(room, 3)
            await browser.follow("text/t")
            assert len([t for t in browser.told() if t.startswith("denied")]) == 1

    run(play)


def test_s13_who_is_revoked_gets_nothing_more() -> None:
    async def play() -> None:
        async with hall() as place:
            anna, ali = Browser(place.hub, "anna"), Browser(place.hub, "ali")
            typist = await anna.enter("party/t/a")
            await ali.enter("party/t/a")
            del place.access.people["ali"]
            anna.send("party/t/a", typist.drafts("d1", "Between us"))
            await anna.until("party/t/a", "saved")
            assert await ali.closed() == 1008
            assert all(b"Between us" not in frame for frame in ali.socket.received)

    run(play)


def test_s13_a_closed_seat_is_closed_at_once_and_a_party_that_leaves_a_coalition_is_out() -> None:
    async def play() -> None:
        async with hall() as place:
            anna, bea = Browser(place.hub, "anna"), Browser(place.hub, "bea")
            await anna.enter("coalition/t/ab")
            await bea.enter("coalition/t/ab")
            place.access.membership = type(place.access.membership)(
                parties=place.access.membership.parties, coalitions={}
            )
            place.hub.membership_changed("n")
            await bea.until("coalition/t/ab", "denied *")
            await bea.follow("text/t")
            await place.hub.close_seat("bea")
            assert await bea.closed() == 1008

    run(play)


def test_s11_a_reader_who_does_not_read_is_cut_off_and_nobody_waits_for_it() -> None:
    async def play() -> None:
        async with hall(queue=20_000) as place:
            chair, olga = Browser(place.hub, "chair"), Browser(place.hub, "olga")
            typist = await chair.enter("text/t")
            await olga.follow("text/t")
            olga.socket.readable.clear()
            for _ in range(12):
                chair.send("text/t", typist.types("p1", "x" * 4_000))
                await chair.until("text/t", "saved")
            assert await olga.closed() == 1013
            assert chair.socket.code is None

    run(play)


def test_s16_a_seat_has_so_many_windows() -> None:
    async def play() -> None:
        async with hall(sockets=2) as place:
            first, second = Browser(place.hub, "anna"), Browser(place.hub, "anna")
            await first.follow("text/t")
            await second.follow("text/t")
            third = Browser(place.hub, "anna")
            assert await third.closed() == 1008
            await first.leave()
            await Browser(place.hub, "anna").follow("text/t")

    run(play)


def test_x7_what_is_queued_when_a_seat_is_revoked_is_not_taken() -> None:
    async def play() -> None:
        async with hall() as place:
            chair, secretary = Browser(place.hub, "chair"), Browser(place.hub, "secretary")
            typist = await chair.enter("text/t")
            await secretary.enter("text/t")
            before = place.log.read("text/t")
            for n in range(50):
                chair.send("text/t", typist.types("p1", f"offline {n} "))
            del place.access.people["chair"]
            assert await chair.closed() == 1008
            assert place.log.read("text/t") == before
            assert await place.act(CHAIR, "c", do="point", paragraph="p1") == (
                Refusal("not_permitted")
            )
            back = Browser(place.hub, "chair")
            back.ask("text/t")
            assert tell_frame(await back.next(lambda frame: True)) == "denied permission-denied"

    run(play)


def test_x9_a_seat_comes_so_often() -> None:
    async def play() -> None:
        async with hall(arrivals=(3, 1)) as place:
            for _ in range(3):
                window = Browser(place.hub, "anna")
                await window.follow("text/t")
                await window.leave()
            assert await Browser(place.hub, "anna").closed() == 1013
            await Browser(place.hub, "bea").follow("text/t")
            place.clock.pass_(1.5)
            await Browser(place.hub, "anna").follow("text/t")

    run(play)


def test_x9_who_comes_in_again_and_again_is_given_no_more_client_ids() -> None:
    async def play() -> None:
        async with hall(entries=(10, 1)) as place:
            chair = Browser(place.hub, "chair")
            for _ in range(30):
                chair.ask("text/t")
            assert await chair.closed() == 1013
            assert len(place.log.open("text/t").grants) <= 10

    run(play)


def test_s11_signs_of_life() -> None:
    async def play() -> None:
        async with hall() as place:
            anna, olga = Browser(place.hub, "anna"), Browser(place.hub, "olga")
            await anna.follow("text/t")
            await olga.follow("text/t")
            place.hub.heartbeat()
            await anna.next(lambda frame: frame == b"\x09")
            place.clock.pass_(40)
            anna.socket.incoming.put_nowait({"type": "websocket.receive", "bytes": b"\x0a"})
            anna.say("text/t", 0, b"\x00\x01\x00")
            await anna.until("text/t", "step1")
            place.clock.pass_(10)
            place.hub.watch()
            assert await olga.closed() == 1001
            assert anna.socket.code is None

    run(play)


def test_s8_only_pens_are_present_in_the_text() -> None:
    async def play() -> None:
        async with hall() as place:
            chair, anna = Browser(place.hub, "chair"), Browser(place.hub, "anna")
            typist = await chair.enter("text/t")
            await anna.follow("text/t")
            client = typist.doc.client_id
            told = presence(client, 1, {"cursor": {"at": 3}})
            anna.say("text/t", 1, bytes([len(told)]) + told)
            anna.say("text/t", 3)
            chair.say("text/t", 1, bytes([len(told)]) + told)
            frame = await anna.until("text/t", "presence *")
            assert tell_frame(frame) == f"presence {client}=Chair"

    run(play)


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


def test_s12_a_text_that_is_not_there_is_told() -> None:
    async def play() -> None:
        async with hall(made=False) as place:
            for asked in (place.hub.text("t"), place.hub.floor("nowhere"), place.hub.text("../x")):
                with pytest.raises(NoSuchText):
                    await asked

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
