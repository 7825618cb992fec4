"""The tables of a database, made or brought up to date when it is opened.

A new database gets today's tables at once; an older one walks through ``migrations``. Which
revision it has is kept where alembic keeps it. alembic is imported only when there is work for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from adref.server.store import directory_tables, job_tables, tables
from adref.server.store.rows import METADATA

MODULES = (directory_tables, job_tables, tables)
"""Every module that declares tables: imported here so that none is forgotten."""
_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x61647265  # any number that is ours: the advisory lock of PostgreSQL
_UNTOLD = {False: "0001", True: "0002"}  # revisions that databases without a word of it have


class FromTheFuture(Exception):
    """The database was written by a later version of Adref than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database was written by a later version of Adref (revision {revision}, this "
            f"one knows {newest()}): use that version, or a backup from before it."
        )


def newest() -> str:
    """The revision that this version of Adref works with."""
    return max(file.name[:4] for file in (_FOLDER / "versions").glob("[0-9]*.py"))


def bring_up_to_date(engine: Engine) -> None:
    """Make or change the tables. Raises ``FromTheFuture``; then nothing is touched."""
    if engine.dialect.name == "sqlite":
        # Without a lock first: mostly there is nothing to do, and somebody may be writing.
        with engine.connect() as connection:
            if _revision(connection) == newest():
                return
    with _alone(engine) as connection:
        revision = _revision(connection)
        if revision is None:
            METADATA.create_all(connection)
            connection.execute(text("INSERT INTO directory_version (id, version) VALUES (1, 0)"))
            _note(connection)
        elif revision > newest():
            raise FromTheFuture(revision)
        elif revision < newest():
            _migrate(connection, revision)


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
    connection.execute(
        text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)")
    )
    connection.execute(text("DELETE FROM alembic_version"))
    connection.execute(
        text("INSERT INTO alembic_version (version_num) VALUES (:it)"), {"it": newest()}
    )


def _migrate(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
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
