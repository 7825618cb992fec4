"""The tables of the one SQLite file: made when it is new, looked at when it is opened.

A new file gets today's tables at once (``fresh.sql``: what SQLAlchemy makes of their declarations,
kept as text so that nobody loads it for that); an older one walks through ``migrations``. Which
revision it has is kept where alembic keeps it. Both are imported only when there is work for them.
"""

from pathlib import Path

from adref.server.store.asking import Connection, File
from adref.server.store.revisions import FIRST, NOTED, VERSION, FromTheFuture, newest

_FRESH = Path(__file__).parent / "fresh.sql"


def bring_up_to_date(file: File) -> None:
    """Make or change the tables. Raises ``FromTheFuture``; then nothing is touched."""
    # Without a lock first: mostly there is nothing to do, and somebody may be writing.
    with file.connect() as connection:
        if _revision(connection) == newest():
            return
    with file.begin() as connection:
        if not _tables(connection):
            _make(connection)
            return
        revision = _revision(connection)
    if revision is not None and revision > newest():
        raise FromTheFuture(revision)
    from adref.server.store.migrating import migrate_file

    migrate_file(file.path)


def _tables(connection: Connection) -> set[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in found}


def _revision(connection: Connection) -> str | None:
    """The revision that the database says it has; None when it says nothing."""
    if "alembic_version" not in _tables(connection):
        return None
    found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])


def _make(connection: Connection) -> None:
    for statement in _FRESH.read_text("utf-8").split("\n\n"):
        connection.execute(statement)
    connection.execute(FIRST)
    connection.execute(VERSION)
    connection.execute(NOTED, {"it": newest()})
