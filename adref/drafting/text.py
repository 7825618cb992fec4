"""The working text as a value: an ordered tuple of paragraphs, each under its permanent id."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from adref.drafting.content import Content, content_from_json, content_to_json, text_of

KINDS = (
    "title",
    "heading",
    "pp",  # preambular paragraph
    "op",  # operative paragraph
    "article",  # the heading line of an article
    "chapeau",
    "item",
    "footnote",
    "annex",  # the heading line of an annex
    "row",  # of a table: see adref.drafting.rows
    "plain",  # anything else that stands in a source
)
STATES = ("open", "agreed_ad_ref", "agreed")
LOCKED = ("agreed_ad_ref", "agreed")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of negotiation. ``id`` never changes; ``label`` is what is printed and may."""

    id: str
    kind: str
    content: Content = ()
    label: str = ""
    level: int = 0

    @property
    def words(self) -> str:
        """The words alone, without the label."""
        return text_of(self.content)

    def reading(self, content: Content) -> "Paragraph":
        """The same paragraph with other words."""
        return replace(self, content=content)


WorkingText = tuple[Paragraph, ...]


def paragraph_to_json(paragraph: Paragraph) -> dict[str, Any]:
    """The JSON shape: id, kind, level, label, content."""
    return {
        "id": paragraph.id,
        "kind": paragraph.kind,
        "level": paragraph.level,
        "label": paragraph.label,
        "content": content_to_json(paragraph.content),
    }


def paragraph_from_json(data: Any) -> Paragraph:
    """Read the JSON shape; raises ``ValueError`` with the reason when it is not one."""
    if not isinstance(data, dict) or not isinstance(data.get("id"), str):
        raise ValueError("a paragraph needs an id")
    kind = data.get("kind", "plain")
    if kind not in KINDS:
        raise ValueError(f"unknown kind of paragraph: {kind}")
    return Paragraph(
        id=data["id"],
        kind=kind,
        content=content_from_json(data.get("content", "")),
        label=str(data.get("label", "")),
        level=int(data.get("level", 0)),
    )


def find(text: Iterable[Paragraph], identifier: str) -> Paragraph | None:
    """The paragraph with this id, or None."""
    return next((paragraph for paragraph in text if paragraph.id == identifier), None)
