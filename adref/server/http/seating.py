"""Who sits here: asked by every door and by the socket, which loads no door."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from adref.server.http.office import Office
from adref.server.identity import cookie_of
from adref.server.store.directory_tables import SeatRow

Result = TypeVar("Result")


async def seated(office: Office, seat: str, cookies: Mapping[str, str]) -> SeatRow | None:
    """The seat, if the cookie that comes along proves it."""
    if len(seat) > 64:
        return None
    row = await office.roll.seat(seat)
    return office.identity.proved(row, cookies.get(cookie_of(seat)))


async def blocking(function: Callable[..., Result], *arguments: Any) -> Result:
    """Run what blocks in a worker thread."""
    return await asyncio.to_thread(function, *arguments)
