"""Tables declared as classes, and their rows as plain values, on SQLAlchemy Core.

It is declared as with SQLModel, which this was before: its models of pydantic and its object mapper
were a third of what a start loaded (docs/engine.md), and of them no more than this was used.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, dataclass_transform, get_type_hints

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
    update,
)

METADATA = MetaData()
"""All tables of Adref whose modules are loaded."""
_NEEDED = object()
_TYPES: dict[type, Any] = {str: String, bytes: LargeBinary, int: Integer, bool: Boolean}


@dataclass(frozen=True)
class _Field:
    default: Any
    primary_key: bool
    foreign_key: str | None
    index: bool
    unique: bool


def field(
    *,
    default: Any = _NEEDED,
    primary_key: bool = False,
    foreign_key: str | None = None,
    index: bool = False,
    unique: bool = False,
) -> Any:
    """What a column is besides its type; without ``default`` it must be given."""
    return _Field(default, primary_key, foreign_key, index, unique)


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class Row:
    """A table. Of the class, an attribute is the column; of a row, its value."""

    __tablename__: ClassVar[str]
    __table__: ClassVar[Table]
    _defaults: ClassVar[Mapping[str, Any]]

    def __init_subclass__(cls) -> None:
        fields = {name: _field_of(cls, name) for name in cls.__annotations__}
        hints = get_type_hints(cls)
        columns = [_column(name, hints[name], field) for name, field in fields.items()]
        cls.__table__ = Table(cls.__tablename__, METADATA, *columns)
        cls._defaults = {name: field.default for name, field in fields.items()}
        for column in columns:
            setattr(cls, column.name, column)

    @classmethod
    def names(cls) -> list[str]:
        """Of the columns, in the order in which they are declared."""
        return list(cls.__table__.columns.keys())

    @classmethod
    def __clause_element__(cls) -> Table:
        return cls.__table__

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(self._defaults)
        self.__dict__.update(values)
        wrong = values.keys() - self._defaults.keys()
        missing = [name for name, value in self.__dict__.items() if value is _NEEDED]
        if wrong or missing:
            raise TypeError(f"{type(self).__name__}: not known {wrong}, missing {missing}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.__dict__})"


Found = TypeVar("Found", bound=Row)


def col(column: Any) -> Any:
    """A column, where the type checker sees the value of a row."""
    return column


def one(connection: Connection, table: type[Found], key: Any) -> Found | None:
    """The row with this primary key (of one column)."""
    (column,) = table.__table__.primary_key
    found = every(connection, table, column == key)
    return found[0] if found else None


def every(
    connection: Connection, table: type[Found], *where: Any, order: tuple[Any, ...] = ()
) -> list[Found]:
    """The rows for which all this holds."""
    asked = select(table.__table__).where(*where).order_by(*order)
    return [table(**row._mapping) for row in connection.execute(asked)]


def add(connection: Connection, row: Row) -> None:
    """Insert a row. Raises ``IntegrityError``."""
    connection.execute(insert(type(row)).values(vars(row)))


def keep(connection: Connection, row: Row) -> None:
    """Write all of a row, which may be new."""
    table = type(row).__table__
    same = [column == getattr(row, column.name) for column in table.primary_key]
    if connection.execute(update(table).where(*same).values(vars(row))).rowcount == 0:
        add(connection, row)


def _field_of(cls: type, name: str) -> _Field:
    given = cls.__dict__.get(name, _NEEDED)
    return given if isinstance(given, _Field) else _Field(given, False, None, False, False)


def _column(name: str, hint: Any, field: _Field) -> Column[Any]:
    kinds = getattr(hint, "__args__", (hint,))
    refers = [ForeignKey(field.foreign_key)] if field.foreign_key else []
    return Column(
        name,
        _TYPES[kinds[0]],
        *refers,
        primary_key=field.primary_key,
        nullable=type(None) in kinds,
        index=field.index or None,
        unique=field.unique or None,
    )
