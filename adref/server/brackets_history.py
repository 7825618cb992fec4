"""What ``adref brackets`` says of several files, and of the shares of parties and paragraphs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adref.drafting.figures import Figures, Share
from adref.server.formats.plot import Line, plot

COLUMNS = {
    "brackets": "Brackets",
    "options": "Options",
    "contested": "Contested words",
    "agreed": "Agreed paragraphs",
    "paragraphs": "Paragraphs",
}
PLOTTED = ("brackets", "options", "contested", "agreed")


def history_to_json(files: Sequence[tuple[str, Figures]]) -> list[dict[str, Any]]:
    """``[{file, brackets, options, contested, agreed, paragraphs}]``."""
    return [
        {"file": name, **{key: getattr(found, key) for key in COLUMNS}} for name, found in files
    ]


def history_lines(files: Sequence[tuple[str, Figures]]) -> Iterator[str]:
    """A table with a line for each file."""
    rows = [[name, *(str(getattr(found, key)) for key in COLUMNS)] for name, found in files]
    yield from _table(["File", *COLUMNS.values()], rows)


def history_plot(files: Sequence[tuple[str, Figures]]) -> str:
    """The same as a drawing (SVG)."""
    names = [name for name, _ in files]
    lines = [Line(COLUMNS[key], [getattr(found, key) for _, found in files]) for key in PLOTTED]
    said = "; ".join(
        f"{line.name}: {', '.join(str(value) for value in line.values)}" for line in lines
    )
    title = f"Brackets from {names[0]} to {names[-1]}" if len(names) > 1 else names[0]
    return plot(title, f"Over {len(names)} files ({', '.join(names)}). {said}.", names, lines)


def shares_to_json(shares: Sequence[Share]) -> list[dict[str, Any]]:
    """``[{name, brackets, contested, said}]``."""
    return [{**share._asdict(), "said": dict(share.said)} for share in shares]


def share_lines(shares: Sequence[Share], by: str) -> Iterator[str]:
    """A table with a line for each party or paragraph."""
    heads = {
        "party": ["Party", "Brackets", "Contested words", "Says"],
        "paragraph": ["Paragraph", "Brackets", "Contested words", "Who speaks"],
    }[by]
    rows = [
        [share.name, str(share.brackets), str(share.contested), _counts(share.said)]
        for share in shares
    ]
    yield from _table(heads, rows) if rows else ["None."]


def _counts(said: Mapping[str, int]) -> str:
    ordered = sorted(said.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {count}" for name, count in ordered)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as what is in them; figures to the right, words to the left."""
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    figures = [all(row[column].isdecimal() for row in rows) for column in range(len(heads))]
    for row in (heads, *rows):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, figures, strict=True)
        ]
        yield "  ".join(cells).rstrip()
