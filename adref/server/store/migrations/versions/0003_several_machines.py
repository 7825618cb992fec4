"""What several processes on one database need to know of each other."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The directory counts its changes; the installation knows its secret again."""
    op.create_table(
        "directory_version",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.execute("INSERT INTO directory_version (id, version) VALUES (1, 0)")
    op.create_table(
        "secret_mark",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("mark", sa.String(), nullable=False),
    )
