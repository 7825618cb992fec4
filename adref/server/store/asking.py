"""What the store asks of a database: statements as text, values by name.

SQLite is asked by its driver (``engine``), PostgreSQL through SQLAlchemy (``core``). The statements
that both carry out are written here and there in the store, in the SQL that both read: an
installation on one machine loads no library to write them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

NOTHING: Mapping[str, Any] = {}


class Clash(Exception):
    """The database refuses rows: there are such, others refer to them, or they may not change."""


class Answer(Protocol):
    """What a statement found or did."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""
        ...

    def __iter__(self) -> Iterator[Any]: ...

    def fetchone(self) -> Any:
        """The next row; None when there is none."""
        ...

    def fetchall(self) -> Sequence[Any]:
        """All the rows that are left."""
        ...


class Connection(Protocol):
    """A connection to a database."""

    def execute(self, statement: str, values: Mapping[str, Any] = NOTHING) -> Answer:
        """Carry a statement out; in it ``:name`` stands for a value."""
        ...


class Database(Protocol):
    """A database, of which any thread asks. What fails is raised as its driver says it."""

    def connect(self) -> AbstractContextManager[Connection]:
        """To read. What is written on it without ``begin`` stays or not, as the driver wants."""
        ...

    def begin(self) -> AbstractContextManager[Connection]:
        """One transaction: all of it is written at the end, or nothing. Raises ``Clash``."""
        ...

    def instant(self) -> AbstractContextManager[Connection]:
        """To read: all that is read on it was true at one instant. Nobody is kept waiting."""
        ...

    def prepare(self) -> None:
        """Make the tables, or bring those of an older version up to date (``schema``)."""
        ...


class File(Database, Protocol):
    """A database in a file of ours."""

    @property
    def path(self) -> Path:
        """Where it is."""
        ...


def among(column: str, wanted: Iterable[Any]) -> tuple[str, dict[str, Any]]:
    """The condition that a column is one of these, and its values."""
    values = {f"among_{number}": one for number, one in enumerate(wanted)}
    return f"{column} IN ({', '.join(f':{name}' for name in values)})", values
