"""A door: one route, with who may use it, what it takes and what it gives.

The table of doors is the single source of the routes, of the description in
``/api/openapi.json`` and of the test that every door authenticates.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from pydantic import BaseModel, ValidationError
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adref.drafting.parties import Actor
from adref.server.http.errors import NotFound, Refused, not_found, refusal, refused_body
from adref.server.http.guard import ACT_HEADER
from adref.server.http.office import Office
from adref.server.http.origin import comes_from_here
from adref.server.http.seating import blocking as blocking
from adref.server.http.seating import seated
from adref.server.http.sending import PIECE, WhileSeated
from adref.server.identity import KEEPER, actor_of
from adref.server.store.directory_tables import NegotiationRow, SeatRow
from adref.server.sync.texts import NoSuchText

SAFE = ("GET", "HEAD")
Result = TypeVar("Result")
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass
class Visit:
    """One request that was let in."""

    request: Request
    office: Office
    seat: SeatRow | None
    body: BaseModel | None

    @property
    def sitting(self) -> SeatRow:
        """The seat of who asks."""
        if self.seat is None:
            raise NotFound
        return self.seat

    @property
    def actor(self) -> Actor:
        """Who asks, as the negotiation knows them."""
        return actor_of(self.sitting)

    @property
    def negotiation(self) -> str:
        """The id of the negotiation in which they sit; not found for the keeper."""
        if self.sitting.negotiation is None:
            raise NotFound
        return self.sitting.negotiation

    async def negotiation_row(self) -> NegotiationRow:
        """The negotiation in which they sit."""
        return found(await blocking(self.office.directory.negotiation, self.negotiation))

    def path(self, name: str) -> str:
        """A part of the address."""
        return cast(str, self.request.path_params[name])

    def sent(self, shape: type[Shape]) -> Shape:
        """The body, of the shape that the door declares."""
        assert isinstance(self.body, shape)
        return self.body

    @property
    def address(self) -> str:
        """From where the request comes."""
        return self.request.client.host if self.request.client else ""


WORTH_PACKING = 1024  # bytes

Handler = Callable[[Visit], Awaitable[BaseModel | Response]]


def anybody(_seat: SeatRow) -> bool:
    """Every seat."""
    return True


def keeper(seat: SeatRow) -> bool:
    """Who looks after the installation."""
    return seat.role == KEEPER


def participant(seat: SeatRow) -> bool:
    """Who sits in a negotiation."""
    return seat.negotiation is not None


@dataclass(frozen=True)
class Door:
    """One route. ``may`` None: open to everybody.

    ``packed``: sent compressed; only for what all who may ask it may read alike, and that holds
    no secret, so that its length tells nothing.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    may: Callable[[SeatRow], bool] | None
    answer: type[BaseModel] | None
    body: type[BaseModel] | None = None
    limit: int | None = None
    query: tuple[str, ...] = ()
    status: int = 200
    media: tuple[str, ...] = ("application/json",)
    packed: bool = False
    takes_file: bool = False  # the body is a file, which the handler receives itself

    def route(self, office: Office) -> Route:
        """The starlette route."""

        async def serve(request: Request) -> Response:
            try:
                return await self._serve(request, office)
            except (NotFound, NoSuchText):
                return not_found()
            except Refused as no:
                headers = {"Retry-After": str(no.params["seconds"])} if no.status == 429 else None
                return refusal(no.status, no.code, no.params, headers)

        packing = [Middleware(GZipMiddleware, minimum_size=WORTH_PACKING)] if self.packed else []
        return Route(self.path, serve, methods=[self.method], middleware=packing)

    async def _serve(self, request: Request, office: Office) -> Response:
        if self.method not in SAFE:
            require_act(request, office)
        seat = None
        if self.may is not None:
            seat = await seated(office, request.path_params["seat"], request.cookies)
            if seat is None or not self.may(seat):
                raise NotFound
        body = await self._body(request, office) if self.body else None
        result = await self.handler(Visit(request, office, seat, body))
        if not isinstance(result, Response):
            # What is said of a file is as long as the file: it is not written down on the loop.
            result = await blocking(self._told, result) if self.takes_file else self._told(result)
        if seat is None or len(result.body) <= PIECE:
            return result
        return WhileSeated(result, partial(self._still, request, office))

    def _told(self, result: BaseModel) -> Response:
        headers = {"Cache-Control": "no-store"}
        return JSONResponse(result.model_dump(mode="json"), self.status, headers=headers)

    async def _still(self, request: Request, office: Office) -> bool:
        """Whether who has been let in would be let in now."""
        seat = await seated(office, request.path_params["seat"], request.cookies)
        return seat is not None and self.may is not None and self.may(seat)

    async def _body(self, request: Request, office: Office) -> BaseModel:
        assert self.body is not None
        data = await bounded(request, self.limit or office.settings.body_limit)
        try:
            if len(data) > office.settings.body_limit:
                return await blocking(self.body.model_validate_json, data)
            return self.body.model_validate_json(data)
        except ValidationError as problem:
            raise refused_body(problem) from None


def require_act(request: Request, office: Office) -> None:
    """Refuses what another site could have made a browser send."""
    if request.headers.get(ACT_HEADER) != "1" or not comes_from_here(
        request.headers, office.settings
    ):
        raise Refused(403, "not_from_here")


async def bounded(request: Request, limit: int) -> bytes:
    """The body of a request, refused as soon as it is known to be too large."""
    megabytes = max(limit // (1024 * 1024), 1)
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise Refused(413, "too_large", megabytes=megabytes)
    data = bytearray()
    try:
        async for piece in request.stream():
            data += piece
            if len(data) > limit:
                raise Refused(413, "too_large", megabytes=megabytes)
    except ClientDisconnect:
        raise Refused(400, "broken_off") from None
    return bytes(data)


def found(row: Result | None) -> Result:
    """The row, or the one answer for what is not there."""
    if row is None:
        raise NotFound
    return row
