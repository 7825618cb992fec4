"""The rows of tables, put together from the paragraphs of their cells."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

OBJECT = "\ufffc"
Run = tuple[str, tuple[str, ...]]
Block = dict[str, Any]
_LONGEST_CELL = 1  # paragraphs of a cell that is written in the line of its row


def tabled(
    blocks: Sequence[Block], shapes: Sequence[dict[str, Any]]
) -> tuple[list[Block], dict[str, int]]:
    """The paragraphs with those of tables as rows, and how many ``tables`` are taken apart and
    cells ``merged``. ``cell`` of a block says where it stands (``tables.Place``)."""
    tabling = _Tabling(shapes)
    done = tabling.gather(blocks, 0)
    return done, dict(tabling.notes)


class _Tabling:
    def __init__(self, shapes: Sequence[dict[str, Any]]) -> None:
        self.shapes = shapes
        self.notes: Counter[str] = Counter()

    def gather(self, blocks: Sequence[Block], depth: int) -> list[Block]:
        """The blocks of one cell, or of the file, with the tables in it as rows."""

        def table_of(block: Block) -> int:
            places = block.get("cell", ())
            return int(places[depth][0]) if len(places) > depth else -1

        out: list[Block] = []
        for table, found in groupby(blocks, table_of):
            inside = list(found)
            out += inside if table < 0 else self._table(table, inside, depth)
        return out

    def _table(self, table: int, blocks: Sequence[Block], depth: int) -> list[Block]:
        """Each row with its cells; cells of several paragraphs keep these, one after the other."""
        shape = self.shapes[table]
        held: list[list[list[Block]]] = [[[] for _ in range(width)] for width in shape["rows"]]
        for block in blocks:
            _, row, place = block["cell"][depth]
            held[row][place].append(block)
        rows = [[self.gather(cell, depth + 1) for cell in row] for row in held]
        full = [sum(1 for cell in row if cell) for row in rows]
        simple = max(full, default=0) > 1 and all(_is_short(row) for row in rows)
        self.notes["tables"] += not simple
        self.notes["merged"] += shape["merged"] if simple else 0
        out: list[Block] = []
        for at, row in enumerate(rows):
            if full[at] > 1 - simple and _is_short(row):
                out.append(_row(row, head=at < shape["heads"]))
            else:
                out += [block for cell in row for block in cell]
        return out


def _row(cells: Sequence[list[Block]], head: bool) -> Block:
    made: list[list[Run]] = []
    comments: list[Any] = []
    for blocks in cells:
        runs: list[Run] = []
        for block in blocks:
            label = block.get("label", "")
            runs += [(f"{label} ", ()), *words_of(block)] if label else words_of(block)
            comments += block.get("comments", [])
        made.append(joined(runs))
    return {"cells": made, "head": head, "comments": comments}


def _is_short(row: Sequence[list[Block]]) -> bool:
    return all(len(cell) <= _LONGEST_CELL for cell in row)


def words_of(block: Block) -> list[Run]:
    """The words of a paragraph; of a row in one line."""
    runs: list[Run] = list(block.get("runs", ()))
    for at, cell in enumerate(block.get("cells", ())):
        runs += [(" | ", ()), *cell] if at else cell
    return runs


def joined(runs: Any) -> list[Run]:
    """Neighbours with the same marks as one."""
    out: list[Run] = []
    for text, marks in runs:
        same = tuple(sorted(set(marks)))
        if out and out[-1][1] == same and text != OBJECT:
            out[-1] = (out[-1][0] + text, same)
        elif text:
            out.append((text, same))
    return out
