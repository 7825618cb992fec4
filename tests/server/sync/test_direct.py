"""The short way to a browser: who has gone, who does not read, who is put out."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from adref.server.sync.direct import DirectConnection, Outbox
from tests.server.sync.direct_server import run, served
from tests.server.sync.raw import Writer, asks, block, handshake, in_room, masked


class Gone(asyncio.Protocol):
    """A browser's end of the line that breaks."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()


def address(port: int, seat: str) -> str:
    return f"ws://127.0.0.1:{port}/ws?seat={seat}"


async def to_the_end(raw: socket.socket) -> None:
    """Read until the other side has closed."""
    with raw, suppress(ConnectionError):
        while await asyncio.get_running_loop().sock_recv(raw, 65_536):
            pass


def test_s11_who_has_just_gone_is_passed_over() -> None:
    """The library's loop refuses to write to a closed socket; others are to be served after it."""

    async def play() -> None:
        loop = asyncio.get_running_loop()
        here, there = socket.socketpair()
        _, protocol = await loop.create_connection(Gone, sock=here)
        connection = DirectConnection(protocol, 1_000, Outbox())  # type: ignore[arg-type]
        there.close()
        await protocol.lost.wait()
        connection.push(b"", b"a frame")
        connection.flush()
        assert connection.closed_with is None  # it went by itself

    run(play)


def test_u7_a_socket_that_is_handed_over_has_no_room_for_attributes_that_never_come() -> None:
    async def play() -> None:
        async with served() as (place, port):
            loop = asyncio.get_running_loop()
            with await handshake(port, "chair") as raw:
                await loop.sock_sendall(raw, asks("text/t"))
                assert await loop.sock_recv(raw, 64)
                (one,) = place.hub._rooms.sockets.values()
                assert isinstance(one.connection, DirectConnection)
                held = one.connection._protocol.__dict__
                assert held["taker"] is not None
                assert sys.getsizeof(held) == sys.getsizeof(dict(held))

    run(play)


def test_s11_who_does_not_read_is_cut_off_and_nobody_waits_for_it() -> None:
    async def play() -> None:
        async with served(queue=50_000) as (place, port):
            async with connect(address(port, "chair"), compression=None) as connection:
                chair = Writer(connection)
                await chair.enters()
                stalled = await handshake(port, "olga")
                await asyncio.get_running_loop().sock_sendall(stalled, asks("text/t"))
                typed = 0
                while not place.hub.measures.closed[1013]:
                    typed += 1
                    await chair.sends(chair.typist.types("p1", "x" * 40_000))
                    await chair.sends(chair.typist.strikes("p1", 0, 40_000))
                assert typed > 1  # what its system keeps for it is not held against it
                assert place.hub.size[0] == 1
                await chair.sends(chair.typist.types("p1", "Still here "))
                await to_the_end(stalled)
            assert (await place.hub.text("t"))[0].words.startswith("Still here ")

    run(play)


@pytest.mark.parametrize("writes", ["secretary", "chair", "nobody"])
def test_s13_who_is_revoked_hears_no_more_and_is_not_heard(writes: str) -> None:
    async def play() -> None:
        async with served(recheck=0.01) as (place, port):
            await place.hub.start()
            async with (
                connect(address(port, "chair"), compression=None) as first,
                connect(address(port, "secretary"), compression=None) as second,
            ):
                chair, secretary = Writer(first), Writer(second)
                await chair.enters()
                await secretary.enters()
                del place.access.people["secretary"]
                before = len(place.log.read("text/t"))
                if writes == "secretary":
                    late = secretary.typist.types("p1", "Too late ")
                    await second.send(in_room("text/t", b"\x00\x02" + block(late)))
                elif writes == "chair":
                    await chair.sends(chair.typist.types("p1", "Among us "))
                heard = b"".join([bytes(frame) async for frame in frames(second)])
                assert second.close_code == 1008
                assert b"Among us" not in heard
                assert len(place.log.read("text/t")) == before + (writes == "chair")

    run(play)


async def frames(connection: ClientConnection) -> AsyncIterator[bytes]:
    """All frames until the connection is closed, however that may be."""
    with suppress(ConnectionClosed):
        while True:
            yield await connection.recv(decode=False)


def test_u2_a_message_in_pieces_is_one_message() -> None:
    """In fragments of the websocket protocol, and each of them a byte at a time."""

    async def play() -> None:
        async with served() as (place, port):
            async with connect(address(port, "chair"), compression=None) as connection:
                chair = Writer(connection)
                await chair.enters()
                message = in_room("text/t", b"\x00\x02" + block(chair.typist.types("p1", "Whole ")))
                await connection.send([message[:3], message[3:9], message[9:]])
                await chair.until("saved")
            raw = await handshake(port, "olga")
            loop = asyncio.get_running_loop()
            for byte in asks("text/t"):
                await loop.sock_sendall(raw, bytes([byte]))
            answer = b""
            while b"Whole " not in answer:
                answer += await loop.sock_recv(raw, 65_536)
            await loop.sock_sendall(raw, masked(b"\x03\xe8", opcode=8))
            await to_the_end(raw)
            while place.hub.size[0]:
                await asyncio.sleep(0)

    run(play)
