"""Anchors are quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.anchoring import map_span
from adref.drafting.difference import difference
from adref.drafting.tokens import placed_tokens
from tests.golden.words import QUOTATIONS

WORDS = st.lists(
    st.sampled_from(
        ["a", "river", "by", "half", " ", " ", ",", "决", "定", "النهر", "💧", "[", "]"]
    ),
    max_size=24,
).map("".join)


@pytest.mark.parametrize("case", QUOTATIONS, ids=range(len(QUOTATIONS)))
def test_a_mapped_quotation_reads_the_same(case):
    """[C2] What is mapped reads as it was quoted."""
    basis, current, (start, end) = case
    mapped = map_span(basis, current, (start, end))
    assert mapped is None or current[slice(*mapped)] == basis[start:end]


@given(WORDS, WORDS, st.data())
def test_quotations_survive_or_are_refused(basis, current, data):
    """[C2] For any two texts and any span: the same words, or None."""
    start = data.draw(st.integers(0, len(basis)))
    end = data.draw(st.integers(start, len(basis)))
    mapped = map_span(basis, current, (start, end))
    if mapped is not None:
        assert 0 <= mapped[0] <= mapped[1] <= len(current)
        assert current[slice(*mapped)] == basis[start:end]


QUOTED = "Requests the Secretary-General to report 向大会 报告"


@given(WORDS, WORDS)
def test_words_around_a_quotation_may_change(before, after):
    """[C2] An insertion before or after never loses a quotation of whole words."""
    mapped = map_span(QUOTED, f"{before} {QUOTED} {after}", (0, len(QUOTED)))
    assert mapped == (len(before) + 1, len(before) + 1 + len(QUOTED))


@given(WORDS)
def test_an_unchanged_text_keeps_every_place(basis):
    """[C2] In the same text a span is where it was."""
    for token in placed_tokens(basis):
        assert map_span(basis, basis, (token.start, token.end)) == (token.start, token.end)


def test_hostile_texts_end_soon():
    """[C2] The comparison is bounded in rounds, however long and different the texts are."""
    first = [f"a{n}" for n in range(60_000)]
    second = [f"b{n * 7919 % 60_000}" for n in range(4_000)]
    steps = difference(first, second)
    assert sum(length for op, length in steps if op != 1) == len(first)
    assert sum(length for op, length in steps if op != -1) == len(second)
