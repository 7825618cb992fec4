"""[B28] Large decisions are worked out beside the loop, and taken over only if they still hold."""

import asyncio
import threading
from typing import Any

import pytest

from adref.drafting.bringing import BringIn, File
from adref.drafting.content import plain
from adref.drafting.decision import Refusal
from adref.drafting.edits import ContentEdit, apply_edits
from adref.drafting.submitted import Amendment
from adref.drafting.text import Paragraph
from adref.drafting.tracked import Brought
from adref.server.store.log import Conflict
from adref.server.sync.apart import LONG, TRIES
from adref.server.sync.outcome import Outcome
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall, hall, run
from tests.server.sync.people import BEA, CHAIR
from tests.server.sync.scenes import CHANGE

LENGTH = LONG // 2 + 20
FIRST = Paragraph("p1", "op", plain("Calls for action. "), "1.")
TEXT = (FIRST, *(Paragraph(f"q{n}", "op", plain(f"Says {n}. "), f"{n}.") for n in range(LENGTH)))
EDITS = tuple(
    ContentEdit(p.id, p.content, plain(p.words.replace("Says", "Said"))) for p in TEXT[1:]
)
PROPOSALS = tuple(
    Brought("a", "Ana", Amendment("change", p.id, basis=plain(p.words.replace("Says", "Said")),
                                  span=(0, 4), replacement=plain("Told")))
    for p in TEXT[1:]
)  # fmt: skip
FILE = BringIn(
    File("x.docx", "0" * 64, "docx"), TEXT, EDITS, {p.id: p.id for p in TEXT}, (), PROPOSALS
)
AFTER = apply_edits(TEXT, EDITS)
ANSWER = {"do": "submit", "party": "b", "amendments": [CHANGE]}


IDS = len(PROPOSALS) + 1
"""So many ids are asked for each time that the file is worked out."""


class Held:
    """Ids that are given in the loop's thread at once; elsewhere the first waits to be let go."""

    def __init__(self, place: Hall, rounds: int = 1) -> None:
        self._ids, self._loop = place.hub._ids, threading.get_ident()
        place.hub._ids = self
        self._asked, self._go = threading.Semaphore(0), threading.Semaphore(0)
        self._rounds = rounds
        self.elsewhere = 0

    def __call__(self) -> str:
        if threading.get_ident() != self._loop:
            at, self.elsewhere = self.elsewhere, self.elsewhere + 1
            if at % IDS == 0 and at < self._rounds * IDS:
                self._asked.release()
                assert self._go.acquire(timeout=30)
        return self._ids()

    async def begun(self) -> None:
        assert await asyncio.to_thread(self._asked.acquire, timeout=30)

    def goes_on(self) -> None:
        self._go.release()


async def bring(place: Hall) -> Any:
    return await place.hub.command("t", CHAIR, FILE, "file")


async def same_from_the_disk(place: Hall) -> None:
    """What was taken over is what the log gives."""
    text, floor = await place.hub.text("t"), await place.hub.floor("t")
    record = await place.hub.record("t")
    assert [event["seq"] for event in record] == list(range(1, floor[0] + 1))
    async with hall(place.log, made=False) as again:
        assert await again.hub.text("t") == text
        assert await again.hub.floor("t") == floor
        assert await again.hub.chain("t") == await place.hub.chain("t")


def test_b28_the_loop_goes_on_and_the_decision_is_taken_over() -> None:
    async def play() -> None:
        async with hall(made=False) as place:
            await place.hub.create_text("t", TEXT, {})
            held = Held(place)
            bringing = asyncio.create_task(bring(place))
            await held.begun()
            assert await place.hub.text("t") == TEXT  # it answers, and nothing has been done
            held.goes_on()
            outcome = await bringing
            assert isinstance(outcome, Outcome), outcome
            assert held.elsewhere == IDS
            assert await place.hub.text("t") == AFTER
            await same_from_the_disk(place)
            browser = Browser(place.hub, "chair")
            typist = await browser.enter("text/t")
            assert [typist.words(p.id) for p in AFTER] == [p.words for p in AFTER]

    run(play)


@pytest.mark.parametrize("times", [1, TRIES])
def test_b28_what_is_decided_meanwhile_stands_and_it_is_worked_out_anew(times: int) -> None:
    """However often: in the end it is done on the loop."""

    async def play() -> None:
        async with hall(made=False) as place:
            await place.hub.create_text("t", TEXT, {})
            held = Held(place, times)
            bringing = asyncio.create_task(bring(place))
            for number in range(times):
                await held.begun()
                made = await place.act(BEA, f"b{number}", **ANSWER)
                assert isinstance(made, Outcome), made
                held.goes_on()
            outcome = await bringing
            assert isinstance(outcome, Outcome), outcome
            _, floor = await place.hub.floor("t")
            numbers = [p["number"] for p in floor["proposals"].values()]
            assert sorted(numbers) == list(range(1, times + len(PROPOSALS) + 1))
            assert [p["party"] for p in floor["proposals"].values()][:times] == ["b"] * times
            await same_from_the_disk(place)

    run(play)


def test_b28_what_is_typed_meanwhile_is_not_written_over() -> None:
    async def play() -> None:
        async with hall(made=False) as place:
            await place.hub.create_text("t", TEXT, {})
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            held = Held(place)
            bringing = asyncio.create_task(bring(place))
            await held.begun()
            chair.send("text/t", typist.types("q3", "Now "))
            await chair.until("text/t", "saved")
            held.goes_on()
            outcome = await bringing
            assert outcome == Refusal("moved_on", {"paragraph": "q3"})
            text = await place.hub.text("t")
            assert [p.words for p in text if "Now" in p.words or "Said" in p.words] == [
                next(p.words for p in text if p.id == "q3")
            ]
            assert (await place.hub.floor("t"))[1]["proposals"] == {}

    run(play)


def test_b28_who_no_longer_takes_part_does_nothing() -> None:
    async def play() -> None:
        async with hall(made=False) as place:
            await place.hub.create_text("t", TEXT, {})
            held = Held(place)
            bringing = asyncio.create_task(bring(place))
            await held.begun()
            del place.access.people["chair"]
            held.goes_on()
            assert await bringing == Refusal("not_permitted")
            assert await place.hub.text("t") == TEXT

    run(play)


def test_b28_a_long_text_is_made_once() -> None:
    """[S9] Two that come at one moment: one makes it."""

    async def play() -> None:
        async with hall(made=False) as place:
            long = tuple(Paragraph(f"l{n}", "op", plain(f"{n}. ")) for n in range(LONG))
            answers = await asyncio.gather(
                *(place.hub.create_text("t", long, {}) for _ in range(2)), return_exceptions=True
            )
            assert sorted(type(answer) for answer in answers if answer) == [Conflict]
            assert await place.hub.text("t") == long
            assert len(await place.hub.record("t")) == 1

    run(play)
