"""The tables of a redline: rows of neighbouring paragraphs of kind ``row``, with their changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from adref.drafting.comparison import DEPARTED, NEW, REMOVED, Head, Row
from adref.drafting.redline import BREAK_MARK, INSERTED, KEPT, STRUCK, RedlineRun
from adref.drafting.rows import BETWEEN, HEAD, ROW, bars, cells_of, columns, with_tidy_edges
from adref.server.formats import docx_runs

Cells = list[tuple[list[RedlineRun], int]]
"""The cells of a row, each with the columns that it takes."""


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the comparison as it is shown; ``index`` is that of the whole, ``first`` of it."""

    index: int
    row: Row
    first: bool = True

    @property
    def head(self) -> Head:
        """What paragraph it is."""
        return head_of(self.row)


@dataclass(frozen=True, slots=True)
class Table:
    """Neighbouring rows; ``head`` of them are its head."""

    parts: tuple[Part, ...]
    head: int
    columns: int

    @property
    def turned(self) -> bool:
        """Whether it reads from the right: its first column stands there."""
        return reads_from_the_right(part.row.runs for part in self.parts)


def reads_from_the_right(rows: Iterable[Sequence[RedlineRun]]) -> bool:
    """Whether the first letter with a direction in these rows runs from right to left."""
    return docx_runs.reads_from_the_right("".join(run.text for runs in rows for run in runs))


def head_of(row: Row) -> Head:
    """The paragraph as it is now, or was where it is no more (or no more here)."""
    heads = row.before if row.fate == DEPARTED else row.after or row.before
    return heads[0]


def in_tables(rows: Sequence[Row]) -> Iterator[Part | Table]:
    """The rows of a comparison in order, those of tables together."""
    parts = [
        Part(index, part, number == 0)
        for index, row in enumerate(rows)
        for number, part in enumerate(parted(row))
    ]
    for is_row, group in groupby(parts, key=lambda part: part.head.kind == ROW):
        if not is_row:
            yield from group
            continue
        among = tuple(group)
        levels = [part.head.level for part in among]
        starts = table_starts(levels)
        for start, end in zip(starts, [*starts[1:], len(among)], strict=True):
            yield _table(among[start:end])


def table_starts(levels: Sequence[int]) -> list[int]:
    """Where tables begin among neighbouring rows: a row of a head after others begins one."""
    return [
        at
        for at, level in enumerate(levels)
        if at == 0 or (level >= HEAD and levels[at - 1] < HEAD)
    ]


def _table(parts: tuple[Part, ...]) -> Table:
    head = len(list(takewhile(lambda part: part.head.level >= HEAD, parts)))
    shown = [part.row.runs for part in parts if part.row.fate != DEPARTED]
    return Table(parts, head if head < len(parts) else 0, width(shown))


def width(rows: Sequence[Sequence[RedlineRun]]) -> int:
    """How many columns a table of these rows has."""
    return columns([len(cells_of(runs)) for runs in rows] or [1])


def cells(runs: Sequence[RedlineRun], wide: int) -> Cells:
    """The cells of a row. Where it has more than the table, the last goes on with its bars."""
    found = cells_of(runs)
    if len(found) > wide:
        rest = list(found[wide - 1])
        for cell in found[wide:]:
            beside = (cell or rest or [RedlineRun("")])[0]
            rest += [RedlineRun(BETWEEN, fate=beside.fate), *cell]
        found = [*found[: wide - 1], rest]
    spans = [1] * (len(found) - 1) + [wide - len(found) + 1]
    return list(zip(map(with_tidy_edges, found), spans, strict=True))


def parted(row: Row) -> tuple[Row, ...]:
    """A row of the comparison, or what goes and what comes where that cannot be one row of a table:
    cells came or went, rows were split or joined, or it was no row before."""
    if not _is_set_anew(row):
        return (row,)
    old = [as_it_was(run)._replace(fate=STRUCK) for run in row.runs if run.fate != INSERTED]
    new = [run._replace(fate=INSERTED, was=None) for run in row.runs if run.fate != STRUCK]
    gone = (
        replace(row, fate=REMOVED, before=(head,), after=(), runs=runs, moved=False)
        for head, runs in zip(row.before, _paragraphs(old), strict=True)
    )
    come = (
        replace(row, fate=NEW, before=(), after=(head,), runs=runs)
        for head, runs in zip(row.after, _paragraphs(new), strict=True)
    )
    return (*gone, *come)


def _is_set_anew(row: Row) -> bool:
    if row.fate == DEPARTED or not (row.before and row.after):
        return False
    if all(head.kind != ROW for head in (*row.before, *row.after)):
        return False
    several = len(row.before) > 1 or len(row.after) > 1
    return several or row.reshaped or any(r.fate != KEPT and bars(r.text) for r in row.runs)


def as_it_was(run: RedlineRun) -> RedlineRun:
    """A run with the emphasis that its words had."""
    return run if run.was is None else run._replace(marks=run.was, was=None)


def _paragraphs(runs: Sequence[RedlineRun]) -> list[tuple[RedlineRun, ...]]:
    out: list[list[RedlineRun]] = [[]]
    for run in runs:
        if BREAK_MARK in run.marks:
            out.append([])
        else:
            out[-1].append(run)
    return [tuple(paragraph) for paragraph in out]
