"""One transaction of the shared log: lock, hear what others wrote, check, write.

The compartments are locked in the order of their names, so that no two processes wait for each
other. All that is asked of the database is asked for all batches together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adref.server.store.beside import with_checksums
from adref.server.store.checksums import BEGINNING, gathered, link
from adref.server.store.log import Batch, Conflict, Document, Done, Grant
from adref.server.store.postgres_line import Cursor, Talk
from adref.server.store.postgres_reading import Head, heads
from adref.server.store.rows import Row
from adref.server.store.shared import Followed, Position
from adref.server.store.tables import DocumentRow, DoneRow, GrantRow

Answer = tuple[int, ...] | Conflict

# The turn is waited for before a row is looked at: the rows are as they are when it is ours.
_LOCK = (
    "SELECT c.name, c.epoch, c.seq, c.tip, c.beside FROM compartment c, "
    "(SELECT count(pg_advisory_xact_lock(turn)) n FROM unnest(%b::bigint[]) turn) waited "
    "WHERE waited.n >= 0 AND c.name = ANY(%b) ORDER BY c.name FOR UPDATE OF c"
)
_MAKE = (
    "INSERT INTO compartment (name, epoch, seq, tip, beside) "
    "SELECT name, 0, 0, %b, %b FROM unnest(%b::text[]) name ON CONFLICT DO NOTHING"
)
ENTRIES = (
    "INSERT INTO entry (compartment, seq, kind, payload, checksum, at, seat) SELECT * FROM unnest("
    "%b::text[], %b::int[], %b::text[], %b::bytea[], %b::bytea[], %b::text[], %b::text[])"
)
"""Insert entries; a list of values for each column."""
_MOVE = (
    "UPDATE compartment c SET epoch = n.epoch, seq = n.seq, tip = n.tip, beside = n.beside FROM "
    "unnest(%b::text[], %b::int[], %b::int[], %b::bytea[], %b::bytea[]) "
    "n (name, epoch, seq, tip, beside) WHERE c.name = n.name"
)
_DONE = (
    "SELECT compartment, seat, command FROM command_done "
    "WHERE compartment = %b AND seat = %b AND command = %b"
)
_GRANTED = (
    "SELECT compartment, client FROM client_grant WHERE compartment = %b AND client = ANY(%b)"
)
_KEPT = "SELECT compartment, id FROM document WHERE compartment = %b AND id = %b"
_CHECKSUM = "SELECT checksum FROM entry WHERE compartment = %b AND seq = %b"
_SEAT = "SELECT seat FROM client_grant WHERE compartment = %b AND client = %b"


@dataclass
class Plan:
    """What a transaction writes, so that one that may have been committed is known again."""

    answers: list[Answer] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    @property
    def written(self) -> dict[str, int]:
        """The last seq of each compartment that has new entries."""
        return {row[0]: row[1] for row in self.rows}


def names_of(batch: Batch) -> set[str]:
    """Every compartment that a batch is about."""
    names = {entry.compartment for entry in batch.entries}
    names |= {grant.compartment for grant in batch.grants}
    names |= {done.compartment for done in batch.done}
    names |= {document.compartment for document in batch.documents}
    return names | set(batch.epochs) | batch.bumps


def ask_lock(talk: Talk, turns: Iterable[int], names: Iterable[str]) -> Cursor:
    """Wait for these turns, then lock the compartments until the end of the transaction."""
    return talk.ask(_LOCK, [sorted(turns), sorted(names)])


def locked(talk: Talk, asked: Cursor, names: Iterable[str]) -> dict[str, Head]:
    """The ends of the compartments that were to be locked; they are made if need be."""
    found = heads(asked)
    missing = sorted(set(names) - found.keys())
    if missing:
        talk.ask(_MAKE, [BEGINNING, BEGINNING, missing])
        found = heads(ask_lock(talk, (), names))
    return found


def plan(
    talk: Talk,
    batches: Sequence[Batch],
    ends: Mapping[str, Head],
    groups: Mapping[str, Followed],
) -> Plan:
    """Check the batches one after another; ``groups``: who follows, by compartment."""
    taken = _taken(talk, batches)
    made = Plan(heads=dict(ends))
    for batch in batches:
        conflict = _conflict(batch, made.heads, groups, taken)
        if conflict is not None:
            for name in batch.epochs:
                if name in groups:
                    groups[name].behind = True
            made.answers.append(conflict)
        else:
            made.answers.append(add(made, batch, taken))
    follow(made, groups)
    return made


def follow(made: Plan, groups: Mapping[str, Followed]) -> None:
    """Who follows knows what is written itself."""
    for name, head in made.heads.items():
        if name in groups:
            groups[name].positions[name] = Position(head.epoch, head.seq)
            groups[name].tips[name] = head.tip


def _conflict(
    batch: Batch,
    ends: Mapping[str, Head],
    groups: Mapping[str, Followed],
    taken: set[tuple[Any, ...]],
) -> Conflict | None:
    for name, epoch in batch.epochs.items():
        if (name in groups and groups[name].behind) or ends[name].epoch != epoch:
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


def add(made: Plan, batch: Batch, taken: set[tuple[Any, ...]]) -> tuple[int, ...]:
    """Put a batch into the plan; the seq of each entry."""
    seqs: list[int] = []
    for entry in batch.entries:
        name, kind, payload, at, seat = entry
        epoch, seq, tip, beside = made.heads[name]
        seq += 1
        tip = link(tip, name, seq, kind, payload, at, seat)
        made.heads[name] = Head(epoch, seq, tip, beside)
        made.rows.append((name, seq, kind, payload, tip, at, seat))
        seqs.append(seq)
    for name in batch.bumps:
        made.heads[name] = made.heads[name]._replace(epoch=made.heads[name].epoch + 1)
    made.grants += batch.grants
    made.done += batch.done
    made.documents += batch.documents
    taken |= {done[:3] for done in batch.done} | {grant[:2] for grant in batch.grants}
    taken |= {document[:2] for document in batch.documents}
    return tuple(seqs)


def _taken(talk: Talk, batches: Sequence[Batch]) -> set[tuple[Any, ...]]:
    """The commands that are done, the client ids that are granted and the documents that are kept,
    of those in the batches.
    """
    done = {done[:3] for batch in batches for done in batch.done}
    documents = {document[:2] for batch in batches for document in batch.documents}
    clients: dict[str, list[int]] = {}
    for batch in batches:
        for grant in batch.grants:
            clients.setdefault(grant.compartment, []).append(grant.client)
    asked = [
        *(talk.ask(_DONE, key) for key in done),
        *(talk.ask(_GRANTED, key) for key in clients.items()),
        *(talk.ask(_KEPT, key) for key in documents),
    ]
    return {row for cursor in asked for row in cursor.fetchall()}


def write(talk: Talk, made: Plan, before: Mapping[str, Head]) -> None:
    """Write what was planned; it is locked."""
    beside = with_checksums(made.grants, made.done)
    for name, ties in beside.ties.items():
        head = made.heads[name]
        made.heads[name] = head._replace(beside=gathered(head.beside, ties))
    _add_all(talk, GrantRow, beside.grants)
    _add_all(talk, DoneRow, beside.done)
    _add_all(talk, DocumentRow, made.documents)
    changed = [(name, *head) for name, head in made.heads.items() if head != before[name]]
    if made.rows:
        talk.ask(f"WITH moved AS ({_MOVE}) {ENTRIES}", [*columns(changed), *columns(made.rows)])
    elif changed:
        talk.ask(_MOVE, columns(changed))


def _add_all(talk: Talk, table: type[Row], rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows whose values stand in the order of the table's fields."""
    names = table.names()
    values = ", ".join(["%b"] * len(names))
    statement = f'INSERT INTO "{table.__tablename__}" ({", ".join(names)}) VALUES ({values})'
    for row in rows:
        talk.ask(statement, row)


def columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """The values of rows, column by column."""
    return [list(column) for column in zip(*rows, strict=True)]


def was_written(talk: Talk, made: Plan) -> bool:
    """Whether a transaction whose commit was not confirmed is there; its rows must be locked.

    The checksum of an entry takes in everything before it: no other can have the same.
    """
    if made.rows:
        name, seq, _, _, checksum, *_ = made.rows[0]
        return talk.ask(_CHECKSUM, [name, seq]).fetchone() == (checksum,)
    if made.grants:
        name, client, seat = made.grants[0]
        return talk.ask(_SEAT, [name, client]).fetchone() == (seat,)
    return False
