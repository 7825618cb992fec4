"""Streamlining: what the facilitator can put together; the acts themselves are commands."""

from typing import Any

from adref.drafting.edits import edit_to_json
from adref.drafting.facilitating import proof_to_json
from adref.drafting.ordering_options import orderable
from adref.drafting.profiles import PROFILES, Profile
from adref.drafting.proof import prove
from adref.drafting.streamlining import carried_out, read, suggest
from adref.drafting.text import WorkingText, paragraph_to_json
from adref.drafting.whereabouts import NOW
from adref.server.http.answers import Answer
from adref.server.http.door import Door, Visit, blocking
from adref.server.http.permits import may_read_desk, may_read_text
from adref.server.http.revisions import version_of_text
from adref.server.http.texts import TEXT, text_of_visit


class Suggestion(Answer):
    """A step, and the edits that it would make."""

    kind: str
    paragraph: str
    at: list[int]
    options: list[str]
    edits: list[dict[str, Any]]


class Choice(Answer):
    """An option that can be put elsewhere: its number, and its paragraphs."""

    paragraph: str
    number: str
    paragraphs: list[dict[str, Any]]


class Streamlining(Answer):
    """What can be done, and the groups of options whose order can be changed.

    ``paragraphs``: those that the suggestions touch, by id."""

    suggestions: list[Suggestion]
    groups: list[list[Choice]]
    paragraphs: dict[str, dict[str, Any]]


async def streamlining(visit: Visit) -> Streamlining:
    """What can be put together in the text as it stands."""
    row = await text_of_visit(visit)
    negotiation = await visit.negotiation_row()
    membership = await blocking(visit.office.directory.membership, row.negotiation)
    names = membership.shorts((*membership.parties, *membership.coalitions))
    text = await visit.office.hub.text(row.id)
    return await blocking(_found, text, names, PROFILES[negotiation.profile])


class Missing(Answer):
    """Words of one party in one place (``party`` empty: of the text)."""

    party: str
    paragraph: str
    words: list[str]


class ProofAnswer(Answer):
    """Whether every party's words are still there; ``labels``: of the paragraphs named."""

    holds: bool
    kept: int
    merged: list[Missing]
    missing: list[Missing]
    added: list[Missing]
    labels: dict[str, str]


async def proof(visit: Visit) -> ProofAnswer:
    """What became of every party's words between two versions (a revision's id, or ``now``)."""
    row = await text_of_visit(visit)
    asked = visit.request.query_params
    old = await version_of_text(visit.office, row, asked.get("old", NOW))
    new = await version_of_text(visit.office, row, asked.get("new", NOW))
    membership = await blocking(visit.office.directory.membership, row.negotiation)
    names = membership.shorts((*membership.parties, *membership.coalitions))
    proven = await blocking(prove, old, new, names)
    labels = {paragraph.id: paragraph.label for paragraph in (*new, *old)}
    return ProofAnswer(**proof_to_json(proven), labels=labels)


def _found(text: WorkingText, names: tuple[str, ...], profile: Profile) -> Streamlining:
    reading = read(text, names, profile)
    by_id = {paragraph.id: paragraph_to_json(paragraph) for paragraph in text}
    suggestions = [
        Suggestion(
            kind=step.kind,
            paragraph=step.paragraph,
            at=list(step.at),
            options=list(step.options),
            edits=[edit_to_json(edit) for edit in carried_out(reading, step)],
        )
        for step in suggest(reading)
    ]
    touched = {s.paragraph for s in suggestions}
    touched |= {edit["paragraph"] for s in suggestions for edit in s.edits}
    return Streamlining(
        suggestions=suggestions,
        paragraphs={identifier: by_id[identifier] for identifier in touched},
        groups=[
            [
                Choice(
                    paragraph=option.paragraph,
                    number=option.number,
                    paragraphs=[by_id[identifier] for identifier in option.covers],
                )
                for option in group.options
            ]
            for group in orderable(text, reading.notation)
        ],
    )


DOORS = (
    Door(
        "GET",
        TEXT + "/streamline",
        streamlining,
        "What can be put together without a word more or less",
        may_read_desk,
        Streamlining,
    ),
    Door(
        "GET",
        TEXT + "/proof",
        proof,
        "What became of every party's words between two versions",
        may_read_text,
        ProofAnswer,
        query=("old", "new"),
        packed=True,
    ),
)
