"""The tables as SQLAlchemy has them, and a connection of it that is asked as SQLite's is.

Loaded with PostgreSQL and for migrations only. From then on an attribute of the class of a table
is its column: statements of SQLAlchemy Core are written with it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TextClause,
    event,
    text,
)
from sqlalchemy import Connection as CoreConnection

from adref.server.store import directory_tables, job_tables, tables
from adref.server.store.asking import NOTHING, Answer
from adref.server.store.rows import TABLES, Field, Row

MODULES = (directory_tables, job_tables, tables)
"""Every module that declares tables: imported here so that none is forgotten."""
METADATA = MetaData()
"""All tables of Adref."""
_TYPES: dict[type, Any] = {str: String, bytes: LargeBinary, int: Integer, bool: Boolean}


def col(column: Any) -> Any:
    """A column, where the type checker sees the value of a row."""
    return column


class Plain:
    """A connection of SQLAlchemy's, asked as ``asking`` says."""

    def __init__(self, connection: CoreConnection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Mapping[str, Any] = NOTHING) -> Answer:
        """See ``asking.Connection``."""
        return self._connection.execute(_text(statement), dict(values))


@lru_cache(512)
def _text(statement: str) -> TextClause:
    return text(statement)


def _column(name: str, field: Field) -> Column[Any]:
    refers = [ForeignKey(field.foreign_key)] if field.foreign_key else []
    return Column(
        name,
        _TYPES[field.kind],
        *refers,
        primary_key=field.primary_key,
        nullable=field.nullable,
        index=field.index or None,
        unique=field.unique or None,
    )


def _refuse_changes(_table: object, connection: CoreConnection, **_more: object) -> None:
    if connection.dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER document_no_{change.lower()} BEFORE {change} ON document "
                "BEGIN SELECT RAISE(ABORT, 'what was issued stays as it is'); END"
            )
        return
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION document_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'what was issued stays as it is'; END $$"
    )
    connection.exec_driver_sql(
        "CREATE TRIGGER document_stays BEFORE UPDATE OR DELETE ON document "
        "FOR EACH ROW EXECUTE FUNCTION document_stays()"
    )


def _make(row: type[Row]) -> None:
    columns = [_column(name, field) for name, field in row.fields.items()]
    table = Table(row.__tablename__, METADATA, *columns)
    for column in columns:
        setattr(row, column.name, column)
    # By this the class itself stands for its table in statements.
    setattr(row, "__clause_element__", staticmethod(lambda: table))  # noqa: B010


for _row in TABLES:
    _make(_row)
event.listen(METADATA.tables["document"], "after_create", _refuse_changes)
