"""An answer on its way: in pieces, for as long as who asked may have it.

A large file to a slow reader takes minutes. Who is put out meanwhile gets no more of it than what
the network already holds: asked before every piece, and twice a second while a piece waits.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

PIECE = 64 * 1024  # bytes
_ASK = 0.4  # seconds

Still = Callable[[], Awaitable[bool]]
"""Whether who asked may still have it."""


class NoLonger(ConnectionAbortedError):
    """Who asked may not have the rest."""


class WhileSeated(Response):
    """Sends another response, and breaks it off when ``still`` says no."""

    def __init__(self, response: Response, still: Still) -> None:
        self._response, self._still = response, still
        self.background = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        loop = asyncio.get_running_loop()
        asked = loop.time()

        async def may_go_on() -> None:
            nonlocal asked
            if loop.time() - asked < _ASK:
                return
            asked = loop.time()
            if not await self._still():
                raise NoLonger("answer broken off")

        async def piece_by_piece(message: Message) -> None:
            if message["type"] != "http.response.body":
                await send(message)
                return
            body, more = message.get("body", b""), message.get("more_body", False)
            for at in range(0, len(body) or 1, PIECE):
                await may_go_on()
                last = at + PIECE >= len(body)
                piece = {**message, "body": body[at : at + PIECE], "more_body": more or not last}
                await _sent(send, piece, may_go_on)

        await self._response(scope, receive, piece_by_piece)


async def _sent(send: Send, piece: Message, may_go_on: Callable[[], Awaitable[None]]) -> None:
    """Send a piece; meanwhile ask again and again."""
    sending = asyncio.ensure_future(_send(send, piece))
    try:
        while not sending.done():
            await asyncio.wait((sending,), timeout=_ASK)
            if not sending.done():
                await may_go_on()
        await sending
    finally:
        if not sending.done():
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending


async def _send(send: Send, piece: Message) -> None:
    await send(piece)
