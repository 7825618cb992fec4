"""A change of the directory."""

from collections.abc import Callable

from sqlalchemy import Connection, update

from adref.server.store.directory_memory import Memory
from adref.server.store.directory_tables import DirectoryVersionRow
from adref.server.store.rows import col


class Change:
    """One transaction, after which what it may have changed is forgotten, here and elsewhere."""

    def __init__(
        self,
        connection: Connection,
        forget: tuple[str, ...],
        memory: Memory,
        tell: Callable[[], None],
    ) -> None:
        self._connection, self._forget, self._memory, self._tell = connection, forget, memory, tell

    def __enter__(self) -> Connection:
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                if self._forget:
                    up = col(DirectoryVersionRow.version) + 1
                    self._connection.execute(update(DirectoryVersionRow).values(version=up))
                self._connection.commit()
            else:
                self._connection.rollback()
        finally:
            self._connection.close()
            self._memory.forget(self._forget)
        if self._forget and kind is None:
            self._tell()
