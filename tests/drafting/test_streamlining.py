"""[T] Streamlining: what can be put together is found, and no word goes or comes."""

import pytest

from adref.drafting.content import plain
from adref.drafting.edits import apply_edits
from adref.drafting.profiles import ECOSOC, UN, UNFCCC
from adref.drafting.proof import Span, prove
from adref.drafting.streamlining import (
    JOIN_BRACKETS,
    MERGE_BRACKETS,
    MERGE_OPTIONS,
    ORDER_OPTIONS,
    Cannot,
    Step,
    carried_out,
    read,
    suggest,
)
from adref.drafting.text import Paragraph

NAMES = ("A", "B", "C")


def text(*lines):
    return tuple(Paragraph(f"p{n}", "op", plain(line)) for n, line in enumerate(lines, 1))


def done(before, step, profile=UN):
    after = apply_edits(before, carried_out(read(before, NAMES, profile), step))
    proof = prove(before, after, NAMES)
    return [paragraph.words for paragraph in after], proof


def test_t1_alternatives_that_read_the_same_become_one_with_all_names():
    before = text("States [should - C][shall - A][shall - B] cut emissions.")
    (step,) = suggest(read(before, NAMES, UN))
    assert step == Step(MERGE_BRACKETS, "p1", (19, 30))
    words, proof = done(before, step)
    assert words == ["States [should - C][shall - A, B] cut emissions."]
    assert proof.holds
    assert proof.merged == ()


def test_t1_names_after_the_bracket_stay_there():
    before = text("States [shall] (A)[shall] (B) cut emissions.")
    steps = list(suggest(read(before, NAMES, ECOSOC)))
    words, proof = done(before, Step(MERGE_BRACKETS, "p1", (7, 18)), ECOSOC)
    assert words == ["States [shall] (A, B) cut emissions."]
    assert proof.holds
    assert all(step.kind in (MERGE_BRACKETS, JOIN_BRACKETS) for step in steps)


def test_t1_alternatives_that_differ_are_left_alone():
    before = text("States [should - C][shall - A] cut emissions.")
    assert list(suggest(read(before, NAMES, UN))) == []
    with pytest.raises(Cannot):
        done(before, Step(MERGE_BRACKETS, "p1", (7, 19)))


def test_t1_where_a_forum_writes_no_names_none_is_dropped():
    before = text("States [shall - A][shall - B] cut emissions.")
    with pytest.raises(Cannot):
        done(before, Step(MERGE_BRACKETS, "p1", (7, 18)), UNFCCC)


def test_t2_neighbouring_brackets_of_the_same_voices_become_one():
    before = text("to act [by 2030 - A, B] [at the latest - B, A] and report")
    (step,) = suggest(read(before, NAMES, UN))
    assert step.kind == JOIN_BRACKETS
    words, proof = done(before, step)
    assert words == ["to act [by 2030 at the latest - A, B] and report"]
    assert proof.holds


def test_t2_brackets_of_others_are_not_joined():
    before = text("to act [by 2030 - A] [at the latest - B] and report")
    assert list(suggest(read(before, NAMES, UN))) == []


OPTIONS = (
    "Option 1:",
    "Parties shall report each year.",
    "Option 2:",
    "Parties may report.",
    "Option 3:",
    "Parties shall report each year.",
)


def test_t3_options_with_the_same_words_become_one_and_are_numbered_anew():
    before = text(*OPTIONS)
    (step,) = suggest(read(before, NAMES, UN))
    assert step == Step(MERGE_OPTIONS, "p1", (), ("p1", "p5"))
    words, proof = done(before, step)
    assert words == [
        "Option 1:",
        "Parties shall report each year.",
        "Option 2:",
        "Parties may report.",
    ]
    assert proof.holds
    assert proof.merged == (Span("", "p6", ("Parties", "each", "report", "shall", "year")),)


def test_t3_the_names_of_the_option_that_goes_are_kept():
    before = text(
        "Option 1: Parties shall report. (A)",
        "Option 2: Parties may report.",
        "Option 3: Parties shall report. (B, C)",
    )
    words, proof = done(before, Step(MERGE_OPTIONS, "p1", (), ("p1", "p3")))
    assert words == [
        "Option 1: Parties shall report. (A) (B, C)",
        "Option 2: Parties may report.",
    ]
    assert proof.holds


def test_t4_options_are_put_into_another_order_and_numbered_in_their_places():
    before = text("before", *OPTIONS[:4], "Option 3:", "Parties need not report.")
    words, proof = done(before, Step(ORDER_OPTIONS, "p2", (), ("p6", "p2", "p4")))
    assert words == [
        "before",
        "Option 1:",
        "Parties need not report.",
        "Option 2:",
        "Parties shall report each year.",
        "Option 3:",
        "Parties may report.",
    ]
    assert proof.holds


def test_t4_a_bracket_that_reaches_over_options_is_not_torn():
    before = text("[Option 1: Parties shall report.", "Option 2: Parties may report.]")
    with pytest.raises(Cannot):
        done(before, Step(ORDER_OPTIONS, "p1", (), ("p2", "p1")))


def test_t5_every_word_that_went_or_came_is_in_the_proof():
    before = text("States [shall - A] cut [deep - B] emissions.", "Another.")
    after = text("States [should - A] cut emissions.", "Another.")
    proof = prove(before, after, NAMES)
    assert not proof.holds
    assert proof.missing == (Span("A", "p1", ("shall",)), Span("B", "p1", ("deep",)))
    assert proof.added == (Span("A", "p1", ("should",)),)


def test_t5_words_given_to_another_party_are_missing_for_theirs():
    proof = prove(text("[shall - A]"), text("[shall - B]"), NAMES)
    assert proof.missing == (Span("A", "p1", ("shall",)),)


def test_t5_one_of_two_equal_words_elsewhere_is_missed():
    before = text("States [shall - A] cut.", "States [shall - A] pay.")
    after = text("States [shall - A] cut.", "States pay.")
    assert prove(before, after, NAMES).missing == (Span("A", "p2", ("shall",)),)


def test_t5_moving_is_neither_going_nor_coming():
    before = text("One [word - A].", "Two.")
    assert prove(before, before[::-1], NAMES).holds


def test_t5_chinese_and_arabic_words_count():
    before = text("各国[应当 - A]减排", "الدول [تلتزم - B] بالحد")
    after = text("各国[应 - A]减排", "الدول بالحد")
    assert [span.party for span in prove(before, after, NAMES).missing] == ["A", "B"]
