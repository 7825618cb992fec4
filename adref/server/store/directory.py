"""The directory: negotiations, parties, coalitions and texts, and their seats.

Calls block (SQLite); the doors run them in a worker thread. What the socket asks at each
delivery (who sits here, who belongs to what, whose text this is) is remembered in memory and
forgotten at the moment of a change made through the same ``Directory``. Another process may add
to the same file meanwhile: what was not found is never remembered.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, delete, select, update

from adref.drafting.parties import Coalition, Membership, Party
from adref.server.store.directory_change import Change
from adref.server.store.directory_memory import Key, Memory
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
from adref.server.store.engine import create_tables

Row = TypeVar("Row", bound=SQLModel)


class Directory:
    """Rows in and rows out; no rule of the negotiation lives here."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._memory = Memory()
        self._tell: Callable[[], None] = lambda: None
        create_tables(engine)
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
        with self._session() as session:
            found = select(NegotiationRow).order_by(col(NegotiationRow.created_at))
            return session.exec(found).all()

    def membership(self, negotiation: str) -> Membership:
        """The parties and coalitions of a negotiation, in the order in which they were made."""
        return self._memory.recall(
            ("membership", negotiation), lambda: self._membership(negotiation)
        )

    def texts(self, negotiation: str) -> Sequence[TextRow]:
        """The texts of a negotiation, the oldest first."""
        with self._session() as session:
            found = select(TextRow).where(TextRow.negotiation == negotiation)
            return session.exec(found.order_by(col(TextRow.created_at))).all()

    def text(self, identifier: str) -> TextRow | None:
        """One text, or None."""
        return self._memory.recall(("text", identifier), lambda: self._one(TextRow, identifier))

    def seat(self, identifier: str) -> SeatRow | None:
        """One seat, revoked or not, or None."""
        return self._memory.recall(("seat", identifier), lambda: self._one(SeatRow, identifier))

    def party(self, identifier: str) -> PartyRow | None:
        """One party, or None."""
        return self._one(PartyRow, identifier)

    def coalition(self, identifier: str) -> CoalitionRow | None:
        """One coalition, or None."""
        return self._one(CoalitionRow, identifier)

    def seats_opened_by(self, keeper: str) -> Sequence[SeatRow]:
        """The secretariat seats that a keeper's seat has opened and that stand."""
        with self._session() as session:
            found = select(SeatRow).where(
                SeatRow.opened_by == keeper, col(SeatRow.revoked_at).is_(None)
            )
            return session.exec(found.order_by(col(SeatRow.created_at))).all()

    def invitation(self, identifier: str) -> InvitationRow | None:
        """One invitation, or None."""
        return self._one(InvitationRow, identifier)

    def invitation_by_hash(self, token_hash: str) -> InvitationRow | None:
        """The invitation whose token has this hash, or None."""
        with self._session() as session:
            found = select(InvitationRow).where(InvitationRow.token_hash == token_hash)
            return session.exec(found).one_or_none()

    def invitations(self, negotiation: str | None) -> Sequence[InvitationRow]:
        """The invitations to a negotiation (None: to the installation), the oldest first."""
        with self._session() as session:
            found = select(InvitationRow).where(InvitationRow.negotiation == negotiation)
            return session.exec(found.order_by(col(InvitationRow.created_at))).all()

    # Changes

    def add(self, *rows: SQLModel) -> None:
        """Add rows in one transaction, in the given order; all of them or none."""
        forget = ("membership",) if any(isinstance(row, PartyRow) for row in rows) else ()
        with self._change(*forget) as session:
            for row in rows:
                session.add(row)
                session.flush()

    def save(self, row: Row) -> Row:
        """Write the changed fields of a row."""
        with self._change("negotiation", "membership", "text") as session:
            return session.merge(row)

    def save_coalition(self, row: CoalitionRow, members: Iterable[str]) -> CoalitionRow:
        """Write a coalition; these parties, and no others, are its members."""
        with self._change("membership") as session:
            kept = session.merge(row)
            session.flush()
            session.exec(
                delete(CoalitionMemberRow).where(col(CoalitionMemberRow.coalition) == row.id)
            )
            session.add_all(CoalitionMemberRow(coalition=row.id, party=p) for p in set(members))
            return kept

    def remove_party(self, party: str, at: str) -> bool:
        """Remove a party in which nobody has ever sat; its links are revoked. False if one has."""
        try:
            with self._change("membership") as session:
                session.exec(
                    delete(CoalitionMemberRow).where(col(CoalitionMemberRow.party) == party)
                )
                session.exec(
                    update(InvitationRow)
                    .where(col(InvitationRow.party) == party)
                    .values(party=None, revoked_at=at)
                )
                session.exec(delete(PartyRow).where(col(PartyRow.id) == party))
        except IntegrityError:  # a seat names it
            return False
        return True

    def remove_coalition(self, coalition: str) -> None:
        """Remove a coalition and its list of members."""
        with self._change("membership") as session:
            _without_members(session, col(CoalitionMemberRow.coalition) == coalition)
            session.exec(delete(CoalitionRow).where(col(CoalitionRow.id) == coalition))

    def take_seat(self, seat: SeatRow, invitation: str, at: str) -> bool:
        """Add a seat through an invitation that at this instant still stands; False if not."""
        with self._change() as session:
            stands = (
                col(InvitationRow.id) == invitation,
                col(InvitationRow.revoked_at).is_(None),
                col(InvitationRow.expires_at).is_(None) | (col(InvitationRow.expires_at) > at),
                col(InvitationRow.single).is_(False) | (col(InvitationRow.used) == 0),
            )
            used = update(InvitationRow).where(*stands).values(used=InvitationRow.used + 1)
            if session.exec(used).rowcount != 1:
                return False
            session.add(seat)
            return True

    def revoke(self, invitation: str, at: str) -> tuple[str, ...]:
        """Revoke an invitation and every seat taken through it; gives those seats' ids."""
        with self._change("seat") as session:
            session.exec(
                update(InvitationRow)
                .where(col(InvitationRow.id) == invitation, col(InvitationRow.revoked_at).is_(None))
                .values(revoked_at=at)
            )
            seats = (
                col(SeatRow.invitation) == invitation,
                col(SeatRow.revoked_at).is_(None),
            )
            gone = tuple(session.exec(select(SeatRow.id).where(*seats)).all())
            session.exec(update(SeatRow).where(*seats).values(revoked_at=at))
            return gone

    # How

    def _membership(self, negotiation: str) -> Membership:
        with self._session() as session:
            parties = session.exec(
                select(PartyRow)
                .where(PartyRow.negotiation == negotiation)
                .order_by(col(PartyRow.created_at), col(PartyRow.id))
            ).all()
            coalitions = session.exec(
                select(CoalitionRow)
                .where(CoalitionRow.negotiation == negotiation)
                .order_by(col(CoalitionRow.created_at), col(CoalitionRow.id))
            ).all()
            belonging = session.exec(
                select(CoalitionMemberRow).where(
                    col(CoalitionMemberRow.coalition).in_([c.id for c in coalitions])
                )
            ).all()
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

    def _one(self, table: type[Row], identifier: Any) -> Row | None:
        with self._session() as session:
            return session.get(table, identifier)

    def _session(self) -> Session:
        return Session(self._engine, expire_on_commit=False)

    def _change(self, *forget: str) -> Change:
        return Change(self._session(), forget, self._memory, self._tell)

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
        with suppress(IntegrityError):
            self.add(SecretMarkRow(mark=mark))

    def _read_version(self) -> int:
        found = self._one(DirectoryVersionRow, 1)
        return found.version if found else 0

    def _look_again(self, keys: Collection[Key]) -> dict[Key, Any]:
        seats = [identifier for kind, identifier in keys if kind == "seat"]
        found: dict[Key, Any] = {}
        with self._session() as session:
            for start in range(0, len(seats), 500):
                some = select(SeatRow).where(col(SeatRow.id).in_(seats[start : start + 500]))
                found |= {("seat", row.id): row for row in session.exec(some)}
        for kind, identifier in keys:
            if kind == "membership":
                found[kind, identifier] = self._membership(identifier)
            elif kind in _BY_ID:
                found[kind, identifier] = self._one(_BY_ID[kind], identifier)
        return {key: value for key, value in found.items() if value is not None}


_BY_ID: dict[str, type[SQLModel]] = {"negotiation": NegotiationRow, "text": TextRow}


def _without_members(session: Session, where: ColumnElement[bool]) -> None:
    session.exec(delete(CoalitionMemberRow).where(where))
