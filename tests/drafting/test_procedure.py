"""Every cell of the procedure: what it provides for happens, everything else changes nothing."""

import pytest

from adref.drafting.edits import apply_edits
from adref.drafting.negotiation import Decision, Refusal, evolve
from adref.drafting.procedure import PARAGRAPH, PROPOSAL, paragraph_after, proposal_after
from adref.drafting.proposal import STAGES
from adref.drafting.text import STATES
from tests.drafting.play import AVON, BRILL, CHAIR, CORVA, Table, change, paragraphs

ACTS = {
    "answered": (BRILL, {"do": "submit", "party": "brill", "amendments": []}),
    "position_taken": (BRILL, {"do": "position", "party": "brill", "stance": "oppose"}),
    "cosponsored": (BRILL, {"do": "cosponsor", "party": "brill", "on": True}),
    "adopted": (CHAIR, {"do": "adopt"}),
    "bracketed": (CHAIR, {"do": "bracket"}),
    "parked": (CHAIR, {"do": "park"}),
    "unparked": (CHAIR, {"do": "unpark"}),
    "overtaken": (CHAIR, {"do": "overtake"}),
    "withdrawn": (AVON, {"do": "withdraw"}),
}
TO_STAGE = {
    "adopted": "adopt", "bracketed": "bracket", "parked": "park", "overtaken": "overtake",
}  # fmt: skip


def standing(stage):
    """A table with one proposal in the given stage."""
    table = Table(paragraphs("cut it by half", "second"))
    proposal = table.propose(AVON, "half", "a third")
    if stage == "withdrawn":
        table.act(AVON, do="withdraw", proposal=proposal)
    elif stage != "open":
        table.act(CHAIR, do=TO_STAGE[stage], proposal=proposal)
    assert table.stage(proposal) == stage
    return table, proposal


def test_acts_cover_the_table():
    assert {event for _, event in PROPOSAL} == set(ACTS)


@pytest.mark.parametrize("event", ACTS)
@pytest.mark.parametrize("stage", STAGES)
def test_every_cell_of_the_proposals(stage, event):
    """[P1] In the table: it happens. Not in the table: refused, and nothing has changed."""
    table, proposal = standing(stage)
    actor, command = ACTS[event]
    if event == "answered":
        command = {**command, "amendments": [change("a third", "third", "fourth", on=proposal)]}
    else:
        command = {**command, "proposal": proposal}
    before = (table.state, table.text)
    decision = table.ask(actor, command)
    assert (table.state, table.text) == before, "deciding changes nothing"
    expected = proposal_after(stage, event)
    if expected is None:
        assert decision == Refusal("not_in_procedure", {"event": event, "status": stage})
    else:
        assert isinstance(decision, Decision)
        table.apply(decision)
        assert table.stage(proposal) == expected


@pytest.mark.parametrize("event", STATES)
@pytest.mark.parametrize("state", STATES)
def test_every_mark_of_the_paragraphs(state, event):
    """[P7] Marks of agreement go the ways of the table."""
    table = Table(paragraphs("first"))
    if state != "open":
        table.act(CHAIR, do="mark", paragraph="p1", state=state)
    decision = table.ask(CHAIR, {"do": "mark", "paragraph": "p1", "state": event})
    if paragraph_after(state, event) is None:
        assert decision == Refusal("not_in_procedure", {"event": event, "status": state})
    else:
        assert isinstance(decision, Decision)
        table.apply(decision)
        assert table.state.paragraph_state("p1") == event


@pytest.mark.parametrize("state", ["agreed", "agreed_ad_ref"])
def test_agreed_words_are_locked(state):
    """[P8] No act changes or would change agreed words; positions and re-opening remain."""
    table = Table(paragraphs("keep [all] of it", "second"))
    parked = table.propose(AVON, "keep", "hold")
    table.act(CHAIR, do="park", proposal=parked)
    table.act(CHAIR, do="mark", paragraph="p1", state=state)
    words = "keep [all] of it"
    bracket = {"open": {"paragraph": "p1", "at": 5}, "close": {"paragraph": "p1", "at": 9}}
    for amendment in (
        change(words, "keep", "hold"),
        {"kind": "delete", "paragraph": "p1", "basis": words},
        {"kind": "alternative", "paragraph": "p1", "content": "Other"},
        {"kind": "move", "paragraph": "p1", "after": "p2"},
    ):
        submit = {"do": "submit", "party": "avon", "amendments": [amendment]}
        assert table.refused(AVON, **submit).code == "locked"
    for choice in ("keep", "strike"):
        assert table.refused(CHAIR, do="resolve", **bracket, choice=choice).code == "locked"
    assert table.refused(CHAIR, do="unpark", proposal=parked).code == "locked"
    table.act(BRILL, do="position", proposal=parked, party="brill", stance="support")
    table.act(CORVA, do="remark", paragraph="p1", text="Well done.")
    new = {"kind": "new", "after": "p1", "paragraph_kind": "op", "content": "Also this;"}
    table.submit(CORVA, new)
    table.act(AVON, do="withdraw", proposal=parked)
    table.act(CHAIR, do="mark", paragraph="p1", state="open")
    table.propose(AVON, "keep", "hold")


def test_agreement_waits_for_open_proposals():
    """[P7] A paragraph with open proposals cannot be agreed; answers count."""
    table = Table(paragraphs("cut it by half"))
    first = table.propose(AVON, "half", "a third")
    table.propose(BRILL, "third", "fourth", on=first)
    refused = table.refused(CHAIR, do="mark", paragraph="p1", state="agreed")
    assert (refused.code, refused.params["count"]) == ("open_proposals", 2)
    table.act(CHAIR, do="overtake", proposal=first)
    table.act(CHAIR, do="mark", paragraph="p1", state="agreed")


def test_all_states_are_reached():
    assert {state for state, _ in PARAGRAPH} == set(STATES)


def test_events_alone_make_the_state():
    """[P2] The state is what its events make of it, and nothing else."""
    table, proposal = standing("open")
    table.act(CHAIR, do="adopt", proposal=proposal)
    text, state = table.text, type(table.state)()
    for event in table.log:
        state = evolve(state, event)
    assert (state, apply_edits(text, ())) == (table.state, text)
