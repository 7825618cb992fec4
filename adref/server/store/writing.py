"""One transaction of the log: batches checked against what is there, and written.

By the driver itself, statement by statement and as few as may be: typing is this and little else,
its values need no conversion, and with each statement the thread that writes gives the
interpreter away and must wait to have it back.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

from sqlmodel import SQLModel

from adref.server.store.checksums import BEGINNING, link
from adref.server.store.grouping import as_one, together
from adref.server.store.log import Batch, Conflict
from adref.server.store.tables import CompartmentRow, DocumentRow, DoneRow, EntryRow, GrantRow

Answer = tuple[int, ...] | Conflict
_AT_ONCE = 64  # rows of one statement: each number of rows is a statement, which is kept
_Head = tuple[int, int, bytes]  # epoch, last seq, its checksum


class Cursor(Protocol):
    """What is asked of the driver (PEP 249)."""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Carry a statement out."""
        ...

    def fetchone(self) -> Any:
        """The next row; None when there is none."""
        ...


_HEAD = f'SELECT epoch, seq, tip FROM "{CompartmentRow.__tablename__}" WHERE name = ?'
_FIRST = f'INSERT INTO "{CompartmentRow.__tablename__}" (name, epoch, seq, tip) VALUES (?, 0, 0, ?)'
_MOVE = f'UPDATE "{CompartmentRow.__tablename__}" SET epoch = ?, seq = ?, tip = ? WHERE name = ?'
_DONE = (
    f'SELECT 1 FROM "{DoneRow.__tablename__}" WHERE compartment = ? AND seat = ? AND command = ?'
)
_TAKEN = f'SELECT 1 FROM "{GrantRow.__tablename__}" WHERE compartment = ? AND client = ?'


def transact(cursor: Cursor, batches: list[Batch]) -> list[Answer]:
    """Write all that do not conflict, in one commit (one fsync), or raise and write none."""
    # Immediate: what is checked here stays true until the commit.
    cursor.execute("BEGIN IMMEDIATE")
    try:
        answers = _write_all(cursor, batches)
        cursor.execute("COMMIT")
    except BaseException:
        _roll_back(cursor)
        raise
    return answers


def _write_all(cursor: Cursor, batches: list[Batch]) -> list[Answer]:
    """What waits for one compartment costs one look at its head, and so do grants."""
    answers: dict[int, Answer] = {}
    for group in together(batches):
        found = _write(cursor, as_one(group))
        if isinstance(found, Conflict) and len(group) > 1:
            # It wrote nothing. Which of them conflict, each says by itself.
            answers |= {number: _write(cursor, batch) for number, batch in group}
            continue
        first = 0
        for number, batch in group:
            last = first + len(batch.entries)
            answers[number] = found if isinstance(found, Conflict) else found[first:last]
            first = last
    return [answers[number] for number in range(len(batches))]


def _roll_back(cursor: Any) -> None:
    # After a failure of the disk SQLite has mostly done so by itself, and says that as an error.
    if cursor.connection.in_transaction:
        cursor.execute("ROLLBACK")


def _write(cursor: Cursor, batch: Batch) -> Answer:
    heads = {name: _head(cursor, name) for name in _names(batch)}
    for name, epoch in batch.epochs.items():
        if heads[name][0] != epoch:
            return Conflict(name)
    if any(_found(cursor, _DONE, done[:3]) for done in batch.done):
        return Conflict("done before")
    if any(_found(cursor, _TAKEN, grant[:2]) for grant in batch.grants):
        return Conflict("granted before")
    seqs: list[int] = []
    rows: list[tuple[Any, ...]] = []
    for entry in batch.entries:
        name, kind, payload, at, seat = entry
        epoch, seq, tip = heads[name]
        seq += 1
        tip = link(tip, name, seq, kind, payload, at, seat)
        heads[name] = (epoch, seq, tip)
        seqs.append(seq)
        rows.append((name, seq, kind, payload, tip, at, seat))
    for name, (epoch, seq, tip) in heads.items():
        cursor.execute(_MOVE, (epoch + (name in batch.bumps), seq, tip, name))
    _add(cursor, EntryRow, rows)
    _add(cursor, GrantRow, batch.grants)
    _add(cursor, DoneRow, batch.done)
    _add(cursor, DocumentRow, batch.documents)
    return tuple(seqs)


def _add(cursor: Cursor, table: type[SQLModel], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows whose values stand in the order of the table's fields."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        cursor.execute(_inserting(table, len(some)), [value for row in some for value in row])


@cache
def _inserting(table: type[SQLModel], count: int) -> str:
    names = ", ".join(f'"{name}"' for name in table.model_fields)
    row = f"({', '.join('?' for _ in table.model_fields)})"
    return f'INSERT INTO "{table.__tablename__}" ({names}) VALUES {", ".join([row] * count)}'


def _names(batch: Batch) -> list[str]:
    names = {entry.compartment for entry in batch.entries}
    names |= {grant.compartment for grant in batch.grants}
    names |= {done.compartment for done in batch.done}
    names |= {document.compartment for document in batch.documents}
    return sorted(names | set(batch.epochs) | batch.bumps)


def _head(cursor: Cursor, name: str) -> _Head:
    """The head of a compartment, which is made if need be."""
    found: _Head | None = cursor.execute(_HEAD, (name,)).fetchone()
    if found is None:
        cursor.execute(_FIRST, (name, BEGINNING))
        return 0, 0, BEGINNING
    return found


def _found(cursor: Cursor, statement: str, key: Sequence[Any]) -> bool:
    return cursor.execute(statement, key).fetchone() is not None
