"""A proposal: what a party has put before the room. Plain data, anchored by quotation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adref.drafting.content import Content, content_from_json, content_to_json

CHANGE, NEW, DELETE, ALTERNATIVE, MOVE = PROPOSAL_KINDS = (
    "change",
    "new",
    "delete",
    "alternative",
    "move",
)
STAGES = ("open", "adopted", "bracketed", "parked", "overtaken", "withdrawn")
STANCES = ("support", "oppose", "reserve", "flexible", "needs_capital")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Position:
    """What a party says on a proposal. ``by`` is a person's name, ``at`` ISO 8601 in UTC."""

    stance: str
    statement: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A submitted amendment.

    ``span`` is in code points of ``basis``, the wording that the party saw; ``replacement`` is
    what is to stand there, and for a new or an alternative paragraph its whole words. ``on`` is
    the proposal that this one amends (then ``basis`` is that proposal's ``replacement``).
    """

    id: str
    kind: str = CHANGE
    paragraph: str = ""
    after: str | None = None
    on: str = ""
    basis: Content = ()
    span: Span = (0, 0)
    replacement: Content = ()
    paragraph_kind: str = ""
    level: int = 0
    label: str = ""
    party: str = ""
    cosponsors: tuple[str, ...] = ()
    rationale: str = ""
    stage: str = "open"
    positions: Mapping[str, Position] = field(default_factory=dict)
    number: int = 0
    by: str = ""
    at: str = ""
    batch: str = ""

    @property
    def parties(self) -> tuple[str, ...]:
        """The party that submitted it, then those that joined, each once."""
        return tuple(dict.fromkeys((self.party, *self.cosponsors)))

    @property
    def rank(self) -> tuple[int, str]:
        """Proposals stand in the order of their numbers."""
        return (self.number, self.id)

    def having(self, **changes: Any) -> "Proposal":
        """The same proposal with other fields."""
        return replace(self, **changes)


def in_order(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Proposals by number, whatever order they arrive in."""
    return tuple(sorted(proposals, key=lambda proposal: proposal.rank))


def about(proposal: Proposal, proposals: Mapping[str, Proposal]) -> str:
    """The paragraph of the text that a proposal is about; empty for a new paragraph."""
    seen = {proposal.id}
    while proposal.on and proposal.on in proposals and proposal.on not in seen:
        proposal = proposals[proposal.on]
        seen.add(proposal.id)
    return proposal.paragraph


def proposal_to_json(proposal: Proposal) -> dict[str, Any]:
    """The JSON shape of docs/architecture.md."""
    return {
        "id": proposal.id,
        "number": proposal.number,
        "kind": proposal.kind,
        "paragraph": proposal.paragraph,
        "after": proposal.after,
        "on": proposal.on,
        "basis": content_to_json(proposal.basis),
        "span": list(proposal.span),
        "replacement": content_to_json(proposal.replacement),
        "paragraph_kind": proposal.paragraph_kind,
        "level": proposal.level,
        "label": proposal.label,
        "party": proposal.party,
        "cosponsors": list(proposal.cosponsors),
        "rationale": proposal.rationale,
        "stage": proposal.stage,
        "positions": {
            party: position_to_json(said) for party, said in sorted(proposal.positions.items())
        },
        "by": proposal.by,
        "at": proposal.at,
        "batch": proposal.batch,
    }


def proposal_from_json(data: Mapping[str, Any]) -> Proposal:
    """Read the JSON shape as this module writes it; absent fields have their defaults."""
    start, end = data.get("span", (0, 0))
    return Proposal(
        id=data["id"],
        number=data.get("number", 0),
        kind=data.get("kind", CHANGE),
        paragraph=data.get("paragraph", ""),
        after=data.get("after"),
        on=data.get("on", ""),
        basis=content_from_json(data.get("basis", [])),
        span=(start, end),
        replacement=content_from_json(data.get("replacement", [])),
        paragraph_kind=data.get("paragraph_kind", ""),
        level=data.get("level", 0),
        label=data.get("label", ""),
        party=data.get("party", ""),
        cosponsors=tuple(data.get("cosponsors", ())),
        rationale=data.get("rationale", ""),
        stage=data.get("stage", "open"),
        positions={
            party: Position(**said) for party, said in sorted(data.get("positions", {}).items())
        },
        by=data.get("by", ""),
        at=data.get("at", ""),
        batch=data.get("batch", ""),
    )


def position_to_json(position: Position) -> dict[str, str]:
    """The JSON shape: stance, statement, by, at."""
    return {
        "stance": position.stance,
        "statement": position.statement,
        "by": position.by,
        "at": position.at,
    }
