"""A text in figures."""

from adref.drafting.content import plain
from adref.drafting.figures import by_paragraph, by_party, figures, sessions, thinned
from adref.drafting.text import Paragraph


def text(*words: str):
    return tuple(Paragraph(f"p{n}", "op", plain(w), f"{n}.") for n, w in enumerate(words, start=1))


def test_contested_words_are_counted_once_and_without_names():
    """[D40] Nested brackets count a word once; attributions do not count, nor does [sic]."""
    found = figures(text("Decides [to act [at once] - Kenya; Norway delete] and [sic].", "Agrees."))
    assert (found.brackets, found.contested, found.paragraphs) == (2, 4, 2)


def test_a_bracket_over_paragraphs_contests_all_between():
    """[D40] Words are counted in every paragraph that a bracket goes through."""
    parts = text("Decides [to act", "to report", "and to meet] again.")
    assert figures(parts).contested == 2 + 2 + 3
    assert [(share.name, share.brackets, share.contested) for share in by_paragraph(parts)] == [
        ("1", 1, 2),
        ("2", 0, 2),
        ("3", 0, 3),
    ]


def test_agreed_is_what_the_floor_or_a_mark_says():
    """[D40] Each paragraph once; one that is gone does not count."""
    parts = text("Recalls. (Agreed)", "Decides.", "Notes.")
    found = figures(parts, {"p1": "agreed", "p2": "agreed_ad_ref", "gone": "agreed"}, proposals=3)
    assert (found.agreed, found.proposals) == (2, 3)


def test_parties_have_their_brackets_and_what_they_say():
    """[D42] Brackets that carry a name, the words in them, and how often it says what."""
    parts = text("Decides [to act at once - Kenya; Norway delete] and [to report - Norway].")
    shares = {share.name: share for share in by_party(parts)}
    assert (shares["Norway"].brackets, shares["Norway"].contested) == (2, 6)
    assert shares["Norway"].said == {"delete": 1, "propose": 1}
    assert (shares["Kenya"].brackets, shares["Kenya"].contested) == (1, 4)


def test_meetings_end_with_a_long_pause():
    """[D41] Three hours without an act; the order in which acts are given does not matter."""
    acts = [f"2026-03-02T{hour:02}:00:00+00:00" for hour in (12, 9, 10, 15)]
    assert [(s.begin[11:13], s.end[11:13]) for s in sessions(acts)] == [("09", "12"), ("15", "15")]
    assert sessions([]) == []


def test_long_lives_are_thinned_and_keep_what_must_stay():
    """[D41] First, last and what is to be kept are there; never many more than asked."""
    assert thinned(5, 10) == [0, 1, 2, 3, 4]
    places = thinned(1_000, 20, keep={333})
    assert {0, 333, 999} <= set(places)
    assert len(places) <= 21
