"""What ``decide`` answers: a decision, or a refusal with a reason that a person can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adref.drafting.access import Context, may
from adref.drafting.edits import Edit, apply_edits
from adref.drafting.events import Event
from adref.drafting.floor import State
from adref.drafting.parties import Actor, Membership
from adref.drafting.procedure import paragraph_after, proposal_after
from adref.drafting.profiles import UN, Profile
from adref.drafting.proposal import Proposal
from adref.drafting.text import LOCKED, Paragraph, WorkingText, find

CODES: Mapping[str, int] = {
    "not_permitted": 403,  # the table of access says no
    "bad_command": 422,  # field, reason
    "no_such_proposal": 422,
    "no_such_paragraph": 422,
    "no_such_remark": 422,
    "no_such_party": 422,
    "moved_on": 409,  # paragraph: the words meant are no longer there
    "locked": 409,  # paragraph, label, state
    "open_proposals": 409,  # paragraph, label, count
    "not_in_procedure": 409,  # event, status: the table of procedure says no
    "nothing_submitted": 422,
    "nothing_changes": 422,
    "empty_words": 422,
    "too_long": 422,  # what, limit, length
    "too_many": 422,  # what, limit, count
    "own_proposal": 409,
    "not_amendable": 409,  # kind: there are no words in it to amend
    "cannot_bracket": 409,  # kind
    "misplaced": 422,  # a paragraph after itself
    "no_such_bracket": 409,  # paragraph
    "no_such_option": 409,  # paragraph
    "cannot_streamline": 409,  # paragraph
    "words_lost": 409,  # paragraph, count
    "symbol_taken": 409,  # symbol: another revision of this text has it
    "changed_since": 409,  # the text or the floor is not what was looked at
    "field_empty": 422,  # field
    "bad_language": 422,  # language: not a tag such as en or pt-BR
    "bad_date": 422,  # date: not YYYY-MM-DD
}
"""Every code of a refusal, with the HTTP status that says the same. Keys of the catalogue."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing is done. ``code`` is a key of ``CODES``, ``params`` fill the sentence."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status: 403, 409 or 422."""
        return CODES[self.code]


@dataclass(frozen=True, slots=True)
class Decision:
    """What happened and what is to be written; ``moved_on`` are proposals that lose their words.

    ``documents`` (id, bytes) are kept for ever with the events: issued revisions.
    """

    events: tuple[Event, ...] = ()
    edits: tuple[Edit, ...] = ()
    moved_on: tuple[str, ...] = ()
    documents: tuple[tuple[str, bytes], ...] = ()


class Refused(Exception):
    """Raised inside the core; ``decide`` turns it into a ``Refusal``."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, params)


@dataclass(frozen=True, slots=True)
class Case:
    """All that one decision may look at. ``now`` is ISO 8601 in UTC; ``new_id`` makes ids."""

    state: State
    text: WorkingText
    actor: Actor
    membership: Membership
    now: str
    new_id: Callable[[], str]
    profile: Profile = UN

    def event(self, kind: str, **body: Any) -> Event:
        """An event of this case: by this person, at this instant."""
        return Event(kind, self.now, self.actor, body)

    def permit(self, what: str, proposal: Proposal | None = None, voice: str | None = None) -> None:
        """Raise ``not_permitted`` unless the table of access allows it."""
        context = Context(self.membership, self.state.codrafting, proposal, voice)
        if not may(self.actor, what, context):
            raise Refused("not_permitted")

    def proposal(self, identifier: str) -> Proposal:
        """The proposal, or ``no_such_proposal``."""
        found = self.state.proposals.get(identifier)
        if found is None:
            raise Refused("no_such_proposal")
        return found

    def paragraph(self, identifier: str) -> Paragraph:
        """The paragraph as it stands, or ``no_such_paragraph``."""
        found = find(self.text, identifier)
        if found is None:
            raise Refused("no_such_paragraph")
        return found

    def unlocked(self, identifier: str) -> Paragraph:
        """The paragraph, or ``locked`` when it is agreed."""
        found = self.paragraph(identifier)
        state = self.state.paragraph_state(identifier)
        if state in LOCKED or paragraph_after(state, "amended") is None:
            raise Refused("locked", paragraph=found.id, label=found.label, state=state)
        return found

    def provided(self, proposal: Proposal, event: str) -> None:
        """Raise ``not_in_procedure`` unless the table of procedure provides for the event."""
        if proposal_after(proposal.stage, event) is None:
            raise Refused("not_in_procedure", event=event, status=proposal.stage)

    def as_expected(self, expect: Mapping[str, str]) -> None:
        """Raise ``moved_on`` when a paragraph no longer reads as the person saw it."""
        for identifier, words in expect.items():
            found = find(self.text, identifier)
            if found is None or found.words != words:
                raise Refused("moved_on", paragraph=identifier)

    def after(self, edits: tuple[Edit, ...]) -> WorkingText:
        """The text as it would be."""
        return apply_edits(self.text, edits)
