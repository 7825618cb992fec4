"""Tables of the directory: who takes part where. Instants are ISO 8601 strings in UTC.

No secret is stored, only its SHA-256.
"""

from adref.server.store.rows import Row, field


class InstallationRow(Row):
    """The one installation of this database."""

    __tablename__ = "installation"
    id: int = field(default=1, primary_key=True)
    created_at: str
    demo: str | None = None
    """The negotiation of the demonstration, when this is one."""


class NegotiationRow(Row):
    """A process with its parties, texts and notation profile."""

    __tablename__ = "negotiations"
    id: str = field(primary_key=True)
    title: str
    profile: str
    created_at: str


class PartyRow(Row):
    """A delegation or an observer organisation."""

    __tablename__ = "parties"
    id: str = field(primary_key=True)
    negotiation: str = field(foreign_key="negotiations.id", index=True)
    name: str
    short: str
    kind: str = "delegation"
    created_at: str


class CoalitionRow(Row):
    """A group of parties that shares drafts."""

    __tablename__ = "coalitions"
    id: str = field(primary_key=True)
    negotiation: str = field(foreign_key="negotiations.id", index=True)
    name: str
    short: str
    created_at: str


class CoalitionMemberRow(Row):
    """A party in a coalition."""

    __tablename__ = "coalition_members"
    coalition: str = field(foreign_key="coalitions.id", primary_key=True)
    party: str = field(foreign_key="parties.id", primary_key=True, index=True)


class InvitationRow(Row):
    """A link that lets people in. ``negotiation`` is None for the keeper's own link."""

    __tablename__ = "invitations"
    id: str = field(primary_key=True)
    negotiation: str | None = field(default=None, foreign_key="negotiations.id", index=True)
    role: str
    party: str | None = field(default=None, foreign_key="parties.id")
    nonce: str
    token_hash: str = field(unique=True, index=True)
    single: bool = False
    used: int = 0
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None


class SeatRow(Row):
    """One person's place in one negotiation (or, for the keeper, in the installation)."""

    __tablename__ = "seats"
    id: str = field(primary_key=True)
    negotiation: str | None = field(default=None, foreign_key="negotiations.id", index=True)
    role: str
    party: str | None = field(default=None, foreign_key="parties.id", index=True)
    name: str
    secret_hash: str
    invitation: str | None = field(default=None, foreign_key="invitations.id", index=True)
    opened_by: str | None = None
    """The keeper's seat from which a secretariat seat was opened."""
    created_at: str
    revoked_at: str | None = None


class TextRow(Row):
    """A document under negotiation. ``report`` is the import report as JSON."""

    __tablename__ = "texts"
    id: str = field(primary_key=True)
    negotiation: str = field(foreign_key="negotiations.id", index=True)
    title: str
    symbol: str = ""
    report: str = "{}"
    created_at: str


class DirectoryVersionRow(Row):
    """Rises with every change of what processes remember of the directory."""

    __tablename__ = "directory_version"
    id: int = field(default=1, primary_key=True)
    version: int = 0


class DirectorySealRow(Row):
    """What a table of the directory amounts to (``directory_seals``)."""

    __tablename__ = "directory_seal"
    name: str = field(primary_key=True)
    rows: int = 0
    total: bytes = b""
    """The checksums of its rows together (``checksums.gathered``)."""


class SecretMarkRow(Row):
    """By what an installation knows its secret again; the secret itself is not here."""

    __tablename__ = "secret_mark"
    id: int = field(default=1, primary_key=True)
    mark: str
