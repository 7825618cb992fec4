"""The working text as a document that knows which paragraphs an update touches."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from adref.drafting.edits import (
    ContentEdit,
    Edit,
    FormEdit,
    InsertEdit,
    LabelEdit,
    MoveEdit,
    RemoveEdit,
)
from adref.drafting.ordering import key_between, keys_between
from adref.drafting.text import WorkingText
from adref.server.crdt.document import Document, Touch, fence, merged
from adref.server.crdt.reading import ROOT, Entry, Malformed, in_order, read_entry
from adref.server.crdt.writing import change_body, write_paragraph


class WorkingDocument(Document):
    """A document of paragraphs, with their values at hand."""

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self._touched: set[str] = set()
        self.entries: dict[str, Entry] = {}
        super().__init__(ROOT, updates)
        self._watch(self.root.observe_deep, self._collect)
        with fence(), self.doc.transaction():
            for identifier in self.root.keys():  # noqa: SIM118 - not a dict
                self._reread(identifier)
        self._text: WorkingText | None = None

    @property
    def text(self) -> WorkingText:
        """The paragraphs in order."""
        if self._text is None:
            self._text = in_order(self.entries)
        return self._text

    def try_update(self, update: bytes) -> Touch:
        """Integrate an update and say what it did. After ``malformed`` the document is spoilt.

        Raises ``Broken``, after which it is too.
        """
        self._touched.clear()
        changed = self.apply(update)
        touched = frozenset(self._touched)
        self._text = None
        try:
            with fence(), self.doc.transaction():
                for identifier in touched:
                    self._reread(identifier, tolerant=False)
        except Malformed as reason:
            return Touch(touched, changed, str(reason))
        return Touch(touched, changed)

    def fill(self, paragraphs: WorkingText) -> bytes:
        """Write a whole text after what there is, in one transaction; the update it makes."""
        last = max((entry.order for entry in self.entries.values()), default=None)
        orders = keys_between(last, None, len(paragraphs))

        def write() -> None:
            for order, paragraph in zip(orders, paragraphs, strict=True):
                write_paragraph(self.root, order, paragraph)

        return self._write(write)

    def edit(self, edits: Iterable[Edit]) -> bytes:
        """Carry out the edits of a decision; the update they make, empty when they do nothing.

        Raises ``Broken``, after which the document is spoilt.
        """
        # One transaction each: where the next one goes depends on what this one did.
        updates = [self._write(partial(self._edit, edit)) for edit in edits]
        updates = [update for update in updates if update]
        return merged(updates) if updates else b""

    def _write(self, work: Callable[[], None]) -> bytes:
        self._effect = None
        self._touched.clear()
        with fence():
            with self.doc.transaction():
                work()
            with self.doc.transaction():
                for identifier in self._touched:
                    self._reread(identifier)
        self._text = None
        return self._effect or b""

    def _edit(self, edit: Edit) -> None:
        match edit:
            case ContentEdit(paragraph=identifier, after=after):
                if identifier in self.entries:
                    change_body(self.root[identifier]["body"], after)
            case InsertEdit(paragraph=paragraph, after=anchor):
                write_paragraph(self.root, self._order_after(anchor, paragraph.id), paragraph)
            case RemoveEdit(paragraph=identifier):
                if identifier in self.entries:
                    del self.root[identifier]
            case MoveEdit(paragraph=identifier, after=anchor):
                if identifier in self.entries:
                    self.root[identifier]["order"] = self._order_after(anchor, identifier)
            case LabelEdit(paragraph=identifier, after=label):
                if identifier in self.entries:
                    self.root[identifier]["label"] = label
            case FormEdit(paragraph=identifier, after=(kind, level)):
                if identifier in self.entries:
                    self.root[identifier]["kind"] = kind
                    self.root[identifier]["level"] = level

    def _order_after(self, anchor: str | None, moving: str) -> str:
        """An order key right after ``anchor`` (None: before everything; unknown: at the end)."""
        others = [entry.order for key, entry in self.entries.items() if key != moving]
        if anchor is None:
            return key_between(None, min(others, default=None))
        low = self.entries[anchor].order if anchor in self.entries else max(others, default=None)
        # Where several paragraphs share a key (made at one instant) this goes after all of them.
        above = (order for order in others if low is not None and order > low)
        return key_between(low, min(above, default=None))

    def _reread(self, identifier: str, tolerant: bool = True) -> None:
        try:
            entry = read_entry(self.root, identifier)
        except Malformed:
            if not tolerant:
                raise
            entry = None
        if entry is None:
            self.entries.pop(identifier, None)
        else:
            self.entries[identifier] = entry

    def _collect(self, events: Any) -> None:
        for event in events:
            if event.path:
                self._touched.add(str(event.path[0]))
            else:
                self._touched.update(event.keys)
