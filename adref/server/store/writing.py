"""One transaction of the log: batches checked against what is there, and written."""

from typing import Any

from sqlalchemy import Connection, insert, select, update

from adref.server.store.checksums import BEGINNING, link
from adref.server.store.grouping import as_one, together
from adref.server.store.log import Batch, Conflict, Grant
from adref.server.store.reading import find_head, outcome
from adref.server.store.rows import col
from adref.server.store.tables import CompartmentRow, DocumentRow, DoneRow, EntryRow, GrantRow

Answer = tuple[int, ...] | Conflict
_COLUMNS = tuple(EntryRow.__table__.columns.keys())
_INSERT = "INSERT INTO {} ({}) VALUES ({})".format(
    EntryRow.__tablename__,
    ", ".join(f'"{name}"' for name in _COLUMNS),
    ", ".join("?" for _ in _COLUMNS),
)
_Head = tuple[int, int, bytes]  # epoch, last seq, its checksum


def transact(connection: Connection, batches: list[Batch]) -> list[Answer]:
    """Write all that do not conflict, in one commit (one fsync), or raise and write none."""
    # Immediate: what is checked here stays true until the commit.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        answers = _write_all(connection, batches)
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise
    return answers


def _write_all(connection: Connection, batches: list[Batch]) -> list[Answer]:
    """What waits for one compartment costs one look at its head, and so do grants."""
    answers: dict[int, Answer] = {}
    for group in together(batches):
        found = _write(connection, as_one(group))
        if isinstance(found, Conflict) and len(group) > 1:
            # It wrote nothing. Which of them conflict, each says by itself.
            answers |= {number: _write(connection, batch) for number, batch in group}
            continue
        first = 0
        for number, batch in group:
            last = first + len(batch.entries)
            answers[number] = found if isinstance(found, Conflict) else found[first:last]
            first = last
    return [answers[number] for number in range(len(batches))]


def _roll_back(connection: Connection) -> None:
    # After a failure of the disk SQLite has mostly done so by itself, and says that as an error.
    driver = connection.connection.dbapi_connection
    if getattr(driver, "in_transaction", True):
        connection.exec_driver_sql("ROLLBACK")


def _write(connection: Connection, batch: Batch) -> Answer:
    heads = {name: _head(connection, name) for name in _names(batch)}
    for name, epoch in batch.epochs.items():
        if heads[name][0] != epoch:
            return Conflict(name)
    if any(outcome(connection, done[:3]) is not None for done in batch.done):
        return Conflict("done before")
    if any(_taken(connection, grant) for grant in batch.grants):
        return Conflict("granted before")
    seqs: list[int] = []
    rows: list[dict[str, Any]] = []
    for entry in batch.entries:
        epoch, seq, tip = heads[entry.compartment]
        tip = link(tip, entry[0], seq + 1, *entry[1:])
        heads[entry.compartment] = (epoch, seq + 1, tip)
        seqs.append(seq + 1)
        rows.append({**entry._asdict(), "seq": seq + 1, "checksum": tip})
    for name, (epoch, seq, tip) in heads.items():
        connection.execute(
            update(CompartmentRow)
            .where(col(CompartmentRow.name) == name)
            .values(seq=seq, tip=tip, epoch=epoch + (name in batch.bumps))
        )
    if rows:
        # By the driver itself: typing is this and little else, and values need no conversion.
        connection.exec_driver_sql(_INSERT, [tuple(row[name] for name in _COLUMNS) for row in rows])
    for table, values in (
        (GrantRow, [grant._asdict() for grant in batch.grants]),
        (DoneRow, [done._asdict() for done in batch.done]),
        (DocumentRow, [document._asdict() for document in batch.documents]),
    ):
        if values:
            connection.execute(insert(table), values)
    return tuple(seqs)


def _names(batch: Batch) -> list[str]:
    names = {entry.compartment for entry in batch.entries}
    names |= {grant.compartment for grant in batch.grants}
    names |= {done.compartment for done in batch.done}
    names |= {document.compartment for document in batch.documents}
    return sorted(names | set(batch.epochs) | batch.bumps)


def _head(connection: Connection, name: str) -> _Head:
    """The head of a compartment, which is made if need be."""
    found = find_head(connection, name)
    if found is None:
        first = {"name": name, "epoch": 0, "seq": 0, "tip": BEGINNING}
        connection.execute(insert(CompartmentRow).values(first))
        return 0, 0, BEGINNING
    return found


def _taken(connection: Connection, grant: Grant) -> bool:
    found = connection.execute(
        select(col(GrantRow.seat)).where(
            col(GrantRow.compartment) == grant.compartment, col(GrantRow.client) == grant.client
        )
    ).scalar_one_or_none()
    return found is not None
