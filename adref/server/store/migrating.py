"""The tables of any database made or brought up to date, by SQLAlchemy and alembic.

A new one gets today's tables at once, an older one walks through ``migrations``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, inspect, text

from adref.server.store.core import METADATA
from adref.server.store.revisions import FIRST, FOLDER, NOTED, VERSION, FromTheFuture, newest

_LOCK = 0x61647265  # any number that is ours: the advisory lock of PostgreSQL
_UNTOLD = {False: "0001", True: "0002"}  # revisions that databases without a word of it have


def migrate_file(path: Path) -> None:
    """Bring an SQLite file up to date. Raises ``FromTheFuture``; then nothing is touched."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    try:
        migrate(engine)
    finally:
        engine.dispose()


def migrate(engine: Engine) -> None:
    """Make or change the tables. Raises ``FromTheFuture``; then nothing is touched."""
    with _alone(engine) as connection:
        revision = _revision(connection)
        if revision is None:
            METADATA.create_all(connection)
            connection.execute(text(FIRST))
            _note(connection)
        elif revision > newest():
            raise FromTheFuture(revision)
        elif revision < newest():
            _walk(connection, revision)


def _revision(connection: Connection) -> str | None:
    """The revision of a database; None when there is nothing in it."""
    there = inspect(connection)
    if there.has_table("alembic_version"):
        found: str | None = connection.execute(
            text("SELECT version_num FROM alembic_version")
        ).scalar_one_or_none()
        if found is not None:
            return found
    if not there.has_table("compartment") and not there.has_table("installation"):
        return None
    if not there.has_table("compartment"):
        return "0001"
    columns = {column["name"] for column in there.get_columns("compartment")}
    return _UNTOLD["tip" in columns]


def _note(connection: Connection) -> None:
    connection.execute(text(VERSION))
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(text(NOTED), {"it": newest()})


def _walk(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.stamp(config, revision)
    command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One transaction, in which nobody else changes the tables: all of it or nothing."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # A commit is an fsync here too.
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        # A table that others refer to may be made anew; all must fit again at the end.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise RuntimeError("after a migration rows refer to what is not there")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        finally:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
