"""``adref brackets``: what a source contains, and what in it does not balance."""

import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from adref.drafting.brought_report import report_on
from adref.drafting.figures import by_paragraph, by_party, figures
from adref.drafting.importing import brackets_report
from adref.drafting.text import WorkingText
from adref.drafting.tracked import settle
from adref.server.brackets_history import (
    history_lines,
    history_plot,
    history_to_json,
    share_lines,
    shares_to_json,
)
from adref.server.comparing import side_of_file
from adref.server.incoming_file import BadFile, looks_like_word, read_incoming
from adref.server.replacing import replace_file
from adref.server.sources import UnreadableSourceError, read_bytes, read_source

_SHOWN = 40  # unbalanced brackets listed one by one


def brackets(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Negotiating texts, the oldest first: plain text, Markdown, Word or JSON.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    format: Annotated[
        str | None, typer.Option("--format", help="md or txt; by default as the file is named.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Share the brackets of one text out.", metavar="party|paragraph"),
    ] = None,
    drawing: Annotated[
        Path | None, typer.Option("--plot", help="Draw the files' figures into this SVG file.")
    ] = None,
) -> None:
    """Report on the brackets, options and attributions of a text, without a server.

    Of several files: brackets, options, contested words and agreed paragraphs, from first to last.
    """
    try:
        if by is not None:
            lines, data = _shares(files, format, by)
        elif len(files) > 1 or drawing is not None:
            lines, data = _history(files, format, drawing)
        else:
            data = _report(files[0], format)
            lines = list(report_lines(data))
    except (UnreadableSourceError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))


def _report(file: Path, format: str | None) -> dict[str, Any]:
    if format is None and file.is_file() and looks_like_word(file):
        numbers = itertools.count(1)
        try:
            _file, incoming = read_incoming(file, file.name, lambda: f"p{next(numbers)}")
        except BadFile as bad:
            raise UnreadableSourceError(f"“{file}”: {bad}") from None
        return report_on(settle(incoming, {}).text)
    return brackets_report(*read_source(file, format))


def _shares(files: list[Path], format: str | None, by: str) -> tuple[list[str], Any]:
    if by not in ("party", "paragraph"):
        raise ValueError("Say --by party or --by paragraph.")
    if len(files) > 1:
        raise ValueError("--by takes one file.")
    text = _text(files[0], format)
    shares = by_party(text) if by == "party" else by_paragraph(text)
    return list(share_lines(shares, by)), shares_to_json(shares)


def _history(files: list[Path], format: str | None, drawing: Path | None) -> tuple[list[str], Any]:
    found = [(file.name, figures(_text(file, format))) for file in files]
    if drawing is not None:
        replace_file(drawing, history_plot(found).encode())
    return list(history_lines(found)), history_to_json(found)


def _text(file: Path, format: str | None) -> WorkingText:
    return side_of_file(str(file), read_bytes(file), format).text


def report_lines(report: Mapping[str, Any]) -> Iterator[str]:
    """The report as lines to read."""
    yield report["title"]
    yield ""
    yield _row("Characters", f"{report['open']} [   {report['close']} ]")
    yield _row("Brackets", f"{report['brackets']}, nested up to {report['max_depth']} deep")
    yield _row("Uncontested", str(report["uncontested"]))
    groups = report["groups"]
    yield _row(
        "Alternatives",
        f"{groups.get('adjacent', 0)} adjacent, {groups.get('slash', 0)} with a slash",
    )
    yield _row("Options", f"{report['options']} in {len(report['option_groups'])} groups")
    yield _row("Placeholders", str(report["placeholders"]))
    yield _row("Agreed", str(report["agreed"]))
    yield _row("Paragraphs", _counts(report["paragraphs"]))
    yield _row("Attributions", _counts(report["attributions"]) or "none")
    yield ""
    unbalanced = report["unbalanced"]
    yield f"Unbalanced: {len(unbalanced) or 'none'}"
    for item in unbalanced[:_SHOWN]:
        near = " ".join(item["near"].split())
        label = f" ({item['label']})" if item["label"] else ""
        yield f"  line {item['line']}, column {item['column']}{label}: {item['char']}  in “{near}”"
    if len(unbalanced) > _SHOWN:
        yield f"  and {len(unbalanced) - _SHOWN} more: see --json"


def _row(name: str, value: str) -> str:
    return f"{name + ':':14} {value}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items())
