"""``adref redline``: two files compared word by word, without a server."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from adref.server.choosing_words import one_of
from adref.server.comparing import Side, compared, rendered, side_of_file
from adref.server.config import PlainError
from adref.server.formats.redlined import Redlined, overall, summary
from adref.server.messages import LANGUAGES
from adref.server.replacing import replace_file
from adref.server.sources import UnreadableSourceError, read_bytes

FORMATS = ("html", "docx", "json", "txt")


def redline(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The older text.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The newer text.")],
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="By default what the name after -o says, else txt: the summary alone.",
            metavar="|".join(FORMATS),
            callback=one_of(FORMATS),
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The file; by default the terminal.")
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            help="Of the sentences.",
            metavar="|".join(LANGUAGES),
            callback=one_of(LANGUAGES),
        ),
    ] = "en",
) -> None:
    """Compare two texts: Markdown, plain text, Word, or JSON of a revision.

    Paragraphs are matched by their permanent ids where both files have them (JSON), else by what
    they say. A Word file is read as if its tracked changes were accepted.
    """
    chosen = format or _format_of(output)
    if chosen == "docx" and output is None and sys.stdout.isatty():
        raise PlainError("A Word file cannot be shown in a terminal. Say -o FILE.docx.")
    now = datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    redlined = compared(_side(old), _side(new), language, now)
    made = _lines(redlined) if chosen == "txt" else rendered(redlined, chosen)
    if output is None:
        sys.stdout.buffer.write(made)
        return
    replace_file(output, made)
    typer.echo(f"{output}: {len(made)} bytes")


def _lines(redlined: Redlined) -> bytes:
    told = [redlined.say("row", name=name, said=said) for _, name, said in summary(redlined)]
    lines = [redlined.title, "", *overall(redlined), *(["", *told] if told else [])]
    return ("\n".join(lines) + "\n").encode()


def _side(path: Path) -> Side:
    try:
        return side_of_file(str(path), read_bytes(path))
    except UnreadableSourceError as problem:
        raise PlainError(str(problem)) from None


def _format_of(output: Path | None) -> str:
    if output is None:
        return "txt"
    name = output.suffix.removeprefix(".").lower()
    if name not in FORMATS:
        raise PlainError(f"Which format should {output} have? Say --format {'|'.join(FORMATS)}.")
    return name
