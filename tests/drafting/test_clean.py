"""The clean text, and the text if some proposals were adopted."""

import pytest

from adref.drafting.brackets import read_brackets
from adref.drafting.clean import brackets_left, clean, clean_text
from adref.drafting.supposing import suppose
from adref.drafting.writing import names_of
from tests.drafting.play import AVON, BRILL, CHAIR, CORVA, MEMBERSHIP, Table, paragraphs
from tests.golden.scenes import SCENES

NAMES = tuple(names_of(MEMBERSHIP).values())


def cleaned(*words):
    return [paragraph.words for paragraph in clean_text(paragraphs(*words), NAMES)]


def test_attributions_and_marks_go():
    """[C13] Names and agreed marks go; brackets that nobody has resolved stay."""
    assert cleaned(
        "Decides [by 2030 - Avon, Brill] to act; (Agreed ad ref)",
        "Also [soon] (Avon) (Brill: delete), acts",
        "Takes [quieter - Avon / louder - Brill] ships",
        "(Agreed)",
        "",
    ) == [
        "Decides [by 2030] to act;",
        "Also [soon], acts",
        "Takes [quieter / louder] ships",
        "",
    ]


def test_unresolved_brackets_are_counted():
    """[C13] By the paragraph in which they open; what is not contested does not count."""
    text = paragraphs("[a][b [c]]", "[d", "e] [sic]", "f")
    assert brackets_left(text, read_brackets(text)) == {"p1": 3, "p2": 1}


def test_every_open_proposal_falls():
    """[C13] Without a choice the clean text is the working text."""
    for make in SCENES.values():
        table = make()
        assert suppose(table.text, table.proposals).text == table.text


@pytest.mark.parametrize("name", SCENES)
def test_supposing_one_is_adopting_it(name):
    """[C14] What is shown as if adopted is what adopting it writes."""
    for identifier in [p.id for p in SCENES[name]().proposals if p.stage == "open"]:
        table = SCENES[name]()
        supposed = suppose(table.text, table.proposals, [identifier])
        if not supposed.left_out:
            table.act(CHAIR, do="adopt", proposal=identifier)
            adopted = [(p.id, p.content) for p in table.text]
            assert [(p.id, p.content) for p in supposed.text] == adopted


def test_chosen_proposals_that_meet():
    """[C14] Of two that change the same words the earlier is adopted, the other is listed."""
    table = Table(paragraphs("cut it by half"))
    first = table.propose(AVON, "half", "a third")
    second = table.propose(BRILL, "by half", "soon")
    same = table.propose(CORVA, "half", "a third")
    apart = table.propose(CORVA, "cut", "reduce")
    supposed = suppose(table.text, table.proposals, [second, first, same, apart])
    assert supposed.text[0].words == "reduce it by a third"
    assert supposed.left_out == (second,)


def test_party_view():
    """[C14] My delegation's view: the text with our own proposals adopted."""
    table = SCENES["competing"]()
    ours = [p.id for p in table.proposals if p.party == "avon"]
    (paragraph,) = clean(table.text, table.proposals, ours, NAMES)
    assert paragraph.words == (
        "Decides to reduce abstractions from the river by two thirds by 2030;"
    )
