"""A change of the directory."""

from collections.abc import Callable

from sqlmodel import Session, update

from adref.server.store.directory_memory import Memory
from adref.server.store.directory_tables import DirectoryVersionRow


class Change:
    """One transaction, after which what it may have changed is forgotten, here and elsewhere."""

    def __init__(
        self,
        session: Session,
        forget: tuple[str, ...],
        memory: Memory,
        tell: Callable[[], None],
    ) -> None:
        self._session, self._forget, self._memory, self._tell = session, forget, memory, tell

    def __enter__(self) -> Session:
        return self._session

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                if self._forget:
                    up = DirectoryVersionRow.version + 1
                    self._session.exec(update(DirectoryVersionRow).values(version=up))
                self._session.commit()
            else:
                self._session.rollback()
        finally:
            self._session.close()
            self._memory.forget(self._forget)
        if self._forget and kind is None:
            self._tell()
