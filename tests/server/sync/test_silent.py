"""[U7] A browser that is silent costs no task; that it has gone is noticed however it goes."""

import asyncio
import json
import socket
import struct
import urllib.request
from pathlib import Path

from tests.server.sync.processes import free_port, small_server
from tests.server.sync.raw import asks, handshake, listening, masked

SILENT = 30
_CLOSE = masked((1000).to_bytes(2, "big"), opcode=8)


async def size_of(port: int) -> dict[str, int]:
    """Sockets and tasks of the server, that of this question among them."""

    def ask() -> dict[str, int]:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/size") as answer:
            found: dict[str, int] = json.load(answer)
            return found

    return await asyncio.to_thread(ask)


async def come_in(port: int, number: int) -> socket.socket:
    raw = await handshake(port, f"crowd{number}")
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(raw, asks("text/t"))
    assert await loop.sock_recv(raw, 64)
    return raw


def break_off(raw: socket.socket) -> None:
    """Without a word, as a network does."""
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def test_u7_a_silent_browser_is_nobodys_task_and_its_end_is_noticed(tmp_path: Path) -> None:
    async def play() -> None:
        port = free_port()
        async with small_server(tmp_path, port):
            await listening(port)
            alone = await size_of(port)
            crowd = [await come_in(port, number) for number in range(SILENT)]
            found = await size_of(port)
            assert found["sockets"] == alone["sockets"] + SILENT
            assert found["tasks"] < alone["tasks"] + SILENT / 2
            for raw in crowd[::2]:
                break_off(raw)
            for raw in crowd[1::2]:
                await asyncio.get_running_loop().sock_sendall(raw, _CLOSE)
            async with asyncio.timeout(30):
                while (await size_of(port))["sockets"] > alone["sockets"]:
                    await asyncio.sleep(0.05)
            for raw in crowd[1::2]:
                raw.close()

    asyncio.run(play())
