"""[B27] Shapes of files that people have saved: every word is in the text, or what went is said."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest

from adref.drafting.incoming import Incoming
from adref.server.incoming_file import read_incoming
from adref.server.word.bad_file import BadFile
from tests.server.word.making import Made, para, run
from tests.server.word.seen import SHAPES, Shape, cell, row


def read(made: Made, folder: Path) -> Incoming:
    path = folder / "x.docx"
    path.write_bytes(made.data())
    numbers = itertools.count()
    return read_incoming(path, "x.docx", lambda: f"i{next(numbers)}")[1]


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_b27_every_word_is_in_the_text_or_said_to_be_left(shape: Shape, tmp_path: Path) -> None:
    incoming = read(shape.made, tmp_path)
    assert tuple(f"{p.label} {p.words}".removeprefix(" ") for p in incoming.paragraphs) == (
        shape.lines
    )
    assert incoming.notes == shape.notes
    assert tuple(comment.text for comment in incoming.comments) == shape.comments


def test_b27_the_first_row_of_a_table_with_a_head_is_one(tmp_path: Path) -> None:
    """[B31] As Word's look of the table says, or the row itself; what it covers belongs to it."""
    shape = next(shape for shape in SHAPES if shape.name == "merged cells")
    assert [p.level for p in read(shape.made, tmp_path).paragraphs] == [1, 1, 0]
    said = row(cell("Year"), cell("Share"), properties="<w:tblHeader/>") + row(cell("1"), cell("2"))
    made = Made([f"<w:tbl>{said}</w:tbl>"])
    assert [p.level for p in read(made, tmp_path).paragraphs] == [1, 0]


def test_b27_comments_of_one_number_are_all_kept(tmp_path: Path) -> None:
    """A program that numbers them wrongly loses none."""
    made = Made([para(run("One."))], comments={1: ("Ana P", "first"), 2: ("Bo Q", "second")})
    twice = str(made._parts()["word/comments.xml"]).replace('w:id="2"', 'w:id="1"')
    found = read(replace(made, parts={"word/comments.xml": twice}), tmp_path).comments
    assert sorted(comment.text for comment in found) == ["first", "second"]


def test_b22_a_table_of_too_many_places_is_refused(tmp_path: Path) -> None:
    """A few rows that claim to be very wide are no reason to make room for all of them."""
    wide = row(cell("x", '<w:gridSpan w:val="1000000000"/>')) * 2_000
    with pytest.raises(BadFile) as refused:
        read(Made([f"<w:tbl>{wide}</w:tbl>"]), tmp_path)
    assert refused.value.code == "file_too_much"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_b27_the_page_has_a_sentence_for_all_that_is_said(language: str) -> None:
    catalogue = Path(__file__).parents[3] / "frontend" / "src" / "i18n" / f"{language}.json"
    known = json.loads(catalogue.read_bytes())
    said = {note for shape in SHAPES for note in shape.notes}
    assert said
    assert all(f"bring.note.{note}" in known for note in said)
