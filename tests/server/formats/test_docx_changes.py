import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from openxml_audit import FileFormat, OpenXmlValidator

from adref.drafting.content import text_of
from adref.drafting.edition import CLEAN, COMPILATION, TRACKED, Edition
from adref.drafting.notation import unescaped
from adref.drafting.rows import BETWEEN, ROW, cells_of
from adref.drafting.text import WorkingText
from adref.drafting.tracking import accepted, rejected
from adref.server.formats import Options, render
from adref.server.formats.setting import LABEL_IN_LINE
from tests.server.formats.editions import EVERY, golden, negotiation
from tests.server.formats.word import lines_of

CHANGED = [(name, edition) for name, edition in EVERY if edition.tracked]


def printed(text: WorkingText) -> list[str]:
    """What stands in the body of a Word file of a text: footnotes stand below."""
    referred = {m.removeprefix("fn:") for p in text for piece in p.content for m in piece.marks}
    lines = []
    for paragraph in text:
        if paragraph.kind == "footnote" and paragraph.id in referred:
            continue
        if paragraph.kind == ROW:
            cells = cells_of(paragraph.content)
            lines.append(BETWEEN.join(unescaped(text_of(tuple(cell))) for cell in cells))
            continue
        gap = " " if paragraph.kind in LABEL_IN_LINE else "\t"
        label = f"{paragraph.label}{gap}" if paragraph.label else ""
        lines.append(label + "".join(unescaped(piece.text) for piece in paragraph.content))
    return lines


@pytest.mark.parametrize("made", [e for _, e in CHANGED], ids=[n for n, _ in CHANGED])
def test_o3_accepted_it_is_the_clean_text_and_rejected_the_base(made: Edition) -> None:
    data = render(made, "docx")
    assert lines_of(data, accept=True) == printed(accepted(made.tracked))
    assert lines_of(data, accept=False) == printed(rejected(made.tracked))


@pytest.mark.parametrize("made", [e for _, e in CHANGED], ids=[n for n, _ in CHANGED])
def test_o3_the_authors_are_the_parties_and_the_bureau(made: Edition) -> None:
    body = docx.Document(BytesIO(render(made, "docx"))).element.body
    changes = [*body.iter(qn("w:ins")), *body.iter(qn("w:del"))]
    hands = {run.hand for p in made.tracked for run in p.runs if run.fate != "kept"}
    hands |= {p.hand for p in made.tracked if p.fate != "kept" or p.was != p.label}
    authors = {change.get(qn("w:author")) for change in changes}
    assert authors <= {hand.author for hand in hands}
    dates = {change.get(qn("w:date")) for change in changes if change.get(qn("w:date"))}
    assert dates <= {hand.at for hand in hands}


def all_in_one(view: str) -> Edition:
    """Every golden case after the other, in one file: the audit takes its time."""
    cases = [made for _, made in golden(view)]
    paragraphs = tuple(p for made in cases for p in made.paragraphs)
    tracked = tuple(p for made in cases for p in made.tracked)
    return replace(cases[0], paragraphs=paragraphs, tracked=tracked)


@pytest.mark.parametrize(
    "made",
    [all_in_one(TRACKED), all_in_one(COMPILATION), negotiation(CLEAN), negotiation(TRACKED)],
    ids=["tracked", "compilation", "negotiation", "negotiation-tracked"],
)
def test_o4_the_audit_finds_nothing(made: Edition, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    file.write_bytes(render(made, "docx", Options(line_numbers=True)))
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(file))
    assert result.is_valid, [str(error) for error in result.errors]


def test_o3_rationales_and_remarks_are_comments_by_their_authors() -> None:
    made = next(e for n, e in CHANGED if n == "replacement-tracked")
    with ZipFile(BytesIO(render(made, "docx"))) as file:
        comments = file.read("word/comments.xml").decode()
    assert "Because &amp; &lt;so&gt;." in comments
    assert re.search(r'w:author="Avon"', comments)


def test_o20_a_paragraph_that_stands_elsewhere_is_a_move_of_one_name() -> None:
    made = next(e for n, e in CHANGED if n == "whole_paragraphs-tracked")
    body = docx.Document(BytesIO(render(made, "docx"))).element.body
    names = {
        side: [start.get(qn("w:name")) for start in body.iter(qn(f"w:{side}RangeStart"))]
        for side in ("moveFrom", "moveTo")
    }
    assert names == {"moveFrom": ["move1"], "moveTo": ["move1"]}
    gone = "".join(t.text for m in body.iter(qn("w:moveFrom")) for t in m.iter(qn("w:t")))
    assert gone == "OP2Also decides to meet annually;"
