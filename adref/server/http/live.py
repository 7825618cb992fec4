"""The socket's door: who sits here, asked by our own pages, is handed to the hub."""

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from adref.server.http.errors import not_found
from adref.server.http.guard import has_our_origin
from adref.server.http.office import Office
from adref.server.http.permits import may_read_text
from adref.server.http.seating import seated
from adref.server.identity import actor_of
from adref.server.sync.compartments import can_be_text


def socket_route(office: Office) -> WebSocketRoute:
    """``/ws?seat=...[&text=...]``: refused before the handshake to who may not come in."""

    async def connect(websocket: WebSocket) -> None:
        seat = None
        if has_our_origin(websocket.headers, office.settings):
            seat = await seated(office, websocket.query_params.get("seat", ""), websocket.cookies)
        text = websocket.query_params.get("text", "")
        if seat is None or not may_read_text(seat) or (text and not can_be_text(text)):
            await websocket.send_denial_response(not_found())
            return
        await office.hub.socket(websocket, actor_of(seat), text)

    return WebSocketRoute("/ws", connect)
