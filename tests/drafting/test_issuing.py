"""Revisions: issued once, whole, and never changed by what comes after."""

import json
from dataclasses import replace

import pytest

from adref.drafting.canonical import digest_of
from adref.drafting.compilation import compile
from adref.drafting.edition import VIEWS, edition_for
from adref.drafting.events import event_to_json
from adref.drafting.foresight import fingerprint, foresee
from adref.drafting.imprint import Imprint
from adref.drafting.provenance import sources
from adref.drafting.revision import edition_of, revision_from_bytes
from tests.drafting.play import AVON, BRILL, CHAIR, OBSERVER, SECRETARY, Table, paragraphs

HEAD = {"title": "The rivers", "language": "en", "date": "2025-03-01"}


def table() -> Table:
    made = Table(paragraphs("Protects [all] rivers.", "Invites others to act.", "Ends here."))
    made.propose(AVON, "rivers", "rivers and lakes")
    return made


def issued(made: Table, symbol: str = "A/C.2/79/L.5", **more):
    """Issue; the bytes that are kept and the head on the floor."""
    decision = made.act(SECRETARY, do="issue", symbol=symbol, **{**HEAD, **more})
    ((identifier, data),) = decision.documents
    head = made.state.revisions[-1]
    assert head.id == identifier
    return head, data


def record(made: Table):
    return [event_to_json(event, seq) for seq, event in enumerate(made.log, 1)]


def test_the_whole_is_kept_and_comes_back():
    """[R3] Text, proposals, states, parties, compilation; the digest is of the bytes."""
    made = table()
    made.act(CHAIR, do="mark", paragraph="p3", state="agreed")
    head, data = issued(made, status="Advance version", disclaimers=["Not edited."])
    found = revision_from_bytes(data)
    assert found.head == head
    assert head.digest == digest_of(data)
    assert found.text == made.text
    assert dict(found.state.proposals) == dict(made.state.proposals)
    assert dict(found.state.states) == {"p3": "agreed"}
    assert found.membership == made.membership
    assert found.compiled == compile(made.text, made.proposals)
    assert (head.number, head.by, head.role) == (1, "Tomas", "secretariat")
    assert json.loads(data)["format"] == "adref-revision/1"


def test_what_comes_after_changes_nothing_of_it():
    """[R4] Its bytes, its views and its digest stay."""
    made = table()
    _head, data = issued(made)
    before = [edition_of(revision_from_bytes(data), view) for view in VIEWS]
    for proposal in list(made.state.proposals):
        made.act(CHAIR, do="adopt", proposal=proposal)
    issued(made, "A/C.2/79/L.5/Rev.1", numbering="official")
    assert [edition_of(revision_from_bytes(data), view) for view in VIEWS] == before
    assert "and lakes" not in revision_from_bytes(data).text[0].words


def test_its_editions_are_those_of_the_room():
    """[R3] What formats see of a revision is what they saw of the text at that moment."""
    made = table()
    _head, data = issued(made)
    found = revision_from_bytes(data)
    for view in VIEWS:
        issued_so = edition_of(found, view)
        assert issued_so.imprint.symbol == "A/C.2/79/L.5"
        assert replace(issued_so, imprint=Imprint()) == edition_for(
            view, "The rivers", made.text, made.state, made.profile, made.membership
        )


def test_ids_never_change_and_labels_by_choice_only():
    """[R5] Numbering anew touches labels alone, in the text and in the revision alike."""
    made = table()
    new = {"kind": "new", "after": "p1", "paragraph_kind": "op", "level": 0, "label": "OP1 bis"}
    (put,) = made.submit(BRILL, {**new, "content": "Notes it."})
    made.act(CHAIR, do="adopt", proposal=put)
    before = made.text
    issued(made)
    assert made.text == before
    _head, data = issued(made, "A/C.2/79/L.5/Rev.1", numbering="as_drafted")
    assert [p.id for p in made.text] == [p.id for p in before]
    assert [p.content for p in made.text] == [p.content for p in before]
    assert [p.label for p in made.text] == ["OP1", "OP2", "OP3", "OP4"]
    found = revision_from_bytes(data)
    assert found.text == made.text
    assert found.was == {put: "OP1 bis", "p2": "OP2", "p3": "OP3"}


def test_what_is_proposed_is_relabelled_with_the_text():
    """[R5] A proposed OP3 bis follows its paragraph, which is now OP2."""
    made = table()
    gone = made.submit(AVON, {"kind": "delete", "paragraph": "p2", "basis": made.text[1].words})[0]
    new = {"kind": "new", "after": "p3", "paragraph_kind": "op", "level": 0, "label": "OP3 bis"}
    (put,) = made.submit(BRILL, {**new, "content": "Notes it."})
    (beside,) = made.submit(BRILL, {"kind": "alternative", "paragraph": "p3", "content": "Ends."})
    made.act(CHAIR, do="adopt", proposal=gone)
    issued(made, numbering="as_drafted")
    assert made.state.proposals[put].label == "OP2 bis"
    assert made.state.proposals[beside].label == "OP2 alt"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"symbol": " a/c.2/79/l.5* "}, "symbol_taken"),
        ({"symbol": "  "}, "field_empty"),
        ({"title": ""}, "field_empty"),
        ({"title": "x" * 301}, "too_long"),
        ({"date": "2025-02-30"}, "bad_date"),
        ({"date": "1 March"}, "bad_date"),
        ({"language": "English!"}, "bad_language"),
        ({"disclaimers": ["x"] * 21}, "too_many"),
        ({"disclaimers": ["x" * 2001]}, "too_long"),
        ({"numbering": "roman"}, "bad_command"),
        ({"expect": "something else"}, "changed_since"),
    ],
)
def test_what_cannot_be_issued(wrong, code):
    """[R10] Nothing is done; the reason is a code of the catalogue."""
    made = table()
    issued(made)
    command = {"do": "issue", "symbol": "A/C.2/79/L.5/Rev.1", **HEAD, **wrong}
    if code == "bad_command":
        with pytest.raises(ValueError, match="numbering"):
            made.ask(CHAIR, command)
    else:
        assert made.refused(CHAIR, **command).code == code
    assert len(made.state.revisions) == 1


@pytest.mark.parametrize("actor", [AVON, OBSERVER])
def test_only_the_bureau_issues(actor):
    """[R10] By the table of access."""
    assert table().refused(actor, do="issue", symbol="-/L.5", **HEAD).code == "not_permitted"


def test_what_was_looked_at_is_what_is_issued():
    """[R11] The fingerprint of the dry run is kept to: a change in between is refused."""
    made = table()
    seen = foresee(made.text, made.state, "")
    assert seen["fingerprint"] == fingerprint(made.text, made.state)
    assert seen["totals"] == {
        "paragraphs": 3, "agreed": 0, "brackets": 1, "options": 0,
        "open_proposals": 1, "parked_proposals": 0, "renumbered": 0,
    }  # fmt: skip
    assert [(line["brackets"], line["proposals"]) for line in seen["lines"]] == [
        (1, 1),
        (0, 0),
        (0, 0),
    ]
    made.propose(BRILL, "Ends", "Stops", paragraph="p3")
    expected = {"symbol": "-/L.5", "expect": seen["fingerprint"], **HEAD}
    assert made.refused(CHAIR, do="issue", **expected).code == "changed_since"
    issued(made, expect=fingerprint(made.text, made.state))


def test_foreseen_labels_are_those_that_come():
    """[R11] Old and new labels of the dry run are those of the revision."""
    made = table()
    seen = foresee(made.text, made.state, "official")
    assert seen["totals"]["renumbered"] == 3
    issued(made, numbering="official")
    assert [line["new"] for line in seen["lines"]] == ["1", "2", "3"]
    assert [p.label for p in made.text] == ["1.", "2.", "3."]


def test_the_source_table():
    """[R12] For each paragraph: from where, whose proposals are in it, and the acts on it."""
    made = table()
    (first,) = made.state.proposals
    made.act(CHAIR, do="adopt", proposal=first)
    head, data = issued(made)
    one = revision_from_bytes(data)
    opening, closing = made.words().index("["), made.words().index("]")
    places = {
        "open": {"paragraph": "p1", "at": opening},
        "close": {"paragraph": "p1", "at": closing},
    }
    made.act(CHAIR, do="resolve", choice="keep", **places)
    made.act(CHAIR, do="mark", paragraph="p3", state="agreed_ad_ref")
    (beside,) = made.submit(BRILL, {"kind": "alternative", "paragraph": "p2", "content": "Asks."})
    made.act(CHAIR, do="bracket", proposal=beside)
    _head, data = issued(made, "-/L.5/Rev.1", numbering="as_drafted")
    two = revision_from_bytes(data)
    rows = {source.id: source for source in sources(two, one, record(made))}
    assert [act.type for act in rows["p1"].acts] == ["submitted", "adopted", "resolved"]
    assert rows["p1"].parties == ("avon",)
    assert [(act.by, act.detail) for act in rows["p3"].acts] == [("Ines", "agreed_ad_ref")]
    assert rows[beside].parties == ("brill",)
    assert rows[beside].came_from == (("p2", "OP2"),)
    assert rows["p2"].came_from == (("p2", "OP2"),)
    before = {source.id: source for source in sources(one, None, record(made))}
    assert [act.type for act in before["p1"].acts] == ["submitted", "adopted"]
    assert before["p3"].acts == ()
    assert head.id == one.head.id
