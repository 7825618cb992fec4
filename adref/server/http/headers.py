"""The headers that protect: what a browser may do with our answers."""

from typing import Any, cast

from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from secure.middleware import SecureASGIMiddleware
from starlette.types import ASGIApp

from adref.server.config import Settings


def protected(app: ASGIApp, settings: Settings) -> tuple[ASGIApp, ASGIApp]:
    """The application with the headers of pages, and with those of their parts."""
    inner = cast(Any, app)
    pages = SecureASGIMiddleware(inner, secure=protecting_headers(settings))
    parts = SecureASGIMiddleware(inner, secure=part_headers(settings))
    return cast(ASGIApp, pages), cast(ASGIApp, parts)


def protecting_headers(settings: Settings) -> Secure:
    """The headers of every answer: only our own scripts, no frames, links told to nobody."""
    socket = settings.base_url.replace("http", "ws", 1)
    csp = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        # The editor sets the colours of cursors as attributes; scripts stay forbidden.
        .style_src_attr("'unsafe-inline'")
        .font_src("'self'")
        .img_src("'self'", "data:")
        .connect_src("'self'", socket)
        .manifest_src("'self'")
        .worker_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )
    return Secure(
        csp=csp,
        hsts=StrictTransportSecurity().max_age(31_536_000) if settings.is_https else None,
        referrer=ReferrerPolicy().no_referrer(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().deny(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().geolocation("").camera("").microphone("").payment(""),
    )


def part_headers(settings: Settings) -> Secure:
    """The headers of built files and of data: parts of a page, of which it takes two dozen."""
    return Secure(
        csp=ContentSecurityPolicy().default_src("'none'").frame_ancestors("'none'"),
        hsts=StrictTransportSecurity().max_age(31_536_000) if settings.is_https else None,
        referrer=ReferrerPolicy().no_referrer(),
        xcto=XContentTypeOptions().nosniff(),
        corp=CrossOriginResourcePolicy().same_origin(),
    )
