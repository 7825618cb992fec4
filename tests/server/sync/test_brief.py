"""[Y8] The sockets of our own pages, which speak briefly, beside those of others."""

from dataclasses import replace

import pytest

from tests.playbook import body_of, tell_frame
from tests.server.sync.browser import Browser
from tests.server.sync.halls import hall, run
from tests.server.sync.people import ALI
from tests.server.sync.typist import presence


def test_y8_briefly_and_in_full_the_same_is_said() -> None:
    async def play() -> None:
        async with hall() as place:
            chair = Browser(place.hub, "chair", "t")
            secretary = Browser(place.hub, "secretary")
            olga = Browser(place.hub, "olga", "t")
            typist = await chair.enter("text/t")
            await secretary.enter("text/t")
            await olga.follow("text/t")
            update = typist.types("p1", "First, ")
            chair.send("text/t", update)
            short, long = (
                await olga.until("text/t", "update"),
                await secretary.until("text/t", "update"),
            )
            assert short == long
            assert body_of(short) == update
            here = {"cursor": {"in": "p1", "anchor": 3, "head": 3}}
            client = typist.doc.client_id
            for clock in (1, 2):
                told = presence(client, clock, here)
                chair.say("text/t", 1, bytes([len(told)]) + told)
                found = tell_frame(await olga.until("text/t", "presence *"))
                where = '{"anchor": 3, "in": "p1"}'
                assert found == f"presence {client}=" + ("Chair" if clock == 1 else f"at {where}")
                frame = await secretary.until("text/t", "presence *")
                assert tell_frame(frame) == f"presence {client}=Chair"

    run(play)


def test_y8_a_keystroke_carries_two_bytes_of_name() -> None:
    async def play() -> None:
        async with hall() as place:
            chair, olga = Browser(place.hub, "chair", "t"), Browser(place.hub, "olga", "t")
            olga.socket.reads = lambda data: data
            typist = await chair.enter("text/t")
            olga.ask("text/t")
            await olga.until("t", "step2")
            update = typist.types("p1", "a")
            chair.send("text/t", update)
            frame = await olga.until("t", "update")
            assert frame == b"\x01t\x00\x02" + bytes([len(update)]) + update

    run(play)


@pytest.mark.parametrize(
    ("seat", "text", "said"),
    [
        ("anna", "t", "p/b"),
        ("anna", "t", "b"),
        ("anna", "t", "d"),
        ("chen", "t", "c/ab"),
        ("olga", "t", "p/nobody"),
        ("anna", "t", "text/t"),
        ("anna", "t", "x"),
        ("anna", "t", ""),
        ("anna", "another", "t"),
        ("anna", "another", "f"),
    ],
)
def test_s13_forbidden_and_unknown_short_names_answer_with_the_same_bytes(
    seat: str, text: str, said: str
) -> None:
    async def play() -> None:
        async with hall() as place:
            browser = Browser(place.hub, seat, text)
            browser.socket.reads = lambda data: data
            browser.text = ""  # what is said is said as it stands
            browser.say(said, 2, b"\x00\x02{}")
            frame = await browser.next(lambda frame: True)
            asked = said.encode()
            assert frame == bytes([len(asked)]) + asked + b"\x02\x01\x11permission-denied"

    run(play)


def test_s13_who_is_put_out_is_told_so_under_the_short_name() -> None:
    async def play() -> None:
        async with hall() as place:
            ali = Browser(place.hub, "ali", "t")
            await ali.enter("party/t/a")
            ali.socket.reads = lambda data: data
            place.access.people["ali"] = replace(ALI, party="b")
            place.hub.watch()
            assert tell_frame(await ali.until("p/a", "denied *")) == "denied permission-denied"

    run(play)
