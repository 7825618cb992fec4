"""Printed labels."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.numbering import (
    SUFFIXES,
    Label,
    alternative_label,
    display_labels,
    next_label,
    parse_label,
    same_label,
    split_label,
)
from adref.drafting.text import Paragraph

GOLDEN = json.loads((Path(__file__).parents[2] / "fixtures/labels.json").read_text("utf-8"))
numbers = st.sampled_from(["1", "12", "3.1", "(a)", "(iv)", "OP3", "PP2", "Article 4", "16 ter.2"])
labels = st.builds(
    lambda number, gap, suffix, end: f"{number}{gap}{suffix}{end}" if suffix else f"{number}{end}",
    numbers,
    st.sampled_from(["", " "]),
    st.sampled_from(["", *SUFFIXES]),
    st.sampled_from(["", "."]),
)


@pytest.mark.parametrize("case", GOLDEN["parse"], ids=lambda case: case["label"])
def test_the_parts_of_labels(case):
    """[N40] A label is parsed into parts that compose it again."""
    parts = parse_label(case["label"])
    assert parts == (Label(**case["parts"]) if case["parts"] else None)
    assert parts is None or parts.compose() == case["label"]


@pytest.mark.parametrize("case", GOLDEN["next"], ids=lambda case: case["label"])
def test_the_next_label(case):
    """[N41] bis, ter, quater... in the style of the label before."""
    assert next_label(case["label"], case["taken"]) == case["next"]


@pytest.mark.parametrize("case", GOLDEN["alternative"], ids=lambda case: case["label"])
def test_the_alternative_label(case):
    """[N42] alt, alt 2..."""
    assert alternative_label(case["label"], case["taken"]) == case["alternative"]


@pytest.mark.parametrize("case", GOLDEN["display"])
def test_the_labels_of_the_outline(case):
    """[N43] Unlabelled paragraphs are counted on from the last one of their kind."""
    text = [Paragraph(p["id"], p["kind"], (), p["label"]) for p in case["paragraphs"]]
    assert display_labels(text) == case["labels"]


@given(labels, st.integers(1, 60))
def test_inserted_labels_are_never_twice_the_same(label, times):
    """[N41] However many paragraphs are inserted after one, no label comes twice."""
    taken = [label]
    for _ in range(times):
        taken.append(next_label(label, taken))
    assert len({same_label(one) for one in taken}) == times + 1
    assert all(parse_label(one) for one in taken)


@given(labels, st.integers(1, 20))
def test_alternative_labels_are_never_twice_the_same(label, times):
    """[N42] However many alternatives there are, no label comes twice."""
    taken = [label]
    for _ in range(times):
        taken.append(alternative_label(label, taken))
    assert len({same_label(one) for one in taken}) == times + 1


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("3. Decides", "3."),
        ("3 bis. Decides", "3 bis."),
        ("12 ter. x", "12 ter."),
        ("66 quinquies [All", "66 quinquies"),
        ("PP2ter Reaffirming", "PP2ter"),
        ("OP6 alt Invites", "OP6 alt"),
        ("(a) the", "(a)"),
        ("(iv) the", "(iv)"),
        ("3.1 Ensuring", "3.1"),
        ("16 quarter.1 Promotes", "16 quarter.1"),
        ("18ter.1 To", "18ter.1"),
        ("2.bis We", "2.bis"),
        ("3.3alt: Each", "3.3alt:"),
        ("3.3bis Alt Each", "3.3bis Alt"),
        ("b bis. In", "b bis."),
        ("一、大会", "一、"),
        ("（二）大会", "（二）"),
        ("2030 Agenda", ""),
        ("1.5 °C above", ""),
        ("12.5 per cent", ""),
        ("(E)mphasizing", ""),
        ("[3. Parties", ""),
        ("A/69/481", ""),
        ("(SIDS) and", ""),
        ("3", ""),
    ],
)
def test_labels_are_split_from_words(words, label):
    """[N44] What stands before the words as a label, with its punctuation."""
    assert words[: split_label(words)] == label
