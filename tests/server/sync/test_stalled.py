"""[X6] A thousand readers who do not read cost those who type nothing, and the server no memory."""

import asyncio
from pathlib import Path

import websockets
from websockets.asyncio.client import ClientConnection

from tests.playbook import body_of, tell_frame
from tests.server.sync.browser import of
from tests.server.sync.processes import free_port, small_server
from tests.server.sync.raw import asks, handshake, in_room, listening, memory, sockets_of
from tests.server.sync.siege import block
from tests.server.sync.typist import Typist

STALLED = 1_000
_EACH = 20  # windows of a seat
_WORDS = "x" * 90_000
_MOST = 400  # megabytes more than before, for a thousand of them


class Writer:
    """Somebody in the real server who types and waits for what is saved."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def enters(self) -> None:
        await self.connection.send(in_room("text/t", b"\x02\x00\x02{}"))
        await self.connection.send(in_room("text/t", b"\x00\x00\x01\x00"))
        step2 = await self.until("step2")
        client = int(tell_frame(await self.until("grant")).split()[1])
        self.typist = Typist(client, start=body_of(step2))
        await self.connection.send(in_room("text/t", b"\x00\x01\x02\x00\x00"))
        await self.until("saved")

    async def until(self, told: str) -> bytes:
        async for frame in self.connection:
            assert isinstance(frame, bytes)
            if of(frame) == "text/t" and tell_frame(frame).startswith(told):
                return frame
        raise AssertionError("closed")

    async def sends(self, update: bytes) -> None:
        await self.connection.send(in_room("text/t", b"\x00\x02" + block(update)))
        await self.until("saved")


async def stalled(port: int) -> list[object]:
    """They come in, ask for the text and the floor, and read no more."""
    loop = asyncio.get_running_loop()
    found: list[object] = []
    for number in range(STALLED):
        raw = await handshake(port, f"crowd{number // _EACH}")
        await loop.sock_sendall(raw, asks("text/t"))
        found.append(raw)
    return found


def test_x6_a_thousand_stalled_readers(tmp_path: Path) -> None:
    async def play() -> None:
        port = free_port()
        address = f"ws://127.0.0.1:{port}/ws?seat="
        async with small_server(tmp_path, port) as process:
            await listening(port)
            async with websockets.connect(address + "chair", compression=None) as connection:
                writer = Writer(connection)
                await writer.enters()
                before, alone = memory(process.pid), sockets_of(process.pid)
                readers = await stalled(port)
                assert sockets_of(process.pid) >= alone + STALLED
                most = 0
                # Enough for every queue to overflow, whatever the system keeps besides.
                for _ in range(110):
                    await writer.sends(writer.typist.types("p1", _WORDS))
                    await writer.sends(writer.typist.strikes("p1", 0, len(_WORDS)))
                    most = max(most, memory(process.pid))
                await cut_off(process.pid, alone)
                word = writer.typist.types("p1", "Still here ")
                await writer.sends(word)
                assert most - before < _MOST, f"{before} MB before, {most} MB at most"
                assert len(readers) == STALLED
            async with websockets.connect(address + "secretary", compression=None) as connection:
                later = Writer(connection)
                await later.enters()
                assert later.typist.words("p1").startswith("Still here ")

    async def cut_off(process: int, alone: int) -> None:
        async with asyncio.timeout(60):
            while sockets_of(process) > alone + 5:
                await asyncio.sleep(0.2)

    asyncio.run(play())
