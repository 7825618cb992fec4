"""``adref import``: a source becomes a text of an installation, from the command line."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from adref.drafting.profiles import UN
from adref.server.app import at_work, open_office
from adref.server.config import MEGABYTE, PlainError, Settings
from adref.server.http.errors import Refused
from adref.server.http.intake import take_in
from adref.server.http.office import Office
from adref.server.identity import instant
from adref.server.store.directory_tables import InstallationRow, NegotiationRow, TextRow
from adref.server.sync.hub import IMPORT

MARKDOWN = (".md", ".markdown")
OFFICE = (".docx", ".doc", ".odt", ".rtf", ".pdf")


def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Plain text or Markdown.")],
    data: Annotated[
        Path, typer.Option("--data", help="The folder that holds the installation.")
    ] = Path("data"),
    negotiation: Annotated[
        str | None, typer.Option("--negotiation", help="Its id; not needed if there is but one.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="By default the name of the file.")
    ] = None,
) -> None:
    """Load a text into an installation; a server may be running on the same folder.

    The id of the text is the last word of the last line.
    """
    words = read_source(source)
    format = "md" if source.suffix.lower() in MARKDOWN else "txt"
    office = open_office(Settings(data=data))
    called = title or source.stem
    row = asyncio.run(_taken(office, negotiation, called, words, format))
    _tell(json.loads(row.report))
    typer.echo(f"{called}: text {row.id}")


def read_source(path: Path) -> str:
    """The words of a file: UTF-8, UTF-16 with its mark, or else Windows-1252.

    Raises ``PlainError`` when it cannot be a text.
    """
    if path.suffix.lower() in OFFICE:
        raise PlainError(f"{path}: save it as plain text or Markdown first.")
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise PlainError(f"{path}: {problem.strerror}.") from None
    limit = Settings.model_fields["text_limit"].default
    if len(data) > limit:
        raise PlainError(f"{path} is larger than {limit // MEGABYTE} MB.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        typer.echo(f"{path} is not UTF-8; it was read as Windows-1252.", err=True)
        return data.decode("cp1252", "replace")


async def _taken(
    office: Office, negotiation: str | None, title: str, source: str, format: str
) -> TextRow:
    target = _negotiation(office, negotiation, title)
    async with at_work(office):
        try:
            return await take_in(office, target, title, source, format, IMPORT)
        except Refused:
            raise PlainError("The file has no words.") from None


def _negotiation(office: Office, wanted: str | None, title: str) -> str:
    """The negotiation into which the text goes; a fresh installation gets its first."""
    known = office.directory.negotiations()
    if wanted is not None:
        if not any(row.id == wanted for row in known):
            raise PlainError(f"There is no negotiation {wanted} in {office.settings.data}.")
        return wanted
    if len(known) > 1:
        listed = "".join(f"\n  {row.id}  {row.title}" for row in known)
        raise PlainError(f"Which negotiation? Say --negotiation with one of:{listed}")
    if known:
        return known[0].id
    now = instant(office.clock())
    row = NegotiationRow(id=office.new_id(), title=title, profile=UN.name, created_at=now)
    if office.directory.installation() is None:
        office.directory.add(InstallationRow(created_at=now))
    office.directory.add(row)
    typer.echo(
        f"A new negotiation, {title}. Get in: "
        f"adref link --data {office.settings.data} --negotiation {row.id}"
    )
    return row.id


def _tell(report: dict[str, Any]) -> None:
    found = f"{report['open']} opening and {report['close']} closing brackets"
    unbalanced = len(report["unbalanced"])
    typer.echo(f"{found}; {unbalanced} of them unbalanced" if unbalanced else f"{found}, balanced")
