"""How the meeting is held: marks of agreement, co-drafting, pointing, remarks."""

from adref.drafting.commands import MakeRemark, Mark, Moderate, PointAt, SwitchMode
from adref.drafting.decision import Case, Decision, Refused
from adref.drafting.floor import Remark, remark_to_json
from adref.drafting.procedure import paragraph_after
from adref.drafting.proposal import about
from adref.drafting.submission import within

LONGEST_REMARK = 4_000  # code points


def mark(case: Case, command: Mark) -> Decision:
    """Mark a paragraph agreed ad referendum, agreed, or open again."""
    case.permit("mark")
    found = case.paragraph(command.paragraph)
    state = case.state.paragraph_state(found.id)
    if paragraph_after(state, command.state) is None:
        raise Refused("not_in_procedure", event=command.state, status=state)
    proposals = case.state.proposals
    count = sum(p.stage == "open" and about(p, proposals) == found.id for p in proposals.values())
    if command.state != "open" and count:
        raise Refused("open_proposals", paragraph=found.id, label=found.label, count=count)
    return Decision((case.event("marked", paragraph=found.id, state=command.state),))


def mode(case: Case, command: SwitchMode) -> Decision:
    """Name the parties that hold a pen in the working text."""
    case.permit("mode")
    if any(party not in case.membership.parties for party in command.codrafting):
        raise Refused("no_such_party")
    if set(command.codrafting) == set(case.state.codrafting):
        raise Refused("nothing_changes")
    return Decision((case.event("mode_switched", codrafting=list(command.codrafting)),))


def point(case: Case, command: PointAt) -> Decision:
    """Point at the paragraph under discussion; everybody who follows is taken there."""
    case.permit("point")
    if command.paragraph is not None and command.paragraph not in case.state.proposals:
        case.paragraph(command.paragraph)
    return Decision((case.event("pointed", paragraph=command.paragraph),))


def remark(case: Case, command: MakeRemark) -> Decision:
    """Comment on a paragraph. The bureau reads it; the room only when the bureau shows it."""
    case.permit("remark")
    if command.paragraph not in case.state.proposals:  # a proposed paragraph will do too
        case.paragraph(command.paragraph)
    if not command.text.strip():
        raise Refused("empty_words")
    within("remark", command.text, LONGEST_REMARK)
    made = Remark(
        id=case.new_id(),
        paragraph=command.paragraph,
        text=command.text,
        by=case.actor.name,
        party=case.actor.party,
        role=case.actor.role,
        at=case.now,
    )
    return Decision((case.event("remark_made", remark=remark_to_json(made)),))


def moderate(case: Case, command: Moderate) -> Decision:
    """Show a remark to the room (it is written to the floor anew), or take it off the floor."""
    case.permit(command.name)
    found = case.state.desk.get(command.remark)
    if found is None:
        raise Refused("no_such_remark")
    show = command.name == "show_remark"
    if found.shown == show:
        raise Refused("nothing_changes")
    if not show:
        return Decision((case.event("remark_hidden", remark=found.id),))
    shown = remark_to_json(found) | {"shown": True}
    return Decision((case.event("remark_shown", remark=shown),))
