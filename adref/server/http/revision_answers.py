"""What the doors of revisions give, as models."""

from typing import Any

from adref.server.http.answers import Answer


class Head(Answer):
    """What everybody reads of a revision without opening it (``drafting.heads``)."""

    id: str
    number: int
    symbol: str
    title: str
    language: str
    date: str
    status: str
    disclaimers: list[str]
    numbering: str
    previous: str
    by: str
    role: str
    at: str
    digest: str


class Revisions(Answer):
    """All revisions of a text in their order.

    ``next``: form -> proposed symbol. ``numbering``: the schemes of this forum, the usual first.
    """

    revisions: list[Head]
    next: dict[str, str]
    numbering: list[str]


class Foreseen(Answer):
    """What a revision would hold (``drafting.foresight``)."""

    fingerprint: str
    totals: dict[str, int]
    lines: list[dict[str, Any]]


class RevisionIssued(Answer):
    """A revision that was issued; or, dry, what it would be."""

    revision: Head
    foreseen: Foreseen | None


class RevisionContent(Answer):
    """A revision as it is written in one view: sentences that say what it is, and paragraphs."""

    revision: Head
    view: str
    audience: str
    paragraphs: list[dict[str, Any]]


class Sources(Answer):
    """The source table (``drafting.provenance``)."""

    revision: str
    paragraphs: list[dict[str, Any]]


class Concordance(Answer):
    """Old and new labels (``drafting.concordance``)."""

    since: str
    until: str
    rows: list[dict[str, Any]]


class Whereabouts(Answer):
    """What became of the paragraphs of one label (``drafting.whereabouts``)."""

    since: str
    query: str
    versions: list[dict[str, str]]
    trails: list[dict[str, Any]]
