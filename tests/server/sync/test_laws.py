"""Laws: what holds whatever people do, in whatever order."""

import random
from typing import Any

import pytest

from adref.server.crdt.states import varint
from adref.server.crdt.working import WorkingDocument
from adref.server.store.log import UPDATE
from adref.server.store.memory import MemoryLog
from adref.server.sync import company
from adref.server.sync.outcome import Outcome
from tests.playbook import body_of, tell_frame
from tests.server.sync.browser import Browser, of
from tests.server.sync.halls import Hall, hall, run
from tests.server.sync.people import ANNA, BEA, CHAIR
from tests.server.sync.typist import Typist, presence


class Writer:
    """A person who types, loses the connection, types on and comes back."""

    def __init__(self, place: Hall, seat: str, chance: random.Random) -> None:
        self.place, self.seat, self.chance = place, seat, chance
        self.browser: Browser | None = None
        self.typist: Typist | None = None
        self.applied = 0

    async def connect(self) -> None:
        self.browser, self.applied = Browser(self.place.hub, self.seat), 0
        if self.typist is None:
            self.typist = await self.browser.enter("text/t")
            return
        state = self.typist.doc.get_state()
        token = f'{{"client":{self.typist.doc.client_id}}}'
        self.browser.say("text/t", 2, b"\x00" + varint(len(token)) + token.encode())
        self.browser.say("text/t", 0, b"\x00" + varint(len(state)) + state)
        step1 = await self.browser.until("text/t", "step1")
        lacking = self.typist.doc.get_update(body_of(step1))
        self.browser.say("text/t", 0, b"\x01" + varint(len(lacking)) + lacking)
        await self.browser.until("text/t", "saved")

    async def disconnect(self) -> None:
        assert self.browser
        self.read()
        await self.browser.leave()
        self.browser = None

    def read(self) -> None:
        assert self.browser
        assert self.typist
        for frame in self.browser.socket.received[self.applied :]:
            if of(frame) == "text/t" and tell_frame(frame) in ("update", "step2"):
                self.typist.doc.apply_update(body_of(frame))
        self.applied = len(self.browser.socket.received)
        self.typist._last = None

    def act(self, number: int) -> None:
        assert self.typist
        chance, typist = self.chance, self.typist
        here = [key for key in sorted(typist.root.keys()) if key != "agreed"]
        paragraph = chance.choice(here)
        length = len(typist.words(paragraph))
        match chance.randrange(8):
            case 0:
                update = typist.adds(f"{self.seat}{number}", "New words ")
            case 1 if len(here) > 2:
                update = typist.removes(paragraph)
            case 2:
                update = typist.sets(paragraph, "order", f"a{chance.randrange(1, 9)}V")
            case 3 if length > 4:
                update = typist.strikes(paragraph, 0, 3)
            case 4 if length:
                update = typist.formats(paragraph, {"em": {}})
            case _:
                update = typist.types(paragraph, chance.choice("abc de ") + " ")
        if self.browser:
            self.browser.send("text/t", update)


@pytest.mark.parametrize("seed", range(12))
def test_s15_everybody_reads_the_same_in_the_end_and_so_does_the_log(seed: int) -> None:
    async def play() -> None:
        chance = random.Random(seed)
        log = MemoryLog()
        async with hall(log) as place:
            writers = [Writer(place, s, chance) for s in ("chair", "secretary", "chair")]
            for writer in writers:
                await writer.connect()
            for number in range(120):
                writer = chance.choice(writers)
                what = chance.random()
                if what < 0.06 and writer.browser:
                    await writer.disconnect()
                elif what < 0.14 and not writer.browser:
                    await writer.connect()
                elif what < 0.4 and writer.browser:
                    writer.read()
                elif what < 0.44:
                    await decide(place, chance, number)
                else:
                    writer.act(number)
                if chance.random() < 0.3:
                    await place.quiet()
            for writer in writers:
                if not writer.browser:
                    await writer.connect()
            await place.quiet()
            for writer in writers:
                writer.read()
                assert writer.browser
                assert "not saved" not in writer.browser.told()
            stored = [e.payload for e in log.read("text/t") if e.kind == UPDATE]
            replayed = WorkingDocument(stored).text
            assert await place.hub.text("t") == replayed
            assert next(p.words for p in replayed if p.id == "agreed") == "Thanks the host. "
            for writer in writers:
                assert writer.typist
                own = WorkingDocument([writer.typist.doc.get_update()])
                assert own.text == replayed

    run(play)


async def decide(place: Hall, chance: random.Random, number: int) -> None:
    """Somebody proposes to change a paragraph and the chair adopts it."""
    paragraph = chance.choice([p for p in await place.hub.text("t") if p.id != "agreed"])
    amendment = {
        "kind": "change",
        "paragraph": paragraph.id,
        "basis": paragraph.words,
        "span": [0, len(paragraph.words)],
        "replacement": f"Decided {number} ",
    }
    made = await place.act(ANNA, f"s{number}", do="submit", party="a", amendments=[amendment])
    if isinstance(made, Outcome):
        identifier = made.events[0]["proposal"]["id"]
        await place.act(CHAIR, f"a{number}", do="adopt", proposal=identifier)


async def the_public_script(place: Hall, step: Any) -> None:
    """What everybody sees; ``step`` lets something private happen in between."""
    amendment = {
        "kind": "change",
        "paragraph": "p1",
        "basis": "Calls for action. ",
        "span": [10, 16],
        "replacement": "delay",
    }
    chair = Browser(place.hub, "chair")
    typist = await chair.enter("text/t")
    await step(1)
    chair.send("text/t", typist.types("p2", "Publicly "))
    await chair.until("text/t", "saved")
    await step(2)
    made = await place.act(BEA, "b1", do="submit", party="b", amendments=[amendment])
    assert isinstance(made, Outcome)
    await step(3)
    place.clock.pass_(1)
    told = presence(typist.doc.client_id, 1, {"cursor": {"at": 4}})
    chair.say("text/t", 1, varint(len(told)) + told)
    await place.quiet()
    chair.send("text/t", typist.types("p1", "Openly "))
    await chair.until("text/t", "saved")
    place.hub.heartbeat()
    await step(4)


@pytest.mark.parametrize("seed", range(6))
def test_s14_what_a_party_does_in_private_changes_no_byte_that_others_receive(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[Any] = []
    # Who comes in a crowd is announced together, by a clock: one run may be slower than another.
    monkeypatch.setattr(company, "PAUSE", 3_600.0)

    async def play(private: random.Random | None) -> None:
        async with hall() as place:
            bea, olga = Browser(place.hub, "bea"), Browser(place.hub, "olga")
            for browser in (bea, olga):
                await browser.follow("text/t")
                await browser.follow("floor/t")
            bea.ask("party/t/a")
            await bea.enter("party/t/b")
            await place.quiet()
            anna, ali = Browser(place.hub, "anna"), Browser(place.hub, "ali")
            drafts: list[Typist] = []

            async def step(number: int) -> None:
                await place.quiet()
                if private is not None:
                    if not drafts:
                        drafts.append(await anna.enter("party/t/a"))
                        drafts.append(await ali.enter("party/t/a"))
                    await in_private(number, private, anna, drafts[0])
                await place.quiet()

            await the_public_script(place, step)
            await place.quiet()
            everything = bea.socket.received + olga.socket.received
            assert b"PRIVATE" not in b"".join(everything)
            answers = [
                await place.hub.text("t"),
                await place.hub.floor("t"),
                await place.hub.record("t"),
                await place.hub.remarks("t", BEA),
            ]
            received.append((bea.socket.received, olga.socket.received, answers))

    run(lambda: play(None))
    run(lambda: play(random.Random(seed)))
    run(lambda: play(random.Random(seed + 100)))
    without, one, another = received
    assert without == one
    assert one == another


async def in_private(number: int, private: random.Random, anna: Browser, typist: Typist) -> None:
    """Drafts, presence, refused attempts and doors that do not open."""
    for n in range(private.randrange(1, 6)):
        words = f"PRIVATE {private.random()} "
        anna.send("party/t/a", typist.drafts(f"d{number}-{n}", words))
        await anna.until("party/t/a", "saved")
        told = presence(typist.doc.client_id, number * 10 + n, {"cursor": {"at": n}})
        anna.say("party/t/a", 1, varint(len(told)) + told)
    if private.random() < 0.5:
        anna.ask("party/t/b")
        await anna.until("party/t/b", "denied *")
        stranger = Typist(typist.doc.client_id, root="drafts")
        anna.send("party/t/b", stranger.drafts(f"x{number}", "PRIVATE"))


def test_s14_the_ids_of_one_compartment_do_not_count_those_of_another() -> None:
    async def play() -> None:
        async with hall() as place:
            for n in range(5):
                anna = Browser(place.hub, "anna")
                typist = await anna.enter("party/t/a")
                anna.send("party/t/a", typist.drafts(f"d{n}", "PRIVATE"))
                await anna.until("party/t/a", "saved")
            assert [e.seq for e in place.log.read("party/t/a")] == [1, 2, 3, 4, 5]
            assert place.log.read("party/t/b") == []
            made = await place.act(CHAIR, "c", do="point", paragraph="p1")
            assert isinstance(made, Outcome)
            assert made.seq == 3

    run(play)
