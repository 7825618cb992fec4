"""Edits of the working text that a decision asks for, and what a text is after them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from adref.drafting.content import Content, content_from_json, content_to_json
from adref.drafting.text import Paragraph, WorkingText


@dataclass(frozen=True, slots=True)
class ContentEdit:
    """The words of a paragraph, before and after."""

    paragraph: str
    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class InsertEdit:
    """A new paragraph, after another one or (None) at the beginning."""

    paragraph: Paragraph
    after: str | None


@dataclass(frozen=True, slots=True)
class RemoveEdit:
    """A paragraph goes."""

    paragraph: str


@dataclass(frozen=True, slots=True)
class MoveEdit:
    """A paragraph goes elsewhere, words unchanged."""

    paragraph: str
    after: str | None


@dataclass(frozen=True, slots=True)
class LabelEdit:
    """What is printed before a paragraph; its words and its id stay."""

    paragraph: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FormEdit:
    """What a paragraph is (its kind) and how deep it stands (its level); its words stay."""

    paragraph: str
    before: tuple[str, int]
    after: tuple[str, int]


Edit = ContentEdit | InsertEdit | RemoveEdit | MoveEdit | LabelEdit | FormEdit


def apply_edits(text: WorkingText, edits: Iterable[Edit]) -> WorkingText:
    """The text after the edits, in order. An edit of an absent paragraph changes nothing."""
    for edit in edits:
        text = _apply(text, edit)
    return text


def _apply(text: WorkingText, edit: Edit) -> WorkingText:
    match edit:
        case ContentEdit(paragraph=changed, after=after):
            return tuple(p.reading(after) if p.id == changed else p for p in text)
        case InsertEdit(paragraph=new, after=anchor):
            return insert_after(text, anchor, new)
        case RemoveEdit(paragraph=removed):
            return tuple(p for p in text if p.id != removed)
        case MoveEdit(paragraph=moved, after=anchor):
            found = next((p for p in text if p.id == moved), None)
            if found is None:
                return text
            return insert_after(tuple(p for p in text if p.id != moved), anchor, found)
        case LabelEdit(paragraph=labelled, after=label):
            return tuple(replace(p, label=label) if p.id == labelled else p for p in text)
        case FormEdit(paragraph=formed, after=(kind, level)):
            return tuple(replace(p, kind=kind, level=level) if p.id == formed else p for p in text)


def insert_after(text: WorkingText, anchor: str | None, new: Paragraph) -> WorkingText:
    """The text with a paragraph after another one; at the beginning when ``anchor`` is None."""
    if anchor is None:
        return (new, *text)
    at = next((index for index, p in enumerate(text) if p.id == anchor), len(text) - 1)
    return (*text[: at + 1], new, *text[at + 1 :])


def edit_to_json(edit: Edit) -> dict[str, Any]:
    """The JSON shape of docs/architecture.md."""
    match edit:
        case ContentEdit(paragraph, before, after):
            return {
                "edit": "content",
                "paragraph": paragraph,
                "before": content_to_json(before),
                "after": content_to_json(after),
            }
        case InsertEdit(new, anchor):
            return {
                "edit": "insert",
                "paragraph": new.id,
                "after": anchor,
                "kind": new.kind,
                "level": new.level,
                "label": new.label,
                "content": content_to_json(new.content),
            }
        case RemoveEdit(paragraph):
            return {"edit": "remove", "paragraph": paragraph}
        case MoveEdit(paragraph, anchor):
            return {"edit": "move", "paragraph": paragraph, "after": anchor}
        case LabelEdit(paragraph, old, new_label):
            return {"edit": "label", "paragraph": paragraph, "before": old, "after": new_label}
        case FormEdit(paragraph, old_form, new_form):
            return {
                "edit": "form",
                "paragraph": paragraph,
                "before": list(old_form),
                "after": list(new_form),
            }


def edit_from_json(data: dict[str, Any]) -> Edit:
    """Read the JSON shape; raises ``ValueError`` when it is not one."""
    match data.get("edit"):
        case "content":
            return ContentEdit(
                data["paragraph"],
                content_from_json(data["before"]),
                content_from_json(data["after"]),
            )
        case "insert":
            new = Paragraph(
                id=data["paragraph"],
                kind=data["kind"],
                content=content_from_json(data["content"]),
                label=data["label"],
                level=data["level"],
            )
            return InsertEdit(new, data["after"])
        case "remove":
            return RemoveEdit(data["paragraph"])
        case "move":
            return MoveEdit(data["paragraph"], data["after"])
        case "label":
            return LabelEdit(data["paragraph"], data["before"], data["after"])
        case "form":
            return FormEdit(data["paragraph"], _form(data["before"]), _form(data["after"]))
    raise ValueError(f"unknown edit: {data.get('edit')}")


def _form(data: Any) -> tuple[str, int]:
    kind, level = data
    return str(kind), int(level)
