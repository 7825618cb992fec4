"""[U12] The shortest way of what is typed on: it lets nothing pass that the long way would not."""

import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from adref.drafting.text import WorkingText
from adref.server.crdt.states import varint
from adref.server.crdt.working import WorkingDocument
from adref.server.store.health import Writing
from adref.server.store.log import UPDATE
from adref.server.sync.rooms import Rooms
from adref.server.sync.session import Session
from adref.server.sync.typing_on import TypingOn
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall, hall, run
from tests.server.sync.people import CHAIR
from tests.server.sync.typist import Typist

ROOM = "text/t"


class Ways:
    """How many messages came by the shortest way, and how many were left to the long one."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.short = self.long = 0
        former = TypingOn.take

        def take(way: TypingOn, message: bytes) -> bool:
            taken = former(way, message)
            self.short += taken
            self.long += not taken
            return taken

        patch.setattr(TypingOn, "take", take)


async def typing(place: Hall, who: str) -> tuple[Browser, Typist]:
    """Somebody in whose paragraph the next letters are typed on."""
    browser = Browser(place.hub, who)
    typist = await browser.enter(ROOM)
    await types(browser, typist, "one ")
    return browser, typist


async def types(browser: Browser, typist: Typist, words: str) -> None:
    browser.send(ROOM, typist.types("p1", words, len(typist.words("p1").encode())))
    await browser.until(ROOM, "saved")


async def words_of(place: Hall) -> str:
    return next(p.words for p in await place.hub.text("t") if p.id == "p1")


def test_u12_what_is_typed_on_comes_by_it_and_is_acknowledged_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ways = Ways(monkeypatch)

    async def play() -> None:
        async with hall() as place:
            browser, typist = await typing(place, "chair")
            reader = Browser(place.hub, "olga")
            read = Typist(9, start=await reader.follow(ROOM))
            before = ways.short
            for letter in "abc":
                browser.send(ROOM, typist.types("p1", letter, len(typist.words("p1"))))
            for _ in "abc":
                await browser.until(ROOM, "saved")
            assert ways.short == before + 3
            while not read.words("p1").endswith("one abc"):
                from tests.playbook import body_of

                read.doc.apply_update(body_of(await reader.until(ROOM, "update")))

    run(play)


async def _keys(place: Hall, seed: int) -> tuple[Any, ...]:
    """Three people type, in the middle and at the end, strike and format; what came of it."""
    chance = random.Random(seed)
    people = [await typing(place, who) for who in ("chair", "secretary", "chair")]
    for _ in range(120):
        browser, typist = chance.choice(people)
        paragraph = "p2" if chance.random() < 0.05 else "p1"
        size = len(typist.words(paragraph).encode())
        what = chance.random()
        if what < 0.9:
            at, letters = (size, "abcdefé中😀ي") if what < 0.8 else (5, "abc")
            update = typist.types(paragraph, chance.choice(letters), at)
        elif what < 0.97:
            update = typist.strikes(paragraph, 2, 3)
        else:
            update = typist.formats(paragraph, {"em": {}})
        browser.send(ROOM, update)
        if chance.random() < 0.2:
            await place.quiet()
    await place.quiet()
    log = [entry.payload for entry in place.log.read(ROOM) if entry.kind == UPDATE]
    assert not any("not saved" in browser.told(ROOM) for browser, _ in people)
    told = [[t for t in browser.told(ROOM) if t.endswith("saved")] for browser, _ in people]
    return await place.hub.text("t"), told, WorkingDocument(log).text


@pytest.mark.parametrize("seed", range(12))
def test_u12_what_comes_of_it_is_what_comes_of_the_long_way(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways, came = Ways(monkeypatch), list[tuple[Any, ...]]()

    async def play() -> None:
        async with hall() as place:
            came.append(await _keys(place, seed))

    run(play)
    assert ways.short > 20
    monkeypatch.setattr(Rooms, "_shorten", lambda *_: None)
    before = ways.short
    run(play)
    assert ways.short == before
    short, long = came
    assert short == long
    text: WorkingText = short[0]
    assert text == short[2], "the log says something else"


Change = Callable[[Hall, Browser, Typist], Awaitable[str]]
"""What happens meanwhile, and what is told of the next letter; nothing: the socket is closed."""


async def the_seat_is_revoked(place: Hall, browser: Browser, typist: Typist) -> str:
    del place.access.people["secretary"]
    return ""


async def the_paragraph_is_agreed(place: Hall, browser: Browser, typist: Typist) -> str:
    await place.act(CHAIR, "c1", do="mark", paragraph="p1", state="agreed")
    return "refused locked p1"


async def it_may_only_read_now(place: Hall, browser: Browser, typist: Typist) -> str:
    from dataclasses import replace

    actor = place.access.people["secretary"]
    place.access.people["secretary"] = replace(actor, role="observer")
    return "authenticated readonly"


async def another_window_took_its_id(place: Hall, browser: Browser, typist: Typist) -> str:
    other = Browser(place.hub, "secretary")
    other.say(ROOM, 2, b"\x00" + _string(f'{{"client":{typist.doc.client_id}}}'))
    state = typist.doc.get_state()
    other.say(ROOM, 0, b"\x00" + varint(len(state)) + state)
    await other.until(ROOM, "grant *")
    return "not saved"


def _string(words: str) -> bytes:
    return varint(len(words)) + words.encode()


@pytest.mark.parametrize(
    "change",
    [
        the_seat_is_revoked,
        the_paragraph_is_agreed,
        it_may_only_read_now,
        another_window_took_its_id,
    ],
)
def test_u12_when_anything_has_changed_the_long_way_answers(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = Ways(monkeypatch)

    async def play() -> None:
        async with hall() as place:
            browser, typist = await typing(place, "secretary")
            await types(browser, typist, "two ")
            assert ways.short
            answer = await change(place, browser, typist)
            before, short = await words_of(place), ways.short
            browser.send(ROOM, typist.types("p1", "three", len(typist.words("p1").encode())))
            if answer:
                await browser.until(ROOM, answer)
            else:
                assert await browser.closed() == 1008
            await place.quiet()
            assert await words_of(place) == before
            assert ways.short == short

    run(play)


def test_u12_while_nothing_is_saved_nothing_comes_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = Ways(monkeypatch)

    async def play() -> None:
        async with hall() as place:
            browser, typist = await typing(place, "secretary")
            monkeypatch.setattr(type(place.log.health), "now", Writing.STOPPED)
            before = ways.short
            browser.send(ROOM, typist.types("p1", "two", len(typist.words("p1").encode())))
            browser.say(ROOM, 0, b"\x00\x01\x00")
            await browser.until(ROOM, "step2")
            assert ways.short == before
            monkeypatch.undo()

    run(play)


def test_u12_a_room_that_was_left_takes_nothing_by_it() -> None:
    async def play() -> None:
        async with hall() as place:
            browser, typist = await typing(place, "secretary")
            await types(browser, typist, "two ")
            browser.say(ROOM, 7)  # it leaves the room; the socket stays
            before = await words_of(place)
            browser.send(ROOM, typist.types("p1", "three", len(typist.words("p1").encode())))
            await place.quiet()
            assert await words_of(place) == before

    run(play)


def test_u12_a_message_is_paid_for_once() -> None:
    session = Session(CHAIR, 0.0)
    for _ in range(1_000):
        assert session.pays(0.0, 10)
        session.give_back(10)
    taken = 0
    while session.pays(0.0, 10):
        taken += 1
    assert taken == 20_000  # as many as at once are allowed (``Limits.messages``)
    assert not session.pays(0.0, 10)


def test_u12_what_is_said_in_another_room_is_not_heard_in_this() -> None:
    async def play() -> None:
        async with hall() as place:
            browser, typist = await typing(place, "secretary")
            await types(browser, typist, "two ")
            before = await words_of(place)
            browser.send("text/u", typist.types("p1", "three", len(typist.words("p1").encode())))
            await place.quiet()
            assert await words_of(place) == before

    run(play)


def test_u12_who_sends_too_much_by_it_is_cut_off() -> None:
    async def play() -> None:
        async with hall(messages=(12, 0.0)) as place:
            browser, typist = await typing(place, "secretary")
            for _ in range(20):
                browser.send(ROOM, typist.types("p1", "x", len(typist.words("p1").encode())))
            assert await browser.closed() == 1013

    run(play)


def test_u12_a_room_that_is_begun_anew_takes_nothing_by_it() -> None:
    async def play() -> None:
        async with hall() as place:
            browser, typist = await typing(place, "secretary")
            await types(browser, typist, "two ")
            rooms = place.hub._rooms
            way = next(iter(rooms.sockets.values())).session.typing_on
            room = rooms.open.get(ROOM)
            assert way is not None
            assert room is not None
            rooms.drop(room)
            update = typist.types("p1", "three", len(typist.words("p1").encode()))
            name = b"\x06text/t"
            assert not way.take(name + b"\x00\x02" + varint(len(update)) + update)

    run(play)
