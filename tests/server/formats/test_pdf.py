import re
import zlib
from io import BytesIO

import docx
import pytest

from adref.server.formats import Options, render
from adref.server.formats.pdf import _data
from tests.server.formats.editions import negotiation
from tests.server.formats.written import DELTAS, edition, paragraph, run


def streams(data: bytes) -> bytes:
    """Everything in the file that is compressed, as it reads."""
    out = [data]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        try:
            out.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(out)


@pytest.mark.parametrize("view", ["clean", "compilation", "tracked", "party"])
def test_o5_tagged_and_declared_as_pdf_ua_with_its_fonts(view: str) -> None:
    words = streams(render(negotiation(view), "pdf"))
    assert b"pdfuaid:part>1<" in words
    assert b"/MarkInfo" in words
    assert b"/StructTreeRoot" in words
    for font in (b"LibertinusSerif", b"NotoNaskhArabic", b"AdrefHan"):
        assert font in words, font
    assert b"NotoSansCJK" not in words  # no font of the machine


@pytest.mark.parametrize(
    "words",
    [
        "#panic()",
        '#read("/etc/passwd")',
        "$x$ *a* _b_ `c` <d> @e \\ // /* */",
        '"}]',
        "\x00\ud800\ufffe",
    ],
)
def test_o5_no_word_is_ever_code(words: str) -> None:
    note = paragraph("footnote", words, id="n")
    made = edition(
        paragraph("title", words), paragraph("op", words, run("\ufffc", "fn:n"), label=words), note
    )
    assert render(made, "pdf").startswith(b"%PDF")


def test_o5_lines_are_numbered_on_request() -> None:
    plain, numbered = (render(DELTAS, "pdf", Options(line_numbers=n)) for n in (False, True))
    assert len(numbered) > len(plain)


def test_o5_headings_skip_no_level() -> None:
    made = edition(
        paragraph("title", "T"), paragraph("article", "A", label="Article 1."),
        paragraph("annex", "B"), paragraph("heading", "C", level=5),
    )  # fmt: skip
    assert [line["heading"] for line in _data(made, False)["lines"]] == [1, 2, 2, 3]


def test_o5_the_same_edition_gives_the_same_bytes() -> None:
    assert render(DELTAS, "pdf") == render(DELTAS, "pdf")


def test_o5_a_character_that_no_bundled_font_has_stops_nothing() -> None:
    made = edition(paragraph("op", "Decides \U0001f30a \U00010c80 ไทย;"))
    assert render(made, "pdf").startswith(b"%PDF")


def test_o5_b32_a_table_is_tagged_as_one_with_its_head() -> None:
    made = edition(
        paragraph("row", "Year | Share", level=1), paragraph("row", "2030 | 5"),
        paragraph("row", "2035 | [9][8]"),
    )  # fmt: skip
    words = streams(render(made, "pdf"))
    names = (b"TR", b"TH", b"TD")
    tags = {name: len(re.findall(rb"/S\s*/" + name + rb"\b", words)) for name in names}
    assert tags == {b"TR": 3, b"TH": 2, b"TD": 4}


def test_f15_what_announces_something_stands_with_it() -> None:
    made = edition(
        paragraph("op", "Decides ", run("shall", fate="struck"), " as follows:", label="1."),
        paragraph("op", "请秘书长：", label="2."), paragraph("op", "Requests: no.", label="3."),
    )  # fmt: skip
    assert [line["sticky"] for line in _data(made, False)["lines"]] == [True, True, False]
    document = docx.Document(BytesIO(render(made, "docx")))
    kept = [p.paragraph_format.keep_with_next for p in document.paragraphs]
    assert kept == [True, True, None]
