"""What is kept beside a log, grants and outcomes, has checksums too, and a sum of them."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_SIZE = 16


def upgrade() -> None:
    """Checksums of what is there: what was damaged before this cannot be told from the rest."""
    connection = op.get_bind()
    empty = "X''" if connection.dialect.name == "sqlite" else "''::bytea"
    for table, column in (
        ("compartment", "beside"),
        ("client_grant", "checksum"),
        ("command_done", "checksum"),
    ):
        op.add_column(
            table,
            sa.Column(column, sa.LargeBinary(), nullable=False, server_default=sa.text(empty)),
        )
    for name in connection.execute(sa.text("SELECT name FROM compartment")).scalars().all():
        ties = _grants(connection, name) + _outcomes(connection, name)
        if ties:
            total = sum(map(int.from_bytes, ties)) % (1 << 8 * _SIZE)
            connection.execute(
                sa.text("UPDATE compartment SET beside = :total WHERE name = :name"),
                {"name": name, "total": total.to_bytes(_SIZE)},
            )


def _grants(connection: sa.Connection, name: str) -> list[bytes]:
    found = connection.execute(
        sa.text("SELECT client, seat FROM client_grant WHERE compartment = :name"), {"name": name}
    ).all()
    changed = [
        {"name": name, "client": client, "sum": _tie("grant", name, str(client), seat.encode())}
        for client, seat in found
    ]
    if changed:
        connection.execute(
            sa.text(
                "UPDATE client_grant SET checksum = :sum"
                " WHERE compartment = :name AND client = :client"
            ),
            changed,
        )
    return [row["sum"] for row in changed]


def _outcomes(connection: sa.Connection, name: str) -> list[bytes]:
    found = connection.execute(
        sa.text("SELECT seat, command, outcome FROM command_done WHERE compartment = :name"),
        {"name": name},
    ).all()
    changed = [
        {
            "name": name,
            "seat": seat,
            "command": command,
            "sum": _tie("done", name, f"{seat}\n{command}", bytes(outcome)),
        }
        for seat, command, outcome in found
    ]
    if changed:
        connection.execute(
            sa.text(
                "UPDATE command_done SET checksum = :sum"
                " WHERE compartment = :name AND seat = :seat AND command = :command"
            ),
            changed,
        )
    return [row["sum"] for row in changed]


def _tie(kind: str, compartment: str, name: str, value: bytes) -> bytes:
    """As ``checksums.tie`` is at this revision."""
    head = f"{kind}\n{compartment}\n{name}\n".encode()
    return hashlib.blake2b(head + value, digest_size=_SIZE, person=b"beside").digest()
