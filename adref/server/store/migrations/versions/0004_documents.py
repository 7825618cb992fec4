"""Issued revisions are kept whole, for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """The table of documents, in which nothing can be changed or deleted."""
    op.create_table(
        "document",
        sa.Column("compartment", sa.String(), sa.ForeignKey("compartment.name"), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("compartment", "id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER document_no_{change.lower()} BEFORE {change} ON document "
                "BEGIN SELECT RAISE(ABORT, 'what was issued stays as it is'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION document_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was issued stays as it is'; END $$"
    )
    op.execute(
        "CREATE TRIGGER document_stays BEFORE UPDATE OR DELETE ON document "
        "FOR EACH ROW EXECUTE FUNCTION document_stays()"
    )
