"""The doors, loaded when the first is knocked at.

What they take and give is a hundred models, and behind them stand importers, exports and redlines:
half of what a start would load, and nothing of it is needed by who comes back to a meeting by the
socket. Loading takes some tenths of a second, in a thread: the loop goes on meanwhile.
"""

import asyncio
from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Router
from starlette.types import Receive, Scope, Send

from adref.server.http.office import Office

BEGINNINGS = ("/api/", "/healthz", "/readyz")
"""What the addresses of all doors begin with."""


class LateDoors(BaseRoute):
    """All that ``table`` has, as one route."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._router: Router | None = None

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """Every door's route. Blocks at the first call."""
        return self._load().routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether there may be a door at this address; which, the table knows."""
        ours = scope["type"] == "http" and scope["path"].startswith(BEGINNINGS)
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on to the door."""
        router = self._router
        if router is None:
            router = await asyncio.to_thread(self._load)
        await router(scope, receive, send)

    def _load(self) -> Router:
        # Two who knock at once may both come here; what they make is the same.
        if self._router is None:
            from adref.server.http.table import routes

            self._router = Router(routes(self._office))
        return self._router
