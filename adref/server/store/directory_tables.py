"""Tables of the directory: who takes part where. Instants are ISO 8601 strings in UTC.

All tables of Adref share ``SQLModel.metadata``; no secret is stored, only its SHA-256.
"""

from sqlmodel import Field, SQLModel


class InstallationRow(SQLModel, table=True):
    """The one installation of this database."""

    __tablename__ = "installation"
    id: int = Field(default=1, primary_key=True)
    created_at: str
    demo: str | None = None
    """The negotiation of the demonstration, when this is one."""


class NegotiationRow(SQLModel, table=True):
    """A process with its parties, texts and notation profile."""

    __tablename__ = "negotiations"
    id: str = Field(primary_key=True)
    title: str
    profile: str
    created_at: str


class PartyRow(SQLModel, table=True):
    """A delegation or an observer organisation."""

    __tablename__ = "parties"
    id: str = Field(primary_key=True)
    negotiation: str = Field(foreign_key="negotiations.id", index=True)
    name: str
    short: str
    kind: str = "delegation"
    created_at: str


class CoalitionRow(SQLModel, table=True):
    """A group of parties that shares drafts."""

    __tablename__ = "coalitions"
    id: str = Field(primary_key=True)
    negotiation: str = Field(foreign_key="negotiations.id", index=True)
    name: str
    short: str
    created_at: str


class CoalitionMemberRow(SQLModel, table=True):
    """A party in a coalition."""

    __tablename__ = "coalition_members"
    coalition: str = Field(foreign_key="coalitions.id", primary_key=True)
    party: str = Field(foreign_key="parties.id", primary_key=True, index=True)


class InvitationRow(SQLModel, table=True):
    """A link that lets people in. ``negotiation`` is None for the keeper's own link."""

    __tablename__ = "invitations"
    id: str = Field(primary_key=True)
    negotiation: str | None = Field(default=None, foreign_key="negotiations.id", index=True)
    role: str
    party: str | None = Field(default=None, foreign_key="parties.id")
    nonce: str
    token_hash: str = Field(unique=True, index=True)
    single: bool = False
    used: int = 0
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None


class SeatRow(SQLModel, table=True):
    """One person's place in one negotiation (or, for the keeper, in the installation)."""

    __tablename__ = "seats"
    id: str = Field(primary_key=True)
    negotiation: str | None = Field(default=None, foreign_key="negotiations.id", index=True)
    role: str
    party: str | None = Field(default=None, foreign_key="parties.id", index=True)
    name: str
    secret_hash: str
    invitation: str | None = Field(default=None, foreign_key="invitations.id", index=True)
    opened_by: str | None = None
    """The keeper's seat from which a secretariat seat was opened."""
    created_at: str
    revoked_at: str | None = None


class TextRow(SQLModel, table=True):
    """A document under negotiation. ``report`` is the import report as JSON."""

    __tablename__ = "texts"
    id: str = Field(primary_key=True)
    negotiation: str = Field(foreign_key="negotiations.id", index=True)
    title: str
    symbol: str = ""
    report: str = "{}"
    created_at: str


class DirectoryVersionRow(SQLModel, table=True):
    """Rises with every change of what processes remember of the directory."""

    __tablename__ = "directory_version"
    id: int = Field(default=1, primary_key=True)
    version: int = 0


class SecretMarkRow(SQLModel, table=True):
    """By what an installation knows its secret again; the secret itself is not here."""

    __tablename__ = "secret_mark"
    id: int = Field(default=1, primary_key=True)
    mark: str
