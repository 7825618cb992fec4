"""``adref link``: a new way in for the bureau."""

from pathlib import Path
from typing import Annotated, Any

import typer

from adref.server.app import open_office
from adref.server.config import PlainError, Settings


def link(
    data: Annotated[
        Path, typer.Option("--data", help="The folder that holds the installation.")
    ] = Path("data"),
    negotiation: Annotated[
        str | None,
        typer.Option("--negotiation", help="Into this negotiation, as its secretariat."),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port to listen on.")
    ] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; 0.0.0.0 lets others in.")
    ] = "127.0.0.1",
    public_url: Annotated[
        str | None,
        typer.Option("--public-url", help="What people type, such as https://adref.example.org."),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database", help="A PostgreSQL for several machines: postgresql://user@host/adref."
        ),
    ] = None,
) -> None:
    """Print a new link for the bureau, for one person and thirty days."""
    # What is not said on the command line may be said by ADREF_... variables.
    said = {"public_url": public_url, "database_url": database}
    given: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    settings = Settings(data=data, host=host, port=port, **given)
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
