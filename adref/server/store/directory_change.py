"""A change of the directory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from adref.server.store.asking import Connection, Database
from adref.server.store.directory_memory import Memory

_RISES = "UPDATE directory_version SET version = version + 1"


@contextmanager
def changing(
    database: Database, forget: tuple[str, ...], memory: Memory, tell: Callable[[], None]
) -> Iterator[Connection]:
    """One transaction, after which what it may have changed is forgotten, here and elsewhere.

    Raises ``Clash``.
    """
    try:
        with database.begin() as connection:
            yield connection
            if forget:
                connection.execute(_RISES)
    finally:
        memory.forget(forget)
    if forget:
        tell()
