"""Checksums against what disks do: torn, dropped, stale or swapped data. No proof of tampering.

Each entry's checksum takes in the one before it in the same compartment. An entry that is whole in
itself but does not belong where it is found (a page from before a cut, a copy from elsewhere, a
gap closed up) is then noticed too, and the last checksum, which is kept with the compartment,
stands for the whole log: it tells whether entries are missing at the end. BLAKE2b is in the
standard library and takes about a microsecond for a keystroke; sixteen bytes do not collide.
"""

import hashlib
from collections.abc import Iterable

SIZE = 16  # bytes
BEGINNING = b""
"""What stands before the first entry of a compartment."""


def link(
    before: bytes, compartment: str, seq: int, kind: str, payload: bytes, at: str, seat: str
) -> bytes:
    """The checksum of an entry; ``before`` is that of the entry before it."""
    # The lengths stand in front, so that no two entries give the same bytes.
    head = f"{compartment}\n{seq}\n{kind}\n{at}\n{seat}".encode()
    lengths = f"{len(before)} {len(head)} ".encode()
    return hashlib.blake2b(lengths + before + head + payload, digest_size=SIZE).digest()


def seal(compartment: str, seq: int, snapshot: bytes) -> bytes:
    """The checksum of a snapshot of every update up to ``seq``."""
    head = f"{compartment}\n{seq}\n".encode()
    return hashlib.blake2b(head + snapshot, digest_size=SIZE, person=b"snapshot").digest()


def tie(kind: str, compartment: str, name: str, value: bytes) -> bytes:
    """The checksum of what is kept beside a log: who has a client id, what a command did."""
    head = f"{kind}\n{compartment}\n{name}\n".encode()
    return hashlib.blake2b(head + value, digest_size=SIZE, person=b"beside").digest()


def gathered(total: bytes, ties: Iterable[bytes]) -> bytes:
    """The sum of such checksums: the same in whatever order they came, another if one is missing.

    ``total`` is that of those before; ``BEGINNING`` when there were none.
    """
    number = int.from_bytes(total) + sum(map(int.from_bytes, ties))
    return (number % (1 << 8 * SIZE)).to_bytes(SIZE)
