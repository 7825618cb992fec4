"""Tables declared as classes, and their rows as plain values.

The declarations are what SQLAlchemy makes its tables of (``core``), where it is needed: with
PostgreSQL, and for migrations. What is asked here is text that both databases read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar, dataclass_transform

from adref.server.store.asking import Connection

_NEEDED = object()
TABLES: "list[type[Row]]" = []
"""Every table whose module is loaded, in the order of their declarations."""


@dataclass(frozen=True)
class Field:
    """What a column is. ``kind``: its type in Python."""

    default: Any
    primary_key: bool = False
    foreign_key: str | None = None
    index: bool = False
    unique: bool = False
    kind: type = str
    nullable: bool = False


def field(
    *,
    default: Any = _NEEDED,
    primary_key: bool = False,
    foreign_key: str | None = None,
    index: bool = False,
    unique: bool = False,
) -> Any:
    """What a column is besides its type; without ``default`` it must be given."""
    return Field(default, primary_key, foreign_key, index, unique)


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class Row:
    """A table, and of it a row: its attributes are the values."""

    __tablename__: ClassVar[str]
    fields: ClassVar[Mapping[str, Field]]
    _defaults: ClassVar[Mapping[str, Any]]

    def __init_subclass__(cls) -> None:
        cls.fields = {name: _field(cls, name, hint) for name, hint in cls.__annotations__.items()}
        cls._defaults = {name: field.default for name, field in cls.fields.items()}
        TABLES.append(cls)

    @classmethod
    def names(cls) -> list[str]:
        """Of the columns, in the order in which they are declared."""
        return list(cls.fields)

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


def one(connection: Connection, table: type[Found], key: Any) -> Found | None:
    """The row with this primary key (of one column)."""
    (column,) = (name for name, field in table.fields.items() if field.primary_key)
    found = every(connection, table, f"{column} = :key", {"key": key})
    return found[0] if found else None


def every(
    connection: Connection,
    table: type[Found],
    where: str = "",
    values: Mapping[str, Any] | None = None,
    order: str = "",
) -> list[Found]:
    """The rows for which this holds. ``where`` and ``order`` are SQL of our own."""
    asked = _selecting(table) + (f" WHERE {where}" if where else "")
    found = connection.execute(asked + (f" ORDER BY {order}" if order else ""), values or {})
    names, yes_or_no = table.names(), [n for n, f in table.fields.items() if f.kind is bool]
    rows = [table(**dict(zip(names, row, strict=True))) for row in found]
    for row in rows if yes_or_no else ():
        for name in yes_or_no:  # a number, in SQLite
            setattr(row, name, bool(getattr(row, name)))
    return rows


def add(connection: Connection, row: Row) -> None:
    """Insert a row. Raises ``Clash``, at the latest at the end of the transaction."""
    connection.execute(_inserting(type(row)), vars(row))


def keep(connection: Connection, row: Row) -> None:
    """Write all of a row, which may be new."""
    if connection.execute(_updating(type(row)), vars(row)).rowcount == 0:
        add(connection, row)


def the_same(row: Row) -> tuple[str, dict[str, Any]]:
    """The condition that a row is this one, by its primary key, and its values."""
    names = [name for name, field in row.fields.items() if field.primary_key]
    return " AND ".join(f'"{n}" = :{n}' for n in names), {n: getattr(row, n) for n in names}


def _selecting(table: type[Row]) -> str:
    return f'SELECT {_list(table)} FROM "{table.__tablename__}"'


def _inserting(table: type[Row]) -> str:
    values = ", ".join(f":{name}" for name in table.fields)
    return f'INSERT INTO "{table.__tablename__}" ({_list(table)}) VALUES ({values})'


def _updating(table: type[Row]) -> str:
    values = ", ".join(f'"{name}" = :{name}' for name in table.fields)
    same = " AND ".join(f'"{n}" = :{n}' for n, field in table.fields.items() if field.primary_key)
    return f'UPDATE "{table.__tablename__}" SET {values} WHERE {same}'


def _list(table: type[Row]) -> str:
    return ", ".join(f'"{name}"' for name in table.fields)


def _field(cls: type, name: str, hint: Any) -> Field:
    given = cls.__dict__.get(name, _NEEDED)
    told = given if isinstance(given, Field) else Field(given)
    kinds = getattr(hint, "__args__", (hint,))
    return Field(
        told.default,
        told.primary_key,
        told.foreign_key,
        told.index,
        told.unique,
        kind=kinds[0],
        nullable=type(None) in kinds,
    )
