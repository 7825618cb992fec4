"""The Markdown of a working text reads back as the same text."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adref.drafting.content import EM, FOOTNOTE, OBJECT, STRONG, Piece, tidy
from adref.drafting.importing import import_text
from adref.drafting.markdown_source import paragraph_markdown, to_markdown
from adref.drafting.text import KINDS, Paragraph

FIXTURES = Path(__file__).parents[2] / "fixtures"

signs = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=[OBJECT])
SNIPPETS = [
    *("[shall][should]", "*", "_x_", "Option 1:", "1. ", "(a) ", "- ", "\\[sic\\]", "\\", "[^1]"),
    *("<em>", "&amp;", "Decides;", "Recalling,", "Article 2", "# ", "`", "[x]: http://a", "\n"),
    *("---", "\t", "  ", "OP3 bis ", "大会[決定]", "![a](b)", "<!-- {} -->", "title: x", "\\\\["),
]
words = st.one_of(
    st.text(signs, min_size=1, max_size=12),
    st.sampled_from(SNIPPETS),
)
pieces = st.builds(Piece, words, st.frozensets(st.sampled_from([EM, STRONG])))
contents = st.lists(pieces, max_size=4).map(tidy)
labels = st.sampled_from(
    [
        "",
        "",
        "1.",
        "2 bis.",
        "(a)",
        "(i)",
        "•",
        "OP3 bis",
        "PP2",
        "3.1",
        "Article 2",
        "I.",
        "x",
        "#",
        "7)",
    ]
)


@st.composite
def texts(draw):
    size = draw(st.integers(1, 6))
    notes = draw(st.lists(contents, max_size=2))
    out = []
    for index in range(size):
        content = draw(contents)
        if notes and draw(st.booleans()):
            note = draw(st.integers(0, len(notes) - 1))
            content = tidy((*content, Piece(OBJECT, frozenset([f"{FOOTNOTE}f{note}"]))))
        kind = draw(st.sampled_from([kind for kind in KINDS if kind != "footnote"]))
        out.append(Paragraph(f"p{index}", kind, content, draw(labels), draw(st.integers(0, 3))))
    for index, content in enumerate(notes):
        label = draw(st.sampled_from(["1", "2", "*", "", "a b"]))
        out.append(Paragraph(f"f{index}", "footnote", content, label, 0))
    return tuple(out)


def comparable(text):
    order = {paragraph.id: index for index, paragraph in enumerate(text)}
    return [
        (
            paragraph.kind,
            paragraph.level,
            paragraph.label,
            [
                (
                    p.text,
                    sorted(
                        FOOTNOTE + str(order[m[3:]]) if m[:3] == FOOTNOTE else m for m in p.marks
                    ),
                )
                for p in paragraph.content
            ],
        )
        for paragraph in text
    ]


def read(source, format="md"):
    numbers = count()
    return import_text(source, format, lambda: f"n{next(numbers)}").paragraphs


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts())
def test_any_text_reads_back(text):
    """[N60] Kinds, levels, labels, words and marks survive being written and read again."""
    assert comparable(read(to_markdown(text))) == comparable(text)


def test_a_note_that_begins_with_its_own_sign_keeps_it():
    """[N60]"""
    reference = Piece("\ufffc", frozenset({"fn:f1"}))
    note = Paragraph("f1", "footnote", (Piece("* as amended"),), "*", 0)
    text = (Paragraph("p1", "title", (reference,), "", 0), note)
    assert comparable(read(to_markdown(text))) == comparable(text)


def test_the_negotiation_fixture_reads_back_and_needs_no_markers():
    """[N60] [N61] A usual text is written without markers."""
    text = read((FIXTURES / "negotiation.md").read_text("utf-8"))
    source = to_markdown(text)
    assert "<!--" not in source
    assert comparable(read(source)) == comparable(text)


@pytest.mark.parametrize(
    ("kind", "level", "label", "content", "written"),
    [
        (
            "op",
            0,
            "OP3 bis",
            (Piece("Decides", frozenset([EM])), Piece(" to act;")),
            "OP3 bis *Decides* to act;",
        ),
        ("item", 1, "•", (Piece("quiet"),), "- quiet"),
        ("article", 2, "Article 2", (Piece("Pledges"),), "## Article 2 Pledges"),
        ("title", 0, "", (Piece("Seas"),), "# Seas"),
        ("plain", 0, "", (Piece("1. not a label"),), "1\\. not a label"),
    ],
)
def test_one_paragraph(kind, level, label, content, written):
    """[N62] A paragraph is one line of Markdown."""
    assert paragraph_markdown(kind, level, label, content) == written
