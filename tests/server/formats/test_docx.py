from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx_plus.notes import read_footnotes

from adref.drafting.edition import Edition
from adref.server.formats import docx_runs, render
from tests.server.formats.word import lines_of
from tests.server.formats.written import DELTAS, REFERENCE, edition, paragraph, run


def opened(made: Edition) -> Document:
    return docx.Document(BytesIO(render(made, "docx")))


def line(document: Document, beginning: str) -> Paragraph:
    return next(p for p in document.paragraphs if beginning in p.text)


def italics(found: Paragraph) -> str:
    return "".join(item.text for item in found.runs if item.italic)


def words_of(made: Edition) -> list[str]:
    """What should stand in the body: labels and words, footnotes by their number."""
    numbers: dict[str, str] = {}
    lines = []
    for item in made.paragraphs:
        text = f"{item.label} " if item.label else ""
        for part in item.runs:
            if part.text != REFERENCE:
                text += part.text
                continue
            target = next(iter(part.marks))
            seen = target in numbers
            number = numbers.setdefault(target, str(len(numbers) + 1))
            text += number if seen else ""
        lines.append((item, text))
    set_below = {f.removeprefix("fn:") for f in numbers}
    return [text for item, text in lines if item.id not in set_below]


def test_f1_every_word_and_label_is_in_the_file_in_order() -> None:
    body = [line.replace("\t", " ") for line in lines_of(render(DELTAS, "docx"))]
    assert [line.replace(REFERENCE, "") for line in body] == words_of(DELTAS)


def test_f3_every_page_says_title_view_and_audience() -> None:
    section = opened(DELTAS).sections[0]
    head = "\n".join(p.text for p in section.header.paragraphs)
    assert "River deltas" in head
    assert "Compilation" in head
    assert "For the participants." in head
    assert "PAGE" in section.footer._element.xml


def test_f6_openings_are_in_italics_by_rule() -> None:
    document = opened(DELTAS)
    assert italics(line(document, "resolution 70/1")) == "Recalling also"
    assert italics(line(document, "loss of wetlands")) == "Deeply concerned"
    assert italics(line(document, "that parties")) == "Decides"
    assert italics(line(document, "The General Assembly")) == "The General Assembly"


def test_f6_italics_set_by_hand_are_left_as_they_are() -> None:
    made = edition(paragraph("pp", "Recalling ", run("inter alia", "em"), " the Charter,"))
    assert italics(opened(made).paragraphs[0]) == "inter alia"


def test_f6_an_opening_across_runs() -> None:
    made = edition(paragraph("pp", "Rec", run("alling", "strong"), " the Charter,"))
    assert italics(opened(made).paragraphs[0]) == "Recalling"


def test_f7_footnotes_are_footnotes_and_set_once() -> None:
    document = opened(DELTAS)
    assert [note.text.strip() for note in read_footnotes(document)] == [
        "Resolution 70/1, Treaty.",
        "ملاحظة",
    ]
    references = document.element.body.findall(f".//{qn('w:footnoteReference')}")
    assert [item.get(qn("w:id")) for item in references] == ["1", "2"]
    assert line(document, "Nothing refers").style.name == "footnote text"


def test_f7_a_reference_whose_footnote_is_gone_stops_nothing() -> None:
    made = edition(paragraph("op", "Decides", run(REFERENCE, "fn:gone"), " so;"))
    assert opened(made).paragraphs[0].text == "Decides so;"


def test_f8_arabic_reads_from_the_right_and_latin_in_it_from_the_left() -> None:
    found = line(opened(DELTAS), "تقرر")
    assert found._p.pPr.find(qn("w:bidi")) is not None
    directions = {item.text.strip(): item.font.rtl for item in found.runs if item.text.strip()}
    assert directions["UNESCO"] is None
    assert directions["تقرر أن تعقد الدورة مع"] is True
    assert line(opened(DELTAS), "Decides")._p.pPr.find(qn("w:bidi")) is None


def test_f8_han_has_an_east_asian_font() -> None:
    fonts = opened(DELTAS).styles["Normal"].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "SimSun"


def test_f9_labels_hang_and_levels_step_in() -> None:
    document = opened(DELTAS)
    indents = [
        line(document, words).paragraph_format.left_indent
        for words in ("Decides", "mangroves", "marshes")
    ]
    assert indents == sorted(set(indents))
    form = line(document, "mangroves").paragraph_format
    assert form.first_line_indent < 0


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ("shall", "Adref Struck"),
        ("should", "Adref Inserted"),
        ("[", "Adref Notation"),
        (" - Kenya, Norway: delete", "Adref Attribution"),
    ],
)
def test_f9_every_fate_has_a_style(words: str, style: str) -> None:
    runs = [item for p in opened(DELTAS).paragraphs for item in p.runs if item.text == words]
    assert style in {item.style.name for item in runs}


def test_f10_characters_that_xml_refuses_are_replaced() -> None:
    made = edition(paragraph("op", "a\x00b\x0bc\ud800d\ufffe", label="1\x01"))
    assert lines_of(render(made, "docx"))[0] == "1\ufffd\ta\ufffdb\ufffdc\ufffdd\ufffd"


def test_f12_the_same_edition_gives_the_same_bytes() -> None:
    made = render(DELTAS, "docx")
    assert made == render(DELTAS, "docx")
    assert {info.date_time for info in ZipFile(BytesIO(made)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_directions_lose_no_character() -> None:
    words = "2030 في UNESCO، 10 (باريس) end."
    for turned in (False, True):
        cut = list(docx_runs.directions(words, turned))
        assert "".join(part for part, _ in cut) == words


def test_f13_a_bracket_that_is_no_bracket_is_printed_without_its_sign() -> None:
    made = edition(paragraph("op", run("as adopted \\[sic\\] in [2015][2016]")))
    assert "as adopted [sic] in [2015][2016]" in line(opened(made), "adopted").text
    assert "\\[sic\\]" in render(made, "md").decode()
