"""A websocket by the common interface of Python servers: a bounded queue out, one message after
another in. ``direct`` is the short way, where the server has it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from adref.server.sync.effects import TOO_SLOW

_GOODBYE = 2.0  # seconds that a closing handshake may take


class Connection:
    """One browser. ``push`` never waits: a reader who is too slow is cut off."""

    def __init__(self, websocket: WebSocket, limit: int) -> None:
        self._websocket = websocket
        self._limit = limit  # bytes that may wait
        self._queue: deque[bytes] = deque()
        self._waiting = 0
        self._something = asyncio.Event()
        self._closing: tuple[int, str] | None = None
        self._closed = asyncio.Event()

    def push(self, frame: bytes, _wire: bytes = b"") -> None:
        """Send a message in its turn."""
        if self._closing is not None:
            return
        if self._waiting + len(frame) > self._limit and self._queue:
            self.close(TOO_SLOW, "too slow")
            return
        self._queue.append(frame)
        self._waiting += len(frame)
        self._something.set()

    def close(self, code: int, reason: str) -> None:
        """Close as soon as may be; what waits is dropped."""
        if self._closing is None:
            self._closing = (code, reason)
            self._queue.clear()
            self._something.set()
            self._closed.set()

    @property
    def closing(self) -> bool:
        """Whether this socket has been given up."""
        return self._closing is not None

    @property
    def closed_with(self) -> int | None:
        """The code with which the server gave it up, if it did."""
        return None if self._closing is None else self._closing[0]

    async def messages(self) -> AsyncIterator[bytes]:
        """What the browser sends, until it or the server closes. Runs the sending beside it."""
        await self._websocket.accept()
        writer = asyncio.create_task(self._write())
        closed = asyncio.create_task(self._closed.wait())
        try:
            while not self.closing:
                data = await self._next(closed)
                if data is None:
                    break
                yield data
        finally:
            writer.cancel()
            closed.cancel()
            await asyncio.gather(writer, closed, return_exceptions=True)
            await self._goodbye()

    async def _next(self, closed: "asyncio.Task[bool]") -> bytes | None:
        receiving = asyncio.ensure_future(self._websocket.receive())
        try:
            await asyncio.wait((receiving, closed), return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not receiving.done():
                receiving.cancel()
        if receiving.cancelled() or not receiving.done():
            return None
        try:
            message = receiving.result()
        except (WebSocketDisconnect, RuntimeError, OSError):
            return None
        if message["type"] == "websocket.disconnect":
            return None
        return message.get("bytes") or (message.get("text") or "").encode()

    async def _write(self) -> None:
        with suppress(WebSocketDisconnect, RuntimeError, OSError):
            while True:
                await self._something.wait()
                self._something.clear()
                while self._queue:
                    frame = self._queue.popleft()
                    await self._websocket.send_bytes(frame)
                    self._waiting -= len(frame)

    async def _goodbye(self) -> None:
        if self._websocket.application_state is not WebSocketState.CONNECTED:
            return
        code, reason = self._closing or (1000, "")
        with suppress(Exception):
            async with asyncio.timeout(_GOODBYE):
                await self._websocket.close(code, reason)
