"""The scripts of the paired runs: what everybody does in public, and what party A does alone."""

import asyncio
import random
from typing import Any

from adref.server.crdt.states import varint
from adref.server.outputs.order import Order
from tests.server.sync.browser import Browser
from tests.server.sync.private_runs import BEGINS, WITNESSES, Note, Person, World, until, world
from tests.server.sync.typist import Typist
from tests.server.sync.virtual import VirtualLoop

CHANGE = {
    "kind": "change",
    "paragraph": "p1",
    "basis": "Calls for action. ",
    "span": [10, 16],
    "replacement": "delay",
}
_PARTY = {"anna": "a", "ali": "a", "bea": "b", "chen": "c"}


class Public(Person):
    """What anybody may do before all, and what a witness asks for."""

    async def types_in_text(self) -> None:
        typist = await self.pen("text/t")
        self.window.send("text/t", typist.types("p2", self.words()))

    async def is_in_text(self) -> None:
        await self.pen("text/t")
        self.is_where("text/t")

    async def submits(self) -> None:
        change = CHANGE | {"replacement": self.words().strip()}
        party = _PARTY[self.seat]
        await self.tell(self._command(do="submit", party=party, amendments=[change]))

    async def marks(self) -> None:
        state = self.chance.choice(["agreed_ad_ref", "open"])
        await self.tell(self._command(do="mark", paragraph="p2", state=state))

    async def points(self) -> None:
        await self.tell(self._command(do="point", paragraph=self.chance.choice(["p1", "p2"])))

    async def drafts(self) -> None:
        room = f"party/t/{_PARTY[self.seat]}"
        typist = await self.pen(room)
        self.window.send(room, typist.drafts(f"d{self.acts}", self.words()))
        self.is_where(room)

    async def drafts_together(self) -> None:
        typist = await self.pen("coalition/t/ab")
        self.window.send("coalition/t/ab", typist.drafts(f"d{self.acts}", self.words()))

    async def tries_dry(self) -> None:
        await self.tell(
            self._command(dry=True, do="submit", party=_PARTY[self.seat], amendments=[CHANGE])
        )

    async def errs(self) -> None:
        await self.tell(self._command(do=self.chance.choice(["dance", "adopt", "submit"])))

    async def remarks(self) -> None:
        await self.tell(self._command(do="remark", paragraph="p1", text=self.words()))
        self.world.note(self.seat, repr(await self.world.hub.remarks("t", self._actor())).encode())

    async def exports(self) -> None:
        await self.tell(self.world.export())

    async def reads_record(self) -> None:
        self.world.note(self.seat, repr(await self.world.hub.record("t")).encode())
        self.world.note(self.seat, repr(await self.world.hub.floor("t")).encode())

    async def looks_over_the_desk(self) -> None:
        self.world.note(self.seat, repr(await self.world.desk(self.seat)).encode())

    async def issues(self) -> None:
        symbol = f"A/C.2/81/L.{self.acts}"
        head = {"symbol": symbol, "title": "T", "language": "en", "date": "2026-01-05"}
        await self.tell(self._command(do="issue", **head))

    async def knocks(self) -> None:
        """At doors that do not open, or are not there, and asks for what is behind them."""
        for room in ("party/t/a", "coalition/t/ac", "party/t/nobody", "desk/t", "text/other"):
            self.window.ask(room)
            self.window.say(room, 3)

    async def asks_again(self) -> None:
        self.window.ask(self.chance.choice(["floor/t", "text/t"]))

    async def returns(self) -> None:
        """The connection is lost and found, and everything is entered anew."""
        await self.leave()
        self.open()
        for room in ("floor/t", "text/t"):
            self.window.ask(room)

    def _actor(self) -> Any:
        from tests.server.sync.people import PEOPLE

        return PEOPLE[self.seat]

    async def _command(self, dry: bool = False, **command: Any) -> bytes:
        return await self.world.command(self.seat, self.command_id(), dry, **command)

    def command_id(self) -> str:
        return f"{'p' if self.seat == 'anna' else 'c'}{self.acts}"


class Private(Public):
    """What a delegation does by itself. Whatever happens to its windows, it goes on."""

    async def plays(self, acts: int, kinds: list[str], seconds: float = 0.0) -> None:
        self.kinds = kinds
        self.idle: list[Browser] = []
        await super().plays(acts, ["in_private"], seconds or 10.0)

    def offset(self) -> float:
        """At instants at which others act too."""
        return self.chance.randrange(9) / 1_000

    async def in_private(self) -> None:
        for window in self.idle[:-1]:
            await window.leave()
        self.idle = self.idle[-1:]
        kind = self.chance.choice(self.kinds)
        try:
            async with asyncio.timeout(0.3):
                await (self.beside(kind) if kind in TROUBLE else getattr(self, kind)())
        except (AssertionError, TimeoutError):  # refused, cut off or shut: begin anew
            self.typists.clear()
            await self.leave()
            self.open()

    async def beside(self, kind: str) -> None:
        """In a window of its own, which may not survive it."""
        window, typists = self.window, self.typists
        self.open()
        self.typists = {}
        try:
            await getattr(self, kind)()
            await asyncio.sleep(0.02)
        finally:
            self.idle.append(self.window)
            self.window, self.typists = window, typists

    def command_id(self) -> str:
        """Ids of commands are those of their author: others use the same as this one."""
        return f"c{self.acts}"

    async def tell(self, answer: Any) -> None:
        await answer

    async def drafts_long(self) -> None:
        typist = await self.pen("party/t/a")
        self.window.send("party/t/a", typist.drafts(f"l{self.acts}", "PRIVATE " * 200))

    async def drafts_in_coalition(self) -> None:
        typist = await self.pen("coalition/t/ac")
        self.window.send("coalition/t/ac", typist.drafts(f"d{self.acts}", self.words()))

    async def orders_a_file(self) -> None:
        """Of its own view, and left to wait."""
        world = self.world
        order = Order("T", await world.hub.text("t"), await world.state(), world.access.membership)
        await world.press.ask(self.seat, "t", "own-view.docx", order, "secret")

    async def moves_about(self) -> None:
        await self.pen("party/t/a")
        self.is_where("party/t/a")

    async def sends_rubbish(self) -> None:
        self.window.send("party/t/a", self.chance.randbytes(40))

    async def sends_unreadable(self) -> None:
        frame = b"\xff" * self.chance.randrange(1, 30)
        self.window.socket.incoming.put_nowait({"type": "websocket.receive", "bytes": frame})

    async def writes_where_it_may_not(self) -> None:
        start = await self.window.follow("text/t")
        for _ in range(self.chance.randrange(1, 6)):
            self.window.send("text/t", Typist(77, start=start).types("p1", "PRIVATE "))

    async def opens_windows(self) -> None:
        for _ in range(self.chance.randrange(1, 5)):
            self.idle.append(Browser(self.world.hub, self.seat, self.text))
            self.idle[-1].ask("party/t/a")

    async def goes(self) -> None:
        await self.leave()
        self.open()

    async def stalls(self) -> None:
        self.window.ask("party/t/a")
        self.window.socket.readable.clear()
        for _ in range(8):
            self.window.ask("x" * 200, "y" * 3_000)

    async def loads_of_messages(self) -> None:
        for _ in range(200):
            self.window.say("party/t/a", 3)

    async def asks_odd_state(self) -> None:
        state = varint(3) + b"\x01\x02\x05\x06\x07\x08"
        self.window.say("party/t/a", 0, b"\x00" + varint(len(state)) + state)

    async def goes_out(self) -> None:
        self.window.say("party/t/a", 7)


PUBLIC = {
    "chair": [
        "types_in_text",
        "types_in_text",
        "is_in_text",
        "marks",
        "points",
        "exports",
        "issues",
    ],
    "chen": ["submits", "drafts", "errs"],
    "bea": [
        *("submits", "drafts", "drafts_together", "tries_dry", "errs", "remarks"),
        *("exports", "reads_record", "knocks", "asks_again", "returns"),
        "looks_over_the_desk",
    ],
    "olga": [
        "remarks",
        "exports",
        "looks_over_the_desk",
        "errs",
        "knocks",
        "asks_again",
        "returns",
    ],
    "anna": ["submits"],
}
TROUBLE = (
    *("sends_rubbish", "sends_unreadable", "writes_where_it_may_not", "opens_windows"),
    *("stalls", "loads_of_messages", "asks_odd_state", "goes_out"),
)
PRIVATE = [
    *TROUBLE,
    *("drafts", "drafts", "drafts_long", "drafts_in_coalition", "moves_about", "moves_about"),
    *("drafts", "tries_dry", "errs", "remarks", "exports", "reads_record", "knocks", "goes"),
    "orders_a_file",
]


async def play(loop: VirtualLoop, seed: int, private: bool, acts: int) -> list[Note]:
    """One run: with our own pages, or with others, by the seed."""
    text = "t" if seed % 2 else ""
    async with world(loop) as here:
        people = {}
        for seat in PUBLIC:
            people[seat] = Public(here, seat, random.Random(f"{seed} {seat}"), text)
            await people[seat].window.follow("floor/t")
            if seat != "chair":
                await people[seat].window.follow("text/t")
        await until(loop, BEGINS)
        scripts = [
            person.plays(acts if seat in (*WITNESSES, "chair") else acts // 2, PUBLIC[seat])
            for seat, person in people.items()
        ]
        if private:
            # A seat that is in the room already: who is here stays the same.
            alone = Private(here, "anna", random.Random(f"{seed} private"), text)
            scripts.append(alone.plays(acts, PRIVATE))
        await asyncio.gather(*scripts)
        await until(loop, 18.0)
        return noted(here, people)


def noted(here: World, people: dict[str, Public]) -> list[Note]:
    """Everything that reached the witnesses."""
    notes = [note for note in here.notes if note[1] in WITNESSES]
    for seat in WITNESSES:
        for number, window in enumerate(people[seat].windows):
            received = [*window.socket.received]
            if window.socket.code is not None:
                received.append(f"closed {window.socket.code}".encode())
            notes += [
                (round(instant * 1_000_000), f"{seat} window {number}", frame)
                for instant, frame in zip(window.socket.instants, received, strict=True)
            ]
    return notes
