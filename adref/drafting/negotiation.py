"""The negotiation as a machine: ``decide`` what a command does, ``evolve`` by what happened.

``decide`` looks only at what it is given and changes nothing; ``now`` and ``new_id`` are passed
in. Everything it answers is an event or an edit; ``evolve`` applies events, the caller writes the
edits into the text.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from typing import Any

from adref.drafting import (
    bringing,
    choosing,
    commands,
    disposal,
    facilitating,
    issuing,
    meeting,
    resolving,
    submission,
)
from adref.drafting.commands import Command
from adref.drafting.compilation import moved_on
from adref.drafting.decision import CODES, Case, Decision, Refusal, Refused
from adref.drafting.edits import LabelEdit
from adref.drafting.evolution import evolve
from adref.drafting.floor import (
    Remark,
    State,
    desk_to_json,
    remark_to_json,
    state_from_json,
    state_to_json,
)
from adref.drafting.parties import Actor, Membership
from adref.drafting.profiles import UN, Profile
from adref.drafting.text import WorkingText

__all__ = [
    "CODES",
    "Decision",
    "Refusal",
    "Remark",
    "State",
    "decide",
    "desk_to_json",
    "evolve",
    "remark_to_json",
    "state_from_json",
    "state_to_json",
]

_HANDLERS: dict[type, Callable[[Case, Any], Decision]] = {
    commands.Submit: submission.submit,
    commands.Withdraw: submission.withdraw,
    commands.TakePosition: submission.position,
    commands.Cosponsor: submission.cosponsor,
    commands.Dispose: disposal.dispose,
    commands.Resolve: resolving.resolve,
    commands.ChooseOption: choosing.choose_option,
    commands.Streamline: facilitating.streamline,
    commands.Mark: meeting.mark,
    commands.SwitchMode: meeting.mode,
    commands.PointAt: meeting.point,
    commands.MakeRemark: meeting.remark,
    commands.Moderate: meeting.moderate,
    commands.Issue: issuing.issue,
    bringing.BringIn: bringing.bring_in,
}


def decide(
    state: State,
    text: WorkingText,
    command: Command | bringing.BringIn,
    actor: Actor,
    membership: Membership,
    now: str,
    new_id: Callable[[], str],
    profile: Profile = UN,
) -> Decision | Refusal:
    """What the command does. ``profile`` is the notation in which brackets are written."""
    case = Case(state, text, actor, membership, now, new_id, profile)
    try:
        decision = _HANDLERS[type(command)](case, command)
    except Refused as refused:
        return refused.refusal
    if all(isinstance(edit, LabelEdit) for edit in decision.edits):
        return decision  # no word has changed
    return replace(decision, moved_on=_lost(case, decision))


def _lost(case: Case, decision: Decision) -> tuple[str, ...]:
    """The open proposals that have their words in the text now and would not afterwards."""
    after = reduce(evolve, decision.events, case.state)
    gone = moved_on(case.text, case.state.proposals.values())
    lost = moved_on(case.after(decision.edits), after.proposals.values())
    return tuple(identifier for identifier in lost if identifier not in gone)
