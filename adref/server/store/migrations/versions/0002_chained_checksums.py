"""Each entry's checksum takes in the one before it; the last one is kept with the compartment."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SIZE = 16


def upgrade() -> None:
    """Every checksum is made anew. One that was wrong stays wrong: damage is not blessed."""
    connection = op.get_bind()
    empty = "X''" if connection.dialect.name == "sqlite" else "''::bytea"
    op.add_column(
        "compartment",
        sa.Column("tip", sa.LargeBinary(), nullable=False, server_default=sa.text(empty)),
    )
    names = connection.execute(sa.text("SELECT name FROM compartment")).scalars().all()
    for name in names:
        _chain(connection, name)
        _seal(connection, name)


def _chain(connection: sa.Connection, name: str) -> None:
    found = connection.execute(
        sa.text(
            "SELECT seq, kind, payload, at, seat, checksum FROM entry"
            " WHERE compartment = :name ORDER BY seq"
        ),
        {"name": name},
    ).all()
    tip, changed = b"", []
    for seq, kind, payload, at, seat, kept in found:
        whole = _before(name, seq, kind, payload) == kept
        tip = _link(tip, name, seq, kind, payload, at, seat) if whole else kept
        changed.append({"name": name, "seq": seq, "sum": tip})
    if changed:
        connection.execute(
            sa.text("UPDATE entry SET checksum = :sum WHERE compartment = :name AND seq = :seq"),
            changed,
        )
        connection.execute(
            sa.text("UPDATE compartment SET tip = :tip WHERE name = :name"),
            {"name": name, "tip": tip},
        )


def _seal(connection: sa.Connection, name: str) -> None:
    found = connection.execute(
        sa.text("SELECT seq, payload, checksum FROM snapshot WHERE compartment = :name"),
        {"name": name},
    ).one_or_none()
    if found is None or _before(name, found.seq, "snapshot", found.payload) != found.checksum:
        return
    head = f"{name}\n{found.seq}\n".encode()
    made = hashlib.blake2b(head + found.payload, digest_size=_SIZE, person=b"snapshot").digest()
    connection.execute(
        sa.text("UPDATE snapshot SET checksum = :sum WHERE compartment = :name"),
        {"name": name, "sum": made},
    )


def _before(name: str, seq: int, kind: str, payload: bytes) -> bytes:
    """The checksum of an entry or snapshot as the schema before had it."""
    head = f"{name}\n{seq}\n{kind}\n".encode()
    return hashlib.blake2b(head + payload, digest_size=_SIZE).digest()


def _link(
    before: bytes, name: str, seq: int, kind: str, payload: bytes, at: str, seat: str
) -> bytes:
    """As ``checksums.link`` is at this revision."""
    head = f"{name}\n{seq}\n{kind}\n{at}\n{seat}".encode()
    lengths = f"{len(before)} {len(head)} ".encode()
    return hashlib.blake2b(lengths + before + head + payload, digest_size=_SIZE).digest()
