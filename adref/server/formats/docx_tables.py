"""Rows as a Word table: a head that is repeated on every page, rows that come and go as a whole."""

from collections.abc import Callable, Sequence
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from adref.server.formats import docx_styles
from adref.server.formats.docx_changes import Changes
from adref.server.formats.setting import Line, Table, Words

Fill = Callable[[Paragraph, Sequence[Words]], None]
"""Writes the words of a cell into its paragraph."""


def add_table(document: Document, table: Table, changes: Changes, fill: Fill) -> None:
    """Append a table to the document."""
    before = document.element.body[:-1]  # the last of a body is its section
    if before and before[-1].tag == qn("w:tbl"):
        document.add_paragraph()  # neighbouring tables would become one
    wide = Length(docx_styles.TEXT_WIDTH // table.columns)
    made = document.add_table(rows=len(table.rows), cols=table.columns)
    made.style = document.styles["Table Grid"]
    for row, there in zip(table.rows, made._tbl.tr_lst, strict=True):
        _write(row, there, table, changes, fill, made, wide)
    for at, there in enumerate(made._tbl.tr_lst):
        if at < table.head:
            there.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _write(
    row: Line, there: Any, table: Table, changes: Changes, fill: Fill, parent: Any, wide: Length
) -> None:
    elements = list(there.tc_lst)
    at = 0
    for words, span in table.cells(row):
        cell = elements[at]
        for covered in elements[at + 1 : at + span]:
            there.remove(covered)
        at += span
        cell.width = Length(wide * span)
        if span > 1:
            cell.grid_span = span
        paragraph = _Cell(cell, parent).paragraphs[0]
        paragraph._p.style = docx_styles.CELL_ID
        fill(paragraph, words)
        changes.end(paragraph, row.fate, row.hand)
        if at == span:
            for said in row.comments:
                changes.comment(paragraph, said, row.fate, row.hand)
    changes.row(there, row.fate, row.hand)
