"""``adref export``: an edition of a text as a file, from the command line."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from adref.drafting.edition import ENGLISH, FRENCH, VIEWS, WORKING
from adref.server.app import at_work, open_office
from adref.server.config import PlainError, Settings
from adref.server.formats import FORMATS
from adref.server.http.errors import Refused
from adref.server.http.export import Wanted, file_of
from adref.server.http.office import Office
from adref.server.replacing import replace_file


def _one_of(known: tuple[str, ...]) -> Callable[[str | None], str | None]:
    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value} is not one of {', '.join(known)}.")
        return value

    return check


def export(
    text: Annotated[str, typer.Option("--text", help="The id of the text.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
    view: Annotated[
        str,
        typer.Option(
            "--view", help="What the file shows.", metavar="|".join(VIEWS), callback=_one_of(VIEWS)
        ),
    ] = WORKING,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="By default what the file's name says.",
            metavar="|".join(FORMATS),
            callback=_one_of(FORMATS),
        ),
    ] = None,
    data: Annotated[
        Path, typer.Option("--data", help="The folder that holds the installation.")
    ] = Path("data"),
    adopt: Annotated[
        list[int] | None,
        typer.Option("--adopt", help="A proposal's number, taken as adopted in the clean text."),
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            help="Of the running lines and the italics.",
            metavar=f"{ENGLISH}|{FRENCH}",
            callback=_one_of((ENGLISH, FRENCH)),
        ),
    ] = ENGLISH,
) -> None:
    """Write a text to a Word or Markdown file; a server may be running on the same folder."""
    chosen = format or _format_of(output)
    settings = Settings(data=data)
    if not settings.is_begun:
        raise PlainError(f"There is no installation in {data}.")
    office = open_office(settings)
    made = asyncio.run(_made(office, text, view, chosen, adopt or [], language))
    replace_file(output, made)
    typer.echo(f"{output}: {len(made)} bytes")


async def _made(
    office: Office, text: str, view: str, format: str, numbers: list[int], language: str
) -> bytes:
    row = office.directory.text(text)
    if row is None:
        raise PlainError(f"There is no text {text} in {office.settings.data}.")
    async with at_work(office):
        adopted = await _adopted(office, row.id, numbers)
        try:
            return await file_of(office, row, Wanted(view, format, adopted, language))
        except Refused as refusal:
            raise PlainError(f"The text cannot be written: {refusal}.") from None


async def _adopted(office: Office, text: str, numbers: list[int]) -> tuple[str, ...]:
    """The ids of proposals that are named by their numbers."""
    _seq, floor = await office.hub.floor(text)
    by_number = {p["number"]: p["id"] for p in floor["proposals"].values()}
    for number in numbers:
        if number not in by_number:
            raise PlainError(f"There is no proposal {number} in this text.")
    return tuple(by_number[number] for number in numbers)


def _format_of(output: Path) -> str:
    name = output.suffix.removeprefix(".").lower()
    if name not in FORMATS:
        known = " or ".join(FORMATS)
        raise PlainError(f"Which format should {output} have? Say --format {known}.")
    return name
