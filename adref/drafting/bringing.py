"""A file is brought in: one act of the bureau, and what parties proposed in the file after it.

The act names the file by its digest and whose changes were taken for which party's; so it stays
on the record that the bureau submitted for a party, and from what. No command of a browser says
this: only the server, with the file in its hands, makes a ``BringIn``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adref.drafting.content import content_to_json
from adref.drafting.decision import Case, Decision, Refused
from adref.drafting.edits import ContentEdit, Edit, MoveEdit, RemoveEdit, edit_to_json
from adref.drafting.events import Event
from adref.drafting.evolution import evolve
from adref.drafting.floor import Remark, remark_to_json
from adref.drafting.meeting import LONGEST_REMARK
from adref.drafting.proposal import Proposal, proposal_to_json
from adref.drafting.rebasing import Protected, refer
from adref.drafting.submission import check_amendment
from adref.drafting.submitted import Amendment, amendment_to_json
from adref.drafting.text import WorkingText, find
from adref.drafting.tracked import Brought, Said

MOST_PROPOSALS = 3_000


@dataclass(frozen=True, slots=True)
class File:
    """A file from outside: its name, the SHA-256 of its bytes, and its format."""

    name: str
    digest: str
    format: str


@dataclass(frozen=True, slots=True)
class BringIn:
    """What a file brings. ``was`` is the text for which all this was found out; ``edits`` make it
    the new base (none when the text stays); ``ids``: the paragraph of the text for each of the
    file; ``people``: what was chosen for each person of the file."""

    name = "bring_in"
    file: File
    was: WorkingText
    edits: tuple[Edit, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    protected: tuple[Protected, ...] = ()
    proposals: tuple[Brought, ...] = ()
    remarks: tuple[Said, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)


def bring_in(case: Case, command: BringIn) -> Decision:
    """One act, a submission for each tracked change, a remark for each comment.

    What cannot be placed is not refused but listed in the act, with its words and the reason.
    """
    case.permit("bring_in")
    if case.text != command.was:
        raise Refused("moved_on", paragraph=_differing(case.text, command.was))
    for edit in command.edits:
        if isinstance(edit, ContentEdit | RemoveEdit | MoveEdit):
            case.unlocked(edit.paragraph)
    if not (command.edits or command.proposals or command.remarks or command.protected):
        raise Refused("nothing_changes")
    bringer = _Bringer(case, command)
    return Decision(bringer.events(), command.edits)


class _Bringer:
    def __init__(self, case: Case, command: BringIn) -> None:
        self.command = command
        self.batch = case.new_id()
        self.rebased = _anchors(case, command)
        self.told: list[Event] = []
        self.unplaced: list[dict[str, Any]] = []
        self.keys: dict[str, str] = {}
        head = case.event("brought_in", rebased=self.rebased)
        self.case = replace(case, text=case.after(command.edits), state=evolve(case.state, head))
        self.here = {paragraph.id for paragraph in self.case.text}

    def events(self) -> tuple[Event, ...]:
        """The act first, then what it brings."""
        for brought in self.command.proposals:
            self._submit(brought, "")
        remarks = [event for said in self.command.remarks for event in self._remark(said)]
        return (self._act(len(remarks)), *self.told, *remarks)

    def _act(self, remarks: int) -> Event:
        file = self.command.file
        return self.case.event(
            "brought_in",
            file={"name": file.name, "digest": file.digest, "format": file.format},
            people=dict(self.command.people),
            edits=[edit_to_json(edit) for edit in self.command.edits],
            rebased=self.rebased,
            protected=[
                {
                    "paragraph": item.paragraph,
                    "label": item.label,
                    "what": item.what,
                    "content": content_to_json(item.content),
                }
                for item in self.command.protected
            ],
            unplaced=self.unplaced,
            base=bool(self.command.edits),
            batch=self.batch,
            proposals=len(self.told),
            remarks=remarks,
        )

    def _submit(self, brought: Brought, on: str) -> None:
        amendment = self._placed(brought.amendment, on)
        try:
            if len(self.told) >= MOST_PROPOSALS:
                raise Refused("too_many", what="proposals", limit=MOST_PROPOSALS)
            check_amendment(self.case, amendment)
        except Refused as refused:
            self._list(brought, amendment, refused)
            return
        proposal = self._proposal(brought, amendment)
        event = self.case.event("submitted", proposal=proposal_to_json(proposal))
        self.told.append(event)
        self.case = replace(self.case, state=evolve(self.case.state, event))
        if brought.key:
            self.keys[brought.key] = proposal.id
        for answer in brought.answers:
            self._submit(answer, proposal.id)

    def _placed(self, amendment: Amendment, on: str) -> Amendment:
        """The amendment by the ids of the text."""
        ids = self.command.ids
        if amendment.kind == "new":
            return replace(
                amendment,
                after=self._anchor(amendment.after),
                replacement=refer(amendment.replacement, ids),
            )
        return replace(
            amendment,
            after=self._anchor(amendment.after) if amendment.kind == "move" else None,
            paragraph=ids.get(amendment.paragraph, "")
            if amendment.paragraph not in self.keys
            else "",
            on=on,
            basis=refer(amendment.basis, ids),
            replacement=refer(amendment.replacement, ids),
        )

    def _anchor(self, after: str | None) -> str | None:
        known = self.command.ids.get(after or "", after)
        return known if known is None or known in self.here else ""

    def _proposal(self, brought: Brought, amendment: Amendment) -> Proposal:
        return Proposal(
            id=self.case.new_id(),
            number=len(self.case.state.proposals) + 1,
            kind=amendment.kind,
            paragraph=amendment.paragraph,
            after=amendment.after,
            on=amendment.on,
            basis=amendment.basis,
            span=amendment.span,
            replacement=amendment.replacement,
            paragraph_kind=amendment.paragraph_kind,
            level=amendment.level,
            label=amendment.label,
            party=brought.party,
            by=brought.by,
            at=self.case.now,
            batch=self.batch,
        )

    def _list(self, brought: Brought, amendment: Amendment, refused: Refused) -> None:
        self.unplaced.append(
            {
                "party": brought.party,
                "by": brought.by,
                "amendment": amendment_to_json(amendment),
                "code": refused.refusal.code,
                "params": dict(refused.refusal.params),
            }
        )
        for answer in brought.answers:
            self._list(answer, answer.amendment, refused)

    def _remark(self, said: Said) -> Iterator[Event]:
        paragraph = self.keys.get(said.paragraph) or self.command.ids.get(said.paragraph, "")
        if paragraph not in self.here and paragraph not in self.case.state.proposals:
            self.unplaced.append(
                {
                    "party": said.party,
                    "by": said.by,
                    "remark": said.text,
                    "code": "no_such_paragraph",
                }
            )
            return
        for start in range(0, len(said.text), LONGEST_REMARK):
            made = Remark(
                id=self.case.new_id(),
                paragraph=paragraph,
                text=said.text[start : start + LONGEST_REMARK],
                by=said.by,
                party=said.party or None,
                role="delegate" if said.party else "observer",
                at=self.case.now,
            )
            yield self.case.event("remark_made", remark=remark_to_json(made))


def _anchors(case: Case, command: BringIn) -> dict[str, Any]:
    """Proposals that stood after a paragraph that goes stand after the nearest before it."""
    gone = {edit.paragraph for edit in command.edits if isinstance(edit, RemoveEdit)}
    ids = [paragraph.id for paragraph in case.text]
    out: dict[str, Any] = {}
    for proposal in case.state.proposals.values():
        if proposal.stage in ("open", "parked") and proposal.after in gone:
            before = ids[: ids.index(proposal.after)]
            nearest = next((other for other in reversed(before) if other not in gone), None)
            out[proposal.id] = {"after": nearest}
    return out


def _differing(text: WorkingText, other: WorkingText) -> str:
    """A paragraph in which two texts differ."""
    for paragraph in text:
        if find(other, paragraph.id) != paragraph:
            return paragraph.id
    return ""
