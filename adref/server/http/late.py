"""The doors, loaded when the first is knocked at; what is rarely wanted, when that is asked for.

What they take and give is a hundred models, and behind them stand importers, exports and redlines:
half of what a start would load, and nothing of it is needed by who comes back to a meeting by the
socket. Loading takes some tenths of a second, in a thread: the loop goes on meanwhile.
"""

import asyncio
from collections.abc import Callable, Sequence

from starlette.routing import BaseRoute, Match, Router
from starlette.types import Receive, Scope, Send

BEGINNINGS = ("/api/", "/healthz", "/readyz")
"""What the addresses of all doors begin with."""


class LateDoors(BaseRoute):
    """The doors whose addresses ``covers`` says are here, as one route; ``made`` loads them."""

    def __init__(
        self, covers: Callable[[str], object], made: Callable[[], Sequence[BaseRoute]]
    ) -> None:
        self.covers, self._made = covers, made
        self._router: Router | None = None

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The route of each. Blocks at the first call."""
        return self._load().routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether there may be a door at this address; which, those who are loaded know."""
        ours = scope["type"] == "http" and self.covers(scope["path"])
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
            self._router = Router(self._made())
        return self._router


def is_a_doors(path: str) -> bool:
    """Whether a door may have this address."""
    return path.startswith(BEGINNINGS)
