"""[B6] A new base over a text: laws over seeded texts."""

import random
from functools import reduce
from itertools import count

import pytest

from adref.drafting.bringing import BringIn, File
from adref.drafting.content import plain
from adref.drafting.edits import apply_edits
from adref.drafting.evolution import evolve
from adref.drafting.negotiation import Decision, Refusal, State, decide
from adref.drafting.rebasing import rebase
from adref.drafting.submitted import Amendment
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.tracked import Brought
from tests.drafting.play import AVON, CHAIR, MEMBERSHIP

SEEDS = 150
NOUNS = "rivers lakes ice delta gauge water court treaty bank flood fish salt reed stone weir"
WORDS = NOUNS.split()


def some_text(dice: random.Random) -> WorkingText:
    return tuple(
        Paragraph(
            f"p{n}", "op", plain(" ".join(dice.choices(WORDS, k=dice.randint(4, 12)))), f"{n}."
        )
        for n in range(dice.randint(1, 12))
    )


def another(dice: random.Random, text: WorkingText) -> WorkingText:
    """The text as somebody outside gives it back: changed, moved, cut, added to; without ids."""
    out = [p.words.split() for p in text]
    for _ in range(dice.randint(0, 6)):
        at = dice.randrange(len(out)) if out else 0
        match dice.randrange(4):
            case 0:
                out.insert(at, dice.choices(WORDS, k=6))
            case 1 if len(out) > 1:
                del out[at]
            case 2 if out:
                out.insert(dice.randrange(len(out)), out.pop(at))
            case 3 if out:
                out[at][dice.randrange(len(out[at]))] = dice.choice(WORDS)
    return tuple(
        Paragraph(f"f{n}", "op", plain(" ".join(words)), f"{n}.") for n, words in enumerate(out)
    )


@pytest.mark.parametrize("seed", range(SEEDS))
def test_b6_the_text_reads_as_the_file_but_for_what_is_agreed(seed: int) -> None:
    """[B6] Words and order are the file's; what is agreed keeps words, label and its neighbours."""
    dice = random.Random(seed)
    text = some_text(dice)
    incoming = another(dice, text)
    free = apply_edits(text, rebase(text, incoming, ()).edits)
    assert [(p.words, p.label) for p in free] == [(p.words, p.label) for p in incoming]
    locked = {p.id for p in text if dice.random() < 0.4}
    found = rebase(text, incoming, locked)
    after = apply_edits(text, found.edits)
    kept = {p.id: p for p in after}
    for paragraph in text:
        if paragraph.id in locked:
            assert kept[paragraph.id] == paragraph
    told = {item.paragraph for item in found.protected}
    assert told <= locked
    placed = {found.ids.get(p.id) for p in incoming}
    for paragraph in incoming:
        here = kept.get(found.ids[paragraph.id])
        assert here is not None
        assert here.words == paragraph.words or here.id in told
    assert {p.id for p in after} == {*placed, *(i for i in told if i not in placed)}
    assert rebase(after, after, ()).edits == ()


def asked(text: WorkingText, command: BringIn, state: State | None = None, actor=CHAIR):
    ids = count()
    return decide(
        state or State(), text, command, actor, MEMBERSHIP, "2026-03-02", lambda: f"n{next(ids)}"
    )


FILE = File("a.docx", "00", "docx")
TEXT = (
    Paragraph("p1", "op", plain("Decides to meet."), "1."),
    Paragraph("p2", "op", plain("Invites all to come."), "2."),
)


def test_b5_one_act_and_its_submissions() -> None:
    """[B2] [B5] The act names the file; each submission is the party's, by its person."""
    amendment = Amendment(
        "change", "f1", basis=TEXT[0].content, span=(11, 15), replacement=plain("sit")
    )
    new = Amendment("new", after="f1", replacement=plain("Thanks the hosts."), paragraph_kind="op")
    command = BringIn(
        FILE,
        TEXT,
        ids={"f1": "p1"},
        proposals=(Brought("avon", "Ada", amendment), Brought("brill", "Bea", new, key="f9")),
        people={"Ada": "avon", "Bea": "brill"},
    )
    decision = asked(TEXT, command)
    assert isinstance(decision, Decision)
    assert [event.type for event in decision.events] == ["brought_in", "submitted", "submitted"]
    state = reduce(evolve, decision.events, State())
    told = [(p.party, p.by, p.paragraph, p.after) for p in state.proposals.values()]
    assert told == [("avon", "Ada", "p1", None), ("brill", "Bea", "", "p1")]
    assert decision.events[0].body["people"] == {"Ada": "avon", "Bea": "brill"}


def test_b5_refused_when_the_text_has_changed_or_it_is_not_the_bureau() -> None:
    """[B5] [B10] What was looked at is what is done, by who may."""
    amendment = Amendment("delete", "f1", basis=TEXT[0].content)
    command = BringIn(FILE, TEXT, ids={"f1": "p1"}, proposals=(Brought("avon", "A", amendment),))
    moved = asked(TEXT[::-1], command)
    assert isinstance(moved, Refusal)
    assert moved.code == "moved_on"
    delegate = asked(TEXT, command, actor=AVON)
    assert isinstance(delegate, Refusal)
    assert delegate.code == "not_permitted"


def test_b8_new_paragraphs_proposed_after_one_that_goes_stay_in_their_place() -> None:
    """[B8] They stand after the nearest paragraph that is left."""
    new = Amendment("new", after="p2", replacement=plain("Thanks the hosts."), paragraph_kind="op")
    ids = {p.id: p.id for p in TEXT}
    first = asked(TEXT, BringIn(FILE, TEXT, ids=ids, proposals=(Brought("avon", "A", new),)))
    assert isinstance(first, Decision)
    state = reduce(evolve, first.events, State())
    found = rebase(TEXT, (TEXT[0],), ())
    second = asked(TEXT, BringIn(FILE, TEXT, edits=found.edits, ids=found.ids), state)
    assert isinstance(second, Decision)
    assert second.moved_on == ()
    (proposal,) = reduce(evolve, second.events, state).proposals.values()
    assert proposal.after == "p1"
