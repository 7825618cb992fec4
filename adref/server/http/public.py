"""What anybody may read: whether the server is well, and the description of its doors."""

from collections.abc import Callable
from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adref.server.http.answers import Health
from adref.server.http.door import Door, Visit, blocking
from adref.server.http.errors import Refused
from adref.server.http.openapi import describe

DESCRIPTION = "/api/openapi.json"


async def health(visit: Visit) -> Health:
    """Alive. With a database of its own: if that answers; a database elsewhere may be away."""
    if visit.office.hub.hears is None:
        await blocking(visit.office.directory.installation)
    return Health()


async def ready(visit: Visit) -> Health:
    """Ready if what is typed here can be saved; else 503, so that people are sent elsewhere."""
    if not visit.office.hub.is_ready:
        raise Refused(503, "not_writing")
    return await health(visit)


def description_route(doors: Callable[[], tuple[Door, ...]]) -> Route:
    """The description of all doors in OpenAPI 3.1; ``doors`` loads them."""
    described = cache(lambda: describe(doors()))

    async def serve(_request: Request) -> Response:
        return JSONResponse(await blocking(described), headers={"Cache-Control": "no-cache"})

    return Route(DESCRIPTION, serve, methods=["GET"])


DOORS = (
    Door("GET", "/healthz", health, "Whether the server is well", None, Health),
    Door("GET", "/readyz", ready, "Whether the server can take people in", None, Health),
)
