"""The directory: negotiations, parties, coalitions and texts, and their seats.

Calls block (SQLite); the doors run them in a worker thread. What the socket asks at each
delivery (who sits here, who belongs to what, whose text this is) is remembered in memory and
forgotten at the moment of a change made through the same ``Directory``. Another process may add
to the same file meanwhile: what was not found is never remembered.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, delete, select, update

from adref.drafting.parties import Coalition, Membership, Party
from adref.server.store.directory_tables import (
    CoalitionMemberRow,
    CoalitionRow,
    InstallationRow,
    InvitationRow,
    NegotiationRow,
    PartyRow,
    SeatRow,
    TextRow,
)
from adref.server.store.engine import create_tables

Row = TypeVar("Row", bound=SQLModel)
Found = TypeVar("Found")


class Directory:
    """Rows in and rows out; no rule of the negotiation lives here."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._remembered: dict[tuple[str, str], Any] = {}
        self._epoch = 0
        self._guard = threading.Lock()
        create_tables(engine)

    @property
    def epoch(self) -> int:
        """Rises whenever something that was remembered may have changed."""
        return self._epoch

    # What stands

    def installation(self) -> InstallationRow | None:
        """The installation, or None when this database is fresh."""
        return self._one(InstallationRow, 1)

    def negotiation(self, identifier: str) -> NegotiationRow | None:
        """One negotiation, or None."""
        return self._recall(
            ("negotiation", identifier), lambda: self._one(NegotiationRow, identifier)
        )

    def negotiations(self) -> Sequence[NegotiationRow]:
        """All, the oldest first."""
        with self._session() as session:
            return session.exec(
                select(NegotiationRow).order_by(col(NegotiationRow.created_at))
            ).all()

    def membership(self, negotiation: str) -> Membership:
        """The parties and coalitions of a negotiation, in the order in which they were made."""
        return self._recall(("membership", negotiation), lambda: self._membership(negotiation))

    def texts(self, negotiation: str) -> Sequence[TextRow]:
        """The texts of a negotiation, the oldest first."""
        with self._session() as session:
            found = select(TextRow).where(TextRow.negotiation == negotiation)
            return session.exec(found.order_by(col(TextRow.created_at))).all()

    def text(self, identifier: str) -> TextRow | None:
        """One text, or None."""
        return self._recall(("text", identifier), lambda: self._one(TextRow, identifier))

    def seat(self, identifier: str) -> SeatRow | None:
        """One seat, revoked or not, or None."""
        return self._recall(("seat", identifier), lambda: self._one(SeatRow, identifier))

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
            session.exec(_members_where(CoalitionMemberRow.coalition == row.id))
            session.add_all(CoalitionMemberRow(coalition=row.id, party=p) for p in set(members))
            return kept

    def remove_party(self, party: str, at: str) -> bool:
        """Remove a party in which nobody has ever sat; its links are revoked. False if one has."""
        try:
            with self._change("membership") as session:
                session.exec(_members_where(CoalitionMemberRow.party == party))
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
            session.exec(_members_where(CoalitionMemberRow.coalition == coalition))
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

    def _recall(self, key: tuple[str, str], look: Callable[[], Found]) -> Found:
        with self._guard:
            if key in self._remembered:
                found: Found = self._remembered[key]
                return found
            before = self._epoch
        value = look()
        with self._guard:
            # A change that came in between may have made this answer stale.
            if value is not None and before == self._epoch:
                self._remembered[key] = value
        return value

    def _session(self) -> Session:
        return Session(self._engine, expire_on_commit=False)

    def _change(self, *forget: str) -> "_Change":
        return _Change(self._session(), lambda: self._forget(forget))

    def _forget(self, kinds: tuple[str, ...]) -> None:
        if not kinds:
            return
        with self._guard:
            self._epoch += 1
            for key in [key for key in self._remembered if key[0] in kinds]:
                del self._remembered[key]


class _Change:
    """One transaction, after which what it may have changed is forgotten."""

    def __init__(self, session: Session, forget: Callable[[], None]) -> None:
        self._session = session
        self._forget = forget

    def __enter__(self) -> Session:
        return self._session

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._session.commit()
            else:
                self._session.rollback()
        finally:
            self._session.close()
            self._forget()


def _members_where(clause: Any) -> Any:
    return delete(CoalitionMemberRow).where(clause)
