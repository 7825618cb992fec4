"""The structs of an update (Yjs, V1), as they hang together: who follows whom, in which list.

For bytes that have passed the scan, or that the library wrote: nothing is judged here.
"""

from collections.abc import Iterator

GONE, DELETED, WORDS, VALUE = "gone", "deleted", "words", "value"
MAP, ELEMENT, FRAGMENT, TEXT = "map", "element", "fragment", "text"
_TYPES = {1: MAP, 3: ELEMENT, 4: FRAGMENT, 6: TEXT}
_WIDTH = {127: 0, 126: 0, 121: 0, 120: 0, 124: 4, 123: 8, 122: 8}

Id = tuple[int, int]
"""A client and a clock."""


class Struct:
    """A stretch of one client's clock that stands in one place.

    ``origin`` and ``right_origin`` are what it was put between; ``parent`` (an item or the name
    of a root) and ``sub`` (a key) are given only when it has neither.
    """

    __slots__ = (
        *("client", "clock", "size", "origin", "right_origin", "parent", "sub", "what"),
        *("place", "left", "right", "linked"),
    )

    def __init__(self, client: int, clock: int, what: str) -> None:
        self.client, self.clock, self.what = client, clock, what
        self.size = 1
        self.origin: Id | None = None
        self.right_origin: Id | None = None
        self.parent: Id | str | None = None
        self.sub: str | None = None
        self.place: object = None  # of ``places``, as are these
        self.left: Struct | None = None
        self.right: Struct | None = None
        self.linked = False

    def cut(self, at: int) -> "Struct":
        """End before the clock ``at``; what comes after it."""
        rest = Struct(self.client, at, self.what)
        rest.size, self.size = self.clock + self.size - at, at - self.clock
        rest.origin, rest.right_origin = (self.client, at - 1), self.right_origin
        rest.place = self.place
        if self.what == GONE:
            rest.origin = None
        if self.linked:
            rest.left, rest.right, rest.linked = self, self.right, True
            if self.right is not None:
                self.right.left = rest
            self.right = rest
        return rest


def read_structs(data: bytes) -> Iterator[Struct]:
    """The structs of an update, client by client, by clock."""
    clients, at = _number(data, 0)
    for _ in range(clients):
        count, at = _number(data, at)
        client, at = _number(data, at)
        clock, at = _number(data, at)
        for _ in range(count):
            struct, at = _struct(data, at, client, clock)
            clock += struct.size
            yield struct


def writes_of(data: bytes) -> dict[int, tuple[int, int]]:
    """Where what each client wrote begins and ends, by the clocks of an update."""
    writes: dict[int, tuple[int, int]] = {}
    for struct in read_structs(data):
        start, _ = writes.get(struct.client, (struct.clock, 0))
        writes[struct.client] = (start, struct.clock + struct.size)
    return writes


def _struct(data: bytes, at: int, client: int, clock: int) -> tuple[Struct, int]:
    info, at = data[at], at + 1
    kind = info & 31
    if kind == 0:
        gone = Struct(client, clock, GONE)
        gone.size, at = _number(data, at)
        return gone, at
    struct = Struct(client, clock, WORDS)
    at = _place(data, at, info, struct)
    if kind == 4:
        start, at = _stretch(data, at)
        words = data[start:at]
        struct.size = (
            len(words) if words.isascii() else len(words.decode().encode("utf-16-le")) // 2
        )
    elif kind == 1:
        struct.what = DELETED
        struct.size, at = _number(data, at)
    elif kind == 6:
        _, at = _stretch(data, at)
        _, at = _stretch(data, at)
    elif kind == 7:
        number, at = _number(data, at)
        struct.what = _TYPES[number]
        if number == 3:
            _, at = _stretch(data, at)
    else:
        struct.what = VALUE
        at = _values(data, at, struct)
    return struct, at


def _place(data: bytes, at: int, info: int, struct: Struct) -> int:
    if info & 0x80:
        client, at = _number(data, at)
        clock, at = _number(data, at)
        struct.origin = (client, clock)
    if info & 0x40:
        client, at = _number(data, at)
        clock, at = _number(data, at)
        struct.right_origin = (client, clock)
    if info & 0xC0:
        return at
    named, at = _number(data, at)
    if named:
        start, at = _stretch(data, at)
        struct.parent = data[start:at].decode()
    else:
        client, at = _number(data, at)
        clock, at = _number(data, at)
        struct.parent = (client, clock)
    if info & 0x20:
        start, at = _stretch(data, at)
        struct.sub = data[start:at].decode()
    return at


def _values(data: bytes, at: int, struct: Struct) -> int:
    struct.size, at = _number(data, at)
    for _ in range(struct.size):
        tag, at = data[at], at + 1
        if tag == 119:
            _, at = _stretch(data, at)
        elif tag == 125:
            while data[at] > 127:
                at += 1
            at += 1
        else:
            at += _WIDTH[tag]
    return at


def _stretch(data: bytes, at: int) -> tuple[int, int]:
    length, at = _number(data, at)
    return at, at + length


def _number(data: bytes, at: int) -> tuple[int, int]:
    byte, at = data[at], at + 1
    if byte < 128:
        return byte, at
    number, shift = byte & 127, 7
    while True:
        byte, at = data[at], at + 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7
