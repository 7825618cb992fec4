"""The one SQLite file of an installation, opened so that a commit means stable storage."""

from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import QueuePool, StaticPool
from sqlmodel import create_engine

from adref.server.store.schema import bring_up_to_date

MEMORY = ":memory:"


def open_engine(path: Path | str, journal: str = "WAL") -> Engine:
    """Open (or create) the database file; ``":memory:"`` for one that lives with the process.

    Write-ahead log, ``synchronous=FULL`` (a commit returns after the fsync), foreign keys on.
    Tables are made by ``create_tables`` once every module that declares some is imported.
    Raises ``sqlalchemy.exc.OperationalError`` when the file cannot be opened.
    """
    in_memory = str(path) == MEMORY
    engine = create_engine(
        "sqlite://" if in_memory else f"sqlite:///{Path(path)}",
        connect_args={"check_same_thread": False, "timeout": 30, "cached_statements": 512},
        poolclass=StaticPool if in_memory else QueuePool,
    )
    event.listen(engine, "connect", partial(configure, journal))
    return engine


def create_tables(engine: Engine) -> None:
    """Make the tables, or bring those of an older version up to date (``schema``)."""
    bring_up_to_date(engine)


def configure(journal: str, connection: Any, _record: Any) -> None:
    """Set a new connection so that its commits are fsynced."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA journal_mode={journal}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
