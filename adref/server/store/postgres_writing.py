"""One transaction of the shared log: lock, hear what others wrote, check, write.

The compartments are locked in the order of their names, so that no two processes wait for each
other. All that is asked of the database is asked for all batches together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from adref.server.store.beside import with_checksums
from adref.server.store.checksums import BEGINNING, gathered, link
from adref.server.store.core import METADATA, Plain, col
from adref.server.store.log import Batch, Conflict, Document, Done, Grant
from adref.server.store.reading import entries
from adref.server.store.shared import Followed, Heard, Position, Tail
from adref.server.store.tables import CompartmentRow, DocumentRow, DoneRow, EntryRow, GrantRow

Answer = tuple[int, ...] | Conflict


class Head(NamedTuple):
    """The end of a compartment's log."""

    epoch: int
    seq: int
    tip: bytes


@dataclass
class Plan:
    """What a transaction writes, so that one that may have been committed is known again."""

    answers: list[Answer] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    @property
    def written(self) -> dict[str, int]:
        """The last seq of each compartment that has new entries."""
        return {row["compartment"]: row["seq"] for row in self.rows}


def names_of(batch: Batch) -> set[str]:
    """Every compartment that a batch is about."""
    names = {entry.compartment for entry in batch.entries}
    names |= {grant.compartment for grant in batch.grants}
    names |= {done.compartment for done in batch.done}
    names |= {document.compartment for document in batch.documents}
    return names | set(batch.epochs) | batch.bumps


def lock(connection: Connection, names: Iterable[str]) -> dict[str, Head]:
    """Lock the compartments until the end of the transaction; they are made if need be."""
    wanted = sorted(set(names))
    found = _locked(connection, wanted)
    missing = [name for name in wanted if name not in found]
    if missing:
        made = insert_if_new(CompartmentRow).values(
            [
                {"name": name, "epoch": 0, "seq": 0, "tip": BEGINNING, "beside": BEGINNING}
                for name in missing
            ]
        )
        connection.execute(made.on_conflict_do_nothing())
        found = _locked(connection, wanted)
    return found


def _locked(connection: Connection, names: Sequence[str]) -> dict[str, Head]:
    rows = connection.execute(
        select(
            col(CompartmentRow.name),
            col(CompartmentRow.epoch),
            col(CompartmentRow.seq),
            col(CompartmentRow.tip),
        )
        .where(col(CompartmentRow.name).in_(names))
        .order_by(col(CompartmentRow.name))
        .with_for_update()
    )
    return {name: Head(epoch, seq, tip) for name, epoch, seq, tip in rows}


def hear(connection: Connection, followed: Followed, heads: Mapping[str, Head]) -> Heard | None:
    """What others wrote to a group since; ``followed`` then knows of it. Raises ``Damaged``."""
    tails: dict[str, Tail] = {}
    for name, known in followed.positions.items():
        head = heads.get(name)
        if head is None or (head.epoch, head.seq) == known:
            continue
        tail = entries(Plain(connection), name, known.seq, head) if head.seq > known.seq else []
        tails[name] = Tail(tail, head.epoch if head.epoch != known.epoch else None)
        followed.seats.setdefault(name, set()).update(entry.seat for entry in tail)
        followed.positions[name] = Position(head.epoch, head.seq)
    return Heard(followed.group, followed.token, tails) if tails else None


def plan(
    connection: Connection,
    batches: Sequence[Batch],
    heads: Mapping[str, Head],
    groups: Mapping[str, Followed],
) -> Plan:
    """Check the batches one after another; ``groups``: who follows, by compartment."""
    taken = _taken(connection, batches)
    made = Plan(heads=dict(heads))
    for batch in batches:
        conflict = _conflict(batch, made.heads, groups, taken)
        if conflict is not None:
            for name in batch.epochs:
                if name in groups:
                    groups[name].behind = True
            made.answers.append(conflict)
        else:
            made.answers.append(_add(made, batch, taken))
    for name, head in made.heads.items():
        if name in groups:
            groups[name].positions[name] = Position(head.epoch, head.seq)
    return made


def _conflict(
    batch: Batch,
    heads: Mapping[str, Head],
    groups: Mapping[str, Followed],
    taken: set[tuple[Any, ...]],
) -> Conflict | None:
    for name, epoch in batch.epochs.items():
        if (name in groups and groups[name].behind) or heads[name].epoch != epoch:
            return Conflict(name)
    for entry in batch.entries:
        group = groups.get(entry.compartment)
        if group is not None and entry.seat in group.seats.get(entry.compartment, ()):
            return Conflict(entry.compartment)
    if any(done[:3] in taken for done in batch.done):
        return Conflict("done before")
    if any(grant[:2] in taken for grant in batch.grants):
        return Conflict("granted before")
    if any(document[:2] in taken for document in batch.documents):
        return Conflict("kept before")
    return None


def _add(made: Plan, batch: Batch, taken: set[tuple[Any, ...]]) -> tuple[int, ...]:
    seqs: list[int] = []
    for entry in batch.entries:
        epoch, seq, tip = made.heads[entry.compartment]
        tip = link(tip, entry[0], seq + 1, *entry[1:])
        made.heads[entry.compartment] = Head(epoch, seq + 1, tip)
        made.rows.append({**entry._asdict(), "seq": seq + 1, "checksum": tip})
        seqs.append(seq + 1)
    for name in batch.bumps:
        made.heads[name] = made.heads[name]._replace(epoch=made.heads[name].epoch + 1)
    made.grants += batch.grants
    made.done += batch.done
    made.documents += batch.documents
    taken |= {done[:3] for done in batch.done} | {grant[:2] for grant in batch.grants}
    taken |= {document[:2] for document in batch.documents}
    return tuple(seqs)


def _taken(connection: Connection, batches: Sequence[Batch]) -> set[tuple[Any, ...]]:
    """The commands that are done and the client ids that are granted, of those in the batches."""
    taken: set[tuple[Any, ...]] = set()
    done = {done[:3] for batch in batches for done in batch.done}
    if done:
        key = (col(DoneRow.compartment), col(DoneRow.seat), col(DoneRow.command))
        taken |= {tuple(r) for r in connection.execute(select(*key).where(tuple_(*key).in_(done)))}
    grants = {grant[:2] for batch in batches for grant in batch.grants}
    if grants:
        pair = (col(GrantRow.compartment), col(GrantRow.client))
        found = connection.execute(select(*pair).where(tuple_(*pair).in_(grants)))
        taken |= {tuple(row) for row in found}
    documents = {document[:2] for batch in batches for document in batch.documents}
    if documents:
        both = (col(DocumentRow.compartment), col(DocumentRow.id))
        found = connection.execute(select(*both).where(tuple_(*both).in_(documents)))
        taken |= {tuple(row) for row in found}
    return taken


def write(connection: Connection, made: Plan, before: Mapping[str, Head]) -> None:
    """Write what was planned."""
    changed = [
        {"b_name": name, "epoch": head.epoch, "seq": head.seq, "tip": head.tip}
        for name, head in made.heads.items()
        if head != before[name]
    ]
    if made.rows:
        connection.execute(insert(EntryRow), made.rows)
    if made.grants or made.done or made.documents:
        _put_beside(connection, made)
    if changed:
        connection.execute(_set_heads(METADATA.tables[CompartmentRow.__tablename__]), changed)


def _put_beside(connection: Connection, made: Plan) -> None:
    """Their compartments are there, and nobody else writes to them meanwhile."""
    beside = with_checksums(made.grants, made.done)
    for table, rows in (
        (GrantRow, beside.grants),
        (DoneRow, beside.done),
        (DocumentRow, [tuple(one) for one in made.documents]),
    ):
        if rows:
            names = table.names()
            connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
    for name, added in beside.ties.items():
        here = col(CompartmentRow.name) == name
        total = connection.execute(select(col(CompartmentRow.beside)).where(here)).scalar_one()
        values = {"beside": gathered(total, added)}
        connection.execute(update(CompartmentRow).where(here).values(values))


def _set_heads(table: Any) -> Any:
    return (
        update(table)
        .where(table.c.name == bindparam("b_name"))
        .values(epoch=bindparam("epoch"), seq=bindparam("seq"), tip=bindparam("tip"))
    )


def was_written(connection: Connection, made: Plan) -> bool:
    """Whether a transaction whose commit was not confirmed is there; its rows must be locked.

    The checksum of an entry takes in everything before it: no other can have the same.
    """
    if made.rows:
        row = made.rows[0]
        found = connection.execute(
            select(col(EntryRow.checksum)).where(
                col(EntryRow.compartment) == row["compartment"], col(EntryRow.seq) == row["seq"]
            )
        ).scalar_one_or_none()
        return bool(found == row["checksum"])
    if made.grants:
        grant = made.grants[0]
        seat = connection.execute(
            select(col(GrantRow.seat)).where(
                col(GrantRow.compartment) == grant.compartment,
                col(GrantRow.client) == grant.client,
            )
        ).scalar_one_or_none()
        return bool(seat == grant.seat)
    return False
