"""All logs read through while people are at work: in pieces, with pauses, changing nothing."""

import sqlite3
from collections.abc import Callable

from adref.server.store.asking import Database
from adref.server.store.beside import damaged_documents, is_whole_beside
from adref.server.store.checksums import BEGINNING
from adref.server.store.findings import Findings
from adref.server.store.log import Damaged
from adref.server.store.reading import at_one_instant, find_head, first_entries

PIECE = 250
"""Entries that are read at once; about a millisecond."""


def read_through(database: Database, pause: Callable[[], bool]) -> Findings | None:
    """Read every entry and all that is kept beside the logs.

    ``pause`` is called after each piece; when it answers True this ends, with None.
    """
    findings = Findings()
    with database.connect() as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM compartment ORDER BY 1")]
    for name in names:
        findings.compartments += 1
        try:
            if not _read_one(database, name, findings, pause):
                return None
        except Damaged as damaged:
            findings.damaged[name] = damaged.seq
        except sqlite3.DatabaseError:  # the pages themselves cannot be read
            findings.damaged[name] = 1
    return findings


def _read_one(database: Database, name: str, findings: Findings, pause: Callable[[], bool]) -> bool:
    last, before, more = 0, BEGINNING, True
    while more:
        if pause():
            return False
        with at_one_instant(database) as connection:
            head = find_head(connection, name)
            read, before = first_entries(connection, name, last, before, PIECE)
        more = len(read) == PIECE
        last += len(read)
        findings.entries += len(read)
        if not more and head is not None and (last, before) != head[1:]:
            raise Damaged(name, last + (last < head[1]))
    with at_one_instant(database) as connection:
        findings.documents += [(name, one) for one in damaged_documents(connection, name)]
        if not is_whole_beside(connection, name):
            raise Damaged(name, 0)
    return True
