"""Sessions of five real Yjs clients with one room: the room here, the clients in a Node process.

Everything is by seed: what is typed, when a frame arrives, when a write reaches the disk, when a
connection is lost and with it what was on the way, when the server is killed.
"""

import asyncio
import json
import random
from base64 import b64decode, b64encode
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from adref.drafting.content import plain
from adref.drafting.text import Paragraph, WorkingText
from adref.server.crdt.document import compact
from adref.server.crdt.working import WorkingDocument
from adref.server.store.log import UPDATE, Batch, Entry
from adref.server.store.memory import MemoryLog
from adref.server.sync.compartments import parse
from adref.server.sync.effects import Append, Compact, Gather, Load, Penalty, RoomEffect, Send, Wake
from adref.server.sync.limits import Limits
from adref.server.sync.protocol import read_message
from adref.server.sync.room import Room
from tests.server.sync.people import CHAIR, SECRETARY

PEOPLE, ROUNDS = 5, 12
TEXT = (
    Paragraph("p1", "op", plain("Calls for action 😀. "), "1."),
    Paragraph("p2", "op", plain("يدعو إلى العمل "), "2."),
    Paragraph("p3", "op", plain("敦促各方保持克制。"), "3."),
    Paragraph("agreed", "op", plain("Thanks the host. "), "4."),
)
START = WorkingDocument().fill(TEXT)
NAME = "text/t"


class Session:
    """The server's side of one session. ``now`` is virtual."""

    def __init__(self, number: int, seed: int) -> None:
        self.number, self.seed = number, seed
        self.chance = random.Random(seed)
        self.log = MemoryLog()
        self.log.append(Batch([Entry(NAME, UPDATE, START, "", "")]))
        self.now = 0.0
        self.clients = 70_000
        self.sockets: dict[int, int] = {}  # reader -> client of the script
        self.numbers: dict[int, int] = {}  # and back
        self.last = 0
        self.lost: list[int] = []
        self.open()

    def open(self) -> None:
        """The room, from the log; what was under way is lost with the server."""
        compartment = parse(NAME)
        assert compartment is not None
        limits = Limits(compact=15, compact_gap=0.0, packed=0)
        stored = self.log.open(NAME)
        self.room = Room(compartment, stored, self.new_client, limits, later=True)
        self.reading = False
        self.room.locked = frozenset({"agreed"})
        self.appends: deque[Append | Gather] = deque()
        self.on_the_way: dict[int, deque[bytes]] = {}

    def read(self) -> None:
        """The document has been read; who came before that is served."""
        self.reading = False
        self.room.load()
        for number, message in self.room.loaded():
            if message is None:
                self.do(self.room.welcome(number))
            else:
                self.do(self.room.receive(number, message, self.now))

    def new_client(self) -> int:
        self.clients += 1
        return self.clients

    def killed(self) -> None:
        """What the disk has is there; some of it was not acknowledged."""
        for _ in range(self.chance.randint(0, len(self.appends))):
            self.log.append(self.appends.popleft().batch)
        self.lost += self.numbers
        self.sockets.clear()
        self.numbers.clear()
        self.open()

    def hear(self, said: Iterable[tuple[str, int, Any]]) -> None:
        """What the clients did in a round; of who leaves, the last frames may not arrive."""
        said = list(said)
        for at, (what, client, value) in enumerate(said):
            number = self.numbers.get(client, 0)
            if what == "come":
                self.come(client, value)
            elif number and what == "leave":
                self.go(client, number)
            elif number and not self.is_lost(client, said[at:]):
                _, message = read_message(b64decode(value))
                self.do(self.room.receive(number, message, self.now))

    def is_lost(self, client: int, later: list[tuple[str, int, Any]]) -> bool:
        """Whether the connection broke before this arrived; then nothing after it arrives."""
        leaves = any(what == "leave" and who == client for what, who, _ in later)
        if client not in self.on_the_way or not leaves or self.chance.random() < 0.7:
            return False
        self.go(client, self.numbers[client])
        return True

    def come(self, client: int, resume: int | None) -> None:
        """On a new socket, or anew on the same one."""
        if client not in self.numbers:
            self.last += 1
            self.numbers[client], self.sockets[self.last] = self.last, client
            self.on_the_way[client] = deque()
        actor = SECRETARY if client % 2 else CHAIR
        self.do(self.room.enter(self.numbers[client], actor, True, resume, self.now))

    def go(self, client: int, number: int) -> None:
        del self.numbers[client], self.sockets[number], self.on_the_way[client]
        self.do(self.room.leave(number, self.now))

    def do(self, effects: Iterable[RoomEffect]) -> None:
        for effect in effects:
            match effect:
                case Append() | Gather():
                    self.appends.append(effect)
                case Send(to, frame):
                    for number in to:
                        if number in self.sockets:
                            self.on_the_way[self.sockets[number]].append(frame)
                case Compact():
                    stored = self.log.read(NAME)
                    snapshot = compact("paragraphs", [entry.payload for entry in stored])
                    self.log.keep_snapshot(NAME, len(stored), snapshot)
                case Load():
                    self.reading = True
                case Wake() | Penalty():
                    pass

    def frames(self, *, everything: bool) -> list[tuple[int, str]]:
        """Time passes: some writes reach the disk, and some frames the clients."""
        self.now += 1
        if not everything and self.chance.random() < 0.01:
            self.killed()
        if self.reading and (everything or self.chance.random() < 0.5):
            self.read()
        writes = len(self.appends) if everything else self.chance.randint(0, len(self.appends))
        for _ in range(writes):
            append = self.appends.popleft()
            self.log.append(append.batch).result()
            self.do(self.room.appended(append.ticket, self.now))
        self.do(self.room.tick(self.now))
        arrived = [(client, "") for client in self.lost]
        self.lost.clear()
        for client, frames in self.on_the_way.items():
            count = len(frames) if everything else self.chance.randint(0, len(frames))
            arrived += [(client, b64encode(frames.popleft()).decode()) for _ in range(count)]
        return arrived

    @property
    def quiet(self) -> bool:
        """Nothing is under way."""
        return not (self.reading or self.appends or self.lost or any(self.on_the_way.values()))

    def check(self, seen: list[dict[str, Any]]) -> set[str]:
        """All have the same, and nobody waits for anything; which refusals there were."""
        served = told(self.room.text)
        replayed = WorkingDocument([entry.payload for entry in self.log.read(NAME)])
        assert told(replayed.text) == served, "the log says something else"
        again = Room(self.room.compartment, self.log.open(NAME), self.new_client)
        assert told(again.text) == served, "who opens it anew reads something else"
        clocks = sorted([client, clock] for client, clock in replayed.clocks().items())
        for client in seen:
            assert client["text"] == served, "a client reads something else"
            assert client["state"] == clocks, "a client has something else"
            assert client["unsaved"] == 0, "a client waits for an acknowledgement"
        assert served[-1] == told(TEXT)[-1] or told(TEXT)[-1] in served, "what is agreed stands"
        return {code for client in seen for code in client["refused"]}


def told(text: WorkingText) -> list[Any]:
    """The paragraphs as the clients tell them."""
    return [
        [p.id, p.kind, p.level, p.label, [[c.text, sorted(c.marks)] for c in p.content]]
        for p in text
    ]


class Pipe:
    """Questions to the script and its answers."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def ask(self, question: list[Any]) -> list[Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        body = json.dumps(question).encode()
        self.process.stdin.write(len(body).to_bytes(4, "big") + body)
        await self.process.stdin.drain()
        try:
            size = int.from_bytes(await self.process.stdout.readexactly(4), "big")
            answer: list[Any] = json.loads(await self.process.stdout.readexactly(size))
        except asyncio.IncompleteReadError:
            raise AssertionError("the clients ended") from None
        return answer


async def play(pipe: Pipe, seeds: Iterable[int]) -> Mapping[int, set[str]]:
    """These sessions at once; the refusals of each. Fails with the seeds that do not hold."""
    sessions = [Session(number, seed) for number, seed in enumerate(seeds)]
    await one_round(pipe, sessions, first=True)
    for _ in range(ROUNDS):
        await one_round(pipe, sessions)
    open_ones, rounds = sessions, 0
    while open_ones:
        await one_round(pipe, open_ones, ending=True)
        open_ones = [one for one in open_ones if not (one.quiet and rounds)]
        rounds += 1
        assert rounds < 50, f"no end: seeds {[one.seed for one in open_ones]}"
    answers = await pipe.ask([[one.number, None, [], "over"] for one in sessions])
    refusals, wrong = {}, []
    for session, seen in zip(sessions, answers, strict=True):
        try:
            refusals[session.seed] = session.check(seen)
        except AssertionError as problem:
            wrong.append(f"seed {session.seed}: {str(problem).splitlines()[0]}")
    assert not wrong, wrong
    return refusals


async def one_round(
    pipe: Pipe, sessions: list[Session], *, first: bool = False, ending: bool = False
) -> None:
    """Time passes everywhere."""
    question = [
        [one.number, one.seed if first else None, one.frames(everything=ending), ending]
        for one in sessions
    ]
    for session, said in zip(sessions, await pipe.ask(question), strict=True):
        session.hear(said)
