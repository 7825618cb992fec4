"""The two replicas of a room: one on which updates are tried, one that is on the disk.

``shadow`` runs ahead: it holds what has been accepted. ``served`` holds what has been written and
fsynced, and only from it does anybody read. Until somebody writes they are one and the same: most
texts that are open are read, and a document costs several times its words. One that nobody has
worked with for a while is not even that (``resting``): who comes is answered from its bytes.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from adref.drafting.edits import Edit
from adref.drafting.text import WorkingText
from adref.server.crdt.document import EMPTY_STATE, EMPTY_UPDATE, Broken, Document
from adref.server.crdt.drafts import DraftsDocument
from adref.server.crdt.keystrokes import Piece, Runs, joined, typed_on
from adref.server.crdt.states import read_state, write_state
from adref.server.crdt.structs import writes_of
from adref.server.crdt.working import WorkingDocument
from adref.server.sync.gate import Verdict, goes_on, judge
from adref.server.sync.resting import RestingDocument, RestingText, is_soon_made
from adref.server.sync.shapes import WORKING_TEXT, Shape

_MAX_CACHED = 64
_NOTHING = Verdict()
_BEHIND = 500  # updates, or pieces of what is typed on


class Replicas:
    """The document of one room, twice.

    With ``later`` the updates are read when that is asked for (``load``), or anything else that
    cannot be said without.
    """

    _shadow: Document

    def __init__(self, shape: Shape, updates: Iterable[bytes], *, later: bool = False) -> None:
        self._shape = shape
        self._unread = list(updates)
        self._reading = Lock()
        self._served: Document | None = None  # None: nothing was tried since this was opened
        self._behind: list[bytes | Piece] = []  # on the disk, not yet in ``served``
        self._accepted: deque[bytes | Runs] = deque()  # in the shadow, not yet on the disk
        self._resting: RestingDocument | None = None  # then there is no document
        self._used = self._asked = False
        self._stays = False  # it would be long to make it again
        self._answers: dict[bytes, bytes] = {}
        # What was accepted stands on other words than those it was tried on.
        self.begun_anew = False
        if not later:
            self.load()

    @property
    def is_loaded(self) -> bool:
        """Whether the updates have been read."""
        return "_shadow" in self.__dict__ or self._resting is not None

    def load(self) -> None:
        """Read them, once, in whatever thread. Raises ``Broken``."""
        with self._reading:
            if not self.is_loaded:
                self._shadow = self._made(self._unread)
                self._unread = []

    def __getattr__(self, name: str) -> Any:
        # Only for what is not there: the way of a keystroke pays nothing for it.
        if name != "_shadow":
            raise AttributeError(name)
        if self._resting is None:
            self.load()
        else:
            self._shadow = self._made([self._resting.whole])
            self._resting, self._used = None, True
        return self._shadow

    def take_used(self) -> bool:
        """Whether anybody has worked with the document since the last question."""
        used, self._used = self._used, False
        return used

    def rest(self) -> bool:
        """Nobody works with it at the moment: keep it as bytes, if it is soon made again.

        Whether that was to be done.
        """
        if self._resting is not None:
            return self.rest_on()
        if not self.is_loaded or self._stays or self._accepted:
            return False
        self._answers.clear()
        self.fold()
        whole = self._shadow.update_since()
        self._stays = not is_soon_made(self._shadow, whole)
        if not self._stays:
            self._resting = RestingDocument(self._shadow, whole)
            del self._shadow
        return not self._stays

    def rest_on(self) -> bool:
        """What was made of the bytes for those who asked goes again, with the second question.

        Whether that was to be done.
        """
        if self._resting is None:
            return False
        if self._asked:  # and may be once more
            self._asked = False
            return False
        answered = bool(self._answers)
        self._answers.clear()
        return self._resting.text.rest() or answered

    @property
    def moment(self) -> object:
        """What is another object when anything was accepted since."""
        return self._resting or self.text

    @property
    def resting_text(self) -> RestingText | None:
        """The paragraphs, to be packed, of a document that rests."""
        return self._resting.text if self._resting else None

    @property
    def text(self) -> WorkingText:
        """The paragraphs as accepted (of a working text only)."""
        if self._resting is not None:
            self._asked = True
            return self._resting.text.text
        self._used = True
        shadow = self._shadow
        return shadow.text if isinstance(shadow, WorkingDocument) else ()

    def state(self) -> bytes:
        """The encoded state vector of what has been accepted."""
        return self._resting.state if self._resting else self._shadow.state()

    def clocks(self) -> Mapping[int, int]:
        """The same, read."""
        return self._resting.clocks if self._resting else self._shadow.clocks()

    def judge(
        self,
        update: bytes,
        *,
        may_write: bool,
        granted: Collection[int],
        locked: Collection[str],
        by: Any = None,
        at: float = 0.0,
    ) -> Verdict:
        """Try an update. A refused one leaves no trace.

        What is typed on is in ``runs`` then, and is accepted as one.
        """
        if update == EMPTY_UPDATE:  # which is what a browser has that comes in to read
            return _NOTHING
        self._part()
        verdict = judge(
            self._shadow,
            update,
            may_write=may_write,
            granted=granted,
            locked=locked,
            shape=self._shape,
            by=by,
            at=at,
        )
        if verdict.spoilt:
            self._shadow = self._new_shadow()
        elif verdict.typed_on:
            self._accept_runs()
        elif verdict.passes and verdict.changed:
            self._accepted.append(update)
        return verdict

    def goes_on(
        self, update: bytes, granted: Collection[int], locked: Collection[str], by: Any, at: float
    ) -> str | None:
        """The paragraph, if these are a few words right after the same client's own last ones:
        then they are accepted, and in ``runs``. None says nothing, and has done nothing.
        """
        if self._served is None:
            return None
        paragraph = goes_on(self._shadow, update, granted, locked, by, at)
        if paragraph is not None:
            self._used, self._stays = True, False
            self._accept_runs()
        return paragraph

    @property
    def runs(self) -> Runs:
        """What is typed on (in a working text only)."""
        shadow = self._shadow
        if not isinstance(shadow, WorkingDocument):
            raise TypeError("only in a working text it is known what is typed on")
        return shadow.runs

    def end_runs(self) -> None:
        """What is typed on from here is another matter."""
        if self._served is not None and isinstance(self._shadow, WorkingDocument):
            self._shadow.runs.close()

    def _accept_runs(self) -> None:
        runs = self.runs
        if not self._accepted or self._accepted[-1] is not runs:
            self._accepted.append(runs)

    def edit(self, edits: Iterable[Edit]) -> bytes:
        """The edits of a decision as an accepted update; empty when they do nothing."""
        edits = tuple(edits)
        if not edits:
            return b""  # most decisions: nobody need wake for them
        return self._write(lambda working: working.edit(edits))

    def fill(self, paragraphs: WorkingText) -> bytes:
        """A whole text as an accepted update."""
        return self._write(lambda working: working.fill(paragraphs))

    def _write(self, work: Callable[[WorkingDocument], bytes]) -> bytes:
        if not isinstance(self._shadow, WorkingDocument):
            raise TypeError("only a working text is edited by decisions")
        self._part()
        try:
            update = work(self._shadow)
        except Broken:
            self._shadow = self._new_shadow()
            raise
        if update:
            self._accepted.append(update)
        return update

    def whole(self) -> bytes:
        """All that has been accepted, as one update."""
        return self._resting.whole if self._resting else self._shadow.update_since()

    def take_over(self, other: "Replicas") -> bytes:
        """Go on as a copy of these, into which one update was written; empty when none was.

        Nothing may have been accepted here since the copy was made.
        """
        if not other._accepted:
            return b""
        self._used, self._stays = True, False
        if self._served is None:
            self._served = self._shadow
        self._shadow = other._shadow
        self._accepted += other._accepted
        update = self._accepted[-1]
        if isinstance(update, Runs):
            raise TypeError("nobody types on a copy: what was written into it is one update")
        return update

    def written(self) -> bytes | Runs:
        """What was accepted first is on the disk now; gives it."""
        accepted = self._accepted.popleft()
        self._on_disk(*((accepted,) if isinstance(accepted, bytes) else accepted.close()))
        return accepted

    def _on_disk(self, *updates: bytes | Piece) -> None:
        self._behind += updates
        if len(self._behind) >= _BEHIND:
            self._catch_up()

    def _catch_up(self) -> Document:
        """The served document, with all that is on the disk: integrated when somebody asks."""
        if self._served is None:
            return self._shadow
        if self._behind:
            behind, self._behind = self._behind, []
            self._answers.clear()
            try:
                self._served.apply_all(joined(behind))
            except Broken:
                self._served = Document(self._shape.root, [self._shadow.update_since()])
        return self._served

    def _part(self) -> Document:
        """What is on the disk, in a document of its own: the shadow may run ahead from now on."""
        self._used, self._stays = True, False
        if self._served is None:
            self._served = Document(self._shape.root, [self._shadow.update_since()])
        return self._served

    def fold(self) -> None:
        """Nobody writes at the moment: what is on the disk is all there is, and is held once."""
        if not self.is_loaded or self._accepted or self._served is None:
            return
        self._served = None
        if self._behind:
            self._behind.clear()
            self._answers.clear()
        self._shadow.forget_places()

    def join(self, updates: Iterable[bytes]) -> list[frozenset[str]]:
        """Another process has written these, one after another; they are on the disk.

        The paragraphs that each touches. Raises ``Broken``.
        """
        self._part()
        self.end_runs()  # what is typed on here is not on the disk yet; this is
        touched = [self._join(update) for update in updates]
        self.end_runs()
        return touched

    def _join(self, update: bytes) -> frozenset[str]:
        """What others type on is read as what is typed on here: it needs no trial."""
        run = typed_on(update)
        goes_on_in = self._shadow.try_run(update, run, ()) if run is not None else None
        if goes_on_in is not None:
            self._on_disk(update)
            return _only(goes_on_in)
        writes, ours = writes_of(update), self._shadow.clocks()
        if self._accepted and self._crosses(writes, ours):
            # The same author, here and there: it is as it stands on the disk.
            self._on_disk(update)
            return self._begin_anew()
        self._on_disk(update)
        try:
            touch = self._shadow.try_update(update)
        except Broken:
            self._begin_anew(compared=False)
            return frozenset()
        if touch.malformed:
            self._begin_anew(compared=False)
        elif touch.whole:
            self._shadow.advanced(writes, ours)
            if run is not None and len(touch.paragraphs) == 1:
                self._shadow.typed(run, next(iter(touch.paragraphs)))
        return touch.paragraphs

    def _crosses(self, writes: Mapping[int, tuple[int, int]], ours: Mapping[int, int]) -> bool:
        """Whether the shadow has other words at clocks that were written elsewhere."""
        if all(ours.get(client, 0) <= start for client, (start, _) in writes.items()):
            return False
        known = self._catch_up().clocks()
        return any(
            min(end, ours.get(client, 0)) > known.get(client, 0)
            for client, (_, end) in writes.items()
        )

    def _begin_anew(self, *, compared: bool = True) -> frozenset[str]:
        """The shadow as it follows from the disk; the paragraphs that are others by that."""
        self.begun_anew = True
        before = {p.id: p for p in self.text} if compared else {}
        self._shadow = self._new_shadow()
        if not compared:
            return frozenset()
        after = {p.id: p for p in self.text}
        return frozenset(p for p in {**before, **after} if before.get(p) != after.get(p))

    def drop_accepted(self) -> None:
        """What was accepted is not written after all."""
        self.begun_anew = False
        if self._accepted:
            self._accepted.clear()
            self._shadow = self._new_shadow()

    def answer(self, state: bytes) -> bytes:
        """What somebody at this state lacks of what is on the disk; a stampede encodes once.

        Raises ``Unreadable`` when the bytes are no state.
        """
        self._asked = True
        theirs = read_state(state)
        ours = self._resting.clocks if self._resting else self._catch_up().clocks()
        # Only clocks that we know go into native code.
        known = {c: min(clock, ours[c]) for c, clock in theirs.items() if c in ours}
        key = write_state(known)
        if key not in self._answers:
            if len(self._answers) >= _MAX_CACHED:
                self._answers.clear()
            self._answers[key] = self._encode(key)
        return self._answers[key]

    def _encode(self, state: bytes) -> bytes:
        if self._resting is not None and state == EMPTY_STATE:
            return self._resting.whole
        try:
            return self._catch_up().update_since(state)
        except Broken:  # a clock in the middle of a character
            whole = self._catch_up().update_since(EMPTY_STATE)
            self._served = Document(self._shape.root, [whole])
            return self._served.update_since(EMPTY_STATE)

    def _new_shadow(self) -> Document:
        accepted: list[bytes] = []
        for one in self._accepted:
            accepted += [one] if isinstance(one, bytes) else [p.update for p in one.close()]
        return self._made([self._catch_up().update_since(), *accepted])

    def _made(self, updates: Iterable[bytes]) -> Document:
        if self._shape is WORKING_TEXT:
            return WorkingDocument(updates)
        return DraftsDocument(self._shape.root, updates)


@lru_cache(10_000)
def _only(paragraph: str) -> frozenset[str]:
    return frozenset((paragraph,))
