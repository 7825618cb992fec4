"""The socket's door: who sits here, asked by our own pages, is handed to the hub.

Without the library of the other doors, which a meeting that goes on does not need.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from adref.server.http.office import Office
from adref.server.http.origin import has_our_origin
from adref.server.http.permits import may_read_text
from adref.server.http.seating import seated
from adref.server.identity import actor_of
from adref.server.sync.compartments import can_be_text
from adref.server.sync.direct import is_direct
from adref.server.sync.hub import Asking

SOCKET = "/ws"
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Handshake:
    """A browser that asks for a socket."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self._receive, self._send = scope, receive, send

    async def accept(self) -> None:
        """It may come in."""
        await self._receive()  # that it asks
        await self._send({"type": "websocket.accept", "headers": []})


class Sockets:
    """``/ws?seat=...[&text=...]``: refused before the handshake to who may not come in."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a socket; where there is the short way this returns at once."""
        if scope["path"] != SOCKET:
            await send({"type": "websocket.close", "code": 1000, "reason": ""})
            return
        headers = _headers(scope)
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        seat = None
        if has_our_origin(headers, self._office.settings):
            wanted = asked.get("seat", [""])[-1]
            seat = await seated(self._office, wanted, _cookies(headers.get("cookie", "")))
        text = asked.get("text", [""])[-1]
        if seat is None or not may_read_text(seat) or (text and not can_be_text(text)):
            from adref.server.http.errors import not_found

            await not_found()(scope, receive, send)
            return
        await self._office.hub.socket(_asking(scope, receive, send), actor_of(seat), text)


def _asking(scope: Scope, receive: Receive, send: Send) -> Asking:
    if is_direct(scope):
        return Handshake(scope, receive, send)
    from starlette.websockets import WebSocket  # a server without the short way

    return WebSocket(scope, receive, send)


def _headers(scope: Scope) -> dict[str, str]:
    """By their names in small letters; of one that comes twice the first."""
    pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return dict(reversed([(name.lower(), value) for name, value in pairs]))


def _cookies(header: str) -> dict[str, str]:
    """Ours are of letters that need no quotes."""
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
