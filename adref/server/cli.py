"""The command line: ``adref --help`` lists its commands."""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from adref.server.config import PlainError
from adref.server.loading import keep_what_is_loaded, load_without_looking

if TYPE_CHECKING:
    from adref.server.config import Settings

COMMANDS = {
    "demo": "demo_command:demo",
    "import": "import_command:import_",
    "export": "export_command:export",
    "record": "record_command:record",
    "verify": "record_command:verify",
    "brackets": "brackets_command:brackets",
    "backup": "backup_command:backup",
    "restore": "backup_command:restore",
    "redline": "redline_command:redline",
}
"""Where the commands are that have modules of their own."""


class Commands(TyperGroup):
    """Loads a command when it is asked for: who serves does not wait for what imports Word."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All, in the order of the help."""
        return [*super().list_commands(ctx), *COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; None when there is none."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = COMMANDS[cmd_name].split(":")
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(cmd_name)(getattr(import_module(f"adref.server.{module}"), name))
        keep_what_is_loaded()
        return typer.main.get_command(alone)


cli = typer.Typer(
    name="adref",
    cls=Commands,
    help="Adref: negotiate a text live, from the first draft to the clean version.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Data = Annotated[Path, typer.Option("--data", help="The folder that holds the installation.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port to listen on.")]
Host = Annotated[
    str, typer.Option("--host", help="The address to listen on; 0.0.0.0 lets other machines in.")
]
PublicUrl = Annotated[
    str | None,
    typer.Option("--public-url", help="What people type, such as https://adref.example.org."),
]
Database = Annotated[
    str | None,
    typer.Option(
        "--database", help="A PostgreSQL for several machines: postgresql://user@host/adref."
    ),
]
Redis = Annotated[
    str | None,
    typer.Option("--redis", help="Beside it, for speed and presence: redis://host:6379/0."),
]


@cli.command("serve")
def serve_command(
    data: Data = Path("data"),
    port: Port = 8000,
    host: Host = "127.0.0.1",
    public_url: PublicUrl = None,
    database: Database = None,
    redis: Redis = None,
    metrics: Annotated[
        str | None,
        typer.Option("--metrics", help="Where figures for Prometheus are served: 127.0.0.1:9464."),
    ] = None,
) -> None:
    """Serve an installation. A new folder becomes one, and its first link is printed."""
    from adref.server.greeting import announce_installation
    from adref.server.logs import keep_log
    from adref.server.serving import serve

    keep_log()
    settings = _settings(
        data,
        host,
        port,
        public_url=public_url,
        database_url=database,
        redis_url=redis,
        metrics=metrics,
    )
    serve(settings, announce_installation)


@cli.command("link")
def link_command(
    data: Data = Path("data"),
    negotiation: Annotated[
        str | None,
        typer.Option("--negotiation", help="Into this negotiation, as its secretariat."),
    ] = None,
    port: Port = 8000,
    host: Host = "127.0.0.1",
    public_url: PublicUrl = None,
    database: Database = None,
) -> None:
    """Print a new link for the bureau, for one person and thirty days."""
    from adref.server.app import open_office

    settings = _settings(data, host, port, public_url=public_url, database_url=database)
    if not settings.is_begun:
        raise PlainError(f"There is no installation in {data}; adref serve makes one.")
    office = open_office(settings)
    if negotiation is None:
        row = office.identity.invite_keeper()
    elif office.directory.negotiation(negotiation) is None:
        raise PlainError(f"There is no negotiation {negotiation} in {data}.")
    else:
        row = office.identity.invite(negotiation, "secretariat", single=True)
    typer.echo(f"{settings.base_url}/i/{office.identity.token(row)}")


def _settings(data: Path, host: str, port: int, **more: str | None) -> "Settings":
    """What is not said on the command line may be said by ``ADREF_...`` variables."""
    from adref.server.config import Settings

    given = {name: value for name, value in more.items() if value is not None}
    return Settings(data=data, host=host, port=port, **given)  # type: ignore[arg-type]


def main() -> None:
    """Run the command line; what goes wrong is told in one sentence, with exit code 2."""
    load_without_looking()
    try:
        cli()
    except Exception as problem:
        sentence = _plain(problem)
        if sentence is None:
            raise
        _fail(sentence)


def _plain(problem: Exception) -> str | None:
    """What went wrong, in one sentence; None when it is nothing that was foreseen."""
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError

    from adref.server.store.postgres import BadAddress
    from adref.server.store.schema import FromTheFuture

    if isinstance(problem, ValidationError):
        return problem.errors()[0]["msg"].removeprefix("Value error, ")
    if isinstance(problem, PlainError | FromTheFuture | BadAddress):
        return str(problem)
    if isinstance(problem, OSError):
        name = f"{problem.filename}: " if problem.filename else ""
        return f"{name}{problem.strerror or problem}."
    if isinstance(problem, SQLAlchemyError):
        return f"The database of this installation cannot be used ({type(problem).__name__})."
    return None


def _fail(sentence: str) -> None:
    typer.echo(sentence, err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
