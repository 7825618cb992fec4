"""A wire that breaks: a TCP proxy that cuts what goes through it, at instants by seed."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

SHORT, MIDDLE, LONG = 900, 3_000, 9_000  # bytes: in the handshake, in the synchronising, later


class Wire:
    """``cuts`` are still to come; afterwards connections last."""

    def __init__(self, port: int, chance: random.Random, cuts: int) -> None:
        self.port = 0
        self.cuts = cuts
        self._behind, self._chance = port, chance

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until an end closes it or it is cut: in the middle of what it carries."""
        back, there = await asyncio.open_connection("127.0.0.1", self._behind)
        left = [self._chance.randrange(self._chance.choice((SHORT, MIDDLE, LONG)))]
        ways = [
            asyncio.create_task(self._pass(*way, left)) for way in ((reader, there), (back, writer))
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in (writer, there):
                end.transport.abort()  # at once: what was not passed on is lost
            await asyncio.gather(*ways)

    async def _pass(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, left: list[int]
    ) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65_536):
                if self.cuts and len(data) > left[0]:
                    self.cuts -= 1
                    sink.write(data[: left[0]])
                    await sink.drain()
                    return
                left[0] -= len(data)
                sink.write(data)
                await sink.drain()


@asynccontextmanager
async def wire(port: int, seed: int, cuts: int) -> AsyncIterator[Wire]:
    """A wire to the server at this port."""
    made = Wire(port, random.Random(seed), cuts)
    server = await asyncio.start_server(made.carry, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await server.wait_closed()
