"""What the facilitator does: streamlining, each step with the proof that no word went or came."""

from typing import Any

from adref.drafting.commands import Streamline
from adref.drafting.decision import Case, Decision, Refused
from adref.drafting.edits import ContentEdit, MoveEdit, RemoveEdit, apply_edits, edit_to_json
from adref.drafting.proof import Proof, Span, prove
from adref.drafting.streamlining import Cannot, Step, carried_out, read


def streamline(case: Case, command: Streamline) -> Decision:
    """Carry a step out; refused when the proof does not hold."""
    case.permit("streamline")
    case.as_expected(command.expect)
    everybody = (*case.membership.parties, *case.membership.coalitions)
    names = case.membership.shorts(everybody)
    step = Step(command.kind, command.paragraph, command.at, command.options)
    try:
        edits = carried_out(read(case.text, names, case.profile), step)
    except Cannot as cannot:
        raise Refused(cannot.code, paragraph=cannot.paragraph) from None
    if not edits:
        raise Refused("nothing_changes")
    for edit in edits:
        if isinstance(edit, ContentEdit | RemoveEdit | MoveEdit):
            case.unlocked(edit.paragraph)
    proof = prove(case.text, apply_edits(case.text, edits), names)
    if not proof.holds:
        lost = len(proof.missing) + len(proof.added)
        raise Refused("words_lost", paragraph=command.paragraph, count=lost)
    body = {"kind": step.kind, "paragraph": step.paragraph}
    event = case.event(
        "streamlined",
        step=body,
        edits=[edit_to_json(edit) for edit in edits],
        proof=proof_to_json(proof),
    )
    return Decision((event,), edits)


def proof_to_json(proof: Proof) -> dict[str, Any]:
    """``{holds, kept, merged, missing, added}``; spans are ``{party, paragraph, words}``."""
    return {
        "holds": proof.holds,
        "kept": proof.kept,
        "merged": [_span(span) for span in proof.merged],
        "missing": [_span(span) for span in proof.missing],
        "added": [_span(span) for span in proof.added],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"party": span.party, "paragraph": span.paragraph, "words": list(span.words)}
