"""[K8] What of a party's words is gone: where they were, by which act, by whom."""

from adref.drafting.gone import Gone, gone
from tests.drafting.play import AVON, BRILL, CHAIR, change, paragraphs
from tests.server.records import RIVERS, Minutes


def table() -> Minutes:
    return Minutes(paragraphs(RIVERS, "Invites others.", "Ends here.")).begin()


def told(rows: tuple[Gone, ...]) -> list[tuple[str, str, str, int, str]]:
    return [(row.words, row.where, row.label, row.seq, row.by) for row in rows]


def test_k8_words_that_another_proposal_took_away_went_by_its_adoption() -> None:
    at = table()
    first = at.propose(AVON, "half", "two thirds")
    at.act(CHAIR, do="adopt", proposal=first)
    since = len(at.log)
    second = at.propose(BRILL, "two thirds", "a tenth")
    at.act(CHAIR, do="adopt", proposal=second)
    assert told(gone(at.events, {"avon"})) == [("two thirds", "text", "OP1", 5, "Ines")]
    (row,) = gone(at.events, {"avon"}, since)
    assert (row.proposal, row.number, row.act, row.stood) == (first, 1, "adopted", True)
    assert gone(at.events, {"avon"}, len(at.log)) == ()
    assert gone(at.events, {"brill"}) == ()


def test_k8_words_that_a_pen_took_away_went_by_what_it_typed_even_one_word_of_them() -> None:
    at = table()
    at.act(CHAIR, do="adopt", proposal=at.propose(AVON, "half", "at least two thirds"))
    at.types(CHAIR, "p1", "least two", "most two")
    assert told(gone(at.events, {"avon"})) == [("least", "text", "OP1", 4, "Ines")]


def test_k8_words_of_the_base_and_of_others_are_not_ours() -> None:
    at = table()
    at.act(CHAIR, do="adopt", proposal=at.propose(AVON, "half", "two thirds"))
    at.types(CHAIR, "p1", "Calls upon", "Urges")
    at.types(CHAIR, "p2", "others", "nobody")
    assert gone(at.events, {"avon"}) == ()


def test_k8_words_in_brackets_are_ours_but_the_brackets_are_not() -> None:
    at = table()
    at.act(CHAIR, do="bracket", proposal=at.propose(AVON, "half", "two thirds"))
    bracketed = at.words()
    at.types(CHAIR, "p1", bracketed, RIVERS)
    assert [row.words for row in gone(at.events, {"avon"})] == ["two thirds"]


def test_k8_a_paragraph_that_was_deleted_takes_all_of_its_words_with_it() -> None:
    at = table()
    new = {"kind": "new", "after": "p2", "paragraph_kind": "op", "level": 0, "label": "OP2 bis"}
    (ours,) = at.submit(AVON, {**new, "content": "Notes it."})
    at.act(CHAIR, do="adopt", proposal=ours)
    (theirs,) = at.submit(BRILL, {"kind": "delete", "paragraph": ours, "basis": "Notes it."})
    at.act(CHAIR, do="adopt", proposal=theirs)
    assert [(r.words, r.label) for r in gone(at.events, {"avon"})] == [("Notes it.", "OP2 bis")]


def test_k8_what_was_on_the_floor_and_was_withdrawn_or_overtaken_is_told() -> None:
    at = table()
    first = at.propose(AVON, "half", "two thirds")
    since = len(at.log)
    at.act(CHAIR, do="overtake", proposal=first)
    second = at.propose(AVON, "half", "three quarters")
    at.act(AVON, do="withdraw", proposal=second)
    rows = gone(at.events, {"avon"}, since)
    assert [(r.words, r.where, r.act, r.stood) for r in rows] == [
        ("two thirds", "floor", "overtaken", True),
        ("three quarters", "floor", "withdrawn", False),
    ]


def test_k8_co_sponsors_and_coalitions_have_their_words_in_it() -> None:
    at = table()
    first = at.propose(AVON, "half", "two thirds")
    at.act(BRILL, do="cosponsor", proposal=first, party="brill", on=True)
    at.act(CHAIR, do="adopt", proposal=first)
    at.types(CHAIR, "p1", "two thirds", "half")
    assert len(gone(at.events, {"brill", "coast"})) == 1
    at.submit(AVON, change(at.words(), "half", "much", "p1"), party="coast")
    assert gone(at.events, {"corva", "hills"}) == ()


def test_k8_the_same_words_elsewhere_are_told_with_their_place() -> None:
    at = table()
    at.act(CHAIR, do="adopt", proposal=at.propose(AVON, "half", "two thirds"))
    at.types(CHAIR, "p1", "two thirds", "half")
    at.types(CHAIR, "p2", "Invites others.", "Invites two thirds.")
    (row,) = gone(at.events, {"avon"})
    assert row.now_in == ("p2",)


def test_k8_what_a_party_typed_with_a_pen_is_its_own_too() -> None:
    at = table()
    at.types(AVON, "p2", "others", "others warmly")
    at.types(CHAIR, "p2", " warmly", "")
    (row,) = gone(at.events, {"avon"})
    assert (row.words, row.number) == ("warmly", 0)
