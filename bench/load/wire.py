"""Bytes on the wire: lib0 numbers, websocket frames, Yjs updates of one run of words.

Nothing here keeps a document: a typist sends updates that are valid by themselves, a receiver
needs only to know which (client, clock) ranges a message carried.
"""

import base64
import os
import struct

EMPTY_UPDATE = b"\x00\x00"
EMPTY_STATE = b"\x00"
_MASK = b"\0\0\0\0"  # legal, and servers unmask all the same
_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _DOC, _SKIP = range(11)
_XML_TEXT = 6
_WORDS = -4


def varint(number: int) -> bytes:
    """An unsigned number, the lowest seven bits first."""
    out = bytearray()
    while number > 127:
        out.append(128 | number & 127)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at ``at`` and where the next begins."""
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7


def block(value: bytes) -> bytes:
    """Length, then bytes."""
    return varint(len(value)) + value


def frame(payload: bytes, opcode: int = 2) -> bytes:
    """A whole masked frame of a websocket client."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + _MASK + payload


def upgrade(host: str, port: int, path: str, headers: dict[str, str]) -> bytes:
    """The request that opens a websocket."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


Home = tuple[int, int] | str
"""Where a typist's words begin: in the text node of this id, or in a root of this name."""


def typed(client: int, clock: int, words: str, home: Home) -> bytes:
    """Words (ASCII) typed after the typist's own last character, or first in its home."""
    head = b"\x01\x01" + varint(client) + varint(clock)
    if clock:
        place = b"\x84" + varint(client) + varint(clock - 1)
    elif isinstance(home, str):
        place = b"\x04\x01" + block(home.encode())
    else:
        place = b"\x04\x00" + varint(home[0]) + varint(home[1])
    return head + place + block(words.encode()) + b"\x00"


def inserted(
    client: int, clock: int, words: str, left: tuple[int, int], right: tuple[int, int]
) -> bytes:
    """Words (ASCII) typed between two characters, each named by client and clock."""
    places = b"".join(varint(number) for number in (*left, *right))
    return (
        b"\x01\x01"
        + varint(client)
        + varint(clock)
        + b"\xc4"
        + places
        + block(words.encode())
        + b"\x00"
    )


def paragraph(client: int, clock: int, words: str, before: int | None) -> bytes:
    """An element with a text node with words (ASCII) in it, after the one whose clock is given.

    It takes ``2 + len(words)`` of the clock.
    """
    head = b"\x01\x03" + varint(client) + varint(clock)
    place = (
        b"\x07\x01" + block(b"text")
        if before is None
        else b"\x87" + varint(client) + varint(before)
    )
    inside = [varint(client) + varint(clock + n) for n in range(2)]
    element = place + b"\x03" + block(b"paragraph")
    node = b"\x07\x00" + inside[0] + b"\x06"
    return head + element + node + b"\x04\x00" + inside[1] + block(words.encode()) + b"\x00"


def presence(client: int, clock: int, state: str) -> bytes:
    """One client's entry of an awareness update."""
    return b"\x01" + varint(client) + varint(clock) + block(state.encode())


def states(clocks: dict[int, int]) -> bytes:
    """A state vector."""
    parts = [varint(len(clocks))]
    for client, clock in clocks.items():
        parts += [varint(client), varint(clock)]
    return b"".join(parts)


def ranges(update: bytes) -> list[tuple[int, int, int]]:
    """``(client, clock, length)`` of what an update writes; deletions are left out."""
    return [(client, clock, size) for client, clock, size, _ in _structs(update)]


def text_nodes(update: bytes) -> list[tuple[int, int]]:
    """The ids of the text nodes that an update makes."""
    return [(client, clock) for client, clock, _, kind in _structs(update) if kind == _XML_TEXT]


def strings(update: bytes) -> list[tuple[int, int, int]]:
    """``(client, clock, length)`` of the words that an update writes."""
    return [
        (client, clock, size) for client, clock, size, kind in _structs(update) if kind == _WORDS
    ]


def _structs(data: bytes) -> list[tuple[int, int, int, int]]:
    """Client, clock, length and the kind: of a type, or that these are words, else -1."""
    found = []
    clients, at = read_varint(data, 0)
    for _ in range(clients):
        count, at = read_varint(data, at)
        client, at = read_varint(data, at)
        clock, at = read_varint(data, at)
        for _ in range(count):
            info = data[at]
            at += 1
            kind = -1
            if info & 31 in (_GC, _SKIP):
                size, at = read_varint(data, at)
            else:
                size, kind, at = _content(data, info & 31, _after_place(data, info, at))
            if info & 31 != _SKIP:
                found.append((client, clock, size, kind))
            clock += size
    return found


def _after_place(data: bytes, info: int, at: int) -> int:
    for bit in (0x80, 0x40):
        if info & bit:
            at = _skip(data, at, 2)
    if not info & 0xC0:
        is_root, at = read_varint(data, at)
        at = _after_block(data, at) if is_root else _skip(data, at, 2)
        if info & 0x20:
            at = _after_block(data, at)
    return at


def _content(data: bytes, ref: int, at: int) -> tuple[int, int, int]:
    """Length in the clock, kind as above, and where the next struct begins."""
    if ref == _DELETED:
        size, at = read_varint(data, at)
        return size, -1, at
    if ref == _STRING:
        size, at = read_varint(data, at)
        words = data[at : at + size]
        if not words.isascii():
            size = len(words.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass"))
            size //= 2
        return size, _WORDS, at + len(words)
    if ref in (_BINARY, _EMBED):
        return 1, -1, _after_block(data, at)
    if ref == _FORMAT:
        return 1, -1, _after_block(data, _after_block(data, at))
    if ref == _TYPE:
        kind, at = read_varint(data, at)
        return 1, kind, _after_block(data, at) if kind in (3, 5) else at
    if ref in (_JSON, _ANY):
        size, at = read_varint(data, at)
        for _ in range(size):
            at = _after_any(data, at) if ref == _ANY else _after_block(data, at)
        return size, -1, at
    raise ValueError(f"content {ref}")


def _after_block(data: bytes, at: int) -> int:
    size, at = read_varint(data, at)
    return at + size


def _skip(data: bytes, at: int, numbers: int) -> int:
    for _ in range(numbers):
        _, at = read_varint(data, at)
    return at


def _after_any(data: bytes, at: int) -> int:
    tag = data[at]
    at += 1
    fixed = {127: 0, 126: 0, 121: 0, 120: 0, 124: 4, 123: 8, 122: 8}
    if tag in fixed:
        return at + fixed[tag]
    if tag == 125:
        return _skip(data, at, 1)
    if tag in (119, 116):
        return _after_block(data, at)
    count, at = read_varint(data, at)
    for _ in range(count):
        at = _after_any(data, _after_block(data, at) if tag == 118 else at)
    return at


def deleted(client: int, start: int, size: int) -> bytes:
    """An update that writes nothing and deletes what one client wrote."""
    return b"\x00\x01" + varint(client) + b"\x01" + varint(start) + varint(size)
