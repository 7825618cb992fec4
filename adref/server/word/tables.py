"""The tables of a Word file, laid out here: pandoc sees their paragraphs alone.

Pandoc drops the first cell of a row that begins further in, and the words of a cell that is
covered by the one above. Here every cell keeps what it holds, at its place in the grid.
"""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from adref.server.word.bad_file import BadFile
from adref.server.word.names import number, switched, value, w

MOST_COLUMNS = 63
"""As many as Word allows."""
MOST_CELLS = 100_000  # of all tables of a file
_PROPERTIES = tuple(w(name) for name in ("tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr"))
_FIRST_ROW = 0x20  # of the bits of an older ``tblLook``
Place = tuple[int, int, int]
"""Number of the table, of the row in it, of the place in the row."""


@dataclass
class Tables:
    """All tables of a file. ``shapes``: of each, ``{rows: [places], heads, merged}``."""

    shapes: list[dict[str, Any]] = field(default_factory=list)
    cells: int = 0

    def lay_out(self, root: Any) -> dict[Any, list[Place]]:
        """Where each paragraph stands, outermost table first; the tables themselves go.

        Raises ``BadFile`` when there are more cells than a text would have.
        """
        places: dict[Any, list[Place]] = {}
        tables = list(root.iter(w("tbl")))
        for table in tables:
            self._lay_out(table, places)
        if tables:
            etree.strip_elements(root, *_PROPERTIES, with_tail=False)
            etree.strip_tags(root, w("tbl"), w("tr"), w("tc"))
        return places

    def _lay_out(self, table: Any, places: dict[Any, list[Place]]) -> None:
        rows = list(table.iterchildren(w("tr")))
        merged = 0
        widths = []
        for at, row in enumerate(rows):
            column = _span(row.find(w("trPr")), "gridBefore", 0)
            for cell in row.iterchildren(w("tc")):
                properties = cell.find(w("tcPr"))
                place = len(self.shapes), at, min(column, MOST_COLUMNS - 1)
                for paragraph in cell.iter(w("p")):
                    places.setdefault(paragraph, []).append(place)
                wide = max(1, _span(properties, "gridSpan", 1))
                merged += wide > 1 or value(properties, "vMerge") == "restart"
                column += wide
            column += _span(row.find(w("trPr")), "gridAfter", 0)
            widths.append(min(column, MOST_COLUMNS))
        self.cells += sum(widths)
        if self.cells > MOST_CELLS:
            raise BadFile("file_too_much")
        self.shapes.append({"rows": widths, "heads": _heads(table, rows), "merged": merged})


def _span(properties: Any, name: str, least: int) -> int:
    return min(max(number(value(properties, name), least), least), MOST_COLUMNS)


def _heads(table: Any, rows: list[Any]) -> int:
    """How many rows at the beginning are the head: those that say so, or the first by its look."""
    heads = int(bool(rows) and _has_first_row(table.find(f"{w('tblPr')}/{w('tblLook')}")))
    for row in rows[heads:]:
        covered = heads and any(
            merge.get(w("val"), "continue") == "continue"
            for merge in row.iterfind(f"{w('tc')}/{w('tcPr')}/{w('vMerge')}")
        )
        if not covered and not switched(row.find(w("trPr")), "tblHeader"):
            break
        heads += 1
    return heads


def _has_first_row(look: Any) -> bool:
    if look is None:
        return False
    said = look.get(w("firstRow"))
    if said is not None:
        return said in ("1", "true", "on")
    try:
        return bool(int(look.get(w("val"), "0"), 16) & _FIRST_ROW)
    except ValueError:
        return False
