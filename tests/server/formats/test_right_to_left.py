"""A file whose language reads from the right: its letterhead, its tables, its page."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from adref.drafting.comparison import compare
from adref.drafting.content import plain
from adref.drafting.edition import Edition, Imprint
from adref.drafting.floor import State
from adref.drafting.imprint import audience_sentence, view_sentence
from adref.drafting.text import Paragraph
from adref.server.formats import render
from adref.server.formats.redline_docx import render_redline_docx
from adref.server.formats.redline_html import render_redline_html
from adref.server.formats.redlined import Redlined
from tests.server.formats.written import edition, paragraph

HEAD = Imprint("الجمعية العامة", "A/C.2/81/L.5", "2026-11-21", "نسخة أولية")
MADE: Edition = replace(
    edition(
        paragraph("title", "مشروع قرار بشأن المياه"),
        paragraph("op", "تقرر عقد اجتماع؛", label="1."),
        paragraph("row", "السنة | النسبة", level=1),
        paragraph("row", "2030 | [5][7]"),
        paragraph("op", "تدعو جميع الأطراف.", label="2."),
        language="ar",
    ),
    imprint=HEAD,
    view=view_sentence("working", State(), (), "ar"),
    audience=audience_sentence("ar", HEAD.forum),
)


def test_f8_f14_the_letterhead_and_the_tables_of_a_word_file_read_from_the_right(tmp_path):
    data = render(MADE, "docx")
    document = docx.Document(BytesIO(data))
    head = [*document.sections[0].header.paragraphs, *document.paragraphs[:4]]
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in head)
    assert "21 تشرين الثاني/نوفمبر 2026" in document.paragraphs[1].text
    (table,) = document.tables
    assert table._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    cells = [cell.paragraphs[0]._p.pPr for row in table.rows for cell in row.cells]
    assert all(cell.find(qn("w:bidi")) is not None for cell in cells), "figures go with the table"
    assert document.paragraphs[-1].paragraph_format.space_before, "a table stands apart"
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    assert OpenXmlValidator().validate(path).is_valid


def test_f8_the_page_says_its_direction():
    page = render(MADE, "html").decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<table dir="rtl">' in page
    assert '<td dir="rtl">2030</td>' in page
    assert "للمشاركين في: الجمعية العامة." in page


@pytest.mark.parametrize("words", ["السنة | النسبة", "Year | Share"])
def test_d24_tables_of_a_redline_run_as_their_words_do(words):
    old = (Paragraph("h", "row", plain(words), level=1), Paragraph("a", "row", plain("1 | 2")))
    new = (old[0], Paragraph("a", "row", plain("1 | 3")))
    redlined = Redlined("a", "b", compare(old, new), at="2026-01-02T03:04:05Z")
    turned = words.startswith("ا")
    page = render_redline_html(redlined).decode()
    assert ('<table dir="rtl">' in page) == turned
    (table,) = docx.Document(BytesIO(render_redline_docx(redlined))).tables
    assert (table._tbl.tblPr.find(qn("w:bidiVisual")) is not None) == turned
