"""PDF/UA-1 by a checker that has nothing to do with the writer of the files.

``page-validation`` looks at what a machine can tell by ISO 14289-1 and the Matterhorn Protocol: the
tree of tags and its order, artifacts, headings, tables and their heads, languages, titles, fonts
and their Unicode, links, identification.
"""

import pytest
from page import validate_pdf_bytes

from adref.drafting.edition import Edition
from adref.server.formats import Options, render
from tests.server.formats.editions import EVERY, negotiation
from tests.server.formats.written import DELTAS, edition, paragraph

CLAIM = "PDFUA1-ID-SCHEMA-001"
TABLED = edition(
    paragraph("title", "Shares"),
    paragraph("article", "Of the levy", label="Article 1."),
    paragraph("row", "Year | Share", level=1),
    paragraph("row", "2030 | 5"),
    *DELTAS.paragraphs[1:],
)
MORE = [
    ("tables, footnotes, Arabic and Chinese", TABLED),
    ("in French", negotiation("compilation", "fr")),
    ("without a title", edition(paragraph("op", "Decides;", label="1."))),
    ("nothing", edition()),
]
FILES = [*MORE, *EVERY]


def faults(data: bytes) -> set[str]:
    return {failure.rule_id for failure in validate_pdf_bytes(data, profile="ua1").failures}


@pytest.mark.parametrize(("name", "made"), FILES, ids=[name for name, _ in FILES])
def test_o5_every_pdf_is_what_it_says(name: str, made: Edition) -> None:
    """[O5] Nothing to find; a file with characters that no font has makes no claim."""
    found = faults(render(made, "pdf"))
    if "emoji" in name and CLAIM in found:
        return
    assert found == set()


def test_o5_numbered_lines_are_no_content() -> None:
    """[O5] The numbers beside the lines are artifacts."""
    assert faults(render(TABLED, "pdf", Options(line_numbers=True))) == set()


PLANTED = {
    "/MarkInfo": "PDFUA1-TAGGED-DOCUMENT-001",
    "/DisplayDocTitle true": "PDFUA1-VIEWER-PREFERENCES-001",
    "pdfuaid:part>1": "PDFUA1-ID-PART-001",
    "/StructTreeRoot": "PDFUA1-STRUCT-TREE-ROOT-001",
    "/ToUnicode": "PDFUA1-FONT-UNICODE-MAPPING-001",
    "/FontFile": "PDFUA1-FONT-EMBEDDING-001",
    "/Contents": "PDFUA1-LINK-CONTENTS-001",
    "/TR": "PDFUA1-TD-PARENT-001",
}


@pytest.mark.parametrize(("what", "rule"), PLANTED.items(), ids=PLANTED)
def test_o5_the_checker_finds_what_is_broken_on_purpose(what: str, rule: str) -> None:
    """[O5] A test that cannot fail would show nothing."""
    data = render(TABLED, "pdf")
    words = what.encode()
    assert words in data
    assert rule in faults(data.replace(words, words[:-1] + b"x"))
