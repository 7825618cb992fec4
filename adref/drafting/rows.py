"""Rows of simple tables: a row is a paragraph whose cells are parted by a bar.

``2030 | [5][7] per cent``: the bar is an ordinary sign of the words, so that cells are drafted,
compared and contested like any others; ``\\|`` is a bar that parts nothing. Neighbouring rows are
one table; rows of level 1 at its beginning are its head.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol, TypeVar

from adref.drafting.content import Content, Piece, tidy

ROW, HEAD = "row", 1
BETWEEN = " | "
_BAR = re.compile(r"\\\||(\|)")


class Run(Protocol):
    """Anything with words: a piece, a written run, a tracked run."""

    @property
    def text(self) -> str: ...  # noqa: D102

    def _replace(self, *, text: str) -> Any: ...


class Changed(Run, Protocol):
    """Words with what becomes of them."""

    @property
    def fate(self) -> str: ...  # noqa: D102


R = TypeVar("R", bound=Run)
C = TypeVar("C", bound=Changed)


def bars(words: str) -> list[int]:
    """Where the bars stand that part cells (code points)."""
    return [found.start() for found in _BAR.finditer(words) if found.group(1)]


def cell_count(words: str) -> int:
    """How many cells a row has."""
    return len(bars(words)) + 1


def cells_of(runs: Sequence[R]) -> list[list[R]]:
    """The runs of each cell, without the spaces at its edges; a bar of the words is one again."""
    cells: list[list[R]] = [[]]
    ends = [*bars("".join(run.text for run in runs))]
    at = 0
    for run in runs:
        low = at
        for end in [end for end in ends if at <= end < at + len(run.text)]:
            if end > low:
                cells[-1].append(run._replace(text=run.text[low - at : end - at]))
            cells.append([])
            low = end + 1
        if low < at + len(run.text) or not run.text:  # a mark without words stays
            cells[-1].append(run._replace(text=run.text[low - at :]))
        at += len(run.text)
    return [_printed(cell) for cell in cells]


def _printed(cell: list[R]) -> list[R]:
    out = [run._replace(text=run.text.replace("\\|", "|")) for run in cell]
    while out and out[0].text.isspace():
        out.pop(0)
    while out and out[-1].text.isspace():
        out.pop()
    if out:
        out[0] = out[0]._replace(text=out[0].text.lstrip())
        out[-1] = out[-1]._replace(text=out[-1].text.rstrip())
    return out


def with_tidy_edges(cell: list[C], kept: str = "kept") -> list[C]:
    """The runs of a cell, so that it has no space at its edges with its changes and without.

    Where words at an edge only come, or only go, the space beside them comes or goes with them.
    """
    there = [at for at, run in enumerate(cell) if run.fate == kept]
    if not there:
        return cell
    out = list(cell)
    first, last = there[0], there[-1]
    if len({run.fate for run in cell[:first]}) == 1:
        words = cell[first].text.lstrip()
        if words:
            space = cell[first].text[: len(cell[first].text) - len(words)]
            out[first] = out[first]._replace(text=words)
            out[first - 1] = out[first - 1]._replace(text=out[first - 1].text + space)
    if len({run.fate for run in cell[last + 1 :]}) == 1:
        words = out[last].text.rstrip()
        if words:
            space = out[last].text[len(words) :]
            out[last] = out[last]._replace(text=words)
            out[last + 1] = out[last + 1]._replace(text=space + out[last + 1].text)
    return out


def row_of(cells: Iterable[Content]) -> Content:
    """The content of a row of these cells. A bar takes the marks that every word of it has."""
    made = [_quoted(cell) for cell in cells]
    worded = [piece.marks for cell in made for piece in cell if piece.text.strip()]
    shared = frozenset.intersection(*worded) if worded else frozenset()
    tracked = frozenset(mark for mark in shared if mark.startswith(("ins:", "del:")))
    out: list[Piece] = []
    for number, cell in enumerate(made):
        out += [Piece(BETWEEN, tracked)] if number else []
        out += cell
    return tidy(out)


def _quoted(cell: Content) -> Content:
    """A cell's words as they stand in a row: its own bars part nothing."""
    return tuple(Piece(text.replace("|", "\\|"), marks) for text, marks in cell)


def shares(lengths: Sequence[Sequence[int]], count: int) -> list[float]:
    """How much of the width each of the columns has, from the lengths of the cells of each row.

    A column is as wide as the root of its longest cell, within bounds: a column of years does not
    take as much as one of sentences. Joined they are 1.
    """
    longest = [_NARROW] * count
    for row in lengths:
        for at, length in enumerate(row[:count]):
            longest[at] = max(longest[at], min(length, _WIDE))
    wanted = [float(length) ** 0.5 for length in longest]
    return [one / sum(wanted) for one in wanted]


_NARROW, _WIDE = 8, 120  # characters


def columns(counts: Sequence[int]) -> int:
    """How wide a table is, from the number of cells of its rows: as most of them are."""
    return max(set(counts), key=lambda count: (counts.count(count), count))
