"""[M] Two processes type as fast as they can, while Redis stands still, is emptied, dies."""

import asyncio
import random
from collections.abc import Iterator

import pytest

from tests.playbook import tell_frame
from tests.server.engines import Valkey
from tests.server.sync.browser import of
from tests.server.sync.halls import run
from tests.server.sync.neighbourhood import Neighbourhood, neighbourhood
from tests.server.sync.test_laws import Writer
from tests.server.sync.test_machines import all_agree, one_step

AHEAD = 30  # updates of one writer that are not acknowledged yet
TURNS = 90  # updates of each, between one trouble and the next
SEEDS = 4


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    made = Valkey()
    yield made
    made.kill()


class Fast(Writer):
    """Types on at the end of one paragraph; ``own`` is what it has typed."""

    paragraph = "p1"
    number = 0

    async def types(self, count: int) -> None:
        """So many updates, as fast as they are acknowledged; returns when all are saved."""
        assert self.browser
        assert self.typist
        before = self._saved()
        for sent in range(1, count + 1):
            self.act(self.number)
            self.number += 1
            while sent - (self._saved() - before) > AHEAD:
                await asyncio.sleep(0)
            await asyncio.sleep(0)
        while self._saved() - before < count:
            await asyncio.sleep(0)

    def act(self, number: int) -> None:
        assert self.typist
        assert self.browser
        at = len(self.typist.words(self.paragraph).encode())
        self.browser.send("text/t", self.typist.types(self.paragraph, "abcd"[number % 4], at))

    def _saved(self) -> int:
        assert self.browser
        told = [tell_frame(f) for f in self.browser.socket.received if of(f) == "text/t"]
        assert "not saved" not in told
        return told.count("saved")


def test_m8_whatever_redis_does_all_that_is_typed_at_full_rate_is_there_and_in_one_order(
    database: str, valkey: Valkey
) -> None:
    """Both processes get on whatever it does: nobody waits for it."""

    async def play() -> None:
        async with neighbourhood(database, 2, redis=valkey.address) as place:
            writers = await at_work(place)

            async def all_type() -> None:
                async with asyncio.timeout(30):
                    await asyncio.gather(*(writer.types(TURNS) for writer in writers))

            await all_type()
            for trouble, end in (
                (valkey.stands_still, valkey.goes_on),
                (valkey.flush, valkey.flush),
                (valkey.kill, valkey.start),
            ):
                await asyncio.to_thread(trouble)
                await all_type()
                await asyncio.to_thread(end)
                await all_type()
            await all_agree(place, list(writers))
            words = {p.id: p.words for p in await place.halls[1].hub.text("t")}
            typed = sum(map(len, words.values())) - sum(map(len, BEFORE.values()))
            assert typed == len(writers) * 7 * TURNS

    run(play)


BEFORE = {"p1": "Calls for action. ", "p2": "Urges restraint. ", "agreed": "Thanks the host. "}


async def at_work(place: Neighbourhood) -> list[Fast]:
    """Two at each process; one of each in the same paragraph."""
    writers = []
    for number, seat in enumerate(("chair", "secretary", "chair", "secretary")):
        writer = Fast(place.halls[number % 2], seat, random.Random(number))
        writer.paragraph = "p1" if number < 2 else "p2"
        await writer.connect()
        writers.append(writer)
    return writers


class Mixed(Fast):
    """Mostly types on, and does whatever else can be done."""

    def act(self, number: int) -> None:
        assert self.typist
        if self.chance.random() < 0.3 or not self.browser:
            Writer.act(self, number)
        elif self.paragraph in self.typist.root:
            super().act(number)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_m7_who_types_on_while_others_decide_reads_what_everybody_reads(
    database: str, seed: int
) -> None:
    async def play() -> None:
        chance = random.Random(seed)
        async with neighbourhood(database, 3) as place:
            place.wire.cut = seed % 2 == 1
            seats = ("chair", "secretary", "chair", "secretary")
            writers: list[Writer] = []
            for seat in seats:
                writer = Mixed(chance.choice(place.halls), seat, chance)
                writer.paragraph = chance.choice(("p1", "p2"))
                await writer.connect()
                writers.append(writer)
            for number in range(250):
                await one_step(place, writers, chance, number)
            await all_agree(place, writers)

    run(play)
