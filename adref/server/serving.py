"""Runs the server until it is told to stop."""

import asyncio
import errno
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import click
import uvicorn
import uvloop

from adref.server.app import create_app, open_office
from adref.server.config import PlainError, Settings
from adref.server.http.office import Office
from adref.server.inspection import inspect
from adref.server.loading import keep_what_is_loaded
from adref.server.sync.direct import DirectProtocol


def listen(settings: Settings) -> tuple[socket.socket, Settings]:
    """Take the port before anything else is done; gives the settings with the port taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
        # Listening now, so that of two servers the second is refused at once.
        taken.listen(4096)
    except OSError as problem:
        taken.close()
        raise PlainError(_why(problem, settings)) from None
    return taken, replace(settings, port=taken.getsockname()[1])


def serve(settings: Settings, announce: Callable[[Office], None]) -> None:
    """Serve ``settings.data`` until interrupted. ``announce`` tells people how to get in.

    Raises ``PlainError`` when the port is not to be had.
    """
    taken, settings = listen(settings)
    with taken:
        office = open_office(settings)
        inspect(office.log, settings.data, office.clock(), click.echo)
        announce(office)
        if settings.metrics is not None:
            _tell_figures(office, settings.metrics)
        server = uvicorn.Server(
            uvicorn.Config(
                create_app(settings, office, click.echo),
                ws=DirectProtocol,
                ws_ping_interval=None,  # the hub's own heartbeat finds out who has gone
                ws_per_message_deflate=False,
                ws_max_size=4_000_000,  # bytes of one frame; the gate refuses updates far below
                access_log=False,
                log_config=None,
                backlog=4096,  # a whole meeting comes back at once after a failure of the network
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        # The thread that writes the log must not hold the loop up for 5 ms, as is the default.
        sys.setswitchinterval(0.0005)
        keep_what_is_loaded()
        # uvicorn has already closed everything when it passes Ctrl-C on.
        with (
            suppress(KeyboardInterrupt),
            asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
        ):
            runner.run(server.serve(sockets=[taken]))


def _tell_figures(office: Office, address: str) -> None:
    from adref.server.metrics import serve_metrics

    host, _, wanted = address.rpartition(":")
    try:
        port = serve_metrics(office, host.strip("[]"), int(wanted))
    except OSError as problem:
        raise PlainError(f"No figures can be served at {address}: {problem.strerror}.") from None
    click.echo(f"Figures for the operator: http://{host}:{port}/metrics")


def _why(problem: OSError, settings: Settings) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.port} is in use by another program; "
            f"choose another with --port, for example --port {settings.port + 1}."
        )
    if problem.errno == errno.EACCES:
        return f"Port {settings.port} may not be used by this user; choose one above 1023."
    return f"Cannot listen on {settings.host}, port {settings.port}: {problem.strerror}."
