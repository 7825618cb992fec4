"""How the log is read: each entry is checked, and none may be missing."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from adref.server.store.asking import Connection, Database
from adref.server.store.beside import grants_of
from adref.server.store.checksums import BEGINNING, link, seal
from adref.server.store.log import Damaged, Stored, Written

_HEAD = "SELECT epoch, seq, tip FROM compartment WHERE name = :name"
_ENTRIES = (
    "SELECT seq, kind, payload, at, seat, checksum FROM entry "
    "WHERE compartment = :name AND seq > :after ORDER BY seq LIMIT :count"
)
_ALL = 2**62  # entries
_CHECKSUM = "SELECT checksum FROM entry WHERE compartment = :name AND seq = :seq"
_SNAPSHOT = "SELECT seq, payload, checksum FROM snapshot WHERE compartment = :name"


@contextmanager
def at_one_instant(database: Database) -> Iterator[Connection]:
    """A connection on which all that is read was true at the same time (SQLite)."""
    with database.connect() as connection:
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")


def stored(connection: Connection, compartment: str) -> Stored:
    """A compartment as it is opened. Raises ``Damaged``."""
    head = find_head(connection, compartment)
    if head is None:
        return Stored(0, 0, None, (), {})
    epoch, seq, _ = head
    upto, payload = _snapshot(connection, compartment)
    if upto > seq:
        raise Damaged(compartment, seq + 1)
    tail = entries(connection, compartment, upto, head)
    return Stored(epoch, seq, payload, tail, grants_of(connection, compartment))


def find_head(connection: Connection, compartment: str) -> tuple[int, int, bytes] | None:
    """Epoch, last seq and its checksum; None when there is no such compartment."""
    found: tuple[int, int, bytes] | None = connection.execute(
        _HEAD, {"name": compartment}
    ).fetchone()
    return found


def entries(
    connection: Connection, compartment: str, after: int, head: tuple[int, int, bytes] | None
) -> list[Written]:
    """The entries above ``after``; all are there up to ``head``. Raises ``Damaged``."""
    _, last, tip = head or (0, 0, BEGINNING)
    before = _checksum_at(connection, compartment, after)
    return ending(
        compartment, after, first_entries(connection, compartment, after, before), (last, tip)
    )


def ending(
    compartment: str, after: int, found: tuple[list[Written], bytes], head: tuple[int, bytes]
) -> list[Written]:
    """The entries above ``after``, if they end where the log does (its last seq and checksum).

    Raises ``Damaged``.
    """
    (read, end), (last, tip) = found, head
    if after + len(read) < last:
        raise Damaged(compartment, after + len(read) + 1)
    if read and (read[-1].seq != last or end != tip):
        raise Damaged(compartment, read[-1].seq)
    return read


def first_entries(
    connection: Connection,
    compartment: str,
    after: int,
    before: bytes,
    count: int | None = None,
) -> tuple[list[Written], bytes]:
    """The first entries above ``after``, whose checksum is ``before``, and that of the last.

    Raises ``Damaged``.
    """
    values = {"name": compartment, "after": after, "count": _ALL if count is None else count}
    found = connection.execute(_ENTRIES, values)
    return chained(compartment, after, before, found)


def chained(
    compartment: str, after: int, before: bytes, found: Iterable[Sequence[Any]]
) -> tuple[list[Written], bytes]:
    """Rows above ``after`` (seq, kind, payload, at, seat, checksum), and the last's checksum.

    ``before``: the checksum of the entry at ``after``. Raises ``Damaged``.
    """
    read: list[Written] = []
    for seq, kind, payload, at, seat, kept in found:
        expected = after + len(read) + 1
        if seq != expected:
            raise Damaged(compartment, expected)
        if link(before, compartment, seq, kind, payload, at, seat) != kept:
            raise Damaged(compartment, seq)
        before = kept
        read.append(Written(seq, kind, payload, at, seat))
    return read, before


def _checksum_at(connection: Connection, compartment: str, seq: int) -> bytes:
    if seq == 0:
        return BEGINNING
    found = connection.execute(_CHECKSUM, {"name": compartment, "seq": seq}).fetchone()
    # Nothing but an entry has such a checksum: what follows a missing one does not fit.
    return BEGINNING if found is None else bytes(found[0])


def _snapshot(connection: Connection, compartment: str) -> tuple[int, bytes | None]:
    row = connection.execute(_SNAPSHOT, {"name": compartment}).fetchone()
    if row is None:
        return 0, None
    seq, payload, kept = row
    if seal(compartment, seq, payload) != kept:
        return 0, None  # the entries it was made from are all there
    return seq, payload
