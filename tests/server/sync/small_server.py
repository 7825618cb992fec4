"""A server with one text and nothing else: ``python -m tests.server.sync.small_server DATA PORT``.

It prints ``ready`` when the text is there. ``GET /text`` gives the words that are on the disk,
``GET /size`` how many sockets and tasks there are, ``POST /commands?seat=`` carries out
``{id, command}``, ``POST /leave?seat=`` revokes a seat.
"""

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from adref.drafting.content import plain
from adref.drafting.parties import Actor
from adref.drafting.text import Paragraph
from adref.server.store.engine import open_engine
from adref.server.store.sql import SqlLog
from adref.server.sync.direct import DirectProtocol
from adref.server.sync.hub import Hub
from adref.server.sync.outcome import Outcome
from adref.server.sync.texts import NoSuchText
from tests.server.sync.people import PEOPLE, Everyone

TEXT = tuple(
    Paragraph(f"p{number}", "op", plain(f"Paragraph {number} of the text. "), f"{number}.")
    for number in range(1, 7)
)


def build(data: Path) -> Starlette:
    access = Everyone()
    crowd = {f"crowd{n}": Actor(f"crowd{n}", f"Crowd {n}", "observer") for n in range(60)}
    access.people |= crowd
    log = SqlLog(open_engine(data / "small.db"))
    hub = Hub(log, access, lambda: datetime.now(UTC), lambda: secrets.token_hex(8))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await hub.start()
        try:
            await hub.text("t")
        except NoSuchText:
            await hub.create_text("t", TEXT, {"p6": "agreed"})
        print("ready", flush=True)
        yield
        await hub.stop()
        log.close()

    async def socket(websocket: WebSocket) -> None:
        seat = websocket.query_params["seat"]
        await hub.socket(websocket, PEOPLE.get(seat) or crowd[seat])

    async def text(_request: Request) -> JSONResponse:
        return JSONResponse({p.id: p.words for p in await hub.text("t")})

    async def commands(request: Request) -> JSONResponse:
        body = await request.json()
        actor = PEOPLE[request.query_params["seat"]]
        found = await hub.command("t", actor, body["command"], body["id"])
        if isinstance(found, Outcome):
            return JSONResponse(found.to_json())
        return JSONResponse({"error": found.code}, found.status)

    async def size(_request: Request) -> JSONResponse:
        return JSONResponse({"sockets": hub.size[0], "tasks": len(asyncio.all_tasks())})

    async def leave(request: Request) -> JSONResponse:
        access.people.pop(request.query_params["seat"])
        await hub.close_seat(request.query_params["seat"])
        return JSONResponse({})

    routes = [
        WebSocketRoute("/ws", socket),
        Route("/text", text),
        Route("/size", size),
        Route("/commands", commands, methods=["POST"]),
        Route("/leave", leave, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


if __name__ == "__main__":
    uvicorn.run(
        build(Path(sys.argv[1])),
        host="127.0.0.1",
        port=int(sys.argv[2]),
        log_level="error",
        ws=DirectProtocol,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        ws_max_size=1_200_000,
    )
