"""Which revisions of the tables there are, and what is written of them in a database."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "migrations"
VERSION = "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"
NOTED = "INSERT INTO alembic_version (version_num) VALUES (:it)"
FIRST = "INSERT INTO directory_version (id, version) VALUES (1, 0)"


class FromTheFuture(Exception):
    """The database was written by a later version of Adref than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database was written by a later version of Adref (revision {revision}, this "
            f"one knows {newest()}): use that version, or a backup from before it."
        )


@cache
def newest() -> str:
    """The revision that this version of Adref works with."""
    return max(file.name[:4] for file in (FOLDER / "versions").glob("[0-9]*.py"))
