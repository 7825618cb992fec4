"""The whole log read through: what is torn at its end is cut and kept aside, the rest is told.

Only what follows a whole entry, and no whole entry follows, and no snapshot holds is an end that
may be cut. Damage anywhere
else stays as it is, and its compartment does not open: a backup is needed, not a guess.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from adref.server.store.asking import Connection, Database
from adref.server.store.beside import damaged_documents, is_whole_beside
from adref.server.store.checksums import BEGINNING, link
from adref.server.store.findings import Cut, Findings

_COLUMNS = ("seq", "kind", "payload", "at", "seat", "checksum")
_ROWS = f"SELECT {', '.join(_COLUMNS)} FROM entry WHERE compartment = :name"
_HEAD = "SELECT seq, tip FROM compartment WHERE name = :name"
LONGEST_END = 2_000  # entries: more is no torn end, nor is a log of which nothing is whole
# From name to name by the index: looking at every entry for its name would take as long as the log.
_NAMES = (
    "WITH RECURSIVE named(n) AS (SELECT min(compartment) FROM entry UNION ALL SELECT "
    "(SELECT min(compartment) FROM entry WHERE compartment > n) FROM named WHERE n IS NOT NULL) "
    "SELECT name FROM compartment UNION SELECT n FROM named WHERE n IS NOT NULL ORDER BY 1"
)


class _Seen(NamedTuple):
    upto: int  # the last entry up to which all is whole
    tip: bytes  # its checksum
    rows: int  # entries read
    gap: bool  # whether an entry is missing, or a whole one follows one that is not


def verify(database: Database, keep: Callable[[Cut], None], *, ends: bool = False) -> Findings:
    """Read every compartment. ``keep`` stores a cut safely before it is made.

    ``ends``: of a log with a snapshot only what follows it, if that is in order.
    """
    findings = Findings()
    with database.connect() as connection:
        # Immediate: nothing is written meanwhile, by whatever process.
        connection.execute("BEGIN IMMEDIATE")
        try:
            for (name,) in connection.execute(_NAMES).fetchall():
                if not (ends and _ends_well(connection, name, findings)):
                    _verify_one(connection, name, findings, keep)
            connection.execute("COMMIT" if findings.cuts or findings.mended else "ROLLBACK")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    return findings


def _ends_well(connection: Connection, name: str, findings: Findings) -> bool:
    """Whether all that follows a snapshot is whole and is all there is."""
    try:
        head, snapshot = _head(connection, name), _snapshot_at(connection, name)
        before = _tip(connection, name, snapshot)
        if head is None or not snapshot or before is None:
            return False
        seen = _read_through(connection, name, _Seen(snapshot, before, snapshot, False))
    except sqlite3.DatabaseError:
        return False
    if seen.gap or seen.rows != seen.upto or (seen.upto, seen.tip) != head:
        return False
    findings.compartments += 1
    findings.entries += seen.rows - snapshot
    return True


def _verify_one(
    connection: Connection, name: str, findings: Findings, keep: Callable[[Cut], None]
) -> None:
    findings.compartments += 1
    try:
        head = _head(connection, name)
        seen = _read_through(connection, name)
        snapshot = _snapshot_at(connection, name)
        beside = is_whole_beside(connection, name)
    except sqlite3.DatabaseError:  # the pages themselves cannot be read
        findings.damaged[name] = 1
        return
    findings.entries += seen.rows
    findings.documents += [(name, one) for one in damaged_documents(connection, name)]
    if head is None or seen.gap or snapshot > seen.upto:
        findings.damaged[name] = seen.upto + 1
    elif not beside:
        findings.damaged[name] = 0
    elif seen.upto < max(head[0], seen.rows):
        if not 0 < seen.upto >= head[0] - LONGEST_END:
            findings.damaged[name] = seen.upto + 1
            return
        cut = _cut_of(connection, name, seen.upto, head[0])
        keep(cut)
        _end_at(connection, name, seen)
        findings.cuts.append(cut)
    elif (seen.upto, seen.tip) != head:
        _end_at(connection, name, seen)
        findings.mended.append(name)


def _head(connection: Connection, name: str) -> tuple[int, bytes] | None:
    found: tuple[int, bytes] | None = connection.execute(_HEAD, {"name": name}).fetchone()
    return found


_NOTHING = _Seen(0, BEGINNING, 0, False)


def _read_through(connection: Connection, name: str, seen: _Seen = _NOTHING) -> _Seen:
    """Read on from what was ``seen``, all of which was whole."""
    last, before, count, gap = seen
    whole = True
    rows = connection.execute(_ROWS + " AND seq > :last ORDER BY seq", _at(name, last))
    for seq, kind, payload, at, seat, kept in rows:
        count += 1
        gap = gap or seq != count
        fits = _fits(before, name, seq, kind, payload, at, seat, kept)
        if fits and whole and not gap:
            last = seq
        else:
            gap, whole = gap or fits, False
        before = kept
    return _Seen(last, _tip(connection, name, last) or BEGINNING, count, gap)


def _fits(before: object, name: str, seq: int, *rest: object) -> bool:
    kind, payload, at, seat, kept = rest
    if not isinstance(before, bytes) or not isinstance(payload, bytes):
        return False
    return link(before, name, seq, str(kind), payload, str(at), str(seat)) == kept


def _tip(connection: Connection, name: str, seq: int) -> bytes | None:
    """The checksum of an entry; None when there is no such entry."""
    if seq == 0:
        return BEGINNING
    statement = "SELECT checksum FROM entry WHERE compartment = :name AND seq = :seq"
    row = connection.execute(statement, {"name": name, "seq": seq}).fetchone()
    found: bytes | None = row and row[0]
    return found


def _snapshot_at(connection: Connection, name: str) -> int:
    statement = "SELECT seq FROM snapshot WHERE compartment = :name"
    found = connection.execute(statement, {"name": name}).fetchone()
    return int((found and found[0]) or 0)


def _cut_of(connection: Connection, name: str, last: int, head: int) -> Cut:
    rows = connection.execute(_ROWS + " AND seq > :last ORDER BY seq", _at(name, last))
    found = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    end = max([head, *(row["seq"] for row in found)])
    return Cut(name, last + 1, end, "".join(_line(name, row) for row in found))


def _line(name: str, row: Mapping[str, Any]) -> str:
    shown = {key: value.hex() if isinstance(value, bytes) else value for key, value in row.items()}
    return json.dumps({"compartment": name, **shown}, ensure_ascii=False) + "\n"


def _end_at(connection: Connection, name: str, seen: _Seen) -> None:
    connection.execute(
        "DELETE FROM entry WHERE compartment = :name AND seq > :last", _at(name, seen.upto)
    )
    connection.execute(
        "UPDATE compartment SET seq = :last, tip = :tip, epoch = epoch + 1 WHERE name = :name",
        {**_at(name, seen.upto), "tip": seen.tip},
    )


def _at(name: str, last: int) -> dict[str, object]:
    return {"name": name, "last": last}


class MayNotCut(Exception):
    """There is something to cut where nothing may be cut."""


def refuse_cut(cut: Cut) -> None:
    """For ``verify`` while people are at work: then nothing is cut."""
    raise MayNotCut(cut.compartment)
