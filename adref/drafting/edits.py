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
    """The text after the edits, in order. An edit of an absent paragraph changes nothing.

    A file laid over a long text makes thousands of edits: each costs what it touches.
    """
    known = {paragraph.id: paragraph for paragraph in text}
    order = [paragraph.id for paragraph in text]
    if len(known) != len(order):  # no text of ours: an id stands twice
        raise ValueError("two paragraphs with one id")
    for edit in edits:
        _apply(known, order, edit)
    return tuple(known[identifier] for identifier in order)


def _apply(known: dict[str, Paragraph], order: list[str], edit: Edit) -> None:
    if isinstance(edit, InsertEdit):
        if edit.paragraph.id in known:
            raise ValueError("a paragraph with this id is there already")
        known[edit.paragraph.id] = edit.paragraph
        _put(order, edit.after, edit.paragraph.id)
        return
    held = known.get(edit.paragraph)
    if held is None:
        return
    match edit:
        case ContentEdit(after=after):
            known[held.id] = held.reading(after)
        case RemoveEdit():
            order.remove(held.id)
            del known[held.id]
        case MoveEdit(after=anchor):
            order.remove(held.id)
            _put(order, anchor, held.id)
        case LabelEdit(after=label):
            known[held.id] = replace(held, label=label)
        case FormEdit(after=(kind, level)):
            known[held.id] = replace(held, kind=kind, level=level)


def _put(order: list[str], anchor: str | None, identifier: str) -> None:
    """After the anchor; at the beginning for None, at the end when it is not there."""
    if anchor is None:
        order.insert(0, identifier)
    elif anchor in order:
        order.insert(order.index(anchor) + 1, identifier)
    else:
        order.append(identifier)


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
