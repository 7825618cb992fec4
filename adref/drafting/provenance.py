"""The source table: from where each paragraph of a revision came, by whom, and by which acts.

Read off the record of acts (``event_to_json``) up to the issue of the revision, and off the
revision before it. Whoever typed a word is on the record; whose words stand is told by proposals.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from adref.drafting.concordance import NEW, concordance
from adref.drafting.numbering import display_labels
from adref.drafting.proposal import ALTERNATIVE, Proposal, about
from adref.drafting.revision import Revision

TOLD = (
    *("submitted", "withdrawn", "adopted", "bracketed", "parked", "unparked", "overtaken"),
    *("resolved", "marked", "text_edited", "brought_in"),
)
"""The acts of which the table tells."""
IN_THE_TEXT = ("adopted", "bracketed")
FIRST_WORDS = 120  # code points


@dataclass(frozen=True, slots=True)
class Act:
    """An act on a paragraph. ``proposal`` is its number (0: none), ``detail`` a state or choice."""

    seq: int
    type: str
    at: str
    by: str
    role: str
    party: str | None
    proposal: int = 0
    parties: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One paragraph of the revision.

    ``came_from``: (id, label) of the paragraphs of the revision before from which it came; for
    one that is new, those whose words it has or to which it was an alternative. ``parties``: those
    whose proposals are in it. ``acts``: in the order of the record.
    """

    id: str
    kind: str
    label: str
    words: str
    came_from: tuple[tuple[str, str], ...]
    parties: tuple[str, ...]
    acts: tuple[Act, ...]


def sources(
    revision: Revision, previous: Revision | None, record: Iterable[Mapping[str, Any]]
) -> tuple[Source, ...]:
    """The table, in the order of the revision. ``record``: the events of the floor, as JSON."""
    acts, parties = _acts(revision, record)
    ancestors = _ancestors(revision, previous)
    labels = display_labels(revision.text)
    return tuple(
        Source(
            paragraph.id,
            paragraph.kind,
            labels.get(paragraph.id, ""),
            " ".join(paragraph.words[: 2 * FIRST_WORDS].split())[:FIRST_WORDS],
            ancestors.get(paragraph.id, ()),
            tuple(parties[paragraph.id]),
            tuple(acts[paragraph.id]),
        )
        for paragraph in revision.text
    )


def _acts(
    revision: Revision, record: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, list[Act]], dict[str, dict[str, None]]]:
    """By paragraph: the acts on it, and the parties whose proposals are in it."""
    acts: dict[str, list[Act]] = defaultdict(list)
    parties: dict[str, dict[str, None]] = defaultdict(dict)
    proposals = revision.state.proposals
    for event in record:
        if event["type"] == "revision_issued" and event["revision"]["id"] == revision.head.id:
            break
        if event["type"] not in TOLD:
            continue
        proposal = proposals.get(_proposal_id(event))
        act = _act(event, proposal)
        for paragraph in _paragraphs(event, proposal, proposals):
            acts[paragraph].append(act)
            if event["type"] in IN_THE_TEXT and proposal is not None:
                parties[paragraph].update(dict.fromkeys(proposal.parties))
    return acts, parties


def _proposal_id(event: Mapping[str, Any]) -> str:
    found = event.get("proposal", "")
    return str(found["id"]) if isinstance(found, Mapping) else str(found)


def _act(event: Mapping[str, Any], proposal: Proposal | None) -> Act:
    by = event["by"]
    return Act(
        event["seq"],
        event["type"],
        event["at"],
        by["name"],
        by["role"],
        by.get("party"),
        proposal.number if proposal else 0,
        proposal.parties if proposal else (),
        str(event.get("state") or event.get("choice") or ""),
    )


def _paragraphs(
    event: Mapping[str, Any], proposal: Proposal | None, proposals: Mapping[str, Proposal]
) -> tuple[str, ...]:
    """The paragraphs that an act is about: those that it edits, else the one that it names."""
    edited = [edit["paragraph"] for edit in event.get("edits", ()) if edit["edit"] != "label"]
    if edited:
        return tuple(dict.fromkeys(edited))
    if event.get("paragraph"):
        return (event["paragraph"],)
    return (about(proposal, proposals) or proposal.id,) if proposal is not None else ()


def _ancestors(
    revision: Revision, previous: Revision | None
) -> dict[str, tuple[tuple[str, str], ...]]:
    if previous is None:
        return {}
    labels = display_labels(previous.text)
    there = {paragraph.id for paragraph in previous.text}
    rows = concordance(previous.text, revision.text)
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.fate == NEW:
            found[row.id] += row.others
        elif row.id in there:
            found[row.id].insert(0, row.id)
            for taker in row.others:
                found[taker].append(row.id)
    for proposal in revision.state.proposals.values():
        # What was adopted as an alternative has the id of its proposal.
        beside = proposal.paragraph
        if proposal.kind == ALTERNATIVE and proposal.stage in IN_THE_TEXT and beside in there:
            found[proposal.id].append(beside)
    return {
        identifier: tuple((each, labels.get(each, "")) for each in dict.fromkeys(ancestors))
        for identifier, ancestors in found.items()
    }


def source_to_json(source: Source) -> dict[str, Any]:
    """The JSON shape: id, kind, label, words, came_from, parties, acts."""
    return {
        "id": source.id,
        "kind": source.kind,
        "label": source.label,
        "words": source.words,
        "came_from": [{"id": each, "label": label} for each, label in source.came_from],
        "parties": list(source.parties),
        "acts": [act_to_json(act) for act in source.acts],
    }


def act_to_json(act: Act) -> dict[str, Any]:
    """The JSON shape: the fields as they are named."""
    return {
        "seq": act.seq,
        "type": act.type,
        "at": act.at,
        "by": act.by,
        "role": act.role,
        "party": act.party,
        "proposal": act.proposal,
        "parties": list(act.parties),
        "detail": act.detail,
    }
