"""Who may be in which room of the hub, how often, and for how long."""

import pytest

from adref.drafting.decision import Refusal
from tests.playbook import tell_frame
from tests.server.sync.browser import Browser
from tests.server.sync.halls import hall, run
from tests.server.sync.people import CHAIR
from tests.server.sync.typist import presence


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
