"""The directory's tables are known by the sum of their rows' checksums."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_SIZE = 16
_TABLES = {  # as their columns are at this revision, in this order
    "negotiations": "id title profile created_at",
    "parties": "id negotiation name short kind created_at",
    "coalitions": "id negotiation name short created_at",
    "coalition_members": "coalition party",
    "invitations": "id negotiation role party nonce token_hash single used created_at expires_at "
    "revoked_at",
    "seats": "id negotiation role party name secret_hash invitation opened_by created_at "
    "revoked_at",
    "texts": "id negotiation title symbol report created_at",
}


def upgrade() -> None:
    """Sums of what is there: what was damaged before this cannot be told from the rest."""
    seals = op.create_table(
        "directory_seal",
        sa.Column("name", sa.String(), primary_key=True, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("total", sa.LargeBinary(), nullable=False),
    )
    connection = op.get_bind()
    for table, columns in _TABLES.items():
        names = columns.split()
        listed = ", ".join(f'"{name}"' for name in names)
        rows = connection.execute(sa.text(f'SELECT {listed} FROM "{table}"')).all()
        if rows:
            found = (dict(zip(names, row, strict=True)) for row in rows)
            total = sum(int.from_bytes(_tie(table, row)) for row in found) % (1 << 8 * _SIZE)
            connection.execute(
                sa.insert(seals).values(name=table, rows=len(rows), total=total.to_bytes(_SIZE))
            )


def _tie(table: str, row: dict[str, Any]) -> bytes:
    """As ``directory_seals.seal_of`` is at this revision."""
    if "single" in row:
        row["single"] = bool(row["single"])
    values = json.dumps(list(row.values()), default=repr).encode()
    head = f"row\n{table}\n\n".encode()
    return hashlib.blake2b(head + values, digest_size=_SIZE, person=b"beside").digest()
