"""What the directory's tables amount to: their rows, and the sum of the rows' checksums.

It tells what no look at a row can: one that is missing, or an older page that a disk has given
back, on which a link is not withdrawn yet and a party still in a coalition (ADR 0023).
"""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, TypeVar

from adref.server.store.asking import Connection, Database
from adref.server.store.checksums import BEGINNING, SIZE, gathered, tie
from adref.server.store.directory_tables import (
    CoalitionMemberRow,
    CoalitionRow,
    DirectorySealRow,
    InvitationRow,
    NegotiationRow,
    PartyRow,
    SeatRow,
    TextRow,
)
from adref.server.store.rows import Row, add, every, keep, one, the_same

SEALED: tuple[type[Row], ...] = (
    NegotiationRow,
    PartyRow,
    CoalitionRow,
    CoalitionMemberRow,
    InvitationRow,
    SeatRow,
    TextRow,
)
"""Who adds a column to one of them makes the sums anew in the same migration."""
_CALLED = {"coalition_members": "members of coalitions"}
# Whoever changes the directory has this row first: one change after another, in every process.
_ALONE = "UPDATE directory_version SET version = version + :rises"
Found = TypeVar("Found", bound=Row)


class Sealing:
    """One change of the directory, in its transaction. ``done`` at the end."""

    def __init__(self, connection: Connection, *, rises: bool) -> None:
        self._connection = connection
        self._sums: dict[type[Row], tuple[int, int]] = {}  # rows, and what is added to the total
        connection.execute(_ALONE, {"rises": int(rises)})

    def add(self, row: Row) -> None:
        """Insert a row. Raises ``Clash``."""
        add(self._connection, row)
        self._count(row, 1)

    def keep(self, row: Row) -> None:
        """Write all of a row, which may be new."""
        for former in every(self._connection, type(row), *the_same(row)):
            self._count(former, -1)
        keep(self._connection, row)
        self._count(row, 1)

    def remove(self, row: Row) -> None:
        """Delete a row. Raises ``Clash`` when others refer to it."""
        where, values = the_same(row)
        self._connection.execute(f'DELETE FROM "{row.__tablename__}" WHERE {where}', values)
        self._count(row, -1)

    def those(self, table: type[Found], where: str, values: dict[str, Any]) -> list[Found]:
        """The rows for which this holds, as they are now: nobody else changes them meanwhile."""
        return every(self._connection, table, where, values)

    def done(self) -> None:
        """Write what the tables amount to now."""
        for table, (rows, added) in self._sums.items():
            name = table.__tablename__
            former = one(self._connection, DirectorySealRow, name)
            seal = former or DirectorySealRow(name=name)
            change = added % (1 << 8 * SIZE)
            seal.rows, seal.total = seal.rows + rows, gathered(seal.total, [change.to_bytes(SIZE)])
            keep(self._connection, seal)

    def _count(self, row: Row, times: int) -> None:
        if type(row) in SEALED:
            rows, added = self._sums.get(type(row), (0, 0))
            self._sums[type(row)] = rows + times, added + times * int.from_bytes(seal_of(row))


def seal_of(row: Row) -> bytes:
    """The checksum of a row."""
    values = json.dumps([getattr(row, name) for name in row.names()], default=repr)
    return tie("row", row.__tablename__, "", values.encode())


def told_of(table: str) -> str:
    """The damage, as a sentence."""
    called = _CALLED.get(table, table)
    return f"The list of {called} is not what was written: a line is changed, missing or old."


def damaged_tables(database: Database) -> list[str]:
    """The names of the tables that are not what was written."""
    with database.instant() as connection:
        return _damaged(connection)


def _damaged(connection: Connection) -> list[str]:
    kept = {seal.name: seal for seal in every(connection, DirectorySealRow)}
    return [table.__tablename__ for table in SEALED if not _is_whole(connection, table, kept)]


def _is_whole(
    connection: Connection, table: type[Row], kept: Mapping[str, DirectorySealRow]
) -> bool:
    seal = kept.get(table.__tablename__) or DirectorySealRow(name="")
    try:
        rows = every(connection, table)
    except sqlite3.DatabaseError:  # the pages themselves cannot be read
        return False
    total = gathered(BEGINNING, map(seal_of, rows))
    return (seal.rows, gathered(seal.total, ())) == (len(rows), total)
