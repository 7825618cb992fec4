"""The pages: the built front end, served from the package."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Adref</title></head><body>
<h1>Adref</h1>
<p>The server is running, but its pages were not built. Run <code>make run</code>, or
<code>npm ci</code> and <code>npm run build</code> in <code>frontend</code>, and load this page
again.</p>
</body></html>
"""
FOREVER = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """Built files: those with a hash in their name are kept for ever, and sent compressed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or its compressed sibling when the browser takes it."""
        accepted = Request(scope).headers.get("accept-encoding", "")
        _full, packed = self.lookup_path(f"{path}.gz") if "gzip" in accepted else ("", None)
        if packed is None:
            response = await super().get_response(path, scope)
        else:
            response = await super().get_response(f"{path}.gz", scope)
            if response.status_code == 200:
                response.headers["content-type"] = _media_of(path)
                response.headers["content-encoding"] = "gzip"
        hashed = path.startswith("assets/")
        response.headers["cache-control"] = FOREVER if hashed else "no-cache"
        response.headers["vary"] = "accept-encoding"
        return response


def _media_of(path: str) -> str:
    media = FileResponse(path).media_type or "application/octet-stream"
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def page(static: Path) -> Response:
    """The one page of the application; it reads its address itself."""
    index = static / "index.html"
    headers = {"Cache-Control": "no-cache"}
    if not index.is_file():
        return HTMLResponse(NOT_BUILT, headers=headers)
    return FileResponse(index, media_type="text/html", headers=headers)


def routes(static: Path) -> list[Route | Mount]:
    """The pages' routes: all are open, and hold nothing of any negotiation."""

    async def serve(_request: Request) -> Response:
        return page(static)

    pages = [Route(path, serve, methods=["GET"]) for path in ("/", "/i/{token}", "/s/{path:path}")]
    return [*pages, Mount("/static", Assets(directory=static, check_dir=False))]
