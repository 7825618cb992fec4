"""The state of a negotiation on one text: what stands on the floor, and what lies on the desk.

``state_to_json`` is the floor alone, as everybody reads it; the desk (remarks that the bureau has
not shown) has its own functions and never travels with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adref.drafting.heads import RevisionHead, head_from_json, head_to_json
from adref.drafting.proposal import Proposal, in_order, proposal_from_json, proposal_to_json


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a paragraph. ``by`` is the person's name; ``seat`` stays on the desk."""

    id: str
    paragraph: str
    text: str
    by: str
    party: str | None
    role: str
    at: str
    shown: bool = False
    seat: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """One text's floor and desk. ``states`` has no entry for open paragraphs."""

    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, Remark] = field(default_factory=dict)  # those that are shown
    pointed: str | None = None
    codrafting: tuple[str, ...] = ()
    revisions: tuple[RevisionHead, ...] = ()  # in the order of their issue
    acts: int = 0
    desk: Mapping[str, Remark] = field(default_factory=dict)  # all of them; the bureau's

    def paragraph_state(self, paragraph: str) -> str:
        """``open``, ``agreed_ad_ref`` or ``agreed``."""
        return self.states.get(paragraph, "open")

    def having(self, **changes: Any) -> "State":
        """The same state with other fields."""
        return replace(self, **changes)

    def with_desk(self, desk: Mapping[str, Remark]) -> "State":
        """The same floor beside this desk, which says of each remark whether it is shown."""
        told = {key: replace(one, shown=key in self.remarks) for key, one in desk.items()}
        return replace(self, desk=told)

    def with_proposal(self, proposal: Proposal) -> "State":
        """The same state with one proposal added or replaced."""
        return replace(self, proposals={**self.proposals, proposal.id: proposal})


def state_to_json(state: State) -> dict[str, Any]:
    """The floor, as docs/architecture.md has it. Nothing of the desk is in it."""
    return {
        "proposals": {p.id: proposal_to_json(p) for p in in_order(state.proposals.values())},
        "states": dict(sorted(state.states.items())),
        "remarks": {key: remark_to_json(state.remarks[key]) for key in sorted(state.remarks)},
        "pointed": state.pointed,
        "codrafting": list(state.codrafting),
        "revisions": [head_to_json(head) for head in state.revisions],
        "acts": state.acts,
    }


def state_from_json(data: Mapping[str, Any], desk: Mapping[str, Any] | None = None) -> State:
    """Read the floor and, if given, the desk (``desk_to_json``)."""
    proposals = [proposal_from_json(item) for item in data.get("proposals", {}).values()]
    return State(
        proposals={p.id: p for p in in_order(proposals)},
        states=dict(data.get("states", {})),
        remarks={key: Remark(**item) for key, item in data.get("remarks", {}).items()},
        pointed=data.get("pointed"),
        codrafting=tuple(data.get("codrafting", ())),
        revisions=tuple(head_from_json(item) for item in data.get("revisions", ())),
        acts=data.get("acts", 0),
        desk={item["id"]: Remark(**item) for item in (desk or {}).get("remarks", ())},
    )


def desk_to_json(state: State, seat: str | None = None) -> dict[str, Any]:
    """``{remarks: [...]}`` in the order made: all for the bureau, or those of one seat."""
    own = [remark for remark in state.desk.values() if seat in (None, remark.seat)]
    return {"remarks": [remark_to_json(remark) | {"seat": remark.seat} for remark in own]}


def remark_to_json(remark: Remark) -> dict[str, Any]:
    """The JSON shape of docs/architecture.md, without the seat of its author."""
    return {
        "id": remark.id,
        "paragraph": remark.paragraph,
        "text": remark.text,
        "by": remark.by,
        "party": remark.party,
        "role": remark.role,
        "at": remark.at,
        "shown": remark.shown,
    }


def remark_from_json(data: Mapping[str, Any]) -> Remark:
    """Read the JSON shape, with or without a seat."""
    return Remark(**data)
