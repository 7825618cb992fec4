"""Issuing a revision: the text is numbered anew if wanted, sealed whole, and told to the floor."""

import re
from collections.abc import Mapping
from datetime import date

from adref.drafting.commands import Issue
from adref.drafting.decision import Case, Decision, Refused
from adref.drafting.edits import LabelEdit, apply_edits, edit_to_json
from adref.drafting.floor import State
from adref.drafting.foresight import fingerprint
from adref.drafting.heads import RevisionHead, head_to_json
from adref.drafting.numbering import alternative_label, next_label
from adref.drafting.proposal import ALTERNATIVE, NEW, Proposal, in_order
from adref.drafting.renumbering import renumbered
from adref.drafting.revision import revision_of, sealed
from adref.drafting.submission import within
from adref.drafting.symbols import same_symbol
from adref.drafting.text import WorkingText

LIMITS: Mapping[str, int] = {"symbol": 120, "title": 300, "status": 300, "disclaimer": 2_000}
MOST_DISCLAIMERS = 20
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LIVE = ("open", "parked")


def issue(case: Case, command: Issue) -> Decision:
    """Issue the text as it stands. Its bytes are kept with the event (``Decision.documents``)."""
    case.permit("issue")
    _check(case, command)
    edits = relabelling(case.text, command.numbering)
    text = apply_edits(case.text, edits)
    relabelled = _proposals_relabelled(case.state, text) if edits else {}
    head, data = _seal(case, command, text, edits, relabelled)
    event = case.event(
        "revision_issued",
        revision=head_to_json(head),
        edits=[edit_to_json(edit) for edit in edits],
        relabelled=relabelled,
    )
    return Decision((event,), edits, documents=((head.id, data),))


def relabelling(text: WorkingText, numbering: str) -> tuple[LabelEdit, ...]:
    """What a numbering anew does to the labels; nothing when ``numbering`` is empty."""
    if not numbering:
        return ()
    labels = renumbered(text, numbering)
    return tuple(LabelEdit(p.id, p.label, labels[p.id]) for p in text if p.id in labels)


def _seal(
    case: Case,
    command: Issue,
    text: WorkingText,
    edits: tuple[LabelEdit, ...],
    relabelled: Mapping[str, str],
) -> tuple[RevisionHead, bytes]:
    state = case.state
    for identifier, label in relabelled.items():
        state = state.with_proposal(state.proposals[identifier].having(label=label))
    head = RevisionHead(
        id=case.new_id(),
        number=len(state.revisions) + 1,
        symbol=" ".join(command.symbol.split()),
        title=command.title.strip(),
        language=command.language,
        date=command.date,
        status=command.status.strip(),
        disclaimers=tuple(words.strip() for words in command.disclaimers if words.strip()),
        numbering=command.numbering,
        previous=state.revisions[-1].id if state.revisions else "",
        by=case.actor.name,
        role=case.actor.role,
        at=case.now,
    )
    was = {edit.paragraph: edit.before for edit in edits}
    revision, data = sealed(revision_of(head, text, state, case.membership, case.profile, was))
    return revision.head, data


def _check(case: Case, command: Issue) -> None:
    for field in ("symbol", "title"):
        if not getattr(command, field).strip():
            raise Refused("field_empty", field=field)
    for field in ("symbol", "title", "status"):
        within(field, getattr(command, field), LIMITS[field])
    if len(command.disclaimers) > MOST_DISCLAIMERS:
        raise Refused(
            "too_many", what="disclaimer", limit=MOST_DISCLAIMERS, count=len(command.disclaimers)
        )
    for words in command.disclaimers:
        within("disclaimer", words, LIMITS["disclaimer"])
    if not _LANGUAGE.fullmatch(command.language):
        raise Refused("bad_language", language=command.language[:40])
    if not _is_date(command.date):
        raise Refused("bad_date", date=command.date[:40])
    if command.expect and command.expect != fingerprint(case.text, case.state):
        raise Refused("changed_since")
    for head in case.state.revisions:
        if same_symbol(head.symbol, command.symbol):
            raise Refused("symbol_taken", symbol=head.symbol)


def _is_date(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _proposals_relabelled(state: State, text: WorkingText) -> dict[str, str]:
    """New labels of proposed paragraphs, continued from what they stand after or beside."""
    labels = {paragraph.id: paragraph.label for paragraph in text}
    taken = list(labels.values())
    changed: dict[str, str] = {}
    for proposal in in_order(state.proposals.values()):
        if proposal.stage not in _LIVE or not proposal.label:
            continue
        label = _label_of(proposal, labels, taken)
        labels[proposal.id] = label
        taken.append(label)
        if label != proposal.label:
            changed[proposal.id] = label
    return changed


def _label_of(proposal: Proposal, labels: Mapping[str, str], taken: list[str]) -> str:
    if proposal.kind == NEW:
        return next_label(labels.get(proposal.after or "", ""), taken) or proposal.label
    if proposal.kind == ALTERNATIVE and labels.get(proposal.paragraph):
        return alternative_label(labels[proposal.paragraph], taken)
    return proposal.label
