"""State vectors: how much of each client's writing a document holds (client id -> next clock)."""

from collections.abc import Mapping

MAX_CLIENT = 2**53 - 1
MAX_CLOCK = 2**31 - 1
MAX_CLIENTS = 100_000


class Unreadable(ValueError):
    """Bytes that are not what they should be."""


def read_state(data: bytes) -> dict[int, int]:
    """Read an encoded state vector; raises ``Unreadable``."""
    count, at = read_varint(data, 0, MAX_CLIENTS)
    clocks: dict[int, int] = {}
    for _ in range(count):
        client, at = read_varint(data, at, MAX_CLIENT)
        clock, at = read_varint(data, at, MAX_CLOCK)
        if client in clocks:
            raise Unreadable("a client twice in a state vector")
        clocks[client] = clock
    if at != len(data):
        raise Unreadable("bytes after the end of a state vector")
    return clocks


def write_state(clocks: Mapping[int, int]) -> bytes:
    """Encode a state vector."""
    parts = [varint(len(clocks))]
    for client in sorted(clocks, reverse=True):
        parts += [varint(client), varint(clocks[client])]
    return b"".join(parts)


def varint(number: int) -> bytes:
    """An unsigned number in groups of seven bits, the lowest first."""
    out = bytearray()
    while number > 127:
        out.append(128 | number & 127)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(data: bytes, at: int, limit: int) -> tuple[int, int]:
    """The number at ``at`` and where the next begins; raises ``Unreadable`` above ``limit``."""
    number = shift = 0
    while True:
        if at >= len(data):
            raise Unreadable("a number is cut off")
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            break
        shift += 7
        if shift > 56:
            raise Unreadable("a number is too long")
    if number > limit:
        raise Unreadable("a number is too large")
    return number, at
