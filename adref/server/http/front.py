"""What the server of the sockets calls: sockets at once, all else by what is loaded for it.

Who comes back to a meeting by the socket waits for no library of requests and answers.
"""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import SimpleNamespace
from typing import TYPE_CHECKING

from adref.server.http.live import Receive, Scope, Send, Sockets
from adref.server.http.office import Office

if TYPE_CHECKING:
    from starlette.applications import Starlette


class Front:
    """The whole server, by the common interface of Python servers (ASGI)."""

    def __init__(
        self, office: Office, at_work: Callable[[], AbstractAsyncContextManager[object]]
    ) -> None:
        self.state = SimpleNamespace(office=office)
        self._office, self._at_work = office, at_work
        self._sockets = Sockets(office)
        self._pages: Starlette | None = None

    @property
    def pages(self) -> "Starlette":
        """All that is no socket. Blocks at the first call."""
        return self._pages or self._load()

    def _load(self) -> "Starlette":
        from adref.server.http.pages import pages

        # Two who come at once may both come here; what they make is the same.
        made = self._pages = self._pages or pages(self._office)
        return made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket, one request, or the life of the server."""
        if scope["type"] == "websocket":
            await self._sockets(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            if self._pages is None:
                await asyncio.to_thread(self._load)
            await self.pages(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        begun = False
        try:
            async with self._at_work():
                await send({"type": "lifespan.startup.complete"})
                begun = True
                await receive()
        except BaseException:
            # What went wrong is told by who called us, with all that led to it.
            await send({"type": f"lifespan.{'shutdown' if begun else 'startup'}.failed"})
            raise
        await send({"type": "lifespan.shutdown.complete"})
