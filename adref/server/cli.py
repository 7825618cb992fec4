"""The command line: ``adref --help`` lists its commands."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from adref.server.app import open_office
from adref.server.backup_command import backup, restore
from adref.server.brackets_command import brackets
from adref.server.config import PlainError, Settings
from adref.server.demo_command import demo
from adref.server.export_command import export
from adref.server.greeting import announce_installation
from adref.server.import_command import import_
from adref.server.logs import keep_log
from adref.server.record_command import record, verify
from adref.server.redline_command import redline
from adref.server.serving import serve
from adref.server.store.postgres import BadAddress
from adref.server.store.schema import FromTheFuture

cli = typer.Typer(
    name="adref",
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


def _settings(data: Path, host: str, port: int, **more: str | None) -> Settings:
    """What is not said on the command line may be said by ``ADREF_...`` variables."""
    given = {name: value for name, value in more.items() if value is not None}
    return Settings(data=data, host=host, port=port, **given)  # type: ignore[arg-type]


cli.command("demo")(demo)
cli.command("import")(import_)
cli.command("export")(export)
cli.command("record")(record)
cli.command("verify")(verify)
cli.command("brackets")(brackets)
cli.command("backup")(backup)
cli.command("restore")(restore)
cli.command("redline")(redline)


def main() -> None:
    """Run the command line; what goes wrong is told in one sentence, with exit code 2."""
    try:
        cli()
    except PlainError as problem:
        _fail(str(problem))
    except ValidationError as problem:
        _fail(problem.errors()[0]["msg"].removeprefix("Value error, "))
    except (FromTheFuture, BadAddress) as problem:
        _fail(str(problem))
    except (OSError, SQLAlchemyError) as problem:
        _fail(_plain(problem))


def _plain(problem: OSError | SQLAlchemyError) -> str:
    if isinstance(problem, OSError):
        name = f"{problem.filename}: " if problem.filename else ""
        return f"{name}{problem.strerror or problem}."
    return f"The database of this installation cannot be used ({type(problem).__name__})."


def _fail(sentence: str) -> None:
    typer.echo(sentence, err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
