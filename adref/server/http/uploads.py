"""A file that is sent as the body of a request: to the disk as it comes, and gone afterwards."""

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.requests import ClientDisconnect, Request

from adref.server.http.door import blocking
from adref.server.http.errors import Refused

_MEGABYTE = 1024 * 1024


@asynccontextmanager
async def received(request: Request, limit: int) -> AsyncIterator[Path]:
    """The file's place on the disk while it is needed. Refuses what is larger than ``limit``."""
    megabytes = max(limit // _MEGABYTE, 1)
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise Refused(413, "file_too_large", megabytes=megabytes)
    descriptor, name = tempfile.mkstemp(prefix="adref-")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            size = 0
            async for piece in request.stream():
                size += len(piece)
                if size > limit:
                    raise Refused(413, "file_too_large", megabytes=megabytes)
                await blocking(file.write, piece)
        yield path
    except ClientDisconnect:
        raise Refused(400, "broken_off") from None
    finally:
        path.unlink(missing_ok=True)
