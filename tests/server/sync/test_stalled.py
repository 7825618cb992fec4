"""[X6] A thousand readers who do not read cost those who type nothing, and the server no memory."""

import asyncio
import socket
from pathlib import Path

import websockets

from tests.server.sync.processes import free_port, small_server
from tests.server.sync.raw import Writer, asks, handshake, listening, memory, sockets_of

STALLED = 1_000
_EACH = 20  # windows of a seat
_WORDS = "x" * 90_000
_MOST = 300  # megabytes more than before, for a thousand of them


async def stalled(port: int) -> list[socket.socket]:
    """They come in, ask for the text and the floor, and read no more."""
    loop = asyncio.get_running_loop()
    found: list[socket.socket] = []
    for number in range(STALLED):
        raw = await handshake(port, f"crowd{number // _EACH}")
        await loop.sock_sendall(raw, asks("text/t"))
        found.append(raw)
    return found


async def cut_off(process: int, files: int) -> None:
    """Wait until the server holds no more files and sockets than it did alone."""
    async with asyncio.timeout(60):
        while sockets_of(process) > files + 5:
            await asyncio.sleep(0.2)


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
                for reader in readers:
                    reader.close()
            async with websockets.connect(address + "secretary", compression=None) as connection:
                later = Writer(connection)
                await later.enters()
                assert later.typist.words("p1").startswith("Still here ")

    asyncio.run(play())
