"""A change of the directory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from adref.server.store.asking import Database
from adref.server.store.directory_memory import Memory
from adref.server.store.directory_seals import Sealing


@contextmanager
def changing(
    database: Database, forget: tuple[str, ...], memory: Memory, tell: Callable[[], None]
) -> Iterator[Sealing]:
    """One transaction, after which what it may have changed is forgotten, here and elsewhere.

    Raises ``Clash``.
    """
    try:
        with database.begin() as connection:
            sealing = Sealing(connection, rises=bool(forget))
            yield sealing
            sealing.done()
    finally:
        memory.forget(forget)
    if forget:
        tell()
