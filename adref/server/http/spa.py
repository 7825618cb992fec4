"""The pages: the built front end, served from the package."""

import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from adref.server.http.errors import not_found

NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Adref</title></head><body>
<h1>Adref</h1>
<p>The server is running, but its pages were not built. Run <code>make run</code>, or
<code>npm ci</code> and <code>npm run build</code> in <code>frontend</code>, and load this page
again.</p>
</body></html>
"""
CODINGS = {"br": ".br", "gzip": ".gz"}
"""What the build lays beside each file, the smallest first."""
FOREVER = "max-age=31536000, immutable"
PACKED_ALREADY = (".woff2",)
_NEWER = ("etag", "last-modified", "accept-ranges")
"""What serves to ask for a newer one or for the rest: nobody does of what is kept for ever."""


class Assets(StaticFiles):
    """Built files: those with a hash in their name are kept for ever, and sent compressed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or its compressed sibling when the browser takes it."""
        coding, suffix = self._packed(path, Request(scope).headers.get("accept-encoding", ""))
        response = await super().get_response(path + suffix, scope)
        if coding and response.status_code == 200:
            response.headers["content-type"] = _media_of(path)
            response.headers["content-encoding"] = coding
        hashed = path.startswith("assets/")
        response.headers["cache-control"] = FOREVER if hashed else "no-cache"
        if hashed and response.status_code == 200:
            for asked in _NEWER:
                del response.headers[asked]
        if not path.endswith(PACKED_ALREADY):
            response.headers["vary"] = "accept-encoding"
        return response

    def _packed(self, path: str, accepted: str) -> tuple[str, str]:
        """The best coding that the browser takes and that the build has laid beside the file."""
        taken = accepts(accepted)
        for coding, suffix in CODINGS.items():
            if coding in taken and self.lookup_path(path + suffix)[1] is not None:
                return coding, suffix
        return "", ""


def accepts(header: str) -> frozenset[str]:
    """The codings that an ``Accept-Encoding`` names and does not refuse (``q=0``)."""
    taken = set()
    for part in header.lower().split(","):
        coding, _, rest = part.partition(";")
        if not re.fullmatch(r"q=0(\.0*)?", rest.strip().replace(" ", "")):
            taken.add(coding.strip())
    return frozenset(taken)


def _media_of(path: str) -> str:
    media = FileResponse(path).media_type or "application/octet-stream"
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def page(static: Path, accepted: str = "") -> Response:
    """The one page of the application; it reads its address itself."""
    index = static / "index.html"
    headers = {"Cache-Control": "no-cache", "Vary": "accept-encoding"}
    if not index.is_file():
        return HTMLResponse(NOT_BUILT, headers=headers)
    taken = accepts(accepted)
    for coding, suffix in CODINGS.items():
        packed = index.with_name(index.name + suffix)
        if coding in taken and packed.is_file():
            headers["Content-Encoding"] = coding
            return FileResponse(packed, media_type="text/html", headers=headers)
    return FileResponse(index, media_type="text/html", headers=headers)


def nowhere(request: Request) -> Response | None:
    """For a person who has followed or typed a wrong address: the pages, which say so."""
    asked = request.headers.get("accept", "")
    is_page = not request.url.path.startswith(("/api/", "/static/"))
    if request.method != "GET" or not is_page or "text/html" not in asked:
        return None
    answer = page(
        request.app.state.office.settings.static, request.headers.get("accept-encoding", "")
    )
    answer.status_code = 404
    return answer


def routes(static: Path) -> list[Route | Mount]:
    """The pages' routes: all are open, and hold nothing of any negotiation."""

    async def serve(request: Request) -> Response:
        return page(static, request.headers.get("accept-encoding", ""))

    async def worker(_request: Request) -> Response:
        script = static / "worker.js"
        headers = {"Cache-Control": "no-cache"}
        return FileResponse(script, headers=headers) if script.is_file() else not_found()

    pages = [Route(path, serve, methods=["GET"]) for path in ("/", "/i/{token}", "/s/{path:path}")]
    # At the root: a worker answers for the addresses below its own.
    kept = Route("/worker.js", worker, methods=["GET"])
    return [*pages, kept, Mount("/static", Assets(directory=static, check_dir=False))]
