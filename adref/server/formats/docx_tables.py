"""Rows as a Word table: a head that is repeated on every page, rows that come and go as a whole."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from adref.drafting.tracking import Comment, Hand
from adref.server.formats import docx_styles
from adref.server.formats.docx_changes import Changes

CELL_MARGIN = 108  # twentieths of a point, left and right of the words: Word's own
BELOW = Pt(10)
W = TypeVar("W")
"""Words with a look, of an edition or of a redline."""


class TableRow(Protocol):
    """A row, with what becomes of the whole and what is said on it."""

    @property
    def fate(self) -> str: ...  # noqa: D102
    @property
    def hand(self) -> Hand: ...  # noqa: D102
    @property
    def comments(self) -> Sequence[Comment]: ...  # noqa: D102


R = TypeVar("R", bound=TableRow, contravariant=True)


class TableOf(Protocol[R, W]):
    """Rows, of which some are the head, and the cells of each with the columns that they take."""

    @property
    def rows(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def head(self) -> int: ...  # noqa: D102
    @property
    def columns(self) -> int: ...  # noqa: D102
    @property
    def shares(self) -> Sequence[float]: ...  # noqa: D102
    @property
    def turned(self) -> bool: ...  # noqa: D102
    def cells(self, row: R) -> list[tuple[list[W], int]]: ...  # noqa: D102


def add_table(
    document: Document,
    table: TableOf[R, W],
    changes: Changes,
    fill: Callable[[Paragraph, Sequence[W], bool], None],
) -> None:
    """Append a table to the document.

    ``fill`` writes the words of a cell into its paragraph; the last argument is whether the table
    reads from the right, as do its cells that have no letters.
    """
    if [last.tag for last in document.element.body[-2:-1]] == [qn("w:tbl")]:
        document.add_paragraph()  # neighbouring tables would become one
    wide = [Length(int(docx_styles.TEXT_WIDTH * share)) for share in table.shares]
    made = document.add_table(rows=len(table.rows), cols=table.columns)
    made.style = document.styles["Table Grid"]
    _lay_out(made._tbl.tblPr, table.turned)
    for column, width in zip(made.columns, wide, strict=True):
        column.width = width
    for at, (row, there) in enumerate(zip(table.rows, made._tbl.tr_lst, strict=True)):
        style = docx_styles.CELL_HEAD_ID if at < table.head else docx_styles.CELL_ID
        _write(row, there, table, changes, fill, made, wide, style)
    for at, there in enumerate(made._tbl.tr_lst):
        properties = there.get_or_add_trPr()
        if at < table.head:
            properties.insert(0, OxmlElement("w:tblHeader"))
        if properties.find(qn("w:cantSplit")) is None:
            properties.insert(0, OxmlElement("w:cantSplit"))


def set_apart(paragraph: Paragraph) -> None:
    """A paragraph that follows a table does not stand close to it."""
    before = paragraph._p.getprevious()
    if before is not None and before.tag == qn("w:tbl"):
        paragraph.paragraph_format.space_before = BELOW


def _lay_out(properties: Any, turned: bool) -> None:
    """The borders stand under the margins of the text, and columns run as the words do."""
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), str(CELL_MARGIN))
    indent.set(qn("w:type"), "dxa")
    properties.find(qn("w:tblW")).addnext(indent)
    if turned:
        properties.find(qn("w:tblStyle")).addnext(OxmlElement("w:bidiVisual"))


def _write(
    row: R,
    there: Any,
    table: TableOf[R, W],
    changes: Changes,
    fill: Callable[[Paragraph, Sequence[W], bool], None],
    parent: Any,
    wide: Sequence[Length],
    style: str,
) -> None:
    elements = list(there.tc_lst)
    at = 0
    for words, span in table.cells(row):
        cell = elements[at]
        for covered in elements[at + 1 : at + span]:
            there.remove(covered)
        cell.width = Length(sum(wide[at : at + span]))
        at += span
        if span > 1:
            cell.grid_span = span
        paragraph = _Cell(cell, parent).paragraphs[0]
        paragraph._p.style = style
        fill(paragraph, words, table.turned)
        changes.end(paragraph, row.fate, row.hand)
        if at == span:
            for said in row.comments:
                changes.comment(paragraph, said, row.fate, row.hand)
    changes.row(there, row.fate, row.hand)
