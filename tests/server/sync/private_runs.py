"""Paired runs: one public script, played with and without what party A does in private.

Everybody has a script of instants and acts, drawn from a seed. What Béa (a delegate of another
party) and Olga (an observer) receive is noted to the byte and to the instant.
"""

import contextlib
import hashlib
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from typing import Any

from adref.drafting.decision import Refusal
from adref.drafting.edition import COMPILATION, WORKING, edition_for
from adref.drafting.floor import State, state_from_json
from adref.drafting.gone import gone
from adref.drafting.parties import Coalition, Membership
from adref.drafting.profiles import UN
from adref.server.crdt.states import varint
from adref.server.formats import render
from adref.server.outputs.order import Order
from adref.server.outputs.press import Press
from adref.server.outputs.workshop import Workshop
from adref.server.store.memory import MemoryLog
from adref.server.sync.hub import Hub
from adref.server.sync.limits import Limits
from adref.server.sync.outcome import Outcome
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Names
from tests.server.sync.people import MEMBERSHIP, PEOPLE, Everyone
from tests.server.sync.scenes import TEXT
from tests.server.sync.typist import Typist, presence
from tests.server.sync.virtual import VirtualLoop, run_virtually

BEGINS, SECONDS = 2.0, 12.0
WITNESSES = ("bea", "olga")
LIMITS = Limits(
    queue=6_000,
    sockets=4,
    compact=3,
    heartbeat=3.0,
    refusals=(12, 0.1),
    idle=2.0,
    tick=1.6,  # 0.2 with so few
    presence_tick=0.3,
)
_asking: ContextVar[str] = ContextVar("_asking", default="")

Note = tuple[int, str, bytes]
"""Microseconds since the beginning, where, what."""


class World:
    """A hub in virtual time, with coalitions that B is in and one that it is not in."""

    def __init__(self, loop: VirtualLoop) -> None:
        self.loop, self.log, self.access = loop, MemoryLog(), Everyone()
        more = {"ac": Coalition("ac", "A and C", "A-C", frozenset({"a", "c"}))}
        self.access.membership = Membership(MEMBERSHIP.parties, {**MEMBERSHIP.coalitions, **more})
        self.names = Names()
        self._counts: dict[str, int] = {}
        self.hub = Hub(
            self.log,
            self.access,
            loop.wall_clock,
            lambda: self.new_id(),
            clients=lambda compartment: self.names.client(compartment),
            limits=LIMITS,
        )
        self.press = Press(loop.wall_clock, lambda: self.new_id())
        self.press.workshop = AtOnce()
        self.notes: list[Note] = []

    def new_id(self) -> str:
        """An id that depends on nothing but the command that asks for it: a random one, frozen."""
        asking = _asking.get()
        self._counts[asking] = self._counts.get(asking, 0) + 1
        return hashlib.sha256(f"{asking} {self._counts[asking]}".encode()).hexdigest()[:16]

    def note(self, where: str, what: bytes) -> None:
        self.notes.append((self.instant(), where, what))

    def instant(self) -> int:
        return round(self.loop.time() * 1_000_000)

    async def command(self, seat: str, identifier: str, dry: bool = False, **command: Any) -> bytes:
        """A command and what its door would answer."""
        _asking.set(f"{seat} {identifier} {command}")
        found = await self.hub.command("t", PEOPLE[seat], command, identifier, dry)
        if isinstance(found, Outcome):
            return json.dumps(found.to_json()).encode()
        assert isinstance(found, Refusal)
        return repr(found).encode()

    async def export(self) -> bytes:
        """The working text as a file, as its door makes it."""
        text = await self.hub.text("t")
        edition = edition_for(WORKING, "T", text, await self.state(), UN, self.access.membership)
        return render(edition, "md")

    async def desk(self, seat: str) -> list[str]:
        """What the pages of revisions, record and files say to somebody."""
        who, events = PEOPLE[seat], await self.hub.record("t")
        chain = await self.hub.chain("t")
        told = [repr(chain), *await self.hub.digests("t", 0, chain.seq)]
        issued = [e["revision"]["id"] for e in events if e["type"] == "revision_issued"]
        told += [repr(await self.hub.revision("t", one)) for one in issued]
        told += [repr(gone(events, {who.party or ""}))]
        order = Order("T", await self.hub.text("t"), await self.state(), self.access.membership)
        await self.press.make(seat, order)
        job = await self.press.ask(seat, "t", "t.docx", order, "secret")
        own = await self.press.of(seat, "t")
        told += [f"{one.name} {one.state} {await self.press.ahead(one)}" for one in own]
        await self.press.wait(job, 60.0)
        own = await self.press.of(seat, "t")
        told += [f"{one.state} {await self.press.file(one, 'secret')!r}" for one in own]
        return told

    async def state(self) -> State:
        """What is on the floor."""
        return state_from_json((await self.hub.floor("t"))[1])


class AtOnce(Workshop):
    """Files without processes: made in no time, in virtual time."""

    async def _filled(self, order: Order) -> bytes:
        compiled = edition_for(
            COMPILATION, order.title, order.text, order.state, UN, order.membership
        )
        return render(compiled, "json")


class Person:
    """Somebody with a window or more. Every act is drawn from ``chance``."""

    def __init__(self, world: World, seat: str, chance: random.Random, text: str = "") -> None:
        self.world, self.seat, self.chance = world, seat, chance
        self.text = text  # which the sockets say that they are about
        self.window = Browser(world.hub, seat, text)
        self.windows = [self.window]
        self.typists: dict[str, Typist] = {}
        self.acts = 0

    async def plays(self, acts: int, kinds: list[str], seconds: float = SECONDS) -> None:
        """Act at so many instants."""
        instants = sorted(
            BEGINS + self.chance.randrange(int(seconds * 100)) / 100 + self.offset()
            for _ in range(acts)
        )
        chosen = [(instant, self.chance.choice(kinds)) for instant in instants]
        for instant, kind in chosen:
            await until(self.world.loop, instant)
            self.acts += 1
            act: Callable[[], Awaitable[None]] = getattr(self, kind)
            await act()

    def offset(self) -> float:
        """No two people act at the very same instant: what were first is anybody's guess."""
        return (1 + sorted(PEOPLE).index(self.seat)) / 1_000

    def open(self) -> None:
        """Another window."""
        self.window = Browser(self.world.hub, self.seat, self.text)
        self.windows.append(self.window)

    async def leave(self) -> None:
        await self.window.leave()

    async def pen(self, room: str) -> Typist:
        """A document of a room in which one may write, entered anew when that is needed."""
        if room not in self.typists or room not in self.window.typists:
            known = self.typists.get(room)
            if known is None:
                self.typists[room] = await self.window.enter(room)
            else:
                await self.resume(room, known)
        return self.typists[room]

    async def resume(self, room: str, known: Typist) -> None:
        """Come back with what was written, under the id that one had."""
        token, state = json.dumps({"client": known.doc.client_id}), known.doc.get_state()
        self.window.say(room, 2, b"\x00" + varint(len(token)) + token.encode())
        self.window.say(room, 0, b"\x00" + varint(len(state)) + state)
        await self.window.until(room, "step1")
        lacking = known.doc.get_update(b"\x00")
        self.window.say(room, 0, b"\x01" + varint(len(lacking)) + lacking)
        self.window.typists[room] = known

    def words(self) -> str:
        return f"{self.seat} {self.acts} {self.chance.random()} "

    def is_where(self, room: str) -> None:
        typist = self.typists.get(room)
        if typist is not None:
            told = presence(typist.doc.client_id, self.acts, {"cursor": {"at": self.acts}})
            self.window.say(room, 1, varint(len(told)) + told)

    async def tell(self, answer: Awaitable[bytes]) -> None:
        """Ask for something, and note the answer."""
        body = await answer
        self.world.note(self.seat, body)


async def until(loop: VirtualLoop, instant: float) -> None:
    """Wait for an instant of this world."""
    import asyncio

    if instant > loop.time():
        future = loop.create_future()
        loop.call_at(instant, lambda: future.done() or future.set_result(None))
        await asyncio.shield(future)


@contextlib.asynccontextmanager
async def world(loop: VirtualLoop) -> AsyncIterator[World]:
    """The hub at work, with its chores and one text."""
    made = World(loop)
    await made.hub.start()
    await made.hub.create_text("t", TEXT, {"agreed": "agreed"})
    try:
        yield made
    finally:
        await made.hub.stop()


def witnessed(seed: int, private: bool, acts: int = 16) -> list[Note]:
    """What the witnesses receive in the run of this seed, by instant."""
    from tests.server.sync.private_acts import play

    return list(run_virtually(lambda loop: play(loop, seed, private, acts)))
