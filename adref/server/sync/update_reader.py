"""One pass over the bytes of a Yjs update (V1): only what the browser's binding writes is read.

Nothing here allocates by a declared count, and nothing recurses.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from adref.server.crdt.document import Run
from adref.server.crdt.states import MAX_CLIENT, MAX_CLOCK, Unreadable, read_varint
from adref.server.sync.shapes import Shape

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


class UpdateReader:
    """One pass over an update, and what was met on the way."""

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
        """All of it; raises ``Unreadable``."""
        for _ in range(self._number(MAX_STRUCTS)):
            self._client_block()
        for _ in range(self._number(MAX_RANGES)):
            self._delete_block()
        if self.at != len(self.data):
            raise Unreadable("bytes after the end of an update")
        if self.several:
            self._overwritten()
        self._typing()
        return self.scan

    def _typing(self) -> None:
        """Whether it ends with words, and whether it is nothing but words after one's own."""
        if not self.string_end or len(self.scan.writes) != 1 or self.scan.deletes:
            return
        ((client, (start, end)),) = self.scan.writes.items()
        if end != self.string_end:
            return
        self.scan.run = Run(client, start, end, self.characters, self.right)
        own = (client, start - 1, client, start)
        self.scan.only_run = self.structs == 1 and self.has_left and self.names[0] == own

    def _number(self, limit: int = MAX_CLOCK) -> int:
        data, at = self.data, self.at
        if at < len(data) and data[at] < 128 and data[at] <= limit:
            self.at = at + 1
            return data[at]
        value, self.at = read_varint(data, at, limit)
        return value

    def _byte(self) -> int:
        if self.at >= len(self.data):
            raise Unreadable("an update is cut off")
        self.at += 1
        return self.data[self.at - 1]

    def _words(self, limit: int) -> str:
        length = self._number()
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

    def _client_block(self) -> None:
        count = self._number(MAX_STRUCTS)
        client = self._number(MAX_CLIENT)
        start = clock = self._number()
        if not count or client in self.scan.writes:
            raise Unreadable("an empty or repeated block")
        for _ in range(count):
            self.structs += 1
            if self.structs > MAX_STRUCTS:
                raise Unreadable("an update has too many parts")
            clock += self._struct(client, clock)
            if clock > MAX_CLOCK:
                raise Unreadable("a clock is too large")
        self.scan.writes[client] = (start, clock)

    def _struct(self, client: int, clock: int) -> int:
        """One struct; its length in the clock."""
        info = self._byte()
        kind = info & 31
        if kind == _GC:
            if info:
                raise Unreadable("an unknown part")
            return self._length()
        if kind not in (_DELETED, _STRING, _FORMAT, _TYPE, _ANY):
            raise Unreadable("an unknown kind of content")
        self._place(info, client, clock)
        if kind == _DELETED:
            return self._length()
        if kind == _STRING:
            size = self._string(client, clock)
            self.string_end, self.has_left = clock + size, bool(info & _LEFT)
            self.right = self.names[-1][:2] if info & _RIGHT else None
            return size
        if kind == _FORMAT:
            self._format()
        elif kind == _TYPE:
            self._type()
        else:
            return self._values(client, clock)
        return 1

    def _place(self, info: int, client: int, clock: int) -> None:
        """Where the item stands: beside others, or by its parent and key."""
        for bit in (_LEFT, _RIGHT):
            if info & bit:
                name, at = self._number(MAX_CLIENT), self._number()
                self.names.append((name, at, client, clock))
                self.edges.add((name, at + (bit == _LEFT)))
        if not info & _LEFT:
            self.starts.add((client, clock))
            if info & _RIGHT:
                self.firsts.append(self.names[-1][:2])
        if info & (_LEFT | _RIGHT):
            return
        if self._number(1):
            if self._words(MAX_NAME) != self.shape.root:
                raise Unreadable("an unknown root")
            # A root holds entries by id and nothing else.
            if not info & _KEYED or not _IDENTIFIER.fullmatch(self._words(MAX_NAME)):
                raise Unreadable("not an id")
            if info & 31 not in (_TYPE, _DELETED):
                raise Unreadable("an entry that is only a value")
        else:
            self.names.append((self._number(MAX_CLIENT), self._number(), client, clock))
            if info & _KEYED and self._words(MAX_NAME) not in self.shape.keys:
                raise Unreadable("an unknown field")

    def _length(self) -> int:
        value = self._number()
        if not value:
            raise Unreadable("nothing, where something is announced")
        return value

    def _string(self, client: int, clock: int) -> int:
        value = self._words(MAX_VALUE)
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

    def _format(self) -> None:
        if self._words(MAX_NAME) not in ("em", "strong"):
            raise Unreadable("an unknown mark")
        if self._words(MAX_NAME) not in ("{}", "null"):
            raise Unreadable("a mark with an unknown value")

    def _type(self) -> None:
        kind = self._number()
        if kind == _ELEMENT:
            if self._words(MAX_NAME) != "footnote":
                raise Unreadable("an unknown element")
        elif kind not in (_MAP, _FRAGMENT, _TEXT):
            raise Unreadable("an unknown type")

    def _values(self, client: int, clock: int) -> int:
        """One value; or several that a client wrote one after the other and has overwritten."""
        count = self._number(MAX_STRUCTS)
        if not count:
            raise Unreadable("no value")
        for _ in range(count):
            self._value()
        if count > 1:
            self.several.append((client, clock, clock + count))
        return count

    def _overwritten(self) -> None:
        """Several values in one are what an undo may need again: nobody reads them."""
        ranges = sorted(self.deletions)
        for client, start, end in self.several:
            at = bisect_right(ranges, (client, start, MAX_CLOCK + MAX_CLOCK)) - 1
            if at < 0 or ranges[at][0] != client or ranges[at][2] < end:
                raise Unreadable("not one value")

    def _value(self) -> None:
        """One plain value: a string, a number, true, false or nothing. No nesting."""
        tag = self._byte()
        if tag == _STRING_VALUE:
            self._words(MAX_VALUE)
        elif tag == _INTEGER:
            self._integer()
        elif tag in _WIDTH:
            self.at += _WIDTH[tag]
            if self.at > len(self.data):
                raise Unreadable("a number is cut off")
        else:
            raise Unreadable("an unknown kind of value")

    def _integer(self) -> None:
        for _ in range(5):
            if self._byte() < 128:
                return
        raise Unreadable("a number is too long")

    def _delete_block(self) -> None:
        client = self._number(MAX_CLIENT)
        for _ in range(self._number(MAX_RANGES)):
            self.scan.deletes += 1
            if self.scan.deletes > MAX_RANGES:
                raise Unreadable("an update deletes too much")
            start = self._number()
            end = start + self._length()
            self.deleted.append((client, end))
            if self.several:
                self.deletions.append((client, start, end))
            self.edges |= {(client, start), (client, end)}
