"""An ordinary load balancer: each new connection goes to the next server that takes it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Balancer:
    """``taken``: how many connections each server was given."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports, self._turn = ports, 0
        self.taken = dict.fromkeys(ports, 0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found = await self._next()
        if found is None:
            writer.close()
            return
        there, away = found
        await asyncio.gather(_pass_on(reader, away), _pass_on(there, writer))

    async def _next(self) -> Streams | None:
        for _ in self._ports:
            port = self._ports[self._turn % len(self._ports)]
            self._turn += 1
            with suppress(OSError):
                found = await asyncio.open_connection("127.0.0.1", port)
                self.taken[port] += 1
                return found
        return None


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def balancer(ports: Sequence[int]) -> AsyncIterator[tuple[int, Balancer]]:
    """One that runs, and its port."""
    made = Balancer(ports)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], made
    finally:
        server.close()
