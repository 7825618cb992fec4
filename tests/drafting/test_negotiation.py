"""Deciding and evolving: what delegations, the pen and the public do."""

import json

import pytest

from adref.drafting.events import FIELDS, event_from_json, event_to_json
from adref.drafting.negotiation import (
    State,
    desk_to_json,
    evolve,
    state_from_json,
    state_to_json,
)
from adref.drafting.submission import (
    DEEPEST,
    LONGEST_PARAGRAPH,
    LONGEST_RATIONALE,
    LONGEST_STATEMENT,
    MOST_AMENDMENTS,
)
from tests.drafting.play import (
    AVON,
    AVON_2,
    BRILL,
    CHAIR,
    CORVA,
    OBSERVER,
    SECRETARY,
    Table,
    change,
    paragraphs,
)
from tests.golden.plays import PLAYS
from tests.golden.scenes import SCENES

WORDS = "cut it by half"


@pytest.fixture
def table():
    return Table(paragraphs(WORDS, "second"))


def wire(value):
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", [*PLAYS, *SCENES])
def test_replay_equals_snapshot(name):
    """[P2] Events from the wire make the state; the state survives JSON, floor and desk."""
    table = (PLAYS | SCENES)[name]()
    state = State()
    for event in table.log:
        assert set(event.body) == set(FIELDS[event.type])
        state = evolve(state, event_from_json(wire(event_to_json(event, 1))))
    assert state == table.state
    assert state_from_json(wire(state_to_json(state)), wire(desk_to_json(state))) == state


def test_several_amendments_are_one_batch(table):
    """[P3] One proposal for each amendment, numbered on, under one batch, with its author."""
    first, second = table.submit(
        AVON, change(WORDS, "cut", "reduce"), change(WORDS, "half", "a third")
    )
    one, two = table.state.proposals[first], table.state.proposals[second]
    assert (one.number, two.number, one.batch == two.batch) == (1, 2, True)
    assert (one.by, one.party, one.stage) == ("Ada", "avon", "open")
    third = table.propose(BRILL, "it", "them")
    assert table.state.proposals[third].number == 3
    assert table.state.proposals[third].batch != one.batch


def test_submitting_for_a_coalition(table):
    """[P3] Members of a coalition submit in its name and withdraw in its name; others cannot."""
    (joint,) = table.submit(AVON, change(WORDS, "half", "all"), party="coast")
    assert table.refused(CORVA, do="withdraw", proposal=joint).code == "not_permitted"
    table.act(BRILL, do="withdraw", proposal=joint)
    for actor, party in ((CORVA, "coast"), (AVON, "brill"), (CHAIR, "avon"), (OBSERVER, "watch")):
        submit = {"party": party, "amendments": [change(WORDS, "half", "all")]}
        assert table.refused(actor, do="submit", **submit).code == "not_permitted"


def test_what_cannot_be_submitted(table):
    """[P4] Empty, unchanged, too long, misplaced: refused with the reason."""

    def code(*amendments, **more):
        return table.refused(
            AVON, do="submit", party="avon", amendments=list(amendments), **more
        ).code

    new = {"kind": "new", "after": "p1", "paragraph_kind": "op", "label": ""}
    assert code() == "nothing_submitted"
    assert code(change(WORDS, "half", "half")) == "nothing_changes"
    assert code({"kind": "alternative", "paragraph": "p1", "content": WORDS}) == "nothing_changes"
    assert code({"kind": "move", "paragraph": "p2", "after": "p1"}) == "nothing_changes"
    assert code({"kind": "move", "paragraph": "p2", "after": "p2"}) == "misplaced"
    assert code({**new, "content": "  "}) == "empty_words"
    assert code({**new, "content": "words", "after": "gone"}) == "no_such_paragraph"
    assert code({**new, "content": "w" * (LONGEST_PARAGRAPH + 1)}) == "too_long"
    assert code(change(WORDS, "half", "w" * LONGEST_PARAGRAPH)) == "too_long"
    assert code(change("was it by half", "was", "is")) == "moved_on"
    assert code({"kind": "delete", "paragraph": "p1", "basis": "other"}) == "moved_on"
    assert code(change(WORDS, "half", "all", paragraph="p9")) == "no_such_paragraph"
    assert code(change(WORDS, "half", "all", on="x9")) == "no_such_proposal"
    one = change(WORDS, "half", "all")
    assert code(*[one] * (MOST_AMENDMENTS + 1)) == "too_many"
    assert code(one, rationale="w" * (LONGEST_RATIONALE + 1)) == "too_long"
    assert table.log == []


def test_all_or_nothing(table):
    """[P4] One bad amendment refuses the whole submission."""
    amendments = [change(WORDS, "half", "all"), change("other", "other", "else")]
    submit = {"do": "submit", "party": "avon", "amendments": amendments}
    assert table.refused(AVON, **submit).code == "moved_on"


def test_an_earlier_wording_is_good_enough(table):
    """[C2] A submission quotes the wording that the party saw; the words quoted must stand."""
    words = table.text
    table.text = (words[0].reading(paragraphs("Now cut it by half!")[0].content), words[1])
    (late,) = table.submit(AVON, change(WORDS, "half", "a third"))
    table.act(CHAIR, do="adopt", proposal=late)
    assert table.words() == "Now cut it by a third!"


def test_answers(table):
    """[P5] One answers words; not a deletion, not a move; not without end."""
    (gone,) = table.submit(AVON, {"kind": "delete", "paragraph": "p2", "basis": "second"})
    cut = table.propose(AVON, "half", "")
    for parent in (gone, cut):
        answer = change("", "|", "x", paragraph="p1", on=parent)
        submit = {"do": "submit", "party": "brill", "amendments": [answer]}
        assert table.refused(BRILL, **submit).code == "not_amendable"
    below = table.propose(AVON, "by half", "step 0")
    for level in range(1, DEEPEST):
        below = table.propose(BRILL, str(level - 1), str(level), on=below)
    last = change(f"{DEEPEST - 1}", f"{DEEPEST - 1}", "more", on=below)
    refused = table.refused(BRILL, do="submit", party="brill", amendments=[last])
    assert (refused.code, refused.params["what"]) == ("too_many", "levels")


def test_withdrawing_takes_the_answers_along(table):
    """[P5] What was proposed on a withdrawn proposal is overtaken, all the way down."""
    first = table.propose(AVON, "half", "two thirds")
    second = table.propose(BRILL, "thirds", "fourths", on=first)
    third = table.propose(CORVA, "fourths", "fifths", on=second)
    table.act(AVON_2, do="withdraw", proposal=first)
    assert [table.stage(p) for p in (first, second, third)] == [
        "withdrawn", "overtaken", "overtaken",
    ]  # fmt: skip


def test_positions(table):
    """[P9] A party speaks for itself, not on its own proposal, and may change its mind."""
    mine = table.propose(AVON, "half", "all")
    say = {"do": "position", "proposal": mine, "stance": "oppose"}
    assert table.refused(AVON, **say, party="avon").code == "own_proposal"
    assert table.refused(BRILL, **say, party="coast").code == "not_permitted"
    assert table.refused(CHAIR, **say, party="brill").code == "not_permitted"
    assert table.refused(OBSERVER, **say, party="watch").code == "not_permitted"
    long = "w" * (LONGEST_STATEMENT + 1)
    assert table.refused(BRILL, **say, party="brill", statement=long).code == "too_long"
    table.act(BRILL, **say, party="brill", statement="Too much.")
    assert table.refused(BRILL, **say, party="brill", statement="Too much.").code == (
        "nothing_changes"
    )
    said = table.state.proposals[mine].positions["brill"]
    assert (said.stance, said.statement, said.by) == ("oppose", "Too much.", "Bea")
    table.act(BRILL, do="position", proposal=mine, party="brill", stance=None)
    assert table.state.proposals[mine].positions == {}
    take_back = {"do": "position", "proposal": mine, "party": "brill", "stance": None}
    assert table.refused(BRILL, **take_back).code == "nothing_changes"


def test_co_sponsors(table):
    """[P9] One joins and leaves under one's own party or coalition; never one's own proposal."""
    mine = table.propose(AVON, "half", "all")
    join = {"do": "cosponsor", "proposal": mine, "on": True}
    assert table.refused(AVON, **join, party="avon").code == "not_permitted"
    assert table.refused(CORVA, **join, party="brill").code == "not_permitted"
    table.act(CORVA, **join, party="hills")
    table.act(BRILL, **join, party="brill")
    assert table.refused(BRILL, **join, party="brill").code == "nothing_changes"
    assert table.state.proposals[mine].parties == ("avon", "hills", "brill")


def test_remarks_wait_for_the_bureau(table):
    """[V5] A remark lies on the desk until it is shown; shown it is retyped, hidden it is gone."""
    done = table.act(OBSERVER, do="remark", paragraph="p1", text="Which river?")
    assert [event.compartment for event in done.events] == ["desk"]
    assert state_to_json(table.state) == state_to_json(State())
    (made,) = table.state.desk
    assert table.refused(AVON, do="show_remark", remark=made).code == "not_permitted"
    assert table.refused(CHAIR, do="hide_remark", remark=made).code == "nothing_changes"
    table.act(SECRETARY, do="show_remark", remark=made)
    shown = table.state.remarks[made]
    assert (shown.text, shown.by, shown.shown, shown.seat) == ("Which river?", "Olu", True, "")
    assert [r["id"] for r in desk_to_json(table.state, "s-obs")["remarks"]] == [made]
    assert desk_to_json(table.state, "s-avon") == {"remarks": []}
    table.act(CHAIR, do="hide_remark", remark=made)
    assert table.state.remarks == {}
    assert table.refused(OBSERVER, do="remark", paragraph="p1", text="  ").code == "empty_words"
    assert table.refused(OBSERVER, do="remark", paragraph="p1", text="w" * 4001).code == "too_long"
    assert table.refused(OBSERVER, do="remark", paragraph="no", text="w").code == (
        "no_such_paragraph"
    )


def test_the_meeting(table):
    """[P10] The bureau points and says who holds a pen; nobody else."""
    table.act(CHAIR, do="point", paragraph="p2")
    assert table.state.pointed == "p2"
    assert table.refused(AVON, do="point", paragraph="p1").code == "not_permitted"
    assert table.refused(CHAIR, do="point", paragraph="p9").code == "no_such_paragraph"
    table.act(CHAIR, do="mode", codrafting=["brill", "avon", "brill"])
    assert table.state.codrafting == ("brill", "avon")
    assert table.refused(CHAIR, do="mode", codrafting=["avon", "brill"]).code == "nothing_changes"
    assert table.refused(CHAIR, do="mode", codrafting=["coast"]).code == "no_such_party"
    assert table.refused(AVON, do="mode", codrafting=["avon"]).code == "not_permitted"


def test_numbers_do_not_count_the_desk(table):
    """[V4] Nothing on the floor counts what lies on the desk."""
    table.act(OBSERVER, do="remark", paragraph="p1", text="Hidden")
    table.propose(AVON, "half", "all")
    assert table.state.acts == 1
