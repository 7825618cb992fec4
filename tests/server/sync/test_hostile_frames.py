"""[X4] Frames that mean harm cost their sender its socket, and nobody anything else.

The whole hub in virtual time, with three people who attack every room and two who work.
"""

import json
import random
from typing import Any

import pytest

from adref.server.store.log import UPDATE
from adref.server.sync.presence import stamp
from tests.playbook import body_of, tell_frame
from tests.server.sync.browser import Browser, of
from tests.server.sync.hostile_frames import HarmfulFrames
from tests.server.sync.people import PEOPLE
from tests.server.sync.private_runs import World, world
from tests.server.sync.siege import block
from tests.server.sync.typist import Typist, presence
from tests.server.sync.virtual import VirtualLoop, run_virtually

FRAMES = 100_000
_TOGETHER = 5_000
_AT_ONCE = 6
_ATTACKERS = ("olga", "ali", "secretary")


class Attacker:
    """Sends frames through one socket after another."""

    def __init__(self, here: World, seat: str, chance: random.Random) -> None:
        self.here, self.seat, self.chance = here, seat, chance
        self.codes: set[int | None] = set()
        self.heard = 0  # frames that the server has read
        self.window = Browser(here.hub, seat)
        self.enters()

    def enters(self) -> None:
        for room in ("text/t", "floor/t", "party/t/a"):
            self.window.ask(room)

    async def attacks(self, others: list[int]) -> None:
        mine = [
            client
            for room in ("text/t", "party/t/a")
            for client, seat in self.here.log.open(room).grants.items()
            if seat == self.seat
        ]
        harmful = HarmfulFrames(self.chance, mine[-3:], others)
        for _ in range(_AT_ONCE):
            self.window.socket.incoming.put_nowait(
                {"type": "websocket.receive", "bytes": harmful.frame()}
            )

    async def comes_again(self) -> None:
        """Nothing may come out of the server's own code but the end of a socket."""
        self.heard += _AT_ONCE - self.window.socket.incoming.qsize()
        if self.window.serving.done():
            self.window.serving.result()
            self.codes.add(self.window.socket.code)
            self.window = Browser(self.here.hub, self.seat)
            self.enters()


class Worker:
    """Types in a room, and checks all that it reads as a browser would."""

    def __init__(self, here: World, seat: str, room: str) -> None:
        self.window, self.room, self.seat = Browser(here.hub, seat), room, seat
        self.words: list[str] = []
        self.seen = 0

    async def comes(self) -> None:
        await self.window.follow("floor/t")
        self.typist: Typist = await self.window.enter(self.room)

    async def works(self) -> None:
        self.reads()
        word = f"{self.seat}{len(self.words)} "
        self.words.append(word)
        if self.room == "text/t":
            update = self.typist.types("p1", word)
        else:
            update = self.typist.drafts(f"d{len(self.words)}", word)
        self.window.send(self.room, update)
        cursor = presence(self.typist.doc.client_id, 1, {"cursor": {"at": len(self.words)}})
        self.window.say(self.room, 1, block(cursor))
        await self.window.until(self.room, "saved")

    def reads(self) -> None:
        assert self.window.socket.code is None
        received = self.window.socket.received
        for frame in received[self.seen :]:
            told = tell_frame(frame)
            assert not told.startswith(("refused", "not saved", "denied")), told
            strictly(frame)
            if of(frame) == self.room and told in ("update", "step2"):
                self.typist.doc.apply_update(body_of(frame))
        self.seen = len(received)
        self.typist.done()


def strictly(frame: bytes) -> None:
    """What is JSON must be JSON to every browser, and say who it is of."""
    if b"{" not in frame or frame[:1] == b"\x01":
        return
    text = frame[frame.index(b"{") :].decode("utf-8", "strict") if is_json(frame) else "{}"
    json.loads(text, parse_constant=_none)


def is_json(frame: bytes) -> bool:
    return frame[len(of(frame)) + 1 : len(of(frame)) + 2] == b"\x05"


def _none(constant: str) -> Any:
    raise AssertionError(constant)


@pytest.mark.parametrize("seed", range(FRAMES // _TOGETHER))
def test_x4_hostile_frames_harm_nobody(seed: int) -> None:
    run_virtually(lambda loop: besieged(loop, random.Random(seed)))


async def besieged(loop: VirtualLoop, chance: random.Random) -> None:
    import asyncio

    async with world(loop) as here:
        workers = [Worker(here, "chair", "text/t"), Worker(here, "chen", "party/t/c")]
        for worker in workers:
            await worker.comes()
        attackers = [Attacker(here, seat, chance) for seat in _ATTACKERS]
        others = [worker.typist.doc.client_id for worker in workers]
        while sum(attacker.heard for attacker in attackers) < _TOGETHER:
            for attacker in attackers:
                await attacker.attacks(others)
            await asyncio.sleep(0.2)
            for attacker in attackers:
                await attacker.comes_again()
            if chance.random() < 0.1:
                for worker in workers:
                    await worker.works()
        await asyncio.sleep(1)
        for worker in workers:
            worker.reads()
        check(here, workers, attackers)


def check(here: World, workers: list[Worker], attackers: list[Attacker]) -> None:
    """Words, attribution, and that the attack was one."""
    chair, chen = workers
    mine = [e for e in here.log.read("party/t/c") if e.kind == UPDATE]
    assert {entry.seat for entry in mine} == {"chen"}
    assert len(mine) == len(chen.words)
    by_chair = [e for e in here.log.read("text/t") if e.seat == "chair"]
    assert len(by_chair) == len(chair.words)
    assert {e.seat for e in here.log.read("text/t")} <= {"", "chair", "secretary"}
    # On the floor is how the text began, and what pens have typed.
    assert {e.seat for e in here.log.read("floor/t")} <= {"", "chair", "secretary"}
    acts = {json.loads(e.payload)["type"] for e in here.log.read("floor/t")}
    assert acts <= {"text_begun", "marked", "text_edited"}
    seen = presence_of([*chair.window.socket.received, *chen.window.socket.received])
    assert all(client_seat(here, client) == seat for client, seat in seen)
    codes = set().union(*(attacker.codes for attacker in attackers))
    assert 1007 in codes
    assert codes <= {1007, 1008, 1013}


def presence_of(frames: list[bytes]) -> set[tuple[int, str]]:
    """Whoever was said to be somewhere: the client id, and the seat with which it was stamped."""
    from tests.server.sync.stamps import stamps

    return {stamp for frame in frames for stamp in stamps(frame)}


def client_seat(here: World, client: int) -> str | None:
    for room in ("text/t", "party/t/c"):
        seat = here.log.open(room).grants.get(client)
        if seat is not None:
            return seat
    return None


@pytest.mark.parametrize(
    "number", ["NaN", "1e999", "-Infinity", '"\\ud800"', '{"a":' * 9 + "1" + "}" * 9]
)
def test_x8_what_no_browser_reads_does_not_travel(number: str) -> None:
    said = json.loads(f'{{"at":{number}}}')
    assert json.loads(stamp({"cursor": said}, PEOPLE["anna"]).whole)["cursor"] is None
    assert stamp({"cursor": said}, PEOPLE["anna"]).where == "null"
    assert json.loads(stamp({"cursor": {"at": 3}}, PEOPLE["anna"]).whole)["cursor"] == {"at": 3}
