"""Tables in redlines: rows in tables, changes in their cells, in the page and in Word."""

import re
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from openxml_audit import OpenXmlValidator

from adref.drafting.comparison import compare
from adref.drafting.content import Piece, plain
from adref.drafting.text import Paragraph, WorkingText
from adref.server.formats.redline_docx import render_redline_docx
from adref.server.formats.redline_html import render_redline_html
from adref.server.formats.redlined import Redlined
from tests.server.formats.word import lines_of


def rows(*lines: str, head: int = 0) -> WorkingText:
    """``id cells`` in each line; the first are the head."""
    parts = [line.split(" ", 1) for line in lines]
    return tuple(
        Paragraph(id, "row", plain(words), level=1 if at < head else 0)
        for at, (id, words) in enumerate(parts)
    )


def around(text: WorkingText) -> WorkingText:
    first, last = Paragraph("f", "op", plain("Recalls this:")), Paragraph("z", "op", plain("Ends."))
    return (first, *text, last)


SHARES = rows(
    "h Year | Share | Source", "a 2030 | [5][7] | levy", "b 2035 | 9 | fees and fines", head=1
)
HEAD, FIRST, SECOND = SHARES
WIDER = rows(
    "h Year | Share | Source | Note", "a 2030 | 5 | levy | -", "b 2035 | 9 | fees | -", head=1
)
(SOLD,) = rows("c 2040 | 11 | bonds sold abroad")
(LEVIED,) = rows("a 2030 | [5][8] | a levy")
NOTED = replace(FIRST, content=(*FIRST.content, Piece("\ufffc", frozenset({"fn:n"}))))
NOTE = Paragraph("n", "footnote", plain("Paid yearly."), "1")
ARABIC = rows("h السنة | النسبة", "a 2030 | خمسة في المائة", head=1)
TABLES = {
    "words in cells": (SHARES, (HEAD, LEVIED, SECOND)),
    "new row": (SHARES, (*SHARES, SOLD)),
    "row gone": (SHARES, (HEAD, SECOND)),
    "moved row": (SHARES, (HEAD, SECOND, FIRST)),
    "moved and changed": ((*SHARES, SOLD), (HEAD, SECOND, SOLD, LEVIED)),
    "another column": (SHARES, WIDER),
    "whole table new": ((), around(SHARES)),
    "whole table gone": (around(SHARES), around(())),
    "between paragraphs": (around(SHARES), around((HEAD, LEVIED, SOLD))),
    "a line becomes a row": (
        (Paragraph("a", "op", plain("By 2030 five per cent of the levy")),),
        rows("a By 2030 | five per cent of the levy"),
    ),
    "rows become one": (
        rows("a The one row of it | five", "b the other row of it | six"),
        rows("a The one row of it | five the other row of it | six"),
    ),
    "a row becomes a head": (SHARES, (HEAD, replace(FIRST, level=1), SECOND)),
    "head gone": (SHARES, SHARES[1:]),
    "footnote": (SHARES, (HEAD, NOTED, SECOND, NOTE)),
    "from the right": (ARABIC, rows("h السنة | النسبة", "a 2030 | سبعة في المائة", head=1)),
    "only a table": (SHARES, rows("x unlike | before")),
}


def compared(pair: tuple[WorkingText, WorkingText]) -> Redlined:
    return Redlined("a", "b", compare(*pair), at="2026-01-02T03:04:05Z")


@pytest.mark.parametrize("pair", TABLES.values(), ids=TABLES)
def test_word_has_the_tables_of_both_texts(pair, tmp_path):
    """[D22] [D24] Accepted the rows of the newer text, rejected of the older; valid Open XML."""
    made = render_redline_docx(compared(pair))
    before, after = pair
    for accept, text in ((True, after), (False, before)):
        lines = [line for line in lines_of(made, accept) if line]
        assert lines == [p.words for p in text if p.kind != "footnote"]
    path = tmp_path / "redline.docx"
    path.write_bytes(made)
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [str(error) for error in found.errors][:5]


def test_words_change_in_their_cells_and_rows_come_whole():
    """[D24] What changed in a cell is tracked there; a moved row says so in a comment."""
    document = docx.Document(BytesIO(render_redline_docx(compared(TABLES["moved and changed"]))))
    (table,) = document.tables
    assert len(table.columns) == 3
    tracked = [tuple(child.tag.split("}")[1] for child in row._tr.trPr) for row in table.rows]
    assert [tags[-1] for tags in tracked] == ["tblHeader", "del", "cantSplit", "cantSplit", "ins"]
    said = [comment.text for comment in document.comments]
    assert said == [
        "Moved row: it stands after “2040 | 11 | bonds sold…” now.",
        "Moved row: it stood after “Year | Share | Source” before.",
    ]


def test_the_page_shows_them_as_tables():
    """[D24] Cells with their changes, a head, rows that come and go told in words."""
    page = render_redline_html(compared(TABLES["between paragraphs"])).decode()
    (table,) = re.findall(r"<table>.*?</table>", page, re.S)
    assert table.count('<th scope="col"') == 3
    assert table.count("<tr") == 4
    assert '<span class="badge">new row</span>' in table
    assert '<span class="badge">removed row</span>' in table
    cells = re.findall(r"<td[^>]*>(.*?)</td>", table, re.S)
    assert re.search(r"<ins>.*8.*</ins>", cells[1])
    assert "<ins>" not in cells[0]
    for link in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{link}"' in page


def test_the_page_tells_where_a_moved_row_went():
    """[D24] [D12] One row with its changes; the place from which it went says so."""
    page = render_redline_html(compared(TABLES["moved and changed"])).decode()
    assert '<tr class="gone"><td colspan="3"' in page
    assert "moved from after “Year | Share | Source”" in page
    assert page.count("<table>") == 1


def test_cells_that_come_or_go_set_the_row_anew():
    """[D24] [B33] Rows with more cells than before go, and come anew."""
    page = render_redline_html(compared(TABLES["another column"])).decode()
    assert [page.count(f'<tr class="{fate}"') for fate in ("removed", "new")] == [3, 3]


def test_tables_of_a_page_are_no_landmarks():
    """[D24] [D21] Several of one name could not be told apart."""
    page = render_redline_html(compared(TABLES["whole table new"])).decode()
    assert 'role="group" tabindex="0"' in page
    assert 'role="region"' not in page
