"""``adref brackets``: what a source contains, and what in it does not balance."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from adref.drafting.importing import brackets_report
from adref.server.sources import UnreadableSourceError, read_source

_SHOWN = 40  # unbalanced brackets listed one by one


def brackets(
    file: Annotated[Path, typer.Argument(help="A negotiating text: plain text or Markdown.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    format: Annotated[
        str | None, typer.Option("--format", help="md or txt; by default as the file is named.")
    ] = None,
) -> None:
    """Report on the brackets, options and attributions of a text, without a server."""
    try:
        source, known = read_source(file, format)
        report = brackets_report(source, known)
    except (UnreadableSourceError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(report_lines(report)))


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
