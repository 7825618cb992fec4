"""What stands before every door: headers that protect, and where a request comes from."""

import sys
import traceback
from functools import cached_property

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adref.server.config import Settings
from adref.server.http.errors import refusal
from adref.server.http.sending import NoLonger
from adref.server.logs import Teller
from adref.server.store.disk import lacks_room
from adref.server.store.health import NotWriting, Unreachable, is_of_the_database
from adref.server.store.log import Damaged

log = Teller()
ACT_HEADER = "x-adref"
_NOT_NOW = (NotWriting, Damaged, Unreachable)


class Protected:
    """Every answer carries protecting headers: those of a page, or those of a part of it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    @cached_property
    def _by_kind(self) -> "tuple[ASGIApp, ASGIApp]":
        # With the first answer: who comes back by the socket is not kept waiting by headers.
        from adref.server.http.headers import protected

        return protected(self._app, self._settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; the headers are set on the way back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        pages, parts = self._by_kind
        is_part = scope["path"].startswith(("/static/", "/api/"))
        await (parts if is_part else pages)(scope, receive, send)


class Fallible:
    """Answers 500 when a door breaks, and notes where; never what: it may be somebody's words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; catch what nobody else has caught."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except NoLonger:
            raise  # broken off on purpose
        except Exception as problem:
            if isinstance(problem, _NOT_NOW) or is_of_the_database(problem):
                log.error("request refused", kind=type(problem).__name__, where=where(problem))
                code = "damaged" if isinstance(problem, Damaged) else "not_writing"
                await refusal(503, code)(scope, receive, sending)
                return
            log.error("request failed", kind=type(problem).__name__, where=where(problem))
            if begun:  # half an answer must not look like a whole one
                raise ConnectionAbortedError("answer broken off") from None
            if lacks_room(problem):
                await refusal(507, "no_room")(scope, receive, send)
                return
            await refusal(500, "server")(scope, receive, send)


def where(problem: BaseException) -> list[str]:
    """The places in the code through which a problem came, without its words."""
    frames = traceback.extract_tb(problem.__traceback__)
    root = sys.prefix
    return [f"{f.filename.removeprefix(root)}:{f.lineno} {f.name}" for f in frames[-8:]]
