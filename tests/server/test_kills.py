"""[S15] [L7] The server killed at random instants under fifty writers, again and again."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from adref.server.crdt.states import varint
from adref.server.crdt.working import WorkingDocument
from adref.server.store.engine import open_engine
from adref.server.store.sql import SqlLog
from adref.server.store.verification import refuse_cut
from tests.playbook import body_of, tell_frame
from tests.server.processes import ROOT, running
from tests.server.seats import Seat
from tests.server.sync.processes import free_port
from tests.server.sync.typist import Typist
from tests.server.test_cli import LINK

KILLS, SERVERS, WRITERS, SEATS = 50, 2, 50, 3
UNACKNOWLEDGED = 4  # updates that a writer sends before it waits


class Place:
    """An installation with one text, a paragraph for each writer, and some seats."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        source = "\n\n".join(f"OP{n} Begins" for n in range(1, WRITERS + 1))
        with running("serve", "--data", data, "--port", self.port) as server:
            found = server.read_until(LINK)
            keeper = Seat.joins(found[1], found[0], "Kim")
            first = Seat(
                found[1], keeper.client, keeper.made("/negotiations", {"title": "N"})["seat"]
            )
            link = first.made("/invitations", {"role": "secretariat"})["url"]
            seats = [Seat.joins(found[1], link, f"Clerk {n}") for n in range(SEATS)]
            body = {"title": "T", "source": source, "format": "txt", "name": "t.txt"}
            text = first.made("/texts", body)["id"]
            self.paragraphs = [p["id"] for p in first.get(f"/texts/{text}")["paragraphs"]]
            self.seats = [(s.seat, _cookies(s)) for s in seats]
            for one in (keeper, *seats):
                one.client.close()
            server.stop()
        self.room = f"text/{text}"

    def connect(self, number: int) -> connect:
        seat, cookies = self.seats[number % SEATS]
        address = f"ws://127.0.0.1:{self.port}/ws?seat={seat}"
        return connect(address, additional_headers={"Cookie": cookies}, compression=None)

    def recovered(self) -> dict[str, str]:
        """The words as they are found after a kill; all is whole."""
        engine = open_engine(self.data / "adref.db")
        log = SqlLog(engine)
        try:
            findings = log.verify(refuse_cut)
            assert (findings.damaged, findings.mended) == ({}, [])
            stored = log.open(self.room)
        finally:
            log.close()
            engine.dispose()
        start = [stored.snapshot] if stored.snapshot else []
        words = WorkingDocument([*start, *(entry.payload for entry in stored.tail)]).text
        return {paragraph.id: paragraph.words for paragraph in words}


def _cookies(seat: Seat) -> str:
    return "; ".join(f"{name}={value}" for name, value in seat.client.cookies.items())


class Instant:
    """The moment of the kill: when so many frames have come."""

    def __init__(self, frames: int) -> None:
        self.left, self.come = frames + 1, asyncio.Event()
        self.count()

    def count(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.come.set()


class Writer:
    """Types numbers into its own paragraph, one life of the server after the other."""

    def __init__(self, place: Place, number: int) -> None:
        self.place, self.number = place, number
        self.paragraph = place.paragraphs[number]
        self.typist: Typist | None = None
        self.typed = self.saved = 0

    async def live(self, instant: Instant) -> None:
        with suppress(ConnectionClosed, InvalidHandshake, OSError, EOFError):
            async with self.place.connect(self.number) as socket:
                await self._work(socket, instant)

    async def _work(self, socket: ClientConnection, instant: Instant) -> None:
        await self._enter(socket)
        waiting = []  # for each answer to come, what it will acknowledge
        while True:
            frame = await socket.recv()
            assert isinstance(frame, bytes)
            told = tell_frame(frame)
            if told == "step2" and self.typist is None:
                start = body_of(frame)
            elif told.startswith("grant"):
                self.typist = self.typist or Typist(int(told.split()[1]), start=start)
                assert told == f"grant {self.typist.doc.client_id}"
            elif told == "step1":
                assert self.typist is not None
                lacking = self.typist.doc.get_update(body_of(frame))
                await self._say(socket, 0, b"\x01" + varint(len(lacking)) + lacking)
                waiting.append(self.typed)
            elif told == "saved":
                self.saved = max(self.saved, waiting.pop(0))
            assert not told.startswith(("refused", "not saved", "denied")), told
            instant.count()
            while waiting and len(waiting) < UNACKNOWLEDGED:
                update = self._types()
                await self._say(socket, 0, b"\x02" + varint(len(update)) + update)
                waiting.append(self.typed)

    async def _enter(self, socket: ClientConnection) -> None:
        client = str(self.typist.doc.client_id) if self.typist else "null"
        token = f'{{"client": {client}}}'.encode()
        await self._say(socket, 2, b"\x00" + varint(len(token)) + token)
        state = self.typist.doc.get_state() if self.typist else b"\x00"
        await self._say(socket, 0, b"\x00" + varint(len(state)) + state)

    async def _say(self, socket: ClientConnection, kind: int, body: bytes) -> None:
        room = self.place.room
        await socket.send(varint(len(room)) + room.encode() + varint(kind) + body)

    def _types(self) -> bytes:
        assert self.typist is not None
        self.typed += 1
        at = len(self.typist.text(self.paragraph))
        return self.typist.types(self.paragraph, f" w{self.typed}", at)


class Observer(Writer):
    """Reads what the others write; what it has seen must be there afterwards."""

    async def _work(self, socket: ClientConnection, instant: Instant) -> None:
        await self._enter(socket)
        while True:
            frame = await socket.recv()
            assert isinstance(frame, bytes)
            told = tell_frame(frame)
            if told in ("step2", "update"):
                self.typist = self.typist or Typist(1)
                self.typist.doc.apply_update(body_of(frame))

    async def _enter(self, socket: ClientConnection) -> None:
        self.typist = None
        await super()._enter(socket)

    def seen(self) -> dict[str, str]:
        if self.typist is None:
            return {}
        return {p: self.typist.words(p) for p in self.place.paragraphs if p in self.typist.root}


class Lives:
    """The server, which begins a life whenever it is told to."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._child = 0

    async def begin(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(b"\n")
        line = b""
        while not line.startswith(b"up "):
            line = await self._process.stdout.readline()
            assert line, "the server has ended"
        self._child = int(line.split()[1])

    def kill(self) -> None:
        if self._child:
            os.kill(self._child, signal.SIGKILL)
        self._child = 0


@asynccontextmanager
async def server_with_lives(place: Place) -> AsyncIterator[Lives]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.server.lives", str(place.data), str(place.port)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    lives = Lives(process)
    try:
        yield lives
    finally:
        lives.kill()
        assert process.stdin
        process.stdin.close()
        await process.wait()


async def one_life(lives: Lives, writers: list[Writer], frames: int) -> None:
    """Begin, let everybody write, and kill when so many frames have come."""
    await lives.begin()
    instant = Instant(frames)

    async def kill() -> None:
        await instant.come.wait()
        lives.kill()

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        group.create_task(kill())
        for writer in writers:
            group.create_task(writer.live(instant))


@pytest.mark.parametrize("seed", range(SERVERS))
def test_s15_l7_fifty_writers_and_a_server_that_dies(tmp_path: Path, seed: int) -> None:
    chance, place = Random(seed), Place(tmp_path / "data")
    writers = [Writer(place, number) for number in range(WRITERS)]
    observer = Observer(place, 0)

    async def play() -> None:
        async with server_with_lives(place) as lives:
            for life in range(KILLS // SERVERS):
                frames = chance.choice([0, 30, 150, 300, 500, 800])
                await one_life(lives, [*writers, observer], chance.randint(0, frames))
                recovered = place.recovered()
                for writer in writers:
                    there = numbers(recovered[writer.paragraph])
                    assert there == list(range(1, len(there) + 1)), f"seed {seed}, life {life}"
                    assert writer.saved <= len(there) <= writer.typed, f"seed {seed}, life {life}"
                for paragraph, words in observer.seen().items():
                    assert recovered[paragraph].startswith(words), f"seed {seed}, life {life}"

    asyncio.run(play())
    assert sum(writer.saved for writer in writers) > KILLS


def numbers(words: str) -> list[int]:
    return [int(number) for number in re.findall(r" w(\d+)", words)]
