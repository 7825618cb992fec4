"""``adref import``: a source becomes a text of an installation, from the command line."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from adref.drafting.bringing import File
from adref.drafting.brought_report import people_of, report_on
from adref.drafting.incoming import Incoming
from adref.drafting.parties import Membership
from adref.drafting.profiles import UN
from adref.drafting.tracked import BRACKETS, CHOICES, Choice, settle
from adref.server.app import at_work, open_office, random_id
from adref.server.config import MEGABYTE, TEXT_LIMIT, PlainError, Settings
from adref.server.http.errors import Refused
from adref.server.http.intake import take_in, take_in_file
from adref.server.http.office import Office
from adref.server.identity import instant
from adref.server.incoming_file import BadFile, looks_like_word, read_incoming
from adref.server.sources import UnreadableSourceError, read_source
from adref.server.store.directory_tables import InstallationRow, NegotiationRow, TextRow
from adref.server.sync.texts import IMPORT
from adref.server.word.bad_file import CODES


def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Word, Markdown or plain text.")],
    data: Annotated[
        Path, typer.Option("--data", help="The folder that holds the installation.")
    ] = Path("data"),
    negotiation: Annotated[
        str | None, typer.Option("--negotiation", help="Its id; not needed if there is but one.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="By default the name of the file.")
    ] = None,
    whose: Annotated[
        list[str] | None,
        typer.Option(
            "--as",
            metavar="PERSON=PARTY",
            help="Whose the tracked changes of a person in a Word file are: a party or coalition "
            "by its short name, or brackets, accept, reject. By default the party that bears the "
            "person's name, else brackets.",
        ),
    ] = None,
) -> None:
    """Load a text into an installation; a server may be running on the same folder.

    The id of the text is the last word of the last line.
    """
    called = title or source.stem
    if source.is_file() and looks_like_word(source):
        file, incoming = _read_word(source)
        office = open_office(Settings(data=data))
        target = _negotiation(office, negotiation, called)
        row = asyncio.run(_taken_word(office, target, called, file, incoming, whose or []))
    else:
        words, format = _read(source)
        office = open_office(Settings(data=data))
        row = asyncio.run(_taken(office, negotiation, called, words, format))
    _tell(json.loads(row.report))
    typer.echo(f"{called}: text {row.id}")


def _read_word(path: Path) -> tuple[File, Incoming]:
    try:
        return read_incoming(path, path.name, random_id)
    except BadFile as bad:
        raise PlainError(f"“{path}”: {bad}") from None


async def _taken_word(
    office: Office, target: str, title: str, file: File, incoming: Incoming, whose: list[str]
) -> TextRow:
    membership = office.directory.membership(target)
    people = _people(incoming, membership, whose)
    for name, what in people.items():
        known = what in (*membership.parties, *membership.coalitions)
        typer.echo(f"{name}: proposals of {membership.short(what)}" if known else f"{name}: {what}")
    chosen = {
        name: Choice(what) if what in CHOICES else Choice("party", what)
        for name, what in people.items()
    }
    settled = settle(incoming, chosen)
    report = report_on(settled.text) | {"notes": dict(incoming.notes)}
    async with at_work(office):
        return await take_in_file(office, target, title, file, settled, people, report, IMPORT)


def _people(incoming: Incoming, membership: Membership, whose: list[str]) -> dict[str, str]:
    """What becomes of each person's changes: a party's id, or one of ``CHOICES``."""
    voices = {v.short: v.id for v in membership.parties.values()}
    voices |= {v.short: v.id for v in membership.coalitions.values()}
    out = {p["name"]: p["party"] or BRACKETS for p in people_of(incoming, membership)}
    for said in whose:
        name, _, what = said.rpartition("=")
        if name not in out:
            raise PlainError(f"Nobody called “{name}” has changed anything in the file.")
        if what not in voices and what not in CHOICES:
            raise PlainError(f"There is no party “{what}” in the negotiation.")
        out[name] = voices.get(what, what)
    return out


def _read(path: Path) -> tuple[str, str]:
    try:
        words, format = read_source(path)
    except UnreadableSourceError as problem:
        raise PlainError(str(problem)) from None
    limit = TEXT_LIMIT
    if len(words.encode("utf-8")) > limit:
        raise PlainError(f"“{path}” is larger than {limit // MEGABYTE} MB.")
    return words, format


async def _taken(
    office: Office, negotiation: str | None, title: str, source: str, format: str
) -> TextRow:
    target = _negotiation(office, negotiation, title)
    async with at_work(office):
        try:
            return await take_in(office, target, title, source, format, IMPORT)
        except Refused as refused:
            raise PlainError(CODES.get(refused.code, refused.code)) from None


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
