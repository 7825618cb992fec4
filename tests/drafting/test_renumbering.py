"""Labels counted anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.numbering import next_label, parse_label
from adref.drafting.renumbering import AS_DRAFTED, OFFICIAL, SCHEMES, renumbered
from adref.drafting.text import Paragraph


def text(*rows):
    """Paragraphs from ``kind label`` or ``kind level label``."""
    out = []
    for number, row in enumerate(rows):
        kind, level, label = row if len(row) == 3 else (row[0], 0, row[1])
        out.append(Paragraph(f"p{number}", kind, (), label, level))
    return tuple(out)


def anew(*rows, scheme=AS_DRAFTED):
    given_text = text(*rows)
    labels = renumbered(given_text, scheme)
    return [labels.get(p.id, p.label) for p in given_text]


def ops(*labels):
    return [("op", label) for label in labels]


def items(*labels):
    return [("item", label) for label in labels]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ops("OP1", "OP1 bis", "OP2"), ["OP1", "OP2", "OP3"]),
        (ops("1.", "3.", "3 bis.", "3. ter"), ["1.", "2.", "3.", "4."]),
        (ops("1.", "1 alt", "1 bis.", "1 bis alt 2"), ["1.", "1 alt", "2.", "2 alt 2"]),
        (items("(a)", "(a) bis", "(c)"), ["(a)", "(b)", "(c)"]),
        (items(*(f"({c})" for c in "abcdfghij")), [f"({c})" for c in "abcdefghi"]),
        (
            items("(a)", "(i)", "(iii)", "(b) bis", "(i)", "(ii)"),
            ["(a)", "(i)", "(ii)", "(b)", "(i)", "(ii)"],
        ),
        (items("(أ)", "(ج)"), ["(أ)", "(ب)"]),
        (ops("١.", "٣."), ["١.", "٢."]),
        ([("heading", 1, "II."), ("heading", 2, "A."), ("heading", 2, "C."), ("heading", 1, "V.")],
         ["I.", "A.", "B.", "II."]),
        ([("article", "Article 4"), ("article", "Article 4 bis")], ["Article 1", "Article 2"]),
        ([*ops("3."), ("item", 1, "3.1"), ("item", 1, "3.3"),
          *ops("3 bis."), ("item", 1, "3 bis.1")],
         ["1.", "1.1", "1.2", "2.", "2.1"]),
        ([*ops("1.", "3."), ("item", "(b)"), *ops("4."), ("item", "(b)")],
         ["1.", "2.", "(a)", "3.", "(a)"]),
        ([("op", "Option 1"), ("plain", ""), ("op", "一、")], ["Option 1", "", "一、"]),
    ],
)  # fmt: skip
def test_counted_anew(rows, expected):
    """[R5] The way of printing stays; ``bis`` is counted on, ``alt`` stays beside its own."""
    assert anew(*rows) == expected


def test_begins_again_where_it_did():
    """[R5] After an annex the count begins at one if it did before, and goes on if it did not."""
    annex = ("annex", "Annex I")
    assert anew(*ops("1.", "3."), annex, *ops("1.", "3.")) == ["1.", "2.", "Annex I", "1.", "2."]
    assert anew(*ops("1.", "3."), annex, *ops("4.", "6.")) == ["1.", "2.", "Annex I", "3.", "4."]


def test_options_numbered_alike_stay_alike():
    """[R5] Two options of one text each have an OP4 and an OP5: their new numbers are equal too."""
    labels = ["OP3 bis", "OP4", "OP5", "OP4", "OP4 bis", "OP5", "OP6"]
    assert anew(*ops("OP3", *labels)) == ["OP1", "OP2", "OP3", "OP4", "OP3", "OP4", "OP5", "OP6"]


def test_officially():
    """[R6] As a resolution is printed: no labels in the preamble, 1., 2. in the operative part."""
    preamble = [("pp", "PP1"), ("pp", "PP1 bis"), ("pp", "PP1 bis alt"), ("pp", "PP2")]
    rows = [*preamble, *ops("OP1", "OP1 bis", "OP1 bis alt", ""), *items("(a) bis")]
    expected = ["", "", "PP2 alt", "", "1.", "2.", "2 alt.", "3.", "(a)"]
    assert anew(*rows, scheme=OFFICIAL) == expected


def test_an_unknown_scheme():
    """[R6] Is refused."""
    with pytest.raises(ValueError, match="unknown scheme"):
        renumbered((), "roman only")


LABELS = st.sampled_from(
    [
        "OP1",
        "OP3 bis",
        "7.",
        "7 ter.",
        "(a)",
        "(b) bis",
        "(iv)",
        "2 alt",
        "",
        "II.",
        "3.2",
        "Article 9",
    ]
)


ROWS = st.tuples(st.sampled_from(["op", "pp", "item", "heading"]), LABELS)


@given(st.lists(ROWS, max_size=12, unique_by=lambda row: row[1] or object()))
def test_counting_twice_changes_nothing_more(rows):
    """[R5] What has been numbered is in order: no ``bis`` is left, and ids are not looked at."""
    for scheme in SCHEMES:
        first = anew(*rows, scheme=scheme)
        again = anew(
            *((kind, label) for (kind, _), label in zip(rows, first, strict=True)), scheme=scheme
        )
        assert again == first
        for label in first:
            parts = parse_label(label)
            assert parts is None or not parts.suffix


@given(st.integers(1, 40))
def test_paragraphs_put_between_are_counted_on(count):
    """[R5] However many stand between 1 and 2, they come out as 2, 3, 4..."""
    labels = ["1."]
    for _ in range(count):
        labels.append(next_label(labels[-1], [*labels, "2."]))
    assert anew(*ops(*labels, "2.")) == [f"{n}." for n in range(1, count + 3)]
