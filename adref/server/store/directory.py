"""The directory: negotiations, parties, coalitions and texts, and their seats.

Calls block (SQLite); the doors run them in a worker thread. What the socket asks at each
delivery (who sits here, who belongs to what, whose text this is) is remembered in memory and
forgotten at the moment of a change made through the same ``Directory``. Another process may add
to the same file meanwhile: what was not found is never remembered.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any

from adref.drafting.parties import Coalition, Membership, Party
from adref.server.store.asking import Clash, Database, among
from adref.server.store.directory_change import changing
from adref.server.store.directory_memory import Key, Memory
from adref.server.store.directory_seals import Sealing, damaged_tables
from adref.server.store.directory_tables import (
    CoalitionMemberRow,
    CoalitionRow,
    DirectoryVersionRow,
    InstallationRow,
    InvitationRow,
    NegotiationRow,
    PartyRow,
    SeatRow,
    SecretMarkRow,
    TextRow,
)
from adref.server.store.rows import Found, Row, every, one

_STANDS = (
    "id = :id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :at) "
    "AND (NOT single OR used = 0)"
)
_OF_NEGOTIATION = "negotiation = :negotiation"


class Directory:
    """Rows in and rows out; no rule of the negotiation lives here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory = Memory()
        self._tell: Callable[[], None] = lambda: None
        database.prepare()
        self._version = self._read_version()

    @property
    def epoch(self) -> int:
        """Rises whenever something that was remembered may have changed."""
        return self._memory.epoch

    # What stands

    def installation(self) -> InstallationRow | None:
        """The installation, or None when this database is fresh."""
        return self._one(InstallationRow, 1)

    def negotiation(self, identifier: str) -> NegotiationRow | None:
        """One negotiation, or None."""
        return self._memory.recall(
            ("negotiation", identifier), lambda: self._one(NegotiationRow, identifier)
        )

    def negotiations(self) -> Sequence[NegotiationRow]:
        """All, the oldest first."""
        return self._all(NegotiationRow, order="created_at")

    def membership(self, negotiation: str) -> Membership:
        """The parties and coalitions of a negotiation, in the order in which they were made."""
        return self._memory.recall(
            ("membership", negotiation), lambda: self._membership(negotiation)
        )

    def texts(self, negotiation: str) -> Sequence[TextRow]:
        """The texts of a negotiation, the oldest first."""
        of = {"negotiation": negotiation}
        return self._all(TextRow, _OF_NEGOTIATION, of, order="created_at")

    def text(self, identifier: str) -> TextRow | None:
        """One text, or None."""
        return self._memory.recall(("text", identifier), lambda: self._one(TextRow, identifier))

    def seat(self, identifier: str) -> SeatRow | None:
        """One seat, revoked or not, or None."""
        return self._memory.recall(("seat", identifier), lambda: self._one(SeatRow, identifier))

    def remembered_seat(self, identifier: str) -> SeatRow | None:
        """The same as far as it is remembered: asks no disk."""
        found: SeatRow | None = self._memory.known(("seat", identifier))
        return found

    def seats(self, identifiers: Collection[str]) -> dict[str, SeatRow]:
        """Those of these seats that there are, remembered from now on."""
        keys = [("seat", identifier) for identifier in identifiers]
        found = self._memory.recall_all(keys, self._read_seats)
        return {identifier: row for (_, identifier), row in found.items()}

    def party(self, identifier: str) -> PartyRow | None:
        """One party, or None."""
        return self._one(PartyRow, identifier)

    def coalition(self, identifier: str) -> CoalitionRow | None:
        """One coalition, or None."""
        return self._one(CoalitionRow, identifier)

    def seats_opened_by(self, keeper: str) -> Sequence[SeatRow]:
        """The secretariat seats that a keeper's seat has opened and that stand."""
        standing = "opened_by = :keeper AND revoked_at IS NULL"
        return self._all(SeatRow, standing, {"keeper": keeper}, order="created_at")

    def invitation(self, identifier: str) -> InvitationRow | None:
        """One invitation, or None."""
        return self._one(InvitationRow, identifier)

    def invitation_by_hash(self, token_hash: str) -> InvitationRow | None:
        """The invitation whose token has this hash, or None."""
        found = self._all(InvitationRow, "token_hash = :hash", {"hash": token_hash})
        return found[0] if found else None

    def invitations(self, negotiation: str | None) -> Sequence[InvitationRow]:
        """The invitations to a negotiation (None: to the installation), the oldest first."""
        own = "negotiation IS NULL" if negotiation is None else _OF_NEGOTIATION
        of = {"negotiation": negotiation} if negotiation is not None else {}
        return self._all(InvitationRow, own, of, order="created_at")

    # Changes

    def add(self, *rows: Row) -> None:
        """Add rows in one transaction, in the given order; all of them or none."""
        forget = ("membership",) if any(isinstance(row, PartyRow) for row in rows) else ()
        with self._change(*forget) as change:
            for row in rows:
                change.add(row)

    def save(self, row: Found) -> Found:
        """Write a row that has been changed."""
        with self._change("negotiation", "membership", "text") as change:
            change.keep(row)
        return row

    def save_coalition(self, row: CoalitionRow, members: Iterable[str]) -> CoalitionRow:
        """Write a coalition; these parties, and no others, are its members."""
        with self._change("membership") as change:
            change.keep(row)
            _without_members(change, "coalition", row.id)
            for party in sorted(set(members)):
                change.add(CoalitionMemberRow(coalition=row.id, party=party))
        return row

    def remove_party(self, party: str, at: str) -> bool:
        """Remove a party in which nobody has ever sat; its links are revoked. False if one has."""
        try:
            with self._change("membership") as change:
                _without_members(change, "party", party)
                for link in change.those(InvitationRow, "party = :party", {"party": party}):
                    link.party, link.revoked_at = None, at
                    change.keep(link)
                for row in change.those(PartyRow, "id = :party", {"party": party}):
                    change.remove(row)
        except Clash:  # a seat names it
            return False
        return True

    def remove_coalition(self, coalition: str) -> None:
        """Remove a coalition and its list of members."""
        with self._change("membership") as change:
            _without_members(change, "coalition", coalition)
            for row in change.those(CoalitionRow, "id = :id", {"id": coalition}):
                change.remove(row)

    def take_seat(self, seat: SeatRow, invitation: str, at: str) -> bool:
        """Add a seat through an invitation that at this instant still stands; False if not."""
        with self._change() as change:
            for link in change.those(InvitationRow, _STANDS, {"id": invitation, "at": at}):
                link.used += 1
                change.keep(link)
                change.add(seat)
                return True
        return False

    def revoke(self, invitation: str, at: str) -> tuple[str, ...]:
        """Revoke an invitation and every seat taken through it; gives those seats' ids."""
        with self._change("seat") as change:
            standing, of = "revoked_at IS NULL", {"invitation": invitation}
            links = change.those(InvitationRow, f"id = :invitation AND {standing}", of)
            seats = change.those(SeatRow, f"invitation = :invitation AND {standing}", of)
            rows: tuple[InvitationRow | SeatRow, ...] = (*links, *seats)
            for row in rows:
                row.revoked_at = at
                change.keep(row)
        return tuple(seat.id for seat in seats)

    def verify(self) -> list[str]:
        """The tables that are not what was written, by name: a row is changed, missing or old."""
        return damaged_tables(self._database)

    # How

    def _membership(self, negotiation: str) -> Membership:
        of = {"negotiation": negotiation}
        with self._database.connect() as connection:
            parties = every(connection, PartyRow, _OF_NEGOTIATION, of, "created_at, id")
            coalitions = every(connection, CoalitionRow, _OF_NEGOTIATION, of, "created_at, id")
            belonging = every(
                connection,
                CoalitionMemberRow,
                f"coalition IN (SELECT id FROM coalitions WHERE {_OF_NEGOTIATION})",
                of,
            )
        members: dict[str, set[str]] = {}
        for row in belonging:
            members.setdefault(row.coalition, set()).add(row.party)
        return Membership(
            parties={p.id: Party(p.id, p.name, p.short, p.kind) for p in parties},
            coalitions={
                c.id: Coalition(c.id, c.name, c.short, frozenset(members.get(c.id, ())))
                for c in coalitions
            },
        )

    def _one(self, table: type[Found], identifier: Any) -> Found | None:
        with self._database.connect() as connection:
            return one(connection, table, identifier)

    def _all(
        self,
        table: type[Found],
        where: str = "",
        values: Mapping[str, Any] | None = None,
        order: str = "",
    ) -> Sequence[Found]:
        with self._database.connect() as connection:
            return every(connection, table, where, values, order)

    def _change(self, *forget: str) -> AbstractContextManager[Sealing]:
        return changing(self._database, forget, self._memory, self._tell)

    # Other processes on the same database

    def on_change(self, tell: Callable[[], None]) -> None:
        """Call this after each change of what is remembered, in whatever thread made it."""
        self._tell = tell

    def refresh(self) -> bool:
        """Bring what is remembered up to date; whether anything may have changed."""
        version = self._read_version()
        if version == self._version:
            return False
        self._memory.renew(self._look_again)
        self._version = version
        return True

    def mark(self) -> str | None:
        """By what the installation knows its secret again; None when none was kept."""
        found = self._one(SecretMarkRow, 1)
        return found.mark if found else None

    def keep_mark(self, mark: str) -> None:
        """Keep it, unless there is one."""
        with suppress(Clash):
            self.add(SecretMarkRow(mark=mark))

    def _read_version(self) -> int:
        found = self._one(DirectoryVersionRow, 1)
        return found.version if found else 0

    def _look_again(self, keys: Collection[Key]) -> dict[Key, Any]:
        found = self._read_seats([key for key in keys if key[0] == "seat"])
        for kind, identifier in keys:
            if kind == "membership":
                found[kind, identifier] = self._membership(identifier)
            elif kind in _BY_ID:
                found[kind, identifier] = self._one(_BY_ID[kind], identifier)
        return {key: value for key, value in found.items() if value is not None}

    def _read_seats(self, keys: Collection[Key]) -> dict[Key, Any]:
        seats = [identifier for _, identifier in keys]
        found: dict[Key, Any] = {}
        for start in range(0, len(seats), 500):
            some = self._all(SeatRow, *among("id", seats[start : start + 500]))
            found |= {("seat", row.id): row for row in some}
        return found


_BY_ID: dict[str, type[Row]] = {"negotiation": NegotiationRow, "text": TextRow}


def _without_members(change: Sealing, column: str, identifier: str) -> None:
    for row in change.those(CoalitionMemberRow, f"{column} = :id", {"id": identifier}):
        change.remove(row)
