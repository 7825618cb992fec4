"""What may stand in each kind of document: its root, and the fields of an entry."""

from dataclasses import dataclass

_SCALARS = {"order", "kind", "level", "label", "target"}
_DRAFT = {"paragraph", "after", "paragraphKind", "basis", "by"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand in one kind of document."""

    root: str
    keys: frozenset[str]


WORKING_TEXT = Shape("paragraphs", frozenset({*_SCALARS, "body"}))
DRAFTS = Shape("drafts", frozenset({*_SCALARS, *_DRAFT, "body"}))
