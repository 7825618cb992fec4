"""The short way between a room and a browser: bytes to and from the transport, without events.

The handshake, everything unusual and the end are uvicorn's own (its protocol on the sans-I/O
``websockets``): what it asks of the application is answered by ``socket``. This class rests on
its insides; a server without it is served by ``socket`` alone, more slowly.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from adref.server.sync.effects import TOO_SLOW
from adref.server.sync.ending import EndingProtocol
from adref.server.sync.frames import take_small

EXTENSION = "adref.direct"
_JOINED = 16_384  # bytes that are copied into one piece
_GOODBYE = 2.0  # seconds that a closing handshake may take


class DirectProtocol(EndingProtocol):
    """One browser's socket, whose messages go straight to ``taker`` once there is one."""

    taker: Callable[[bytes], None] | None = None

    def hand_over(self, taker: Callable[[bytes], None], over: Callable[[], None]) -> None:
        """Messages go to ``taker`` from now on, and ``over`` is called once, at the end.

        No task waits for that end: a dozen frames of coroutines, a queue and what the handshake
        said would be half of what a browser that is silent costs.
        """
        self.taker, self.handed_over = taker, True
        self.queue = cast(Any, _End(partial(self._over, over)))
        self.close_timer = cast(Any, _NEVER)  # or the end of the task would be that of the socket
        self.writable = cast(Any, _NEVER)  # nobody waits for it: ``push`` looks at the transport

    async def run_asgi(self) -> None:
        """Serve it, until it is handed over or at its end."""
        await super().run_asgi()
        if self.handed_over:
            self.request.headers.clear()  # which the parser holds for ever
            self.scope, self.request, self.response = cast(Any, (None, None, None))

    def _over(self, over: Callable[[], None]) -> None:
        self.taker = None
        if cast(Any, self.close_timer) is _NEVER:
            self.close_timer = None
        self.loop.call_soon(over)
        self.end_soon()

    def handle_connect(self, event: Any) -> None:
        """The handshake: the application finds this protocol in the scope."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"][EXTENSION] = {"protocol": self}

    def data_received(self, data: bytes) -> None:
        """Whole small messages are taken here, all else by the reader of all the protocol."""
        at = 0
        if self.taker is not None and not self.frames and not self.conn.reader.buffer:
            while (found := take_small(data, at)) is not None:
                message, at = found
                if self.taker is None or self.close_sent:
                    return
                self.taker(message)
        if at < len(data):
            super().data_received(data[at:] if at else data)

    def send_receive_event_to_app(self) -> None:
        """A message that was not a whole small one."""
        if self.taker is None:
            super().send_receive_event_to_app()
            return
        data, self.frames = b"".join(self.frames), []
        if not self.close_sent:
            self.taker(data)

    def goodbye(self, code: int, reason: str) -> None:
        """Close: politely, but for who does not read what it is sent."""
        self.taker = None
        if self.close_sent or self.transport.is_closing():
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        if code == TOO_SLOW:
            self.close_sent = True
            self.transport.abort()
            return
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(_GOODBYE, self.transport.abort)


class _End:
    """Stands where the protocol puts what the application is to hear: only the end is left."""

    def __init__(self, over: Callable[[], None]) -> None:
        self._over: Callable[[], None] | None = over

    def put_nowait(self, event: Any) -> None:
        """The protocol says something: the end, once or more."""
        if event["type"] == "websocket.disconnect" and self._over is not None:
            over, self._over = self._over, None
            over()


class _Never:
    """A timer that does not come, and an event for which nobody waits."""

    def cancel(self) -> None:
        """Nothing is to be done."""

    set = clear = cancel


_NEVER = _Never()


class Outbox:
    """What is to be sent, by connection, until the end of the loop's turn: then one write each."""

    def __init__(self) -> None:
        self._connections: list[DirectConnection] = []

    def add(self, connection: "DirectConnection") -> None:
        """This one has something to send."""
        if not self._connections:
            asyncio.get_running_loop().call_soon(self._flush)
        self._connections.append(connection)

    def _flush(self) -> None:
        connections, self._connections = self._connections, []
        for connection in connections:
            connection.flush()


class DirectConnection:
    """One browser. ``push`` never waits: a reader who is too slow is cut off."""

    def __init__(self, protocol: DirectProtocol, limit: int, outbox: Outbox) -> None:
        self._protocol, self._limit, self._outbox = protocol, limit, outbox
        self._transport: Any = protocol.transport
        self._first: bytes | None = None  # frame of this turn; mostly the only one
        self._more: list[bytes] = []
        self._size = 0  # bytes of them all
        self._closed_with: int | None = None

    @property
    def closing(self) -> bool:
        """Whether this socket has been given up."""
        return self._closed_with is not None

    @property
    def closed_with(self) -> int | None:
        """The code with which the server gave it up, if it did."""
        return self._closed_with

    def push(self, frame: bytes, wire: bytes) -> None:
        """Send a message in its turn; ``wire`` is its frame."""
        if self._closed_with is not None:
            return
        if self._first is None:
            self._first, self._size = wire, len(wire)
            self._outbox.add(self)
            return
        self._size += len(wire)
        if self._size > self._limit:
            self._give_up()
        else:
            self._more.append(wire)

    def flush(self) -> None:
        """Write what is to be sent."""
        first = self._first
        if first is None:
            return
        self._first = None
        transport = self._transport
        if transport.is_closing():
            self._more.clear()
            return  # the browser has gone; its end is on its way to the room
        waiting = transport.get_write_buffer_size()
        if waiting and waiting + self._size > self._limit:
            self._give_up()
            return
        try:
            if self._more:
                self._write_all(first)
            else:
                transport.write(first)
        except RuntimeError:  # it has just closed (so uvloop); its end is on its way
            self._more.clear()

    def _write_all(self, first: bytes) -> None:
        frames, self._more = [first, *self._more], []
        if self._size > _JOINED:
            self._transport.writelines(frames)
        else:
            self._transport.write(b"".join(frames))

    def _give_up(self) -> None:
        """This reader takes nothing, or not as fast as it comes."""
        self._first = None
        self._more.clear()
        self.close(TOO_SLOW, "too slow")

    def close(self, code: int, reason: str) -> None:
        """Close as soon as may be."""
        if self._closed_with is None:
            self._closed_with = code
            if code != TOO_SLOW:
                self.flush()
            self._protocol.goodbye(code, reason)

    def take(self, taker: Callable[[bytes], None], over: Callable[[], None]) -> list[bytes]:
        """From now on messages go here, and the end there; gives what came before."""
        protocol, early, end = self._protocol, [], None
        while not protocol.queue.empty():
            event: Any = protocol.queue.get_nowait()
            if event["type"] != "websocket.receive":
                end = event
                break
            early.append(event.get("bytes") or (event.get("text") or "").encode())
        protocol.hand_over(taker, over)
        if end is not None:
            protocol.queue.put_nowait(end)
        if protocol.read_paused:
            protocol.read_paused = False
            protocol.transport.resume_reading()
        return early


def is_direct(scope: Any) -> bool:
    """Whether the server offers the short way."""
    return EXTENSION in scope.get("extensions", {})


def direct_of(scope: Any, limit: int, outbox: Outbox) -> DirectConnection | None:
    """The short way to the browser of this scope, if the server offers it."""
    found = scope.get("extensions", {}).get(EXTENSION)
    return DirectConnection(found["protocol"], limit, outbox) if found else None
