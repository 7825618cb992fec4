"""The pen on proposals: what it writes, and what becomes of the others."""

import pytest

from adref.drafting.compilation import compile
from adref.drafting.content import content_from_json
from adref.drafting.profiles import PROFILES, UN
from adref.drafting.writing import names_of, write
from tests.drafting.play import AVON, BRILL, CHAIR, CORVA, MEMBERSHIP, Table, change, paragraphs

WORDS = "We cut emissions by half by 2030;"


def stage(table, *proposals):
    return [table.stage(proposal) for proposal in proposals]


def test_adopting_writes_the_words(table):
    """[P6] Exactly the words proposed; the event carries what changed."""
    first = table.propose(AVON, "half", "two thirds")
    done = table.act(CHAIR, do="adopt", proposal=first, expect={"p1": WORDS})
    assert table.words() == "We cut emissions by two thirds by 2030;"
    (event,) = done.events
    assert content_from_json(event.body["edits"][0]["after"]) == table.text[0].content


@pytest.fixture
def table():
    return Table(paragraphs(WORDS, "second", "third"))


def test_the_chair_acts_on_what_the_chair_sees(table):
    """[P6] When the words are not those that the chair saw, nothing is done."""
    first = table.propose(AVON, "half", "two thirds")
    refused = table.refused(CHAIR, do="adopt", proposal=first, expect={"p1": "Other words"})
    assert (refused.code, refused.status) == ("moved_on", 409)
    assert table.refused(AVON, do="adopt", proposal=first).code == "not_permitted"


def test_the_same_words_are_adopted_together(table):
    """[P6] Whoever proposes the same is adopted too; rivals lose their words and are listed."""
    one = table.propose(AVON, "half by 2030", "half by 2035")
    two = table.propose(BRILL, "2030", "2035")
    rival = table.propose(CORVA, "by half by 2030", "soon")
    other = table.propose(CORVA, "We", "All")
    done = table.act(CHAIR, do="adopt", proposal=two)
    assert stage(table, one, two, rival, other) == ["adopted", "adopted", "open", "open"]
    assert done.moved_on == (rival,)


def test_an_answer_is_adopted_with_what_it_amends(table):
    """[P6] The parent reads as amended and is overtaken; other answers stand on the text."""
    parent = table.propose(AVON, "half", "at least two thirds")
    answer = table.propose(BRILL, "two thirds", "three quarters", on=parent)
    sibling = table.propose(CORVA, "at least", "about", on=parent)
    below = table.propose(CORVA, "quarters", "tenths", on=answer)
    lost = table.propose(AVON, "thirds", "fifths", on=parent)
    table.act(CHAIR, do="adopt", proposal=answer)
    assert table.words() == "We cut emissions by at least three quarters by 2030;"
    assert stage(table, parent, answer, sibling, below, lost) == [
        "overtaken", "adopted", "open", "open", "overtaken",
    ]  # fmt: skip
    compiled = compile(table.text, table.proposals)
    assert write(compiled, UN, names_of(MEMBERSHIP))[0].words == (
        "We cut emissions by [at least][about - Corva] three [quarters][tenths - Corva] by 2030;"
    )


BRACKETED = {
    "un": "We cut emissions by [half][a third - Avon, Brill][a tenth - Corva] by 2030;",
    "unfccc": "We cut emissions by [half][a third][a tenth] by 2030;",
    "ecosoc": "We cut emissions by [half][a third] (Avon, Brill) [a tenth] (Corva) by 2030;",
}


@pytest.mark.parametrize("profile", BRACKETED)
def test_bracketing_one_after_the_other(table, profile):
    """[P6] Written beside what stands; the next alternative joins the brackets that are there."""
    table.profile = PROFILES[profile]
    first = table.propose(AVON, "half", "a third")
    second = table.propose(BRILL, "half", "a third")
    third = table.propose(CORVA, "half", "a tenth")
    table.act(CHAIR, do="bracket", proposal=first)
    assert stage(table, first, second, third) == ["bracketed", "bracketed", "open"]
    done = table.act(CHAIR, do="bracket", proposal=third)
    assert table.words() == BRACKETED[profile]
    assert done.moved_on == ()


def test_bracketing_keeps_the_rivals(table):
    """[P6] Over the whole contested phrase, so that the rivals keep the words that they quote."""
    first = table.propose(AVON, "half", "a third")
    rival = table.propose(BRILL, "by half by 2030", "at once")
    answer = table.propose(CORVA, "third", "fourth", on=first)
    done = table.act(CHAIR, do="bracket", proposal=first)
    assert table.words() == "We cut emissions [by half by 2030][by a third by 2030 - Avon];"
    assert (done.moved_on, stage(table, rival, answer)) == ((), ["open", "open"])
    table.act(CHAIR, do="adopt", proposal=answer)
    assert table.words() == "We cut emissions [by half by 2030][by a fourth by 2030 - Avon];"


def test_bracketing_insertions_and_deletions(table):
    """[P6] Space stays outside the brackets."""
    added = table.propose(AVON, "We| cut", " all")
    gone = table.propose(BRILL, "by half ", "")
    table.act(CHAIR, do="bracket", proposal=added)
    table.act(CHAIR, do="bracket", proposal=gone)
    assert table.words() == "We [all - Avon] cut emissions [by half - Brill: delete] by 2030;"


def new(content, after="p1", label="", **more):
    return {
        "kind": "new", "after": after, "paragraph_kind": "op", "level": 0, "label": label,
        "content": content, **more,
    }  # fmt: skip


def lines(table):
    return [f"{p.label} {p.words}" for p in table.text]


def test_new_paragraphs_keep_their_order_and_get_a_label(table):
    """[P6] In the order of their numbers whatever is adopted first; a label that is free."""
    one, two, three = table.submit(AVON, new("one"), new("two", label="OP1 bis"), new("three"))
    table.act(CHAIR, do="adopt", proposal=two)
    table.act(CHAIR, do="adopt", proposal=one)
    table.act(CHAIR, do="bracket", proposal=three)
    assert lines(table)[:4] == [
        f"OP1 {WORDS}", "OP1 ter one", "OP1 bis two", "OP1 quater [three - Avon]",
    ]  # fmt: skip
    assert table.text[1].id == one, "a new paragraph has the id of its proposal"


def test_new_paragraphs_proposed_twice_are_one(table):
    """[P6] The same new paragraph of two parties comes in once; what follows it keeps its place."""
    (one,) = table.submit(AVON, new("same"))
    (two,) = table.submit(BRILL, new("same"))
    (after,) = table.submit(CORVA, new("follows", after=two))
    table.act(CHAIR, do="adopt", proposal=one)
    assert stage(table, one, two) == ["adopted", "adopted"]
    table.act(CHAIR, do="adopt", proposal=after)
    assert [p.words for p in table.text[1:3]] == ["same", "follows"]


def test_alternatives_deletions_and_moves(table):
    """[P6] An alternative stands in place of the paragraph, bracketed after it under ``alt``."""
    (other,) = table.submit(AVON, {"kind": "alternative", "paragraph": "p2", "content": "other"})
    (worse,) = table.submit(BRILL, {"kind": "alternative", "paragraph": "p2", "content": "worse"})
    table.act(CHAIR, do="bracket", proposal=worse)
    table.act(CHAIR, do="adopt", proposal=other)
    (away,) = table.submit(CORVA, {"kind": "move", "paragraph": "p3", "after": None})
    assert table.refused(CHAIR, do="bracket", proposal=away).code == "cannot_bracket"
    table.act(CHAIR, do="adopt", proposal=away)
    (gone,) = table.submit(CORVA, {"kind": "delete", "paragraph": "p3", "basis": "third"})
    table.act(CHAIR, do="bracket", proposal=gone)
    assert lines(table) == [
        "OP3 [third - Corva: delete]", f"OP1 {WORDS}", "OP2 other", "OP2 alt [worse - Brill]",
    ]  # fmt: skip
    (gone,) = table.submit(AVON, {"kind": "delete", "paragraph": "p2", "basis": "other"})
    table.act(CHAIR, do="adopt", proposal=gone)
    assert [p.id for p in table.text] == ["p3", "p1", worse]


def test_marks_come_along(table):
    """[P6] Italics of the proposal are in the text afterwards."""
    (one,) = table.submit(
        AVON, change(WORDS, "half", content_from_json([{"t": "a third", "m": ["em"]}]))
    )
    table.act(CHAIR, do="adopt", proposal=one)
    assert [sorted(piece.marks) for piece in table.text[0].content] == [[], ["em"], []]


def test_parked_is_later(table):
    """[P6] Parked it stands nowhere and can be taken up again; overtaken it cannot."""
    one = table.propose(AVON, "half", "a third")
    table.act(CHAIR, do="park", proposal=one)
    assert table.refused(CHAIR, do="adopt", proposal=one).code == "not_in_procedure"
    table.act(CHAIR, do="unpark", proposal=one)
    table.act(CHAIR, do="overtake", proposal=one)
    assert table.refused(CHAIR, do="unpark", proposal=one).code == "not_in_procedure"
