"""What others have written to the shared log since we last looked, read on the log's own line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from adref.server.store.checksums import BEGINNING
from adref.server.store.log import Damaged, Written
from adref.server.store.postgres_line import Cursor, Line, Talk
from adref.server.store.reading import chained, ending
from adref.server.store.shared import Followed, Heard, Position, Tail

_BUSY = 1.0  # seconds after others wrote in which it is likely that they have written again

_HEADS = "SELECT name, epoch, seq, tip, beside FROM compartment WHERE name = ANY(%b)"
_TAIL = (
    "SELECT seq, kind, payload, at, seat, checksum FROM entry "
    "WHERE compartment = %b AND seq >= %b ORDER BY seq"
)


class Head(NamedTuple):
    """The end of a compartment's log."""

    epoch: int
    seq: int
    tip: bytes
    beside: bytes


class Asked(NamedTuple):
    """The rows from the entry ``after`` on (itself too, if its checksum is not known)."""

    cursor: Cursor
    after: int
    before: bytes | None


def heads(cursor: Cursor) -> dict[str, Head]:
    """The ends of compartments, by name, of those that there are."""
    return {name: Head(*head) for name, *head in cursor.fetchall()}


def ask_tail(talk: Talk, followed: Followed, name: str) -> Asked:
    """Ask what is new in a compartment."""
    after = followed.positions[name].seq
    before = followed.tip(name)
    first = after if before is None else after + 1
    return Asked(talk.ask(_TAIL, [name, first]), after, before)


def ask_busy(talk: Talk, groups: Iterable[Followed], now: float) -> dict[str, Asked]:
    """Ask at once what is most likely asked for in the end, and saves a round trip then."""
    return {
        name: ask_tail(talk, group, name)
        for group in groups
        for name in group.positions
        if group.quiet_for(name, now) < _BUSY
    }


def hear(
    talk: Talk,
    followed: Followed,
    ends: Mapping[str, Head],
    asked: Mapping[str, Asked],
    now: float,
) -> Heard | None:
    """What others wrote since this group was last read; ``followed`` is brought up to it.

    ``ends`` and what was ``asked`` are of one instant. Raises ``Damaged``.
    """
    changed = {
        name: head
        for name, known in followed.positions.items()
        if (head := ends.get(name)) is not None and (head.epoch, head.seq) != known
    }
    longer = {name for name, head in changed.items() if head.seq > followed.positions[name].seq}
    missing = {name: ask_tail(talk, followed, name) for name in longer if name not in asked}
    tails: dict[str, Tail] = {}
    for name, head in changed.items():
        known = followed.positions[name]
        entries = _entries(name, {**asked, **missing}[name], head) if name in longer else ()
        tails[name] = Tail(entries, head.epoch if head.epoch != known.epoch else None)
        followed.seats.setdefault(name, set()).update(entry.seat for entry in entries)
        followed.positions[name] = Position(head.epoch, head.seq)
        followed.tips[name] = head.tip
        followed.heard_at[name] = now
    return Heard(followed.group, followed.token, tails) if tails else None


def _entries(name: str, asked: Asked, head: Head) -> Sequence[Written]:
    rows = asked.cursor.fetchall()
    before = asked.before
    if before is None:
        # Nothing but an entry has such a checksum: what follows a missing one does not fit.
        before = rows.pop(0)[-1] if rows and rows[0][0] == asked.after else BEGINNING
    found = chained(name, asked.after, before, rows)
    return ending(name, asked.after, found, (head.seq, head.tip))


def look(
    line: Line, groups: Collection[Followed], now: float
) -> list[tuple[Followed, Heard | None]]:
    """What others have written; each group as it is known after that."""
    names = [name for group in groups for name in group.positions]
    if not names:
        return []
    with line.talk() as talk:
        talk.ask("BEGIN ISOLATION LEVEL REPEATABLE READ")
        asked = ask_busy(talk, groups, now)
        ends = heads(talk.ask(_HEADS, [names]))
        found = [_look_at(talk, known.copy(), ends, asked, now) for known in groups]
        talk.ask("COMMIT")
    return found


def _look_at(
    talk: Talk,
    followed: Followed,
    ends: Mapping[str, Head],
    asked: Mapping[str, Asked],
    now: float,
) -> tuple[Followed, Heard | None]:
    group, token = followed.group, followed.token
    try:
        return followed, hear(talk, followed, ends, asked, now)
    except Damaged:
        # Nothing after it can be read: who follows must begin anew, and will be told.
        return Followed(group, token, {}), Heard(group, token, {}, lost=True)
