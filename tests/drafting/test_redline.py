"""What changes between two wordings, word by word."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.alignment import aligned, increasing
from adref.drafting.content import Piece, content_from_json, plain, text_of, tidy
from adref.drafting.redline import newer, older, redline
from adref.drafting.tokens import tokens

MARKS = st.sampled_from([frozenset(), frozenset({"em"}), frozenset({"em", "strong"})])
WORDS = ["a ", "river", " by ", "ha", "lf", ",", "决定", "[", "]", " the ", "النهر ", "\U0001f600"]
CONTENT = st.lists(st.builds(Piece, st.sampled_from(WORDS), MARKS), max_size=14).map(tidy)


def sketch(before: str, after: str) -> str:
    """A redline as ``kept {-struck-} {+inserted+}``."""
    signs = {"kept": "{}", "struck": "{{-{}-}}", "inserted": "{{+{}+}}"}
    return "".join(signs[r.fate].format(r.text) for r in redline(plain(before), plain(after)))


@given(CONTENT, CONTENT)
def test_a_redline_holds_both_wordings(before, after):
    """[C12] [D1] Without what is inserted it is the one, without what is struck it is the other."""
    runs = redline(before, after)
    assert tidy(older(runs)) == before
    assert tidy(newer(runs)) == after


@given(CONTENT, CONTENT)
def test_what_both_begin_and_end_with_stays(before, after):
    """[D2] The words at the beginning and at the end that both have are kept."""
    old, new = tokens(text_of(before)), tokens(text_of(after))
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    head = min(len(old), len(new)) if head is None else head
    runs = redline(before, after)
    kept = sum(len(r.text) for r in runs if r.fate == "kept")
    assert kept >= sum(len(token) for token in old[:head])
    if text_of(before) == text_of(after):
        assert all(r.fate == "kept" for r in runs)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("cut emissions by 2030", "cut emissions by 2035", "cut emissions by {-2030-}{+2035+}"),
        ("a b [c] d", "a b [x] [c] d", "a b{+ [x]+} [c] d"),
        ("words [stay]", "words stay", "words {-[-}stay{-]-}"),
        (
            "the quick fox of the north jumps",
            "the slow hound of the south leaps",
            "the {-quick fox-}{+slow hound+} of the {-north jumps-}{+south leaps+}",
        ),
        (
            "delegations of ministers met",
            "representatives of governments met",
            "{-delegations of ministers-}{+representatives of governments+} met",
        ),
        ("energy and water", "energy and food and water", "energy and{+ food and+} water"),
        ("各国应减少排放", "各国须减少排放", "各国{-应-}{+须+}减少排放"),
    ],
)
def test_changes_are_cut_as_a_person_would(before, after, shown):
    """[D3] Brackets whole, space on one side, no lone small word between two larger changes."""
    assert sketch(before, after) == shown


def test_emphasis_that_changes_is_no_change_of_words():
    """[D4] Words that only change their marks are kept, and say which they had."""
    before = content_from_json([{"t": "Recalling", "m": ["em"]}, {"t": " its resolution"}])
    after = content_from_json([{"t": "Recalling its "}, {"t": "resolution", "m": ["strong"]}])
    runs = redline(before, after)
    assert {run.fate for run in runs} == {"kept"}
    assert [(r.text, r.reformatted) for r in runs] == [
        ("Recalling", True),
        (" its ", False),
        ("resolution", True),
    ]


def test_a_footnote_under_a_new_id_is_the_same_footnote():
    """[D5] References are compared by the footnotes that they mean."""
    before = (Piece("note"), Piece("\ufffc", frozenset({"fn:a"})))
    after = (Piece("note"), Piece("\ufffc", frozenset({"fn:b"})))
    same = redline(before, after, notes={"a": "b"})
    assert {run.fate for run in same} == {"kept"}
    assert not any(run.reformatted for run in same)
    assert tidy(older(same)) == before
    assert tidy(newer(same)) == after
    assert {run.fate for run in redline(before, after)} == {"kept", "struck", "inserted"}


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_a_long_wording_keeps_what_was_not_touched(seed, edits):
    """[D6] However long: never more is struck than was touched, and small words between."""
    chance = random.Random(seed)
    before = [f"w{chance.randrange(400)}" for _ in range(3000)]
    after = list(before)
    for _ in range(edits):
        at = chance.randrange(len(after))
        after[at : at + chance.randrange(2)] = ["new"] * chance.randrange(2)
    runs = redline(plain(" ".join(before)), plain(" ".join(after)))
    struck = sum(len(run.text.split()) for run in runs if run.fate == "struck")
    inserted = sum(len(run.text.split()) for run in runs if run.fate == "inserted")
    assert struck <= 2 * edits
    assert inserted <= 2 * edits


@given(st.lists(st.integers(0, 5), max_size=400), st.lists(st.integers(0, 5), max_size=400))
def test_steps_make_the_one_of_the_other(before, after):
    """[D1] For any two sequences, long ones too."""
    old, new, made = 0, 0, []
    for op, length in aligned(before, after):
        if op == 0:
            assert before[old : old + length] == after[new : new + length]
        made += after[new : new + length] if op >= 0 else []
        old += length if op <= 0 else 0
        new += length if op >= 0 else 0
    assert made == after
    assert old == len(before)


@given(st.lists(st.integers(0, 50)))
def test_the_longest_rise(values):
    """[D6] No longer increasing subsequence is there than the one that is found."""
    chosen = [values[index] for index in increasing(values)]
    assert chosen == sorted(set(chosen))
    best = [1] * len(values)
    for i in range(len(values)):
        best[i] = 1 + max((best[j] for j in range(i) if values[j] < values[i]), default=0)
    assert len(chosen) == max(best, default=0)
