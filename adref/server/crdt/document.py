"""One CRDT document, and a fence around the library that keeps it.

The library counts text in UTF-8 bytes and its panics are not ``Exception``; nobody outside of
this package need know. After ``Broken`` a document must be thrown away and rebuilt from the log.
"""

import json
import re
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from pycrdt import Doc, Map, merge_updates

from adref.server.crdt.places import OutOfPlace, Places
from adref.server.crdt.states import MAX_CLIENT, read_state, read_varint, write_state

SERVER = 1
"""The client id under which the server itself writes into documents."""
EMPTY_STATE = b"\x00"
EMPTY_UPDATE = b"\x00\x00"


_LONG = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")
_STRING = 4
_MANY = 5_000  # updates


class Broken(Exception):
    """The library failed; the document it failed on is not to be used again."""


@contextmanager
def fence() -> Iterator[None]:
    """Turn whatever the library throws, panics included, into ``Broken``."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, Broken):
        raise
    except BaseException as failure:
        raise Broken(f"{type(failure).__name__}: {failure}") from None


class Touch(NamedTuple):
    """What an update did: which paragraphs, whether anything at all, what is wrong with it."""

    paragraphs: frozenset[str] = frozenset()
    changed: bool = False
    malformed: str = ""
    whole: bool = False  # all of it was integrated, by the library's own account


class Run(NamedTuple):
    """An update that is nothing but words after the same client's own last character."""

    client: int
    start: int  # clocks
    end: int
    words: int  # characters
    right: tuple[int, int] | None = None  # the item (client, clock) that followed when it was typed
    head: bytes = b""  # of the update, up to the words; where it was read at a glance
    utf8: bytes = b""  # the words


class Document:
    """A document with one root map."""

    def __init__(self, root: str, updates: Iterable[bytes] = ()) -> None:
        self.doc: Doc[Any] = Doc(client_id=SERVER)
        self.root: Map[Any] = self.doc.get(root, type=Map)
        self.name = root
        self._effect: bytes | None = None
        self._state: bytes | None = None
        self._clocks: dict[int, int] | None = None
        self._places: Places | None = None  # once somebody asks
        self._placed: bytes | None = None  # the update that is in them before it is integrated
        self._unplaced: list[bytes] = []  # integrated, not yet in them
        self._long = False  # whether it may hold characters of two units of UTF-16
        self._watch(self.doc.observe, self._observe)
        with fence(), self.doc.transaction():
            for update in updates:
                self._take(update)
        self._effect = None  # all of it, as bytes

    def _take(self, update: bytes) -> None:
        self.doc.apply_update(update)
        self._integrated(update)
        self._long = self._long or _LONG.search(update) is not None

    def _watch(self, observe: Callable[..., Any], method: Callable[[Any], None]) -> None:
        """Have the library call a method, without keeping this document alive by that.

        The library's side of a subscription is out of sight of the garbage collector: one that
        is not dropped keeps the whole document in memory for ever.
        """
        seen = weakref.WeakMethod(method)

        def call(event: Any) -> None:
            alive = seen()
            if alive is not None:
                alive(event)

        weakref.finalize(self, observe(call).drop)

    def _observe(self, event: Any) -> None:
        self._effect = event.update
        self._state = self._clocks = None

    def apply(self, update: bytes) -> bool:
        """Integrate an update; whether it changed anything. Raises ``Broken``."""
        self._effect = None
        with fence():
            self._take(update)
        return self._effect is not None

    def apply_all(self, updates: Iterable[bytes]) -> None:
        """Integrate updates in one transaction. Raises ``Broken``."""
        with fence(), self.doc.transaction():
            for update in updates:
                self._take(update)

    def try_update(self, update: bytes) -> Touch:
        """Integrate an update and say what it did. Raises ``Broken``."""
        changed = self.apply(update)
        effect, self._effect = self._effect, None
        return Touch(changed=changed, whole=effect == update)

    def try_run(
        self, update: bytes, run: "Run", locked: Collection[str], by: Any = None, at: float = 0.0
    ) -> str | None:
        """The paragraph, if this goes on with words that were accepted: no trial is needed."""
        return None

    def typed(self, run: "Run", paragraph: str) -> None:
        """An accepted update ended with words of this client in this paragraph."""

    def state(self) -> bytes:
        """The state vector, encoded."""
        if self._state is None:
            with fence():
                self._state = self.doc.get_state()
        return self._state

    def clocks(self) -> dict[int, int]:
        """The same, read; not to be changed. Reading costs a visit to every client there was."""
        if self._clocks is None:
            self._clocks = read_state(self.state())
        return self._clocks

    def advanced(self, writes: Mapping[int, tuple[int, int]], before: dict[int, int]) -> None:
        """The last update was integrated whole and wrote this: no need to read all clocks."""
        for client, (_, end) in writes.items():
            before[client] = max(end, before.get(client, 0))
        self._clocks = before

    def update_since(self, state: bytes = EMPTY_STATE) -> bytes:
        """What somebody at ``state`` (a checked state vector) has not seen."""
        with fence():
            return self.doc.get_update(state)

    def begins(self, client: int, clock: int) -> bool:
        """Whether this item was made as the first of its parent. Raises ``Broken``."""
        state = read_state(self.state())
        structs = self.update_since(write_state({**state, client: clock}))
        # Only what this client wrote from there on: the count, its id, the clock, the first item.
        at = 0
        for _ in range(4):
            _, at = read_varint(structs, at, MAX_CLIENT)
        kind, follows = structs[at] & 31, structs[at] & 128
        return kind == 0 or not follows  # of what was cleared away nothing is known

    def splits(self, client: int, clock: int) -> bool:
        """Whether a cut before this clock goes through a character. Raises ``Broken``.

        The library cuts there, and what it writes of the halves is shorter than its clocks say:
        nobody could come in any more.
        """
        if not self._long:
            return False
        # From inside a character the library writes what follows it: then both are the same.
        words = self._words_from(client, clock - 1)
        return words[:1] >= b"\xf0" and words != self._words_from(client, clock)

    def _words_from(self, client: int, clock: int) -> bytes:
        """The words of a client's item from this clock on; none if it is no words."""
        state = read_state(self.state())
        structs = self.update_since(write_state({**state, client: clock}))
        at = 0
        for _ in range(4):  # the count, the client's structs, its id, the clock
            _, at = read_varint(structs, at, MAX_CLIENT)
        info, at = structs[at], at + 1
        if info & 31 != _STRING:
            return b""
        beside = bool(info & 128) + bool(info & 64)
        for _ in range(2 * beside or 3):  # its neighbours; or that its parent is an item, and which
            _, at = read_varint(structs, at, MAX_CLIENT)
        length, at = read_varint(structs, at, MAX_CLIENT)
        return structs[at : at + length]

    def fits(self, update: bytes) -> bool:
        """Whether an editor could have put all of it where it says; to be tried right after this.

        The places are learnt from the whole document at the first question. Raises ``Broken``.
        """
        learnt = self._places is not None
        # What is known of the places could be wrong, but not what is learnt anew.
        return self._finds_place(update) or (learnt and self._finds_place(update))

    def _finds_place(self, update: bytes) -> bool:
        try:
            if self._places is None:
                self._places = Places(self.update_since())
            for known in self._unplaced:
                self._places.add(known)
            self._unplaced.clear()
            self._places.add(update, strictly=True)
        except OutOfPlace:
            self.forget_places()
            return False
        self._placed = update
        return True

    def forget_places(self) -> None:
        """They are learnt again when somebody asks."""
        self._places, self._placed = None, None
        self._unplaced.clear()

    def _integrated(self, update: bytes) -> None:
        if self._places is None:
            return
        if update is self._placed:
            self._placed = None
            return
        self._unplaced.append(update)
        if len(self._unplaced) > _MANY:
            self.forget_places()

    def portrait(self) -> str:
        """All visible content as one string, for comparing two documents."""
        with fence():
            return _portrait(self.root)


def merged(updates: list[bytes]) -> bytes:
    """A few updates, all accepted, as one."""
    if len(updates) == 1:
        return updates[0]
    with fence():
        return merge_updates(*updates)


def compact(root: str, updates: Iterable[bytes]) -> bytes:
    """A snapshot of a log: loaded in one transaction, written, read back and compared.

    Raises ``Broken`` when the snapshot does not give the same document.
    """
    document = Document(root, updates)
    snapshot = document.update_since()
    again = Document(root, [snapshot])
    if again.portrait() != document.portrait() or _clocks(again) != _clocks(document):
        raise Broken("a snapshot differs from its log")
    return snapshot


def _portrait(root: Map[Any]) -> str:
    values = {key: str(root[key]) for key in sorted(root.keys())}
    parsed = {key: _parsed(value) for key, value in values.items()}
    return json.dumps(parsed, sort_keys=True, ensure_ascii=False)


def _parsed(value: str) -> Any:
    """What the library writes as JSON; a plain value in the place of an entry is none."""
    try:
        return json.loads(value)
    except ValueError:
        return value


def _clocks(document: Document) -> dict[int, int]:
    return read_state(document.state())
