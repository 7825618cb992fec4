"""All that is no socket: the doors, the pages, and what stands before them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from adref.server.http import spa
from adref.server.http.errors import not_found, refusal
from adref.server.http.guard import Fallible, Protected
from adref.server.http.late import LateDoors, is_a_doors
from adref.server.http.office import Office


def pages(office: Office) -> Starlette:
    """The application, its doors not loaded yet."""
    app = Starlette(
        routes=[
            LateDoors(is_a_doors, partial(_doors, office)),
            *spa.routes(office.settings.static),
        ],
        middleware=[
            Middleware(Protected, settings=office.settings),
            Middleware(Fallible),
        ],
        exception_handlers={HTTPException: _plain_refusal},
    )
    app.state.office = office
    return app


def _doors(office: Office) -> Sequence[BaseRoute]:
    from adref.server.http.table import routes

    return routes(office)


async def _plain_refusal(request: Request, problem: Any) -> Response:
    if problem.status_code == 404:
        return spa.nowhere(request) or not_found()
    return refusal(problem.status_code, "general", headers=problem.headers)
