"""Who somebody is: links that let people in, and the seats that they then hold.

A link's token is a random nonce of 128 bits with its signature under the installation's secret;
the database holds the nonce and the SHA-256 of the token, so that the bureau can read a link
again and a copy of the database alone lets nobody in. A seat is proved by a cookie with a random
secret of 256 bits, of which the database holds the SHA-256.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from adref.drafting.parties import Actor
from adref.server.store.directory import Directory
from adref.server.store.directory_tables import InvitationRow, SeatRow

if TYPE_CHECKING:
    from itsdangerous import Signer

KEEPER = "keeper"
"""The role of who looks after the installation: creates negotiations, takes part in none."""
FIRST_LINK_DAYS = 30


class Links:
    """Makes the tokens of links; ``secret`` never leaves this machine."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @staticmethod
    def nonce() -> str:
        """128 random bits, safe in an address."""
        return secrets.token_urlsafe(16)

    def token(self, nonce: str) -> str:
        """The token that stands in the link."""
        return self._signer.sign(nonce).decode("ascii")

    @cached_property
    def _signer(self) -> "Signer":
        # With the first link: who comes back by the socket needs none.
        from itsdangerous import Signer

        return Signer(self._secret, salt="adref.invitation", digest_method=hashlib.sha256)


def read_secret(path: Path) -> bytes:
    """The installation's secret, made at the first call; readable by the owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    secret = secrets.token_bytes(32)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return secret


def digest(value: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()


def instant(moment: datetime) -> str:
    """An instant as the directory stores it and the wire carries it; sorts as text."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def cookie_of(seat: str) -> str:
    """The name of the cookie that proves a seat."""
    return f"adref_{seat}"


def actor_of(seat: SeatRow) -> Actor:
    """The person as the negotiation knows them."""
    return Actor(seat=seat.id, name=seat.name, role=seat.role, party=seat.party)


@dataclass(frozen=True)
class Joined:
    """A seat just taken, and the secret that proves it (told once, to its browser)."""

    seat: SeatRow
    secret: str


class Identity:
    """Invites, lets in, recognises and shows out. Calls block, as the directory's do."""

    def __init__(
        self,
        directory: Directory,
        links: Links,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        new_secret: Callable[[], str] = lambda: secrets.token_urlsafe(32),
    ) -> None:
        self._directory = directory
        self._links = links
        self._clock = clock
        self._new_id = new_id
        self._new_secret = new_secret

    def now(self) -> str:
        """This instant, as stored."""
        return instant(self._clock())

    def invite(
        self,
        negotiation: str | None,
        role: str,
        party: str | None = None,
        expires_at: datetime | None = None,
        single: bool = False,
    ) -> InvitationRow:
        """A new link. ``single``: it lets in one person only."""
        nonce = self._links.nonce()
        row = InvitationRow(
            id=self._new_id(),
            negotiation=negotiation,
            role=role,
            party=party,
            nonce=nonce,
            token_hash=digest(self._links.token(nonce)),
            single=single,
            created_at=self.now(),
            expires_at=instant(expires_at) if expires_at else None,
        )
        self._directory.add(row)
        return row

    def invite_keeper(self) -> InvitationRow:
        """The bureau's link to the installation: for one person, for thirty days."""
        until = self._clock() + timedelta(days=FIRST_LINK_DAYS)
        return self.invite(None, KEEPER, expires_at=until, single=True)

    def token(self, invitation: InvitationRow) -> str | None:
        """The token of a link once more; None when it was made under another secret."""
        token = self._links.token(invitation.nonce)
        return token if hmac.compare_digest(digest(token), invitation.token_hash) else None

    def read(self, token: str) -> InvitationRow | None:
        """The invitation that a token stands for, if it lets somebody in now."""
        row = self._directory.invitation_by_hash(digest(token))
        return row if row and self.stands(row) else None

    def stands(self, invitation: InvitationRow) -> bool:
        """Whether it is neither revoked nor expired nor, being for one person, used."""
        return (
            invitation.revoked_at is None
            and (invitation.expires_at is None or invitation.expires_at > self.now())
            and not (invitation.single and invitation.used)
        )

    def join(self, token: str, name: str) -> Joined | None:
        """A new seat for who opened this link; None when it lets nobody in."""
        invitation = self.read(token)
        if invitation is None:
            return None
        joined = self._seat(invitation.negotiation, invitation.role, invitation.party, name)
        joined.seat.invitation = invitation.id
        taken = self._directory.take_seat(joined.seat, invitation.id, self.now())
        return joined if taken else None

    def open_seat(self, keeper: SeatRow, negotiation: str) -> Joined:
        """A secretariat seat in a negotiation for the keeper who made it."""
        joined = self._seat(negotiation, "secretariat", None, keeper.name)
        joined.seat.opened_by = keeper.id
        self._directory.add(joined.seat)
        return joined

    def seat_without_link(
        self, negotiation: str, role: str, party: str | None, name: str
    ) -> SeatRow:
        """A seat on which nobody can sit: its secret is forgotten, and no link stands for it."""
        seat = self._seat(negotiation, role, party, name).seat
        self._directory.add(seat)
        return seat

    def recognise(self, seat: str, secret: str | None) -> SeatRow | None:
        """The seat, if it stands and this secret proves it."""
        return self.proved(self._directory.seat(seat), secret)

    @staticmethod
    def proved(row: SeatRow | None, secret: str | None) -> SeatRow | None:
        """The same for a seat that has been read. Does not block."""
        if row is None or row.revoked_at is not None or not secret:
            return None
        return row if hmac.compare_digest(digest(secret), row.secret_hash) else None

    def revoke(self, invitation: str) -> tuple[str, ...]:
        """Revoke a link with all seats taken through it; gives the ids of these seats."""
        return self._directory.revoke(invitation, self.now())

    def _seat(self, negotiation: str | None, role: str, party: str | None, name: str) -> Joined:
        secret = self._new_secret()
        seat = SeatRow(
            id=self._new_id(),
            negotiation=negotiation,
            role=role,
            party=party,
            name=name,
            secret_hash=digest(secret),
            created_at=self.now(),
        )
        return Joined(seat, secret)
