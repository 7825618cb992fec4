"""Where a request comes from: our own pages, or anywhere else."""

from collections.abc import Mapping

from adref.server.config import Settings


def comes_from_here(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether a request is sent by our own pages, or by a script outside any browser."""
    site = headers.get("sec-fetch-site")
    if headers.get("origin") is None:
        return site is None
    return site in (None, "same-origin") and has_our_origin(headers, settings)


def has_our_origin(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether ``Origin`` is ours or absent. On a socket's handshake it decides alone: browsers
    differ in what they call the site of a ``ws:`` address."""
    origin = headers.get("origin")
    host = headers.get("host")
    ours = (f"http://{host}", f"https://{host}") if host else ()
    return origin is None or origin in (settings.public_url, *ours)
