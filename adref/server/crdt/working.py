"""The working text as a document that knows which paragraphs an update touches."""

from collections.abc import Callable, Collection, Iterable
from functools import partial
from itertools import groupby
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
from adref.server.crdt.document import EMPTY_STATE, Document, Run, Touch, fence, merged
from adref.server.crdt.keystrokes import Runs, joined
from adref.server.crdt.reading import MAX_WORDS, ROOT, Entry, Malformed, in_order, read_entry
from adref.server.crdt.writing import change_body, write_paragraph

_BEHIND = 200  # times that runs were closed


class WorkingDocument(Document):
    """A document of paragraphs, with their values at hand."""

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self._touched: set[str] = set()
        self._entries: dict[str, Entry] = {}
        self._unread: set[str] = set()  # paragraphs with words that were typed on since
        # By client: where its words end, in what, and before what.
        self._runs: dict[int, tuple[int, str, tuple[int, int] | None]] = {}
        self._sizes: dict[str, int] = {}  # characters, what is behind included
        self.runs = Runs()  # typed on and accepted
        self._behind: list[Runs] = []  # of them, what is not integrated yet
        super().__init__(ROOT, updates)
        self._watch(self.root.observe_deep, self._collect)
        with fence(), self.doc.transaction():
            for identifier in self.root.keys():  # noqa: SIM118 - not a dict
                self._reread(identifier)
        self._text: WorkingText | None = None

    @property
    def entries(self) -> dict[str, Entry]:
        """The values, by paragraph, with all that is integrated."""
        if self._unread:
            unread, self._unread = self._unread, set()
            with fence(), self.doc.transaction():
                for identifier in unread:
                    self._reread(identifier)
        return self._entries

    @property
    def text(self) -> WorkingText:
        """The paragraphs in order."""
        self._catch_up()
        if self._text is None:
            self._text = in_order(self.entries)
        return self._text

    def try_update(self, update: bytes) -> Touch:
        """Integrate an update and say what it did. After ``malformed`` the document is spoilt.

        Raises ``Broken``, after which it is too.
        """
        self._catch_up()
        self._touched.clear()
        changed = self.apply(update)
        whole = self._effect == update
        touched = frozenset(self._touched)
        self._text = None
        wrong = ""
        with fence(), self.doc.transaction():
            for identifier in touched:
                self._sizes.pop(identifier, None)
                try:
                    self._reread(identifier, tolerant=False)
                except Malformed as reason:
                    wrong = wrong or str(reason)
        return Touch(touched, changed, wrong, whole=whole and not wrong)

    # Runs of typing

    def typed(self, run: Run, paragraph: str) -> None:
        """An accepted update ended with words of this client in this paragraph."""
        self._runs[run.client] = (run.end, paragraph, run.right)

    def try_run(
        self, update: bytes, run: Run, locked: Collection[str], by: Any = None, at: float = 0.0
    ) -> str | None:
        """Words after words of the same client that stand in a paragraph already: which one.

        They have the parent of what they follow and can be nothing but more words of that
        paragraph: its shape is known without reading it again. They are integrated together
        with what else is typed, before anything else is asked of this document; until then they
        are in ``runs``, by whom (``by``) and when (``at``, seconds).
        """
        # Before the same item as those: it is known to stand in that paragraph.
        end, paragraph, right = self._runs.get(run.client, (-1, "", None))
        entry = self._entries.get(paragraph)
        if end != run.start or right != run.right or entry is None or paragraph in locked:
            return None
        size = self._sizes.get(paragraph)
        if size is None:
            self._catch_up()
            size = sum(len(piece.text) for piece in self.entries[paragraph].paragraph.content)
        if size + run.words > MAX_WORDS:
            return None
        clocks = self.clocks()
        if clocks.get(run.client) != run.start:
            return None
        self._sizes[paragraph] = size + run.words
        self._runs[run.client] = (run.end, paragraph, run.right)
        clocks[run.client] = run.end
        runs = self.runs
        if runs.is_closed:
            runs = self.runs = Runs()
        if not runs.pieces:
            if len(self._behind) >= _BEHIND:
                self._catch_up()
            self._behind.append(runs)
        runs.add(update, run, by, paragraph, at)
        return paragraph

    def _catch_up(self) -> None:
        """Integrate the runs; what they were typed in is to be read again. Raises ``Broken``."""
        if not self._behind:
            return
        behind, self._behind = self._behind, []
        clocks = self._clocks
        self._touched.clear()
        self.apply_all(joined(piece for runs in behind for piece in runs.close()))
        self._clocks = clocks
        self._text = None
        self._unread |= self._touched

    def state(self) -> bytes:
        """The state vector, encoded."""
        self._catch_up()
        return super().state()

    def update_since(self, state: bytes = EMPTY_STATE) -> bytes:
        """What somebody at ``state`` (a checked state vector) has not seen."""
        self._catch_up()
        return super().update_since(state)

    def fits(self, update: bytes) -> bool:
        """Whether an editor could have put all of it where it says; to be tried right after."""
        self._catch_up()
        return super().fits(update)

    def portrait(self) -> str:
        """All visible content as one string."""
        self._catch_up()
        return super().portrait()

    def fill(self, paragraphs: WorkingText) -> bytes:
        """Write a whole text after what there is, in one transaction; the update it makes."""
        self._catch_up()
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
        self._catch_up()
        # Where a paragraph goes depends on the edits before it: each such edit is a transaction.
        # Edits in place between them are one: a file laid over a long text makes thousands.
        updates = [
            self._write(partial(self._edit_all, tuple(group)))
            for in_place, some in groupby(edits, key=_is_in_place)
            for group in ([some] if in_place else ([edit] for edit in some))
        ]
        updates = [update for update in updates if update]
        return merged(updates) if updates else b""

    def _write(self, work: Callable[[], None]) -> bytes:
        self._catch_up()
        self._effect = None
        self._touched.clear()
        with fence():
            with self.doc.transaction():
                work()
            with self.doc.transaction():
                for identifier in self._touched:
                    self._sizes.pop(identifier, None)
                    self._reread(identifier)
        self._text = None
        if self._effect:
            self._integrated(self._effect)
        return self._effect or b""

    def _edit_all(self, edits: Iterable[Edit]) -> None:
        for edit in edits:
            self._edit(edit)

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
        self._unread.discard(identifier)
        if entry is None:
            self._entries.pop(identifier, None)
        else:
            self._entries[identifier] = entry

    def _collect(self, events: Any) -> None:
        for event in events:
            if event.path:
                self._touched.add(str(event.path[0]))
            else:
                self._touched.update(event.keys)


def _is_in_place(edit: Edit) -> bool:
    return isinstance(edit, ContentEdit | LabelEdit | FormEdit)
