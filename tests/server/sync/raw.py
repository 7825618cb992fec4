"""Browsers that keep to the websocket protocol as little as they like: bytes over TCP."""

import asyncio
import os
import socket
from base64 import b64encode
from pathlib import Path

from websockets.asyncio.client import ClientConnection

from adref.server.crdt.states import varint
from tests.playbook import body_of, tell_frame
from tests.server.sync.browser import of
from tests.server.sync.siege import block
from tests.server.sync.typist import Typist


async def listening(port: int) -> None:
    """Wait until a server has opened its port, which it does after it is ready."""
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


async def handshake(port: int, seat: str, room: int = 4_096) -> socket.socket:
    """A socket that is open; ``room``: bytes that its system keeps for who does not read."""
    loop = asyncio.get_running_loop()
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    raw.setblocking(False)
    await loop.sock_connect(raw, ("127.0.0.1", port))
    key = b64encode(os.urandom(16)).decode()
    lines = (
        f"GET /ws?seat={seat} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        "\r\n",
    )
    await loop.sock_sendall(raw, "\r\n".join(lines).encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += await loop.sock_recv(raw, 1)
    assert answer.startswith(b"HTTP/1.1 101"), answer
    return raw


def masked(message: bytes, opcode: int = 2) -> bytes:
    """A frame of a browser (masked with zeros)."""
    size = len(message)
    if size < 126:
        head = bytes([0x80 | opcode, 0x80 | size])
    elif size < 65_536:
        head = bytes([0x80 | opcode, 0x80 | 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([0x80 | opcode, 0x80 | 127]) + size.to_bytes(8, "big")
    return head + b"\0\0\0\0" + message


def in_room(room: str, body: bytes) -> bytes:
    return varint(len(room)) + room.encode() + body


def asks(room: str) -> bytes:
    """Come in and ask for the document."""
    return masked(in_room(room, b"\x02\x00\x02{}")) + masked(in_room(room, b"\x00\x00\x01\x00"))


def memory(process: int) -> int:
    """Megabytes that a process holds."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    raise AssertionError("no such process")


def sockets_of(process: int) -> int:
    """How many files and sockets a process holds."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


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
