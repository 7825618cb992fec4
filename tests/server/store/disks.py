"""A disk that the tests turn: it fails, fills up, and forgets what was not fsynced.

The store's own code runs on it, with its own statements and pragmas, but by apsw, whose SQLite
does its writing through a VFS made here. What a disk keeps after a cut is made from
the record of its writes (``Recorded.after``), and opened with Python's own SQLite.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from uuid import uuid4

import apsw

from adref.server.store.engine import Engine, configure

SECTOR = 512  # bytes that are written wholly or not at all


class Write(NamedTuple):
    """Bytes at a place in a file."""

    file: str
    at: int
    data: bytes


class Truncate(NamedTuple):
    file: str
    size: int


class Sync(NamedTuple):
    """Everything written to this file before is on the disk."""

    file: str


class Delete(NamedTuple):
    """``surely``: the folder was fsynced too."""

    file: str
    surely: bool


class Told(NamedTuple):
    """The store has said something to the world."""

    what: Any


Happened = Write | Truncate | Sync | Delete | Told


class Disk(apsw.VFS):  # type: ignore[misc]
    """``full``: no room for writes. ``broken``: fsync fails once, and then seems to work again."""

    def __init__(self) -> None:
        self.name = f"disk-{uuid4().hex}"
        self.full = self.broken = False
        self.record: list[Happened] = []
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: Any) -> "_File":  # noqa: N802
        return _File(self, name, flags)

    def xDelete(self, name: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(name, syncdir)
        self.record.append(Delete(Path(name).name, bool(syncdir)))

    def tell(self, what: Any) -> None:
        self.record.append(Told(what))


class _File(apsw.VFSFile):  # type: ignore[misc]
    def __init__(self, disk: Disk, name: Any, flags: Any) -> None:
        self._disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(path).name if path else ""
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        if self._disk.full:
            raise _failing(apsw.FullError, apsw.SQLITE_FULL)
        super().xWrite(data, offset)
        self._disk.record.append(Write(self._name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        super().xTruncate(size)
        self._disk.record.append(Truncate(self._name, size))

    def xSync(self, flags: int) -> None:  # noqa: N802
        if self._disk.broken:
            self._disk.broken = False
            raise _failing(apsw.IOError, apsw.SQLITE_IOERR_FSYNC)
        super().xSync(flags)
        self._disk.record.append(Sync(self._name))


def _failing(kind: type[Any], code: int) -> Any:
    error = kind("the disk says no")
    error.extendedresult = code
    return error


def engine_on(disk: Disk, path: Path, checkpoint: int = 1000, synchronous: str = "FULL") -> Engine:
    """As ``open_engine``, on this disk. ``checkpoint``: pages after which the log is merged."""

    def opened() -> _Connection:
        connection = _Connection(str(path), disk.name)
        configure(connection)
        connection.cursor().execute(f"PRAGMA wal_autocheckpoint={checkpoint}")
        if synchronous != "FULL":
            connection.cursor().execute(f"PRAGMA synchronous={synchronous}")
        return connection

    return Engine(opened, path)


class _Connection:
    """The part of ``sqlite3.Connection`` that the store uses, on apsw."""

    def __init__(self, path: str, vfs: str) -> None:
        self.real = apsw.Connection(path, vfs=vfs)
        self.real.set_busy_timeout(30_000)

    @property
    def in_transaction(self) -> bool:
        return bool(self.real.in_transaction)

    def cursor(self) -> "_Cursor":
        return _Cursor(self)

    def rollback(self) -> None:
        if self.in_transaction:
            self.cursor().execute("ROLLBACK")

    def close(self) -> None:
        self.real.close()


class _Cursor:
    def __init__(self, connection: _Connection) -> None:
        self.connection = connection
        self.rowcount = -1
        self._rows: list[Any] = []

    def execute(
        self, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> "_Cursor":
        changes = statement.lstrip()[:7].upper().startswith(("INSERT", "UPDATE", "DELETE"))
        real = self.connection.real
        try:
            before = real.total_changes()
            self._rows = list(real.cursor().execute(statement, parameters))
            self.rowcount = real.total_changes() - before if changes else -1
        except apsw.Error as problem:
            raise _as_sqlite3(problem) from None
        return self

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[Any]:
        taken, self._rows = self._rows, []
        return taken

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def close(self) -> None:
        self._rows = []


def _as_sqlite3(problem: Any) -> sqlite3.Error:
    code = getattr(problem, "extendedresult", 0) or 0
    kind = sqlite3.IntegrityError if code & 255 == 19 else sqlite3.OperationalError
    found = kind(str(problem))
    found.sqlite_errorcode = code
    names = apsw.mapping_extended_result_codes
    found.sqlite_errorname = names.get(code) or apsw.mapping_result_codes.get(code & 255, "")
    return found


class _Image:
    """One file: what is surely on the disk, and what is perhaps."""

    def __init__(self) -> None:
        self.sure = bytearray()
        self.perhaps: list[Write | Truncate] = []
        self.there = False  # its name is on the disk
        self.gone = False  # it was deleted, and the folder was not fsynced

    def sync(self) -> None:
        for one in self.perhaps:
            _apply(self.sure, one)
        self.perhaps, self.there = [], True

    def cut(self, chance: Random) -> bytes | None:
        """What is there after a cut; None when not even the name is."""
        if (self.gone or not self.there) and chance.random() < 0.5:
            return None
        content = bytearray(self.sure)
        # Some disks keep all, some keep nothing, most keep something.
        keeps, tears = chance.choice([0.0, 0.1, 0.5, 0.9, 1.0]), chance.choice([0.0, 0.3, 1.0])
        for one in self.perhaps:
            if chance.random() >= keeps:
                continue
            if isinstance(one, Write) and chance.random() < tears:
                _tear(content, one, chance)
            else:
                _apply(content, one)
        return bytes(content)


def _apply(content: bytearray, one: Write | Truncate) -> None:
    if isinstance(one, Truncate):
        del content[one.size :]
        content.extend(bytes(one.size - len(content)))
        return
    content.extend(bytes(max(0, one.at - len(content))))
    content[one.at : one.at + len(one.data)] = one.data


def _tear(content: bytearray, one: Write, chance: Random) -> None:
    """Each sector of the write for itself is there or is not."""
    start, end = one.at, one.at + len(one.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        if chance.random() < 0.5:
            _apply(content, Write(one.file, start, one.data[start - one.at : stop - one.at]))
        start = stop


class Recorded:
    """The life of a disk, to be cut anywhere; call ``after`` with rising places."""

    def __init__(self, record: Sequence[Happened]) -> None:
        self._record = record
        self._images: dict[str, _Image] = {}
        self._place = 0
        self.told: list[Any] = []

    def after(self, place: int, chance: Random) -> dict[str, bytes]:
        """The files as they are found when the power went after ``place`` of its events."""
        for one in self._record[self._place : place]:
            if isinstance(one, Told):
                self.told.append(one.what)
                continue
            image = self._images.setdefault(one.file, _Image())
            if isinstance(one, Delete):
                image.gone = True
                if one.surely:
                    del self._images[one.file]
            elif isinstance(one, Sync):
                self._sync(one.file, image)
            else:
                image.perhaps.append(one)
        self._place = place
        found = {name: image.cut(chance) for name, image in self._images.items()}
        return {name: content for name, content in found.items() if content is not None}

    def _sync(self, name: str, image: _Image) -> None:
        # SQLite on Unix: the first fsync of a new log or journal is one of the folder too.
        if not image.there and name.endswith(("-wal", "-journal")):
            self._images = {n: i for n, i in self._images.items() if not i.gone}
            for one in self._images.values():
                one.there = True
        image.sync()
