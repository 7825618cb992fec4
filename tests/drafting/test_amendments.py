"""What is proposed is derived from the draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.amendments import amendments
from adref.drafting.content import Content, Piece, content_from_json, splice, text_of, tidy
from adref.drafting.tokens import placed_tokens
from tests.golden.words import DRAFTS

MARKS = st.sampled_from([frozenset(), frozenset({"em"}), frozenset({"em", "strong"})])
CONTENT = st.lists(
    st.builds(
        Piece, st.sampled_from(["a ", "river", " by ", "ha", "lf", ",", "决定", "[", "]"]), MARKS
    ),
    max_size=12,
).map(tidy)


def applied(basis: Content, draft: Content) -> Content:
    for (start, end), replacement in reversed(amendments(basis, draft)):
        basis = splice(basis, start, end, replacement)
    return basis


@pytest.mark.parametrize("case", DRAFTS, ids=range(len(DRAFTS)))
def test_amendments_make_the_draft(case):
    """[C4] The amendments, carried out, are the draft."""
    basis, draft = map(content_from_json, case)
    assert applied(basis, draft) == draft


@given(CONTENT, CONTENT)
def test_any_amendments_make_the_draft(basis, draft):
    """[C4] For any two contents, marks included; each amendment of whole tokens, in order."""
    assert applied(basis, draft) == draft
    edges = {0} | {token.end for token in placed_tokens(text_of(basis))}
    last = -1
    for (start, end), replacement in amendments(basis, draft):
        assert {start, end} <= edges
        assert start > last or (start == 0 and last == -1)
        assert replacement or end > start
        last = end


def test_a_draft_equal_to_its_basis_proposes_nothing():
    """[C4] No change, no amendment."""
    basis = content_from_json([{"t": "Recalling", "m": ["em"]}, {"t": " it"}])
    assert amendments(basis, basis) == ()
