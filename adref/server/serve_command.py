"""``adref serve``, read by click itself, which the server loads in any case.

Typer reads values by models of pydantic: that was a fifth of what a start loaded. The other
commands are typer's, and its help lists this one.
"""

from pathlib import Path
from typing import Any

import click

from adref.server.config import Settings


@click.command("serve")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default="data",
    show_default=True,
    help="The folder that holds the installation.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 0.0.0.0 lets other machines in.",
)
@click.option("--public-url", help="What people type, such as https://adref.example.org.")
@click.option(
    "--database",
    "database_url",
    help="A PostgreSQL for several machines: postgresql://user@host/adref.",
)
@click.option(
    "--redis", "redis_url", help="Beside it, for speed and presence: redis://host:6379/0."
)
@click.option("--metrics", help="Where figures for Prometheus are served: 127.0.0.1:9464.")
def serve(data: Path, port: int, host: str, **said: str | None) -> None:
    """Serve an installation. A new folder becomes one, and its first link is printed."""
    from adref.server.greeting import announce_installation
    from adref.server.logs import keep_log
    from adref.server.serving import serve as serve_it

    keep_log()
    # What is not said on the command line may be said by ADREF_... variables.
    given: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    serve_it(Settings(data=data, host=host, port=port, **given), announce_installation)
