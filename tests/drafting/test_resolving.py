"""The pen on brackets and options of the text."""

import pytest

from adref.drafting.brackets import read_brackets
from adref.drafting.content import plain
from adref.drafting.negotiation import Refusal
from adref.drafting.text import Paragraph
from adref.drafting.tidying import without
from tests.drafting.play import AVON, CHAIR, Table, paragraphs


def pointed(text, index=0):
    """The command's places for one bracket of a text."""
    bracket = read_brackets(text).brackets[index]
    return {
        "open": {"paragraph": bracket.open.paragraph, "at": bracket.open.at},
        "close": {"paragraph": bracket.close.paragraph, "at": bracket.close.at},
    }


def after(choice, *words, index=0):
    table = Table(paragraphs(*words))
    table.act(CHAIR, do="resolve", **pointed(table.text, index), choice=choice)
    return [paragraph.words for paragraph in table.text]


CASES = [
    ("a [b] c", "a b c", "a c"),
    ("a [b], c", "a b, c", "a, c"),
    ("a, [b], c", "a, b, c", "a, c"),
    ("a [, b], c", "a, b, c", "a, c"),
    ("a, [b].", "a, b.", "a."),
    ("nation[al] plan", "national plan", "nation plan"),
    ("[Urges] all", "Urges all", "all"),
    ("all [x]", "all x", "all"),
    ("end [x].", "end x.", "end."),
    ("mots [x] ; fin", "mots x ; fin", "mots ; fin"),
    ("x [.5] y", "x .5 y", "x y"),
    ("a [b [c]] d", "a b [c] d", "a d"),
    ("a [b - Avon, Brill] c", "a b c", "a c"),
    ("a [b - Avon: delete] c", "a b c", "a c"),
    ("a [b] (Avon) (Brill: delete) c", "a b c", "a c"),
    ("鼓励[根据国情]加强", "鼓励根据国情加强", "鼓励加强"),
    ("甲，[乙]，丙", "甲，乙，丙", "甲，丙"),
    ("تحث [على أساس طوعي]، مع", "تحث على أساس طوعي، مع", "تحث، مع"),
]


@pytest.mark.parametrize(("words", "kept", "struck"), CASES)
def test_keep_and_strike(words, kept, struck):
    """[P11] The bracket goes, with the names; spaces and stops are tidied at the seam."""
    assert after("keep", words) == [kept]
    assert after("strike", words) == [struck]


def test_choosing_among_alternatives():
    """[P11] Adjacent brackets are alternatives: one is chosen, the others go."""
    assert after("choose", "modalit[y][ies] for", index=1) == ["modalities for"]
    assert after("choose", "by [30][50] per cent") == ["by 30 per cent"]
    assert after("choose", "a [b - Avon][c - Brill] d", index=1) == ["a c d"]
    table = Table(paragraphs("a [b] [c] d"))
    refused = table.refused(CHAIR, do="resolve", **pointed(table.text), choice="choose")
    assert refused.code == "no_such_option", "apart they are no alternatives"


BESIDE = [
    ("they [shall][should] act", "they shall [should] act", "they shall should act"),
    ("by [30][50] per cent", "by 30 [50] per cent", "by 30 50 per cent"),
    ("[Urges][Invites] all", "Urges [Invites] all", "Urges Invites all"),
    ("a [b - Avon][c - Brill] d", "a b [c - Brill] d", "a b c d"),
    ("a [b,][[c] d] e", "a b, [[c] d] e", "a b, [c] d e"),
    ("modalit[y][ies] for", "modality[ies] for", "modalityies for"),
    ("a [shall ][should] b", "a shall [should] b", "a shall should b"),
    ("a [b][, c] d", "a b[, c] d", "a b, c d"),
    ("各国[应][应当]加强", "各国应[应当]加强", "各国应应当加强"),
    ("الأطراف [يجب][ينبغي] أن", "الأطراف يجب [ينبغي] أن", "الأطراف يجب ينبغي أن"),
]


@pytest.mark.parametrize(("words", "first", "both"), BESIDE)
def test_alternatives_that_are_kept_stay_apart(words, first, both):
    """[P11] Kept words do not run into those of the bracket beside them."""
    assert after("keep", words) == [first]
    assert after("keep", first) == [both]


def test_brackets_over_paragraphs():
    """[P11] A bracket may open in one paragraph and close in another."""
    assert after("keep", "a [b", "c", "d] e") == ["a b", "c", "d e"]
    assert after("strike", "a [b", "c", "d] e") == ["a", "e"]
    assert after("strike", "a", "[b", "d];", "e") == ["a", "e"]


def test_parts_of_a_bracket():
    """[P11] Words parted by slashes are alternatives too; a part is pointed at by its edges."""
    words = "take [quieter - Avon / louder / best] now"

    def part(number, choice):
        table = Table(paragraphs(words))
        start, end = read_brackets(table.text).groups[0].spans[number]
        table.act(
            CHAIR, do="resolve", choice=choice,
            open={"paragraph": "p1", "at": start}, close={"paragraph": "p1", "at": end},
        )  # fmt: skip
        return table.words()

    assert part(0, "choose") == "take quieter now"
    assert part(2, "choose") == "take best now"
    assert part(1, "strike") == "take [quieter - Avon / best] now"
    assert part(2, "strike") == "take [quieter - Avon / louder] now"


def test_a_lone_bracket_can_be_taken_away():
    """[P11] What does not balance is not mended silently, but the pen may take the sign away."""
    table = Table(paragraphs("a] b"))
    at = {"paragraph": "p1", "at": 1}
    refused = table.refused(CHAIR, do="resolve", open=at, close=at, choice="strike")
    assert refused.code == "no_such_bracket"
    table.act(CHAIR, do="resolve", open=at, close=at, choice="keep")
    assert table.words() == "a b"


def test_pointing_at_nothing():
    """[P11] No bracket there, or not the one that was seen: nothing is done."""
    table = Table(paragraphs("a [b] c"))
    here = {"open": {"paragraph": "p1", "at": 0}, "close": {"paragraph": "p1", "at": 4}}
    assert table.refused(CHAIR, do="resolve", **here, choice="keep").code == "no_such_bracket"
    there = pointed(table.text)
    refused = table.refused(CHAIR, do="resolve", **there, choice="keep", expect={"p1": "a [c] c"})
    assert refused.code == "moved_on"
    assert table.refused(AVON, do="resolve", **there, choice="keep").code == "not_permitted"


def test_proposals_on_resolved_words_are_listed():
    """[P6] Whoever loses the words that were quoted is listed."""
    table = Table(paragraphs("a [quiet b] c"))
    inside = table.propose(AVON, "quiet", "loud")
    outside = table.propose(AVON, "c", "d")
    done = table.act(CHAIR, do="resolve", **pointed(table.text), choice="strike")
    assert done.moved_on == (inside,)
    assert table.stage(outside) == "open"


def chosen(text, paragraph, **more):
    table = Table(text)
    decision = table.ask(CHAIR, {"do": "option", "paragraph": paragraph, **more})
    if isinstance(decision, Refusal):
        return decision.code
    table.apply(decision)
    return [f"{p.label} {p.words}" for p in table.text]


def test_options():
    """[P12] The chosen option stays without its heading, the others go with all they cover."""
    text = paragraphs("Intro", "Option 1: first", "more of it", "Option 2: second")
    assert chosen(text, "p2") == ["OP1 Intro", "OP2 first", "OP3 more of it"]
    assert chosen(text, "p4") == ["OP1 Intro", "OP4 second"]
    assert chosen(text, "p1") == "no_such_option"


def test_a_bracket_around_options_goes_with_them():
    """[P12] No bracket is left without its partner."""
    text = paragraphs("Intro", "[Option 1: first", "Option 2: second]", "last")
    assert chosen(text, "p2") == ["OP1 Intro", "OP2 first", "OP4 last"]
    assert chosen(text, "p3") == ["OP1 Intro", "OP3 second", "OP4 last"]


def test_options_within_one_paragraph():
    """[P12] Several options in one paragraph are told apart by their number."""
    text = paragraphs("Option 1: quiet Option 2: loud")
    assert chosen(text, "p1") == "no_such_option"
    assert chosen(text, "p1", number="2") == ["OP1 loud"]


def test_alternative_paragraphs():
    """[P12] ``OP6 alt`` chosen: its words stand in OP6, under OP6's label, with its own items."""
    text = (
        Paragraph("a", "op", plain("six"), "OP6"),
        Paragraph("i", "item", plain("item of six"), "(a)", 1),
        Paragraph("b", "op", plain("six otherwise"), "OP6 alt"),
        Paragraph("j", "item", plain("item otherwise"), "(a)", 1),
        Paragraph("c", "op", plain("seven"), "OP7"),
    )
    assert chosen(text, "b") == ["OP6 six otherwise", "(a) item otherwise", "OP7 seven"]
    assert chosen(text, "a") == ["OP6 six", "(a) item of six", "OP7 seven"]


def test_nothing_but_the_seam_is_touched():
    """[P11] Double spaces elsewhere stay as they are."""
    content = plain("a  b, , c [x] d  e")
    assert without(content, [(10, 13)]) == plain("a  b, , c d  e")
    assert without(content, []) == content
