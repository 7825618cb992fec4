"""Files asked for are where every process of an installation sees them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The table of files asked for."""
    words = ("seat", "text", "party", "name", "asked", "server", "beat", "state", "code")
    op.create_table(
        "output_job",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in words),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_output_job_seat", "output_job", ["seat"])
    op.create_index("ix_output_job_asked", "output_job", ["asked"])
