"""``adref export``: an edition of a text as a file, from the command line."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from adref.drafting.edition import ENGLISH, LANGUAGES, PARTY, VIEWS, WORKING
from adref.drafting.floor import State, state_from_json
from adref.drafting.parties import Membership
from adref.drafting.writing import names_of
from adref.server.app import at_work, open_office
from adref.server.choosing_words import one_of
from adref.server.config import PlainError, Settings
from adref.server.filing import order_of_file
from adref.server.formats import FORMATS
from adref.server.http.errors import Refused
from adref.server.http.export import file_of
from adref.server.http.office import Office
from adref.server.http.ordering import Wanted
from adref.server.outputs.order import Order, fill
from adref.server.replacing import replace_file
from adref.server.store.directory_tables import TextRow


def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
    text: Annotated[str, typer.Option("--text", help="The id of the text.")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="A file instead: md, txt, docx, akn, a revision.")
    ] = None,
    view: Annotated[
        str,
        typer.Option(
            "--view", help="What the file shows.", metavar="|".join(VIEWS), callback=one_of(VIEWS)
        ),
    ] = WORKING,
    base: Annotated[
        str,
        typer.Option("--base", help="For tracked changes: the symbol or id of a revision; a file."),
    ] = "",
    revision: Annotated[
        str, typer.Option("--revision", help="A revision instead of the text as it stands.")
    ] = "",
    party: Annotated[
        str, typer.Option("--party", help="Whose view; what it has submitted, never its drafts.")
    ] = "",
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="By default what the file's name says.",
            metavar="|".join(FORMATS),
            callback=one_of(FORMATS),
        ),
    ] = None,
    data: Annotated[
        Path, typer.Option("--data", help="The folder that holds the installation.")
    ] = Path("data"),
    adopt: Annotated[
        list[str] | None,
        typer.Option("--adopt", help="A proposal's number, taken as adopted; or all."),
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            help="Of the running lines and the italics.",
            metavar="|".join(LANGUAGES),
            callback=one_of(LANGUAGES),
        ),
    ] = ENGLISH,
    line_numbers: Annotated[
        bool, typer.Option("--line-numbers", help="Number the lines (Word and PDF).")
    ] = False,
) -> None:
    """Write a text to a file in one of the formats; a server may be running on the same folder."""
    chosen = format or _format_of(output)
    if bool(text) == bool(file):
        raise PlainError("Name either a text (--text ID) or a file (--file FILE).")
    if view == PARTY and not party:
        raise PlainError("Whose view? Name the party with --party.")
    wanted = Wanted(
        view=view,
        format=chosen,
        adopted=tuple(adopt or ()),
        language=language,
        revision=revision,
        base=base,
        line_numbers=line_numbers,
        party=party,
    )
    made = _from_file(file, wanted) if file else _from_text(text, data, wanted)
    replace_file(output, made)
    typer.echo(f"{output}: {len(made)} bytes")


def _from_file(file: Path, wanted: Wanted) -> bytes:
    if wanted.view == PARTY or wanted.revision or wanted.adopted:
        raise PlainError("A file has no parties, revisions or proposals; these need --text.")
    blank = Order(
        title="",
        text=(),
        state=State(),
        membership=Membership(),
        view=wanted.view,
        format=wanted.format,
        language=wanted.language,
        line_numbers=wanted.line_numbers,
    )
    return fill(order_of_file(file, Path(wanted.base) if wanted.base else None, blank))


def _from_text(text: str, data: Path, wanted: Wanted) -> bytes:
    settings = Settings(data=data)
    if not settings.is_begun:
        raise PlainError(f"There is no installation in {data}.")
    return asyncio.run(_made(open_office(settings), text, wanted))


async def _made(office: Office, text: str, wanted: Wanted) -> bytes:
    row = office.directory.text(text)
    if row is None:
        raise PlainError(f"There is no text {text} in {office.settings.data}.")
    async with at_work(office):
        try:
            named = await _named(office, row, wanted)
            return await file_of(office, row, named)
        except Refused as refusal:
            raise PlainError(f"The text cannot be written: {refusal}.") from None


async def _named(office: Office, row: TextRow, wanted: Wanted) -> Wanted:
    """With ids for what people name: proposals by number, revisions by symbol, parties by name."""
    _seq, floor = await office.hub.floor(row.id)
    state = state_from_json(floor)
    symbols = {head.symbol: head.id for head in state.revisions}
    known = {*symbols.values(), ""}
    chosen = {name: symbols.get(value, value) for name, value in _revisions(wanted).items()}
    for name, value in chosen.items():
        if value not in known:
            listed = ", ".join(symbols) or "none has been issued"
            raise PlainError(f"There is no revision {value} for --{name}: {listed}.")
    membership = office.directory.membership(row.negotiation)
    voices = {short: voice for voice, short in names_of(membership).items()}
    party = voices.get(wanted.party, wanted.party)
    if wanted.party and party not in voices.values():
        raise PlainError(f"There is no party {wanted.party}: {', '.join(voices)}.")
    adopted = _adopted(state, wanted.adopted)
    return replace(
        wanted, revision=chosen["revision"], base=chosen["base"], party=party, adopted=adopted
    )


def _revisions(wanted: Wanted) -> dict[str, str]:
    return {"revision": wanted.revision, "base": "" if wanted.base == "now" else wanted.base}


def _adopted(state: State, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of proposals that are named by their numbers."""
    if "all" in numbers:
        return ("all",)
    by_number = {str(p.number): p.id for p in state.proposals.values()}
    for number in numbers:
        if number not in by_number:
            raise PlainError(f"There is no proposal {number} in this text.")
    return tuple(by_number[number] for number in numbers)


def _format_of(output: Path) -> str:
    name = output.suffix.removeprefix(".").lower()
    if output.name.lower().endswith(".akn.xml"):
        return "akn"
    if name not in FORMATS:
        known = " or ".join(FORMATS)
        raise PlainError(f"Which format should {output} have? Say --format {known}.")
    return name
