"""``adref backup`` and ``adref restore``: one file that holds everything, and the way back."""

import sqlite3
from pathlib import Path
from typing import Annotated

import typer

from adref import __version__
from adref.server.app import utc_now
from adref.server.config import PlainError, Settings
from adref.server.identity import instant, read_secret
from adref.server.store.backup import Unusable, back_up
from adref.server.store.backup import restore as restore_file
from adref.server.store.disk import lacks_room

Data = Annotated[Path, typer.Option("--data", help="The folder that holds the installation.")]


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup is written.")],
    data: Data = Path("data"),
) -> None:
    """Write everything into one verified file; a server may be running on the same folder.

    Keep it as safe as the folder itself: it holds all drafts, and the key of all links.
    """
    settings = Settings(data=data)
    if settings.database_url is not None:
        raise PlainError("What is in PostgreSQL is backed up with pg_dump: see docs/operate.md.")
    if not settings.database.exists():
        raise PlainError(f"There is no installation in {data}; adref serve makes one.")
    try:
        secret = read_secret(settings.secret_file)
        label = back_up(settings.database, secret, target, instant(utc_now()), __version__)
    except Unusable as reason:
        raise PlainError(f"No backup was made. {reason}") from None
    except (OSError, sqlite3.Error) as problem:
        raise PlainError(f"No backup was made, nothing is changed: {_why(problem)}.") from None
    typer.echo(f"{target}: {label.entries} entries in {label.compartments} logs, verified.")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Made by adref backup.")],
    data: Annotated[Path, typer.Option("--data", help="A folder that is not there yet.")],
) -> None:
    """Make an installation from a backup, in a fresh folder."""
    settings = Settings(data=data)
    try:
        label = restore_file(source, data, settings.database.name, settings.secret_file.name)
    except Unusable as reason:
        raise PlainError(f"Nothing was restored. {reason}") from None
    except FileNotFoundError:
        raise PlainError(f"Nothing was restored. There is no file {source}.") from None
    except (OSError, sqlite3.Error) as problem:
        raise PlainError(f"Nothing was restored: {_why(problem)}.") from None
    typer.echo(
        f"{data}: {label.entries} entries in {label.compartments} logs, as of {label.made}, "
        f"verified. Next: adref serve --data {data}"
    )


def _why(problem: OSError | sqlite3.Error) -> str:
    if lacks_room(problem) or getattr(problem, "sqlite_errorname", "") == "SQLITE_FULL":
        return "there is no room on the disk; it needs three times the size of the installation"
    return (problem.strerror if isinstance(problem, OSError) else "") or str(problem)
