"""The real websocket server around a hub of the tests, in this process: sockets, uvloop and all."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from adref.server.sync.direct import DirectProtocol
from tests.server.sync.halls import Hall, hall
from tests.server.sync.people import PEOPLE


@asynccontextmanager
async def served(**limits: Any) -> AsyncIterator[tuple[Hall, int]]:
    """A hub at work behind a port."""
    async with hall(**limits) as place:

        async def connect(websocket: WebSocket) -> None:
            await place.hub.socket(websocket, PEOPLE[websocket.query_params["seat"]])

        taken = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(
                Starlette(routes=[WebSocketRoute("/ws", connect)]),
                ws=DirectProtocol,
                ws_ping_interval=None,
                ws_per_message_deflate=False,
                log_level="error",
                timeout_graceful_shutdown=1,
            )
        )
        serving = asyncio.create_task(server.serve(sockets=[taken]))
        try:
            yield place, taken.getsockname()[1]
        finally:
            server.should_exit = True
            await serving
            taken.close()


def run(play: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(60):
            await play()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(limited())
