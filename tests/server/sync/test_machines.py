"""[M] Several processes serve one text: whatever happens where, everybody reads the same."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adref.drafting.decision import Refusal
from adref.server.crdt.working import WorkingDocument
from adref.server.store.log import UPDATE
from adref.server.sync.outcome import Outcome
from tests.playbook import body_of
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall, run
from tests.server.sync.neighbourhood import Neighbourhood, neighbourhood
from tests.server.sync.people import CHAIR
from tests.server.sync.test_laws import Writer, decide
from tests.server.sync.typist import Typist

SEEDS = 6


@asynccontextmanager
async def chair_here_pen_there(database: str) -> AsyncIterator[tuple[Hall, Hall, Browser, Typist]]:
    """Two processes that do not hear each other at once; the secretary types on the second."""
    async with neighbourhood(database, 2) as place:
        place.wire.cut = True
        one, two = place.halls
        secretary = Browser(two.hub, "secretary")
        yield one, two, secretary, await secretary.enter("text/t")


def test_m1_what_is_typed_here_is_read_there_in_the_same_order(database: str) -> None:
    async def play() -> None:
        async with neighbourhood(database, 2) as place:
            chair = Browser(place.halls[0].hub, "chair")
            secretary = Browser(place.halls[1].hub, "secretary")
            olga = Browser(place.halls[1].hub, "olga")
            here = await chair.enter("text/t")
            there = await secretary.enter("text/t")
            await olga.follow("text/t")
            for words in ("One ", "Two ", "Three "):
                chair.send("text/t", here.types("p1", words))
                await chair.until("text/t", "saved")
                there.doc.apply_update(body_of(await secretary.until("text/t", "update")))
                assert there.words("p1").startswith(words)
                secretary.send("text/t", there.types("p2", words))
                await secretary.until("text/t", "saved")
                here.doc.apply_update(body_of(await chair.until("text/t", "update")))
            assert here.words("p2") == there.words("p2")
            await olga.until("text/t", "update")

    run(play)


def test_m2_a_lock_set_elsewhere_refuses_what_was_typed_before_it_was_heard(
    database: str,
) -> None:
    """The chair locks on one process while the secretary types on another."""

    async def play() -> None:
        async with chair_here_pen_there(database) as (one, two, secretary, typist):
            locked = await one.act(CHAIR, "c1", do="mark", paragraph="p1", state="agreed")
            assert isinstance(locked, Outcome)
            secretary.send("text/t", typist.types("p1", "Too late "))
            await secretary.until("text/t", "refused locked*")
            assert "Too late" not in str(await two.hub.text("t"))

    run(play)


def test_m3_what_was_typed_elsewhere_than_the_lock_is_judged_again_and_saved(
    database: str,
) -> None:
    async def play() -> None:
        async with chair_here_pen_there(database) as (one, _, secretary, typist):
            for number in range(5):
                state = "agreed" if number % 2 == 0 else "open"
                await one.act(CHAIR, f"c{number}", do="mark", paragraph="p1", state=state)
                for word in ("and ", "so ", "on "):
                    secretary.send("text/t", typist.types("p2", word))
                for _ in range(3):
                    await secretary.until("text/t", "saved")
            assert "refused" not in " ".join(secretary.told())
            words = {p.id: p.words for p in await one.hub.text("t")}
            assert words["p2"] == typist.words("p2")

    run(play)


def test_m4_decisions_on_two_processes_at_once_are_one_after_another(database: str) -> None:
    async def play() -> None:
        async with neighbourhood(database, 3) as place:
            place.wire.cut = True
            done = await asyncio.gather(
                *(
                    hall.act(
                        CHAIR, f"c{number}", do="remark", paragraph="p1", text=f"{number} {turn}"
                    )
                    for turn in range(4)
                    for number, hall in enumerate(place.halls, 10 * turn)
                )
            )
            assert all(isinstance(one, Outcome) for one in done), done
            await place.quiet()
            records = [await hall.hub.remarks("t", CHAIR) for hall in place.halls]
            assert records[0] == records[1] == records[2]
            assert len(records[0]["remarks"]) == 12

    run(play)


def test_m5_the_same_command_on_two_processes_is_carried_out_once(database: str) -> None:
    async def play() -> None:
        async with neighbourhood(database, 3) as place:
            place.wire.cut = True
            done = await asyncio.gather(
                *(
                    hall.act(CHAIR, "same", do="mark", paragraph="p2", state="agreed")
                    for hall in place.halls
                )
            )
            assert all(not isinstance(one, Refusal) for one in done)
            assert len({one.seq for one in done}) == 1
            assert len(await place.halls[0].hub.record("t")) == 3  # it began, and one came agreed

    run(play)


def test_m5_a_command_done_elsewhere_while_one_looked_is_not_refused(database: str) -> None:
    """It was not done when that was asked, and when it was decided it was."""

    async def play() -> None:
        async with neighbourhood(database, 2) as place:
            place.wire.cut = True
            one, two = place.halls
            first = await one.act(CHAIR, "same", do="mark", paragraph="p2", state="agreed")
            asked = two.log.outcome
            early = [None]  # the answer to a question that came before the other had done it

            def outcome(*key: str) -> bytes | None:
                return early.pop() if early else asked(*key)

            two.log.outcome = outcome  # type: ignore[method-assign]
            again = await two.act(CHAIR, "same", do="mark", paragraph="p2", state="agreed")
            assert isinstance(again, Outcome), again
            assert again.seq == first.seq

    run(play)


def test_m6_a_client_id_granted_here_is_known_there(database: str) -> None:
    """A browser whose process died goes on at another with what it had not sent."""

    async def play() -> None:
        async with neighbourhood(database, 2) as place:
            two = Browser(place.halls[1].hub, "secretary")
            await two.enter("text/t")  # the room there is open already
            writer = Writer(place.halls[0], "chair", random.Random(1))
            await writer.connect()
            await writer.disconnect()
            assert writer.typist
            writer.typist.types("p1", "Offline ")
            writer.place = place.halls[1]
            await writer.connect()
            assert writer.browser
            assert not any(told.startswith("refused") for told in writer.browser.told())
            await place.quiet()
            words = {p.id: p.words for p in await place.halls[0].hub.text("t")}
            assert words["p1"].startswith("Offline ")

    run(play)


def test_m18_what_was_typed_is_put_on_record_once_and_bears_on_nothing(database: str) -> None:
    async def play() -> None:
        async with neighbourhood(database, 2, recheck=3_600.0) as place:
            one, two = place.halls
            chair, secretary = Browser(one.hub, "chair"), Browser(two.hub, "secretary")
            here, there = await chair.enter("text/t"), await secretary.enter("text/t")
            chair.send("text/t", here.types("p1", "Mine "))
            await chair.until("text/t", "saved")
            await place.quiet()
            before = {name: one.log.open(name).epoch for name in ("text/t", "floor/t")}
            for hall in place.halls:
                hall.clock.pass_(4.0)  # it has come to rest
            two.hub.watch()
            await place.quiet()
            assert one.log.open("floor/t").epoch == before["floor/t"]
            one.hub.watch()
            await place.quiet()
            two.hub.watch()
            await place.quiet()
            after = {name: one.log.open(name).epoch for name in before}
            assert after == {"text/t": before["text/t"], "floor/t": before["floor/t"] + 1}
            (edited,) = [e for e in await two.hub.record("t") if e["type"] == "text_edited"]
            assert [author["seat"] for author in edited["authors"]] == ["chair"]
            # The process at which this was typed does not get to it.
            secretary.send("text/t", there.types("p2", "Theirs "))
            await secretary.until("text/t", "saved")
            await place.quiet()
            one.clock.pass_(7.0)
            one.hub.watch()
            await place.quiet()
            record = [e for e in await one.hub.record("t") if e["type"] == "text_edited"]
            assert [e["by"]["seat"] for e in record] == ["chair", "secretary"]

    run(play)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_m7_whatever_happens_where_everybody_reads_the_same_in_the_end(
    database: str, seed: int
) -> None:
    async def play() -> None:
        chance = random.Random(seed)
        async with neighbourhood(database, 3) as place:
            place.wire.cut = seed % 2 == 1
            seats = ("chair", "secretary", "chair", "secretary")
            writers = [Writer(chance.choice(place.halls), seat, chance) for seat in seats]
            for writer in writers:
                await writer.connect()
            for number in range(100):
                await one_step(place, writers, chance, number)
            await all_agree(place, writers)

    run(play)


async def one_step(
    place: Neighbourhood, writers: list[Writer], chance: random.Random, number: int
) -> None:
    writer, what = chance.choice(writers), chance.random()
    if what < 0.06 and writer.browser:
        await writer.disconnect()
    elif what < 0.16 and not writer.browser:
        writer.place = chance.choice(place.halls)
        await writer.connect()
    elif what < 0.4 and writer.browser:
        writer.read()
    elif what < 0.46:
        await decide(chance.choice(place.halls), chance, number)
    else:
        writer.act(number)
    if chance.random() < 0.2:
        await place.quiet()


async def all_agree(place: Neighbourhood, writers: list[Writer]) -> None:
    await place.quiet()
    for writer in writers:
        if not writer.browser:
            await writer.connect()
    await place.quiet()
    log = place.halls[0].log
    entries = await asyncio.to_thread(log.read, "text/t")
    replayed = WorkingDocument([e.payload for e in entries if e.kind == UPDATE]).text
    for hall in place.halls:
        assert await hall.hub.text("t") == replayed
    assert next(p.words for p in replayed if p.id == "agreed") == "Thanks the host. "
    for writer in writers:
        writer.read()
        assert writer.browser
        assert writer.typist
        refused = [told for told in writer.browser.told() if told.startswith("refused")]
        assert refused == []
        assert WorkingDocument([writer.typist.doc.get_update()]).text == replayed
    for _ in place.halls:  # each may just have put on record what was typed there
        floors = [await hall.hub.floor("t") for hall in place.halls]
        await place.quiet()
    floors = [await hall.hub.floor("t") for hall in place.halls]
    assert all(floor == floors[0] for floor in floors)
