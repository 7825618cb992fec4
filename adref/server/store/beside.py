"""What is kept beside a log, grants and outcomes: written with checksums, read if they are right.

Each row has its own, and the compartment their sum: a row that is missing is noticed too.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from adref.server.store.asking import Connection
from adref.server.store.checksums import BEGINNING, gathered, tie
from adref.server.store.log import Damaged, Done, Grant

_TOTAL = "SELECT beside FROM compartment WHERE name = :name"
_GRANTS = "SELECT client, seat, checksum FROM client_grant WHERE compartment = :name"
_DONE = "SELECT checksum FROM command_done WHERE compartment = :name"
_OUTCOME = (
    "SELECT outcome, checksum FROM command_done "
    "WHERE compartment = :name AND seat = :seat AND command = :command"
)
_COMMANDS = "SELECT seat, command FROM command_done WHERE compartment = :name"
_DOCUMENT = "SELECT payload, digest FROM document WHERE compartment = :name AND id = :id"
_DOCUMENTS = "SELECT id FROM document WHERE compartment = :name"


class Beside(NamedTuple):
    """Rows to be inserted, their values in the order of the tables' fields, and their checksums
    by compartment."""

    grants: list[tuple[Any, ...]]
    done: list[tuple[Any, ...]]
    ties: dict[str, list[bytes]]


def with_checksums(grants: Sequence[Grant], done: Sequence[Done]) -> Beside:
    """The rows of grants and outcomes."""
    granted: list[tuple[Any, ...]] = [(*one, _of_grant(one)) for one in grants]
    carried_out: list[tuple[Any, ...]] = [(*one, _of_done(one)) for one in done]
    ties: dict[str, list[bytes]] = {}
    for row in (*granted, *carried_out):
        ties.setdefault(row[0], []).append(row[-1])
    return Beside(granted, carried_out, ties)


def grants_of(connection: Connection, compartment: str) -> dict[int, str]:
    """Client id and seat of every grant. Raises ``Damaged`` when one is not what was written, or
    anything that was kept beside this log is missing.
    """
    found = connection.execute(_GRANTS, {"name": compartment}).fetchall()
    for client, seat, kept in found:
        if _of_grant(Grant(compartment, client, seat)) != kept:
            raise Damaged(compartment, 0)
    done = [row[0] for row in connection.execute(_DONE, {"name": compartment})]
    total = gathered(BEGINNING, [*(kept for _, _, kept in found), *done])
    if total != gathered(_total(connection, compartment), ()):
        raise Damaged(compartment, 0)
    return {client: seat for client, seat, _ in found}


def _total(connection: Connection, compartment: str) -> bytes:
    found = connection.execute(_TOTAL, {"name": compartment}).fetchone()
    return (found and found[0]) or BEGINNING


def outcome(connection: Connection, key: tuple[str, str, str]) -> bytes | None:
    """What a command did (compartment, seat, id); None when it was not carried out.

    Raises ``Damaged`` when that is not what was written.
    """
    names = ("name", "seat", "command")
    row = connection.execute(_OUTCOME, dict(zip(names, key, strict=True))).fetchone()
    if row is None:
        return None
    if _of_done(Done(*key, row[0])) != row[1]:
        raise Damaged(key[0], 0)
    kept: bytes = row[0]
    return kept


def document(connection: Connection, compartment: str, identifier: str) -> bytes | None:
    """A kept document. Raises ``Damaged`` when it is not what was written."""
    row = connection.execute(_DOCUMENT, {"name": compartment, "id": identifier}).fetchone()
    if row is None:
        return None
    if not _is_whole(*row):
        raise Damaged(compartment, 0)
    kept: bytes = row[0]
    return kept


def is_whole_beside(connection: Connection, compartment: str) -> bool:
    """Whether all grants and outcomes of a compartment are there, and what was written."""
    try:
        grants_of(connection, compartment)
        commands = connection.execute(_COMMANDS, {"name": compartment}).fetchall()
        for seat, command in commands:
            outcome(connection, (compartment, seat, command))
    except Damaged:
        return False
    return True


def damaged_documents(connection: Connection, compartment: str) -> list[str]:
    """The id of every document that is not what was written; "" when the ids cannot be read."""
    try:
        found = connection.execute(_DOCUMENTS, {"name": compartment})
        identifiers = [row[0] for row in found]
    except sqlite3.DatabaseError:
        return [""]
    return [one for one in identifiers if not _can_be_read(connection, compartment, one)]


def _can_be_read(connection: Connection, compartment: str, identifier: str) -> bool:
    try:
        document(connection, compartment, identifier)
    except (Damaged, sqlite3.DatabaseError):
        return False
    return True


def _is_whole(payload: Any, digest: str) -> bool:
    return isinstance(payload, bytes) and hashlib.sha256(payload).hexdigest() == digest


def _of_grant(grant: Grant) -> bytes:
    return tie("grant", grant.compartment, str(grant.client), str(grant.seat).encode())


def _of_done(done: Done) -> bytes:
    value = done.outcome if isinstance(done.outcome, bytes) else str(done.outcome).encode()
    return tie("done", done.compartment, f"{done.seat}\n{done.command}", value)
