"""A small stage for the tests of the negotiation: parties, a text, and a table to act at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from adref.drafting.asking import command_from_json
from adref.drafting.content import Content, content_to_json, plain
from adref.drafting.edits import apply_edits
from adref.drafting.negotiation import Decision, Refusal, State, decide, evolve
from adref.drafting.parties import Actor, Coalition, Membership, Party
from adref.drafting.profiles import UN, Profile
from adref.drafting.proposal import Proposal
from adref.drafting.text import Paragraph, WorkingText

PARTIES = ("avon", "brill", "corva")
MEMBERSHIP = Membership(
    parties={
        **{name: Party(name, f"Republic of {name.title()}", name.title()) for name in PARTIES},
        "watch": Party("watch", "River Watch", "RW", "observer"),
    },
    coalitions={
        "coast": Coalition("coast", "Coastal States", "CS", frozenset({"avon", "brill"})),
        "hills": Coalition("hills", "Hill States", "HS", frozenset({"corva"})),
    },
)
CHAIR = Actor("s-chair", "Ines", "chair")
SECRETARY = Actor("s-sec", "Tomas", "secretariat")
AVON = Actor("s-avon", "Ada", "delegate", "avon")
AVON_2 = Actor("s-avon2", "Abe", "delegate", "avon")
BRILL = Actor("s-brill", "Bea", "delegate", "brill")
CORVA = Actor("s-corva", "Cai", "delegate", "corva")
OBSERVER = Actor("s-obs", "Olu", "observer", "watch")


def paragraphs(*words: str | Content, kind: str = "op") -> WorkingText:
    """Paragraphs p1, p2... with labels OP1, OP2..."""
    return tuple(
        Paragraph(f"p{n}", kind, plain(said) if isinstance(said, str) else said, f"OP{n}")
        for n, said in enumerate(words, 1)
    )


def change(
    basis: str | Content, old: str, new: str | Content, paragraph: str = "p1", on: str = ""
) -> dict[str, Any]:
    """An amendment that replaces ``old``, quoted once, in ``basis``.

    ``old`` may hold a ``|`` where something is inserted.
    """
    content = plain(basis) if isinstance(basis, str) else basis
    words = "".join(piece.text for piece in content)
    at = words.index(old.replace("|", ""))
    start = at + old.index("|") if "|" in old else at
    end = start if "|" in old else at + len(old)
    return {
        "kind": "change",
        "paragraph": paragraph,
        "on": on,
        "basis": content_to_json(content),
        "span": [start, end],
        "replacement": content_to_json(plain(new) if isinstance(new, str) else new),
    }


@dataclass
class Table:
    """A negotiation in memory: act, and see what stands."""

    text: WorkingText
    state: State = field(default_factory=State)
    profile: Profile = UN
    membership: Membership = MEMBERSHIP
    log: list[Any] = field(default_factory=list)
    _ids: Iterable[int] = field(default_factory=lambda: count(1))

    def ask(self, actor: Actor, command: Mapping[str, Any]) -> Decision | Refusal:
        """What would be decided; nothing is done."""
        numbers = iter(self._ids)
        return decide(
            self.state,
            self.text,
            command_from_json(command),
            actor,
            self.membership,
            f"2025-03-01T10:00:{len(self.log) % 60:02d}Z",
            lambda: f"x{next(numbers)}",
            self.profile,
        )

    def act(self, actor: Actor, **command: Any) -> Decision:
        """Do it; the test fails when it is refused."""
        decision = self.ask(actor, command)
        assert isinstance(decision, Decision), decision
        self.apply(decision)
        return decision

    def refused(self, actor: Actor, **command: Any) -> Refusal:
        """The refusal; the test fails when it is not refused."""
        refusal = self.ask(actor, command)
        assert isinstance(refusal, Refusal), refusal
        return refusal

    def apply(self, decision: Decision) -> None:
        """Events to the state, edits to the text."""
        for event in decision.events:
            self.state = evolve(self.state, event)
            self.log.append(event)
        self.text = apply_edits(self.text, decision.edits)

    def submit(
        self, actor: Actor, *amendments: dict[str, Any], party: str | None = None
    ) -> tuple[str, ...]:
        """Submit amendments; the ids of the proposals."""
        done = self.act(actor, do="submit", party=party or actor.party, amendments=list(amendments))
        return tuple(event.body["proposal"]["id"] for event in done.events)

    def propose(
        self, actor: Actor, old: str, new: str | Content, paragraph: str = "p1", on: str = ""
    ) -> str:
        """Submit one change of words as they stand in the text, or in the proposal ``on``."""
        if on:
            basis: Content = self.state.proposals[on].replacement
            paragraph = self.state.proposals[on].paragraph
        else:
            basis = next(p.content for p in self.text if p.id == paragraph)
        return self.submit(actor, change(basis, old, new, paragraph, on))[0]

    def words(self, paragraph: str = "p1") -> str:
        """The words of a paragraph as they stand."""
        return next(p.words for p in self.text if p.id == paragraph)

    def stage(self, proposal: str) -> str:
        """The stage of a proposal."""
        return self.state.proposals[proposal].stage

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """All proposals, whatever their stage."""
        return tuple(self.state.proposals.values())
