"""``evolve``: what the state is after an event. It decides nothing and refuses nothing.

Mirrored in ``frontend/src/drafting/negotiation.ts``.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from adref.drafting.content import content_from_json
from adref.drafting.events import Event
from adref.drafting.floor import State, remark_from_json
from adref.drafting.heads import head_from_json
from adref.drafting.procedure import proposal_after
from adref.drafting.proposal import Position, proposal_from_json


def evolve(state: State, event: Event) -> State:
    """The state after the event."""
    after = _STEPS[event.type](state, event)
    return after if event.compartment == "desk" else after.having(acts=state.acts + 1)


def _submitted(state: State, event: Event) -> State:
    return state.with_proposal(proposal_from_json(event.body["proposal"]))


def _staged(state: State, event: Event) -> State:
    found = state.proposals[event.body["proposal"]]
    stage = proposal_after(found.stage, event.type)
    state = state.with_proposal(found.having(stage=stage or found.stage))
    return _rebased(state, event.body.get("rebased", {}))


def _rebased(state: State, rebased: Mapping[str, Any]) -> State:
    """Proposals on words that now stand in the text become proposals on the text."""
    for identifier, now in rebased.items():
        found = state.proposals[identifier]
        if "after" in now:
            state = state.with_proposal(found.having(after=now["after"]))
        else:
            start, end = now["span"]
            basis = content_from_json(now["basis"])
            moved = found.having(paragraph=now["paragraph"], on="", basis=basis, span=(start, end))
            state = state.with_proposal(moved)
    return state


def _position_taken(state: State, event: Event) -> State:
    body = event.body
    found = state.proposals[body["proposal"]]
    positions = {party: said for party, said in found.positions.items() if party != body["party"]}
    if body["stance"] is not None:
        said = Position(body["stance"], body["statement"], event.by.name, event.at)
        positions[body["party"]] = said
    return state.with_proposal(found.having(positions=dict(sorted(positions.items()))))


def _cosponsored(state: State, event: Event) -> State:
    found = state.proposals[event.body["proposal"]]
    party = event.body["party"]
    others = tuple(other for other in found.cosponsors if other != party)
    joined = (*others, party) if event.body["on"] else others
    return state.with_proposal(found.having(cosponsors=joined))


def _brought_in(state: State, event: Event) -> State:
    return _rebased(state, event.body["rebased"])


def _marked(state: State, event: Event) -> State:
    states = {key: now for key, now in state.states.items() if key != event.body["paragraph"]}
    if event.body["state"] != "open":
        states[event.body["paragraph"]] = event.body["state"]
    return state.having(states=states)


def _revision_issued(state: State, event: Event) -> State:
    for identifier, label in event.body["relabelled"].items():
        state = state.with_proposal(state.proposals[identifier].having(label=label))
    return state.having(revisions=(*state.revisions, head_from_json(event.body["revision"])))


def _remark_made(state: State, event: Event) -> State:
    remark = replace(remark_from_json(event.body["remark"]), seat=event.by.seat)
    return state.having(desk={**state.desk, remark.id: remark})


def _remark_shown(state: State, event: Event) -> State:
    remark = remark_from_json(event.body["remark"])
    return _desk_shows(state, remark.id, True).having(remarks={**state.remarks, remark.id: remark})


def _remark_hidden(state: State, event: Event) -> State:
    hidden = event.body["remark"]
    left = {key: remark for key, remark in state.remarks.items() if key != hidden}
    return _desk_shows(state, hidden, False).having(remarks=left)


def _desk_shows(state: State, identifier: str, shown: bool) -> State:
    if identifier not in state.desk:
        return state
    remark = replace(state.desk[identifier], shown=shown)
    return state.having(desk={**state.desk, identifier: remark})


def _only_words(state: State, event: Event) -> State:
    """The words of the text are not part of this state."""
    return state


_STEPS: dict[str, Callable[[State, Event], State]] = {
    "text_begun": _only_words,
    "text_edited": _only_words,
    "submitted": _submitted,
    "withdrawn": _staged,
    "adopted": _staged,
    "bracketed": _staged,
    "parked": _staged,
    "unparked": _staged,
    "overtaken": _staged,
    "position_taken": _position_taken,
    "cosponsored": _cosponsored,
    "resolved": _only_words,
    "streamlined": _only_words,
    "brought_in": _brought_in,
    "marked": _marked,
    "mode_switched": lambda state, event: state.having(codrafting=tuple(event.body["codrafting"])),
    "pointed": lambda state, event: state.having(pointed=event.body["paragraph"]),
    "revision_issued": _revision_issued,
    "remark_made": _remark_made,
    "remark_shown": _remark_shown,
    "remark_hidden": _remark_hidden,
}
