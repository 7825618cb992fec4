"""The edits that lead from one text to another, and texts led through the edits of a record."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any

from adref.drafting.edits import (
    ContentEdit,
    Edit,
    FormEdit,
    InsertEdit,
    LabelEdit,
    MoveEdit,
    RemoveEdit,
    apply_edits,
    edit_from_json,
)
from adref.drafting.text import Paragraph, WorkingText, paragraph_from_json


def edits_between(before: WorkingText, after: WorkingText) -> tuple[Edit, ...]:
    """Edits with ``apply_edits(before, edits) == after``; few, and none when they are equal."""
    was = {paragraph.id: paragraph for paragraph in before}
    there = {paragraph.id for paragraph in after}
    edits: list[Edit] = [RemoveEdit(p.id) for p in before if p.id not in there]
    staying = _staying([p.id for p in before], [p.id for p in after if p.id in was])
    anchor: str | None = None
    for paragraph in after:
        old = was.get(paragraph.id)
        if old is None:
            edits.append(InsertEdit(paragraph, anchor))
        else:
            if paragraph.id not in staying:
                edits.append(MoveEdit(paragraph.id, anchor))
            edits += _rewritten(old, paragraph)
        anchor = paragraph.id
    return tuple(edits)


def _rewritten(old: Paragraph, new: Paragraph) -> list[Edit]:
    if old is new or old == new:
        return []
    edits: list[Edit] = []
    if old.content != new.content:
        edits.append(ContentEdit(new.id, old.content, new.content))
    if old.label != new.label:
        edits.append(LabelEdit(new.id, old.label, new.label))
    if (old.kind, old.level) != (new.kind, new.level):
        edits.append(FormEdit(new.id, (old.kind, old.level), (new.kind, new.level)))
    return edits


def _staying(before: list[str], after: list[str]) -> set[str]:
    """Of paragraphs that are in both, as many as keep their order: the others are moved."""
    kept = set(after)
    if [identifier for identifier in before if identifier in kept] == after:
        return kept
    places = {identifier: place for place, identifier in enumerate(before)}
    ends: list[int] = []  # the smallest place at which a run of this length can end
    run_ends: list[str] = []
    previous: dict[str, str | None] = {}
    for identifier in after:
        at = bisect_left(ends, places[identifier])
        previous[identifier] = run_ends[at - 1] if at else None
        ends[at : at + 1] = [places[identifier]]
        run_ends[at : at + 1] = [identifier]
    staying: set[str] = set()
    last: str | None = run_ends[-1] if run_ends else None
    while last is not None:
        staying.add(last)
        last = previous[last]
    return staying


BEGUN, EDITED = "text_begun", "text_edited"
"""The acts by which a text begins, and by which pens write in it."""


def edits_of(event: Mapping[str, Any]) -> tuple[Edit, ...]:
    """The edits of an act (``event_to_json``). Raises ``ValueError`` or ``KeyError``."""
    return tuple(edit_from_json(edit) for edit in event.get("edits", ()))


def text_after(text: WorkingText, event: Mapping[str, Any]) -> WorkingText:
    """The working text after an act. Raises ``ValueError`` or ``KeyError`` when it is none."""
    if event["type"] == BEGUN:
        return tuple(paragraph_from_json(each) for each in event["text"])
    return apply_edits(text, edits_of(event)) if event.get("edits") else text


class Replay:
    """The text led through a long record: quick, because it is changed in place."""

    def __init__(self, text: WorkingText = ()) -> None:
        self._order = [paragraph.id for paragraph in text]
        self._paragraphs = {paragraph.id: paragraph for paragraph in text}

    @property
    def text(self) -> WorkingText:
        """The text as it stands now."""
        return tuple(self._paragraphs[identifier] for identifier in self._order)

    def take(self, event: Mapping[str, Any]) -> None:
        """An act (``event_to_json``). Raises ``ValueError`` or ``KeyError`` when it is none."""
        if event["type"] == BEGUN:
            begun = [paragraph_from_json(each) for each in event["text"]]
            self._order = [paragraph.id for paragraph in begun]
            self._paragraphs = {paragraph.id: paragraph for paragraph in begun}
        for edit in edits_of(event):
            self._edit(edit)

    def paragraph(self, identifier: str) -> Paragraph | None:
        """A paragraph as it stands now."""
        return self._paragraphs.get(identifier)

    def _edit(self, edit: Edit) -> None:
        if isinstance(edit, InsertEdit):
            self._place(edit.paragraph.id, edit.after)
            self._paragraphs[edit.paragraph.id] = edit.paragraph
        elif edit.paragraph not in self._paragraphs:
            return
        elif isinstance(edit, RemoveEdit):
            self._order.remove(edit.paragraph)
            del self._paragraphs[edit.paragraph]
        elif isinstance(edit, MoveEdit):
            self._order.remove(edit.paragraph)
            self._place(edit.paragraph, edit.after)
        else:
            (changed,) = apply_edits((self._paragraphs[edit.paragraph],), (edit,))
            self._paragraphs[edit.paragraph] = changed

    def _place(self, identifier: str, anchor: str | None) -> None:
        at = 0
        if anchor is not None:
            known = anchor in self._paragraphs and anchor != identifier
            at = self._order.index(anchor) + 1 if known else len(self._order)
        self._order.insert(at, identifier)


def replayed(events: Iterable[Mapping[str, Any]]) -> WorkingText:
    """The working text after all these acts."""
    replay = Replay()
    for event in events:
        replay.take(event)
    return replay.text
