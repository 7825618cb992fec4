"""``adref demo``: a negotiation in full course, with one link for each role."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from adref.server.app import at_work, open_office
from adref.server.config import PlainError, Settings
from adref.server.demo.cast import links
from adref.server.demo.story import TITLE, tell
from adref.server.http.office import Office
from adref.server.identity import instant
from adref.server.logs import keep_log
from adref.server.serving import serve
from adref.server.store.directory_tables import InstallationRow

FIRST = """What to try first:
  1. Open the links of Avelia and of Borrland in two windows, side by side.
  2. As Avelia, click into OP5 and type. Borrland sees nothing of it.
  3. Press Submit, read who will see it, and confirm. Now it stands in both windows.
  4. As the chair, open the proposal beside OP5 and adopt it, or bracket it into the text.
"""


def demo(
    data: Annotated[Path, typer.Option("--data", help="Where the demonstration is kept.")] = Path(
        "demo-data"
    ),
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port to listen on.")
    ] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="The address to listen on; 0.0.0.0 lets others in.")
    ] = "127.0.0.1",
) -> None:
    """Serve a demonstration: parties, proposals and remarks, with one link for each role."""
    keep_log()
    serve(Settings(data=data, host=host, port=port), announce_demo)


def announce_demo(office: Office) -> None:
    """Print one link for each role; the first time, make the demonstration."""
    negotiation = _demo_of(office)
    typer.echo(f"Adref is at {office.settings.base_url} (stop with Ctrl-C)\n")
    typer.echo(f"{TITLE}: one link for each role")
    found = links(office, negotiation)
    width = max(map(len, found), default=0)
    for name, link in found.items():
        typer.echo(f"  {name:<{width}}  {link}")
    typer.echo(f"\n{FIRST}")


def _demo_of(office: Office) -> str:
    installation = office.directory.installation()
    if installation is None:
        negotiation = asyncio.run(_told(office.settings))
        now = instant(office.clock())
        office.directory.add(InstallationRow(created_at=now, demo=negotiation))
        return negotiation
    if installation.demo is None:
        folder = office.settings.data
        raise PlainError(f"{folder} holds a real installation: choose another with --data.")
    return installation.demo


async def _told(settings: Settings) -> str:
    # An office of its own: a hub works in one event loop only.
    async with at_work(open_office(settings)) as office:
        return await tell(office)
