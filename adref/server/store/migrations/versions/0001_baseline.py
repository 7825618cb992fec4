"""The schema of the first installations, whose databases do not say which they have."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Every table of the log and of the directory."""
    _log()
    _negotiations()
    _people()


def _text(name: str, *, null: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=null)


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), primary_key=True, nullable=False)


def _refers(name: str, to: str, *, key: bool = False, null: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), sa.ForeignKey(to), primary_key=key, nullable=null)


def _number(name: str, *, key: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), primary_key=key, nullable=False, autoincrement=False)


def _bytes(name: str) -> "sa.Column[bytes]":
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _log() -> None:
    op.create_table("compartment", _key("name"), _number("epoch"), _number("seq"))
    op.create_table(
        "entry",
        _refers("compartment", "compartment.name", key=True),
        _number("seq", key=True),
        _text("kind"),
        _bytes("payload"),
        _bytes("checksum"),
        _text("at"),
        _text("seat"),
    )
    op.create_table(
        "snapshot",
        _refers("compartment", "compartment.name", key=True),
        _number("seq"),
        _bytes("payload"),
        _bytes("checksum"),
    )
    op.create_table(
        "client_grant",
        _refers("compartment", "compartment.name", key=True),
        _number("client", key=True),
        _text("seat"),
    )
    op.create_table(
        "command_done",
        _refers("compartment", "compartment.name", key=True),
        _key("seat"),
        _key("command"),
        _bytes("outcome"),
    )


def _negotiations() -> None:
    op.create_table(
        "installation", _number("id", key=True), _text("created_at"), _text("demo", null=True)
    )
    op.create_table(
        "negotiations", _key("id"), _text("title"), _text("profile"), _text("created_at")
    )
    op.create_table(
        "parties",
        _key("id"),
        _refers("negotiation", "negotiations.id"),
        _text("name"),
        _text("short"),
        _text("kind"),
        _text("created_at"),
    )
    op.create_index("ix_parties_negotiation", "parties", ["negotiation"])
    op.create_table(
        "coalitions",
        _key("id"),
        _refers("negotiation", "negotiations.id"),
        _text("name"),
        _text("short"),
        _text("created_at"),
    )
    op.create_index("ix_coalitions_negotiation", "coalitions", ["negotiation"])
    op.create_table(
        "coalition_members",
        _refers("coalition", "coalitions.id", key=True),
        _refers("party", "parties.id", key=True),
    )
    op.create_index("ix_coalition_members_party", "coalition_members", ["party"])
    op.create_table(
        "texts",
        _key("id"),
        _refers("negotiation", "negotiations.id"),
        _text("title"),
        _text("symbol"),
        _text("report"),
        _text("created_at"),
    )
    op.create_index("ix_texts_negotiation", "texts", ["negotiation"])


def _people() -> None:
    op.create_table(
        "invitations",
        _key("id"),
        _refers("negotiation", "negotiations.id", null=True),
        _text("role"),
        _refers("party", "parties.id", null=True),
        _text("nonce"),
        _text("token_hash"),
        sa.Column("single", sa.Boolean(), nullable=False),
        _number("used"),
        _text("created_at"),
        _text("expires_at", null=True),
        _text("revoked_at", null=True),
    )
    op.create_index("ix_invitations_negotiation", "invitations", ["negotiation"])
    op.create_index("ix_invitations_token_hash", "invitations", ["token_hash"], unique=True)
    op.create_table(
        "seats",
        _key("id"),
        _refers("negotiation", "negotiations.id", null=True),
        _text("role"),
        _refers("party", "parties.id", null=True),
        _text("name"),
        _text("secret_hash"),
        _refers("invitation", "invitations.id", null=True),
        _text("opened_by", null=True),
        _text("created_at"),
        _text("revoked_at", null=True),
    )
    for column in ("negotiation", "party", "invitation"):
        op.create_index(f"ix_seats_{column}", "seats", [column])
