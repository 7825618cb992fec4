"""The short way to a browser: who has gone, who does not read, who is put out."""

import asyncio
import socket

import uvloop

from adref.server.sync.direct import DirectConnection


class Gone(asyncio.Protocol):
    """A browser's end of the line that breaks."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set()


def test_s11_who_has_just_gone_is_passed_over() -> None:
    """The library's loop refuses to write to a closed socket; others are to be served after it."""

    async def play() -> None:
        loop = asyncio.get_running_loop()
        here, there = socket.socketpair()
        _, protocol = await loop.create_connection(Gone, sock=here)
        connection = DirectConnection(protocol, 1_000)  # type: ignore[arg-type]
        there.close()
        await protocol.lost.wait()
        connection.push(b"", b"a frame")
        assert connection.closed_with is None  # it went by itself

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(play())
