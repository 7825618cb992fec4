"""[X4] Hostile frames through a real server: sockets, process and all."""

import asyncio
import random
import socket
from contextlib import suppress
from pathlib import Path

import websockets

from tests.server.sync.hostile_frames import HarmfulFrames
from tests.server.sync.processes import free_port, small_server
from tests.server.sync.raw import Writer, asks, handshake, listening, masked, memory
from tests.server.sync.test_stalled import cut_off

FRAMES, _AT_ONCE, _AGAIN = 4_000, 10, 20
_SEATS = ("olga", "ali", "secretary", "bea")


def spoilt(frame: bytes, chance: random.Random) -> bytes:
    """What a browser would never send as a websocket frame."""
    match chance.randrange(12):
        case 0:
            return frame[: chance.randrange(len(frame))]
        case 1:
            return bytes([chance.randrange(256)]) + frame[1:]
        case 2:
            return frame[:1] + bytes([frame[1] & 127]) + frame[2:]  # not masked
        case 3:
            return b"\x82\xff" + (2**62).to_bytes(8, "big") + b"\0\0\0\0" + frame
        case 4:
            return masked(b"\xff\xfe", opcode=1)  # words that are none
        case 5:
            return masked(b"\x00", opcode=8) + frame
    return frame


async def attack(port: int, seat: str, chance: random.Random) -> None:
    """One socket, some frames, and away."""
    loop = asyncio.get_running_loop()
    raw: socket.socket = await handshake(port, seat, room=65_536)
    with raw, suppress(ConnectionError):
        await loop.sock_sendall(raw, asks("text/t") + asks("party/t/a") + asks("floor/t"))
        harmful = HarmfulFrames(chance, [70_001], [70_002])
        for _ in range(_AT_ONCE):
            await loop.sock_sendall(raw, spoilt(masked(harmful.frame()), chance))


def test_x4_a_real_server_goes_on(tmp_path: Path) -> None:
    async def play() -> None:
        port, chance = free_port(), random.Random(1)
        address = f"ws://127.0.0.1:{port}/ws?seat=chair"
        async with small_server(tmp_path, port) as process:
            await listening(port)
            async with websockets.connect(address, compression=None) as connection:
                writer = Writer(connection)
                await writer.enters()
                before = memory(process.pid)
                typed = 0
                for number in range(FRAMES // _AT_ONCE):
                    seat = _SEATS[number % len(_SEATS)]
                    await asyncio.gather(attack(port, seat, chance))
                    if number % _AGAIN == 0:
                        typed += 1
                        await writer.sends(writer.typist.adds(f"w{typed}", f"Word {typed} "))
                await cut_off(process.pid, 60)
                assert memory(process.pid) < before + 150
            async with websockets.connect(address, compression=None) as connection:
                later = Writer(connection)
                await later.enters()
                for number in range(1, typed + 1):
                    assert later.typist.words(f"w{number}") == f"Word {number} "

    asyncio.run(play())
