"""What is printed when the server starts: where it is, and how to get in."""

import click

from adref.server.http.office import Office
from adref.server.identity import FIRST_LINK_DAYS, instant
from adref.server.store.asking import Clash
from adref.server.store.directory_tables import InstallationRow


def announce_installation(office: Office) -> None:
    """For a new installation its first link, once; for another, how to get in again."""
    settings = office.settings
    link = first_link(office)
    click.echo(f"Adref is at {settings.base_url} (stop with Ctrl-C)")
    click.echo(f"The key with which its records are signed: {settings.base_url}/api/record-key")
    if link:
        click.echo(
            "This is a new installation. Open this link to set up the first negotiation; "
            f"it lets in one person, within {FIRST_LINK_DAYS} days:"
        )
        click.echo(link)
        return
    count = len(office.directory.negotiations())
    click.echo(f"The installation in {settings.data} has {count} negotiation(s).")
    if any(office.identity.stands(row) for row in office.directory.invitations(None)):
        click.echo("Its first link, printed at its first start, has not been used yet.")
    click.echo(f"People get in by their links. A new one: adref link --data {settings.data}")


def first_link(office: Office) -> str | None:
    """Begin the installation and give its first link; None when it was begun before."""
    if office.directory.installation():
        return None
    try:
        office.directory.add(InstallationRow(created_at=instant(office.clock())))
    except Clash:  # another process was faster
        return None
    token = office.identity.token(office.identity.invite_keeper())
    return f"{office.settings.base_url}/i/{token}"
