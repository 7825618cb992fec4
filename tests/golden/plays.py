"""Plays for the golden cases of ``evolve``: everything that can happen on a floor."""

from collections.abc import Callable

from tests.drafting.play import AVON, BRILL, CHAIR, CORVA, OBSERVER, Table, paragraphs
from tests.golden.scenes import RIVERS


def positions() -> Table:
    """Positions are taken, changed and taken back; co-sponsors come and go."""
    table = Table(paragraphs(RIVERS))
    first = table.propose(AVON, "half", "a third")
    say = {"do": "position", "proposal": first}
    table.act(CORVA, **say, party="corva", stance="oppose", statement="Not now.")
    table.act(BRILL, **say, party="brill", stance="reserve")
    table.act(CORVA, **say, party="corva", stance="flexible")
    table.act(BRILL, **say, party="brill", stance=None)
    table.act(BRILL, do="cosponsor", proposal=first, party="brill", on=True)
    table.act(CORVA, do="cosponsor", proposal=first, party="hills", on=True)
    table.act(BRILL, do="cosponsor", proposal=first, party="brill", on=False)
    return table


def meeting() -> Table:
    """Pointing, co-drafting, agreement and its undoing."""
    table = Table(paragraphs(RIVERS, "Invites others."))
    table.act(CHAIR, do="point", paragraph="p2")
    table.act(CHAIR, do="mode", codrafting=["avon", "brill"])
    table.act(CHAIR, do="mark", paragraph="p1", state="agreed_ad_ref")
    table.act(CHAIR, do="mark", paragraph="p2", state="agreed")
    table.act(CHAIR, do="mark", paragraph="p1", state="agreed")
    table.act(CHAIR, do="mark", paragraph="p2", state="open")
    table.act(CHAIR, do="mode", codrafting=["avon"])
    table.act(CHAIR, do="point", paragraph=None)
    return table


def remarks() -> Table:
    """Remarks are made on the desk; the floor has those that are shown."""
    table = Table(paragraphs(RIVERS))
    for actor, words in ((OBSERVER, "Which river?"), (AVON, "By whom?"), (OBSERVER, "When?")):
        table.act(actor, do="remark", paragraph="p1", text=words)
    first, second, _ = table.state.desk
    table.act(CHAIR, do="show_remark", remark=first)
    table.act(CHAIR, do="show_remark", remark=second)
    table.act(CHAIR, do="hide_remark", remark=first)
    return table


def adopting() -> Table:
    """An answer is adopted: what it amends is overtaken, its siblings stand on the text."""
    table = Table(paragraphs(RIVERS))
    first = table.propose(AVON, "half", "at least two thirds")
    second = table.propose(BRILL, "two thirds", "three quarters", on=first)
    table.propose(CORVA, "at least", "about", on=first)
    table.propose(AVON, "thirds", "fifths", on=first)
    table.propose(CORVA, "quarters", "tenths", on=second)
    table.act(CHAIR, do="adopt", proposal=second)
    return table


def all_kinds() -> Table:
    """One proposal of each kind, adopted or bracketed; one parked and taken up again."""
    table = Table(paragraphs(RIVERS, "Invites others.", "Ends here.", "Last."))
    new = {"kind": "new", "after": "p2", "paragraph_kind": "op", "level": 0, "label": "OP2 bis"}
    adopted = (
        table.submit(AVON, {**new, "content": "Notes it."})
        + table.submit(AVON, {"kind": "alternative", "paragraph": "p2", "content": "Asks all."})
        + table.submit(BRILL, {"kind": "move", "paragraph": "p1", "after": "p3"})
        + table.submit(BRILL, {"kind": "delete", "paragraph": "p4", "basis": "Last."})
    )
    for identifier in adopted:
        table.act(CHAIR, do="adopt", proposal=identifier)
    bracketed = (
        table.submit(CORVA, {**new, "after": None, "content": "First of all."})
        + table.submit(CORVA, {"kind": "alternative", "paragraph": "p3", "content": "Goes on."})
        + table.submit(CORVA, {"kind": "delete", "paragraph": "p3", "basis": "Ends here."})
    )
    for identifier in bracketed:
        table.act(CHAIR, do="bracket", proposal=identifier)
    parked = table.propose(AVON, "half", "a third")
    table.act(CHAIR, do="park", proposal=parked)
    table.act(CHAIR, do="unpark", proposal=parked)
    return table


def issuing() -> Table:
    """Two revisions: the second numbers the text anew, and what is proposed with it."""
    table = Table(paragraphs(RIVERS, "Invites others.", "Ends here."))
    new = {"kind": "new", "after": "p2", "paragraph_kind": "op", "level": 0, "label": "OP2 bis"}
    table.propose(AVON, "half", "a third")
    table.submit(AVON, {**new, "content": "Notes it."})
    gone = table.submit(AVON, {"kind": "delete", "paragraph": "p1", "basis": RIVERS})[0]
    head = {"title": "The rivers", "language": "en", "date": "2025-03-01"}
    table.act(CHAIR, do="issue", symbol="A/C.2/79/L.5", **head)
    table.act(CHAIR, do="adopt", proposal=gone)
    table.act(
        CHAIR,
        do="issue",
        symbol="A/C.2/79/L.5/Rev.1",
        numbering="as_drafted",
        status="Advance",
        **head,
    )
    return table


PLAYS: dict[str, Callable[[], Table]] = {
    make.__name__: make for make in (positions, meeting, remarks, adopting, all_kinds, issuing)
}
