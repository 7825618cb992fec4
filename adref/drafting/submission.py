"""What delegations do: submit, withdraw, take a position, co-sponsor."""

from adref.drafting.anchoring import map_span
from adref.drafting.commands import Cosponsor, Submit, TakePosition, Withdraw
from adref.drafting.content import Content, cut, splice, text_of
from adref.drafting.decision import Case, Decision, Refused
from adref.drafting.events import Event
from adref.drafting.proposal import ALTERNATIVE, Proposal, proposal_to_json
from adref.drafting.submitted import Amendment, proposed
from adref.drafting.text import find

LONGEST_STATEMENT = 4_000  # code points, as all of these
LONGEST_RATIONALE = 4_000
LONGEST_PARAGRAPH = 100_000
LONGEST_LABEL = 100
MOST_AMENDMENTS = 200
DEEPEST = 20  # proposals on proposals, or new paragraphs after new paragraphs


def within(what: str, words: str, limit: int) -> None:
    """Raise ``too_long`` when there are more code points than allowed."""
    if len(words) > limit:
        raise Refused("too_long", what=what, limit=limit, length=len(words))


def submit(case: Case, command: Submit) -> Decision:
    """One proposal for each amendment, under one batch."""
    case.permit("submit", voice=command.party)
    count = len(command.amendments)
    if not count:
        raise Refused("nothing_submitted")
    if count > MOST_AMENDMENTS:
        raise Refused("too_many", what="amendments", limit=MOST_AMENDMENTS, count=count)
    within("rationale", command.rationale, LONGEST_RATIONALE)
    for amendment in command.amendments:
        check_amendment(case, amendment)
    batch = case.new_id()
    return Decision(
        tuple(
            case.event(
                "submitted", proposal=proposal_to_json(_proposal(case, command, index, batch))
            )
            for index in range(count)
        )
    )


def _proposal(case: Case, command: Submit, index: int, batch: str) -> Proposal:
    amendment = command.amendments[index]
    if amendment.kind == ALTERNATIVE:
        case.paragraph(amendment.paragraph)
    return proposed(amendment, case.text).having(
        id=case.new_id(),
        number=len(case.state.proposals) + index + 1,
        party=command.party,
        rationale=command.rationale,
        by=case.actor.name,
        at=case.now,
        batch=batch,
    )


def check_amendment(case: Case, amendment: Amendment) -> None:
    """Raise the refusal of an amendment that cannot be submitted as the text stands."""
    within("paragraph", text_of(amendment.basis), LONGEST_PARAGRAPH)
    within("paragraph", text_of(amendment.replacement), LONGEST_PARAGRAPH)
    within("label", amendment.label, LONGEST_LABEL)
    if amendment.on:
        _check_answer(case, amendment)
    elif amendment.kind == "new":
        _check_anchor(case, amendment.after)
        _check_words(amendment.replacement)
    else:
        _check_paragraph(case, amendment)


def _check_paragraph(case: Case, amendment: Amendment) -> None:
    target = case.unlocked(amendment.paragraph)
    if amendment.kind == "alternative":
        _check_words(amendment.replacement)
        if amendment.replacement == target.content:
            raise Refused("nothing_changes")
    elif amendment.kind == "move":
        _check_move(case, amendment)
    elif amendment.kind == "delete":
        if text_of(amendment.basis) != target.words:
            raise Refused("moved_on", paragraph=target.id)
    else:
        _check_change(amendment, target.words, target.id)


def _check_change(amendment: Amendment, words: str, paragraph: str) -> None:
    if cut(amendment.basis, *amendment.span) == amendment.replacement:
        raise Refused("nothing_changes")
    within(
        "paragraph",
        text_of(splice(amendment.basis, *amendment.span, amendment.replacement)),
        LONGEST_PARAGRAPH,
    )
    if map_span(text_of(amendment.basis), words, amendment.span) is None:
        raise Refused("moved_on", paragraph=paragraph)


def _check_answer(case: Case, amendment: Amendment) -> None:
    parent = case.proposal(amendment.on)
    _check_depth(case, parent, "on")
    case.provided(parent, "answered")
    if parent.kind in ("delete", "move") or not parent.replacement:
        raise Refused("not_amendable", kind=parent.kind)
    if parent.kind != "new":
        case.unlocked(parent.paragraph)
    if amendment.paragraph != parent.paragraph:
        raise Refused("no_such_paragraph")
    _check_change(amendment, text_of(parent.replacement), parent.paragraph)


def _check_anchor(case: Case, after: str | None) -> None:
    if after is None or find(case.text, after) is not None:
        return
    anchor = case.state.proposals.get(after)
    if anchor is None or anchor.kind != "new" or anchor.stage != "open":
        raise Refused("no_such_paragraph")
    _check_depth(case, anchor, "after")


def _check_depth(case: Case, proposal: Proposal, link: str) -> None:
    """Raise ``too_many`` when proposals already stand upon one another that often."""
    depth = 1
    known = case.state.proposals
    while (below := known.get(getattr(proposal, link) or "")) is not None:
        proposal, depth = below, depth + 1
    if depth >= DEEPEST:
        raise Refused("too_many", what="levels", limit=DEEPEST, count=depth)


def _check_move(case: Case, amendment: Amendment) -> None:
    if amendment.after is not None:
        case.paragraph(amendment.after)
    if amendment.after == amendment.paragraph:
        raise Refused("misplaced")
    ids = [paragraph.id for paragraph in case.text]
    at = ids.index(amendment.paragraph)
    if (ids[at - 1] if at else None) == amendment.after:
        raise Refused("nothing_changes")


def _check_words(content: Content) -> None:
    if not text_of(content).strip():
        raise Refused("empty_words")


def withdraw(case: Case, command: Withdraw) -> Decision:
    """Take a proposal back, visibly; what was proposed on it is overtaken."""
    found = case.proposal(command.proposal)
    case.permit("withdraw", proposal=found)
    case.provided(found, "withdrawn")
    return Decision((case.event("withdrawn", proposal=found.id), *overtaken_with(case, found)))


def overtaken_with(case: Case, proposal: Proposal) -> tuple[Event, ...]:
    """Events for all that was proposed on a proposal, and on that."""
    return tuple(
        case.event("overtaken", proposal=fallen.id, by_proposal=proposal.id)
        for fallen in descendants(case, proposal.id)
    )


def descendants(case: Case, identifier: str) -> tuple[Proposal, ...]:
    """The live proposals on a proposal, and on those, parents first."""
    out: list[Proposal] = []
    for child in case.state.proposals.values():
        if child.on == identifier and child.stage in ("open", "parked"):
            out += [child, *descendants(case, child.id)]
    return tuple(out)


def position(case: Case, command: TakePosition) -> Decision:
    """Say where the own party stands, or take it back."""
    found = case.proposal(command.proposal)
    case.permit("position", proposal=found, voice=command.party)
    case.provided(found, "position_taken")
    if found.party == command.party:
        raise Refused("own_proposal")
    within("statement", command.statement, LONGEST_STATEMENT)
    said = found.positions.get(command.party)
    if (command.stance, command.statement if command.stance else "") == (
        (said.stance, said.statement) if said else (None, "")
    ):
        raise Refused("nothing_changes")
    return Decision(
        (
            case.event(
                "position_taken",
                proposal=found.id,
                party=command.party,
                stance=command.stance,
                statement=command.statement if command.stance else "",
            ),
        )
    )


def cosponsor(case: Case, command: Cosponsor) -> Decision:
    """Join somebody's proposal, or leave it."""
    found = case.proposal(command.proposal)
    case.permit("cosponsor", proposal=found, voice=command.party)
    case.provided(found, "cosponsored")
    if (command.party in found.cosponsors) == command.on:
        raise Refused("nothing_changes")
    return Decision(
        (case.event("cosponsored", proposal=found.id, party=command.party, on=command.on),)
    )
