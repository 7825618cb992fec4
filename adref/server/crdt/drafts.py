"""Drafts as a document whose entries stay what browsers take them for. Nobody reads the words."""

from collections.abc import Iterable
from typing import Any

from pycrdt import Map, XmlFragment

from adref.server.crdt.document import Document, Touch, fence

_BODY = "body"


class DraftsDocument(Document):
    """A document in which every entry is a map of plain fields with a body."""

    def __init__(self, root: str, updates: Iterable[bytes] = ()) -> None:
        self._touched: set[str] = set()
        super().__init__(root, updates)
        self._watch(self.root.observe_deep, self._collect)

    def try_update(self, update: bytes) -> Touch:
        """Integrate an update and say what it did. After ``malformed`` the document is spoilt."""
        self._touched.clear()
        touch = super().try_update(update)
        with fence(), self.doc.transaction():
            sound = all(_is_sound(self.root.get(identifier)) for identifier in self._touched)
        return touch if sound else touch._replace(malformed="an entry is not a draft")

    def _collect(self, events: Any) -> None:
        for event in events:
            if event.path:
                self._touched.add(str(event.path[0]))
            else:
                self._touched.update(event.keys)


def _is_sound(entry: Any) -> bool:
    """Whether it is a draft, or nothing (any more)."""
    if entry is None:
        return True
    if not isinstance(entry, Map):
        return False
    return all(
        isinstance(entry.get(name), XmlFragment if name == _BODY else str | int | float | None)
        for name in entry.keys()  # noqa: SIM118 - not a dict
    )
