"""A strict, typed reading of a Yjs update (V1) before native code sees it.

Small hostile updates can crash or hang the CRDT library. So only what the browser's binding
writes passes: known content, types, keys, formats and root names, within bounds; written under
client ids granted to this seat; continuing their clocks; naming nothing that is not there yet.
Nothing here allocates by a declared count, and nothing recurses.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from adref.server.crdt.document import Run
from adref.server.crdt.states import MAX_CLIENT, MAX_CLOCK, Unreadable, read_varint

MAX_UPDATE = 1_000_000  # bytes
MAX_STRUCTS = 50_000
MAX_RANGES = 50_000
MAX_VALUE = 200_000  # characters of one value or run of words
MAX_NAME = 64

_GC, _DELETED, _STRING, _FORMAT, _TYPE, _ANY = 0, 1, 4, 6, 7, 8
_MAP, _ELEMENT, _FRAGMENT, _TEXT = 1, 3, 4, 6
_LEFT, _RIGHT, _KEYED = 0x80, 0x40, 0x20
_UNDEFINED, _NULL, _INTEGER, _FLOAT32, _FLOAT64, _FALSE, _TRUE, _STRING_VALUE = (
    *(127, 126, 125, 124, 123, 121, 120, 119),
)
_WIDTH = {_UNDEFINED: 0, _NULL: 0, _FALSE: 0, _TRUE: 0, _FLOAT32: 4, _FLOAT64: 8}
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SCALARS = {"order", "kind", "level", "label", "target"}
_DRAFT = {"paragraph", "after", "paragraphKind", "basis", "by"}


class Refused(ValueError):
    """The update does not pass. ``code``: ``malformed``, ``too_large``, ``client``, ``gap``."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class Shape:
    """What may stand in one kind of document."""

    root: str
    keys: frozenset[str]


WORKING_TEXT = Shape("paragraphs", frozenset({*_SCALARS, "body"}))
DRAFTS = Shape("drafts", frozenset({*_SCALARS, *_DRAFT, "body"}))


@dataclass(slots=True)
class Scan:
    """What an update writes: per client ``[from, to)`` of its clock, and how many deletions."""

    writes: dict[int, tuple[int, int]] = field(default_factory=dict)
    deletes: int = 0
    run: Run | None = None
    """The words at the end of it, if it writes as one client and ends so, without deletions."""
    only_run: bool = False
    """It is nothing else, and follows its client's own last character."""
    firsts: list[tuple[int, int]] = field(default_factory=list)
    """Before which known items (client, clock) something is put as the first of its parent."""
    edges: set[tuple[int, int]] = field(default_factory=set)
    """Where known items are cut (client, clock of what follows the cut)."""


def scan(update: bytes, known: Mapping[int, int], granted: Collection[int], shape: Shape) -> Scan:
    """Read an update strictly; raises ``Refused``.

    ``known`` is the state vector of the document it would be applied to.
    """
    if len(update) > MAX_UPDATE:
        raise Refused("too_large", "the update is too large")
    try:
        reader = _Reader(update, shape)
        found = reader.read()
    except Unreadable as reason:
        raise Refused("malformed", str(reason)) from None
    _check_clients(found, known, granted)
    _check_dependencies(reader, found, known)
    _check_edges(reader, found, known)
    return found


def is_held(update: bytes, known: Mapping[int, int], shape: Shape) -> bool:
    """Whether it writes something, and nothing beyond these clocks.

    Of an update that only deletes, clocks tell nothing; what cannot be read is not held.
    """
    try:
        writes = _Reader(update, shape).read().writes
    except Unreadable:
        return False
    return bool(writes) and all(end <= known.get(client, 0) for client, (_, end) in writes.items())


def _check_clients(found: Scan, known: Mapping[int, int], granted: Collection[int]) -> None:
    for client, (start, _) in found.writes.items():
        if client not in granted:
            raise Refused("client", "written under a client id that is not granted")
        if start > known.get(client, 0):
            raise Refused("gap", "something before it is missing")


def _check_dependencies(reader: "_Reader", found: Scan, known: Mapping[int, int]) -> None:
    for client, clock, writer, before in reader.names:
        if client == writer and clock >= before:
            raise Refused("malformed", "it names what comes after it")
        if clock >= known.get(client, 0):
            start, end = found.writes.get(client, (0, 0))
            if not start <= clock < end:
                raise Refused("gap", "it names something that is not there")
    for client, clock in reader.firsts:
        if clock < known.get(client, 0):
            found.firsts.append((client, clock))
        elif (client, clock) not in reader.starts:
            raise Refused("malformed", "it is put first, before what is not")
    for client, end in reader.deleted:
        if end > max(known.get(client, 0), found.writes.get(client, (0, 0))[1]):
            raise Refused("gap", "it deletes something that is not there")


def _check_edges(reader: "_Reader", found: Scan, known: Mapping[int, int]) -> None:
    """No cut inside a character: the library would write what nobody can read again."""
    edges = reader.edges
    for client, (start, _) in found.writes.items():
        if start < known.get(client, 0):
            edges.add((client, known[client]))
    if not edges.isdisjoint(reader.inside):
        raise Refused("malformed", "it cuts a character")
    found.edges = {(client, at) for client, at in edges if 0 < at < known.get(client, 0)}


class _Reader:
    """One pass over the bytes."""

    def __init__(self, data: bytes, shape: Shape) -> None:
        self.data, self.at, self.shape = data, 0, shape
        self.scan = Scan()
        self.structs = 0
        self.string_end = self.characters = 0  # clock after the last words, and their characters
        self.has_left = False
        self.right: tuple[int, int] | None = None  # of the last words
        self.names: list[tuple[int, int, int, int]] = []  # client, clock, writer, writer's clock
        self.deleted: list[tuple[int, int]] = []  # client, end
        self.several: list[tuple[int, int, int]] = []  # values in one: client, clock, end
        self.deletions: list[tuple[int, int, int]] = []  # where there are such: client, start, end
        self.firsts: list[tuple[int, int]] = []  # client, clock of what something is put before
        self.starts: set[tuple[int, int]] = set()  # what follows nothing
        self.edges: set[tuple[int, int]] = set()  # client, clock of what follows a cut
        self.inside: set[tuple[int, int]] = set()  # the second halves of characters

    def read(self) -> Scan:
        for _ in range(self.number(MAX_STRUCTS)):
            self.client_block()
        for _ in range(self.number(MAX_RANGES)):
            self.delete_block()
        if self.at != len(self.data):
            raise Unreadable("bytes after the end of an update")
        if self.several:
            self.overwritten()
        self.typing()
        return self.scan

    def typing(self) -> None:
        """Whether it ends with words, and whether it is nothing but words after one's own."""
        if not self.string_end or len(self.scan.writes) != 1 or self.scan.deletes:
            return
        ((client, (start, end)),) = self.scan.writes.items()
        if end != self.string_end:
            return
        self.scan.run = Run(client, start, end, self.characters, self.right)
        own = (client, start - 1, client, start)
        self.scan.only_run = self.structs == 1 and self.has_left and self.names[0] == own

    def number(self, limit: int = MAX_CLOCK) -> int:
        data, at = self.data, self.at
        if at < len(data) and data[at] < 128 and data[at] <= limit:
            self.at = at + 1
            return data[at]
        value, self.at = read_varint(data, at, limit)
        return value

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise Unreadable("an update is cut off")
        self.at += 1
        return self.data[self.at - 1]

    def words(self, limit: int) -> str:
        length = self.number()
        end = self.at + length
        if end > len(self.data):
            raise Unreadable("words are cut off")
        if length > limit * 4:
            raise Unreadable("words are too long")
        try:
            value = self.data[self.at : end].decode()
        except UnicodeDecodeError:
            raise Unreadable("words are not UTF-8") from None
        if len(value) > limit:
            raise Unreadable("words are too long")
        self.at = end
        return value

    def client_block(self) -> None:
        count = self.number(MAX_STRUCTS)
        client = self.number(MAX_CLIENT)
        start = clock = self.number()
        if not count or client in self.scan.writes:
            raise Unreadable("an empty or repeated block")
        for _ in range(count):
            self.structs += 1
            if self.structs > MAX_STRUCTS:
                raise Unreadable("an update has too many parts")
            clock += self.struct(client, clock)
            if clock > MAX_CLOCK:
                raise Unreadable("a clock is too large")
        self.scan.writes[client] = (start, clock)

    def struct(self, client: int, clock: int) -> int:
        """One struct; its length in the clock."""
        info = self.byte()
        kind = info & 31
        if kind == _GC:
            if info:
                raise Unreadable("an unknown part")
            return self.length()
        if kind not in (_DELETED, _STRING, _FORMAT, _TYPE, _ANY):
            raise Unreadable("an unknown kind of content")
        self.place(info, client, clock)
        if kind == _DELETED:
            return self.length()
        if kind == _STRING:
            size = self.string(client, clock)
            self.string_end, self.has_left = clock + size, bool(info & _LEFT)
            self.right = self.names[-1][:2] if info & _RIGHT else None
            return size
        if kind == _FORMAT:
            self.format()
        elif kind == _TYPE:
            self.type()
        else:
            return self.values(client, clock)
        return 1

    def place(self, info: int, client: int, clock: int) -> None:
        """Where the item stands: beside others, or by its parent and key."""
        for bit in (_LEFT, _RIGHT):
            if info & bit:
                name, at = self.number(MAX_CLIENT), self.number()
                self.names.append((name, at, client, clock))
                self.edges.add((name, at + (bit == _LEFT)))
        if not info & _LEFT:
            self.starts.add((client, clock))
            if info & _RIGHT:
                self.firsts.append(self.names[-1][:2])
        if info & (_LEFT | _RIGHT):
            return
        if self.number(1):
            if self.words(MAX_NAME) != self.shape.root:
                raise Unreadable("an unknown root")
            # A root holds entries by id and nothing else.
            if not info & _KEYED or not _IDENTIFIER.fullmatch(self.words(MAX_NAME)):
                raise Unreadable("not an id")
            if info & 31 not in (_TYPE, _DELETED):
                raise Unreadable("an entry that is only a value")
        else:
            self.names.append((self.number(MAX_CLIENT), self.number(), client, clock))
            if info & _KEYED and self.words(MAX_NAME) not in self.shape.keys:
                raise Unreadable("an unknown field")

    def length(self) -> int:
        value = self.number()
        if not value:
            raise Unreadable("nothing, where something is announced")
        return value

    def string(self, client: int, clock: int) -> int:
        value = self.words(MAX_VALUE)
        if not value:
            raise Unreadable("no words")
        self.characters = len(value)
        if value.isascii():
            return len(value)
        if max(value) <= "\uffff":
            return len(value)
        for character in value:
            clock += 1
            if character > "\uffff":  # two units of UTF-16
                self.inside.add((client, clock))
                clock += 1
        return len(value) + sum(character > "\uffff" for character in value)

    def format(self) -> None:
        if self.words(MAX_NAME) not in ("em", "strong"):
            raise Unreadable("an unknown mark")
        if self.words(MAX_NAME) not in ("{}", "null"):
            raise Unreadable("a mark with an unknown value")

    def type(self) -> None:
        kind = self.number()
        if kind == _ELEMENT:
            if self.words(MAX_NAME) != "footnote":
                raise Unreadable("an unknown element")
        elif kind not in (_MAP, _FRAGMENT, _TEXT):
            raise Unreadable("an unknown type")

    def values(self, client: int, clock: int) -> int:
        """One value; or several that a client wrote one after the other and has overwritten."""
        count = self.number(MAX_STRUCTS)
        if not count:
            raise Unreadable("no value")
        for _ in range(count):
            self.value()
        if count > 1:
            self.several.append((client, clock, clock + count))
        return count

    def overwritten(self) -> None:
        """Several values in one are what an undo may need again: nobody reads them."""
        ranges = sorted(self.deletions)
        for client, start, end in self.several:
            at = bisect_right(ranges, (client, start, MAX_CLOCK + MAX_CLOCK)) - 1
            if at < 0 or ranges[at][0] != client or ranges[at][2] < end:
                raise Unreadable("not one value")

    def value(self) -> None:
        """One plain value: a string, a number, true, false or nothing. No nesting."""
        tag = self.byte()
        if tag == _STRING_VALUE:
            self.words(MAX_VALUE)
        elif tag == _INTEGER:
            self.integer()
        elif tag in _WIDTH:
            self.at += _WIDTH[tag]
            if self.at > len(self.data):
                raise Unreadable("a number is cut off")
        else:
            raise Unreadable("an unknown kind of value")

    def integer(self) -> None:
        for _ in range(5):
            if self.byte() < 128:
                return
        raise Unreadable("a number is too long")

    def delete_block(self) -> None:
        client = self.number(MAX_CLIENT)
        for _ in range(self.number(MAX_RANGES)):
            self.scan.deletes += 1
            if self.scan.deletes > MAX_RANGES:
                raise Unreadable("an update deletes too much")
            start = self.number()
            end = start + self.length()
            self.deleted.append((client, end))
            if self.several:
                self.deletions.append((client, start, end))
            self.edges |= {(client, start), (client, end)}
