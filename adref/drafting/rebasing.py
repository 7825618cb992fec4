"""A new base laid over a text under negotiation: what would have to change, by content.

Paragraphs keep their ids where they say the same thing. What is agreed is not touched: what the
new base would change there is listed, and waits for a re-opening.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from adref.drafting.alignment import increasing
from adref.drafting.content import FOOTNOTE, Content, Piece, tidy
from adref.drafting.edits import ContentEdit, Edit, InsertEdit, LabelEdit, MoveEdit, RemoveEdit
from adref.drafting.matching import match
from adref.drafting.text import Paragraph, WorkingText

CHANGED, REMOVED, MOVED = "changed", "removed", "moved"


@dataclass(frozen=True, slots=True)
class Protected:
    """An agreed paragraph that the new base would change, remove or move. ``content``: how it
    would read (for ``changed``)."""

    paragraph: str
    label: str
    what: str
    content: Content = ()


@dataclass(frozen=True, slots=True)
class Rebased:
    """What a new base does. ``ids``: the paragraph of the text for each of the file."""

    edits: tuple[Edit, ...]
    ids: Mapping[str, str]
    protected: tuple[Protected, ...] = ()


def placed(present: WorkingText, incoming: WorkingText) -> dict[str, str]:
    """Which paragraph of the text each paragraph of the file is; new ones are in none."""
    out: dict[str, str] = {}
    for old, new in match(present, incoming, by_id=False):
        # Of a paragraph in several, or several in one, the longest goes on under the id.
        first = max(old, key=lambda index: len(present[index].words))
        second = max(new, key=lambda index: len(incoming[index].words))
        out[incoming[second].id] = present[first].id
    return out


def rebase(present: WorkingText, incoming: WorkingText, locked: Collection[str]) -> Rebased:
    """The edits by which the text becomes the file, but for what is agreed."""
    return _Rebaser(present, incoming, locked).rebase()


class _Rebaser:
    def __init__(
        self, present: WorkingText, incoming: WorkingText, locked: Collection[str]
    ) -> None:
        self.present, self.locked = present, frozenset(locked)
        self.known = {paragraph.id: paragraph for paragraph in present}
        self.ids = placed(present, incoming)
        self.wanted = {
            self.ids.get(paragraph.id, paragraph.id): replace(
                paragraph,
                id=self.ids.get(paragraph.id, paragraph.id),
                content=refer(paragraph.content, self.ids),
            )
            for paragraph in incoming
        }
        self.protected: list[Protected] = []

    def rebase(self) -> Rebased:
        """The whole."""
        removed = [p for p in self.present if p.id not in self.wanted]
        for paragraph in removed:
            if paragraph.id in self.locked:
                self._protect(paragraph, REMOVED)
        order = self._order([p.id for p in removed if p.id in self.locked])
        moved = self._moved(order)
        for identifier in [i for i in moved if i in self.locked]:
            self._protect(self.known[identifier], MOVED)
            order.remove(identifier)
            self._put_back(order, identifier)
            moved.remove(identifier)
        edits: list[Edit] = [RemoveEdit(p.id) for p in removed if p.id not in self.locked]
        before: str | None = None
        for identifier in order:
            edits += self._edits(identifier, before, identifier in moved)
            before = identifier
        ids = dict(self.ids) | {key: key for key in self.wanted if key not in self.known}
        return Rebased(tuple(edits), ids, tuple(self.protected))

    def _edits(self, identifier: str, before: str | None, moves: bool) -> list[Edit]:
        wanted = self.wanted.get(identifier)
        present = self.known.get(identifier)
        if wanted is None:
            return []  # it stays, because it is agreed
        if present is None:
            return [InsertEdit(wanted, before)]
        edits: list[Edit] = [MoveEdit(identifier, before)] if moves else []
        if present.content != wanted.content:
            if identifier in self.locked:
                self._protect(present, CHANGED, wanted.content)
            else:
                edits.append(ContentEdit(identifier, present.content, wanted.content))
        if wanted.label and wanted.label != present.label and identifier not in self.locked:
            edits.append(LabelEdit(identifier, present.label, wanted.label))
        return edits

    def _order(self, staying: Sequence[str]) -> list[str]:
        """The ids in the order of the file, with what stays although the file has it not."""
        order = list(self.wanted)
        for identifier in staying:
            self._put_back(order, identifier)
        return order

    def _put_back(self, order: list[str], identifier: str) -> None:
        """Put a paragraph of the text behind the nearest that stood before it."""
        ids = [paragraph.id for paragraph in self.present]
        there = {other: at for at, other in enumerate(order)}
        before = ids[: ids.index(identifier)]
        at = next((there[other] + 1 for other in reversed(before) if other in there), 0)
        order.insert(at, identifier)

    def _moved(self, order: Sequence[str]) -> list[str]:
        places = {paragraph.id: at for at, paragraph in enumerate(self.present)}
        staying = [identifier for identifier in order if identifier in places]
        kept = set(increasing([places[identifier] for identifier in staying]))
        return [identifier for at, identifier in enumerate(staying) if at not in kept]

    def _protect(self, paragraph: Paragraph, what: str, content: Content = ()) -> None:
        self.protected.append(Protected(paragraph.id, paragraph.label, what, content))


def refer(content: Content, ids: Mapping[str, str]) -> Content:
    """The content with its references to footnotes under the ids of the text."""
    return tidy(
        Piece(piece.text, frozenset(_mark(m, ids) for m in piece.marks)) for piece in content
    )


def _mark(mark: str, ids: Mapping[str, str]) -> str:
    if not mark.startswith(FOOTNOTE):
        return mark
    name = mark.removeprefix(FOOTNOTE)
    return FOOTNOTE + ids.get(name, name)
