"""One file that holds an installation, and the way back.

The file: a line ``ADREF BACKUP``, a line of JSON (``Label``), the database. The label carries the
size and the BLAKE2b of the database, so that a file that was cut off or changed is recognised.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from adref.server.store.directory_seals import damaged_tables, told_of
from adref.server.store.disk import make_folder, sync_folder, write_file
from adref.server.store.engine import open_engine
from adref.server.store.log import told
from adref.server.store.revisions import FromTheFuture
from adref.server.store.verification import MayNotCut, refuse_cut, verify

FORMAT = 1
_MAGIC = b"ADREF BACKUP\n"
_BLOCK = 1024 * 1024
_LONGEST_LABEL = 65_536


class Unusable(Exception):
    """Why a file is no backup that can be used, or none can be made: one sentence."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in front of the database. ``secret`` makes the links that were sent valid."""

    format: int
    made: str  # ISO 8601, UTC
    adref: str  # version of the program
    compartments: int
    entries: int
    size: int  # bytes of the database
    digest: str  # BLAKE2b, hexadecimal
    secret: str  # hexadecimal


def back_up(database: Path, secret: bytes, target: Path, made: str, version: str) -> Label:
    """Write a verified backup to ``target``, at once or not at all. A server may be at work.

    Raises ``Unusable`` when the database is damaged, or ``target`` is something else.
    """
    if target.exists():
        _refuse_foreign(target)
    with _beside(target) as folder:
        copy = folder / "copy.db"
        _copy(database, copy)
        compartments, entries = _check(copy)
        size, digest = _measure(copy)
        label = Label(FORMAT, made, version, compartments, entries, size, digest, secret.hex())
        packed = folder / "packed"
        _pack(label, copy, packed)
        with packed.open("rb") as file:
            _unpack(file, folder / "again.db")
        packed.replace(target)
    sync_folder(target.absolute().parent)
    return label


def restore(source: Path, data: Path, database: str, secret_file: str) -> Label:
    """Make the folder ``data`` from a backup, at once or not at all.

    Raises ``Unusable`` when the file is not whole or the folder is not a fresh one.
    """
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise Unusable(f"{data} is not empty: a backup is restored into a fresh folder only.")
    make_folder(data.absolute().parent)
    with source.open("rb") as file, _beside(data) as folder:
        fresh = folder / "data"
        fresh.mkdir()
        label = _unpack(file, fresh / database)
        found = _check(fresh / database)
        if found != (label.compartments, label.entries):
            raise Unusable("The database in this backup is not the one that its label describes.")
        write_file(fresh / secret_file, bytes.fromhex(label.secret))
        fresh.replace(data)
    sync_folder(data.absolute().parent)
    return label


def _refuse_foreign(target: Path) -> None:
    with target.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise Unusable(f"{target} is there already and is no backup: it is not overwritten.")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder on the same disk, gone afterwards."""
    folder = target.absolute().parent
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=folder))
    except FileNotFoundError:
        raise Unusable(f"There is no folder {folder}.") from None
    try:
        yield made
    finally:
        shutil.rmtree(made)


def _copy(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)) as source:
        copy.touch(mode=0o600)
        with closing(sqlite3.connect(copy)) as target:
            # All pages in one step: one instant, and in a write-ahead log nobody waits for it.
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")


def _check(database: Path) -> tuple[int, int]:
    """Compartments and entries. Raises ``Unusable`` when anything is not whole."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        if found != ["ok"]:
            raise Unusable(f"The database is damaged: {found[0]}.")
        engine = open_engine(database, journal="DELETE")
        try:
            engine.prepare()  # what an older version wrote is brought up to date
            findings = verify(engine, refuse_cut)
            lists = damaged_tables(engine)
        finally:
            engine.dispose()
    except FromTheFuture:
        raise Unusable("The database was written by a newer Adref.") from None
    except MayNotCut as torn:
        raise Unusable(f"The end of the log of {torn} is not whole.") from None
    except sqlite3.DatabaseError as problem:
        raise Unusable(f"The database is damaged: {problem}.") from None
    for name, seq in findings.damaged.items():
        raise Unusable(f"{told(seq, name)} is damaged or missing.")
    for table in lists:
        raise Unusable(told_of(table))
    for name, identifier in findings.documents:
        raise Unusable(f"Revision {identifier} of {name} is damaged.")
    return findings.compartments, findings.entries


def _measure(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "blake2b")
    return path.stat().st_size, digest.hexdigest()


def _pack(label: Label, database: Path, packed: Path) -> None:
    handle = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, database.open("rb") as content:
        file.write(_MAGIC + json.dumps(asdict(label)).encode() + b"\n")
        shutil.copyfileobj(content, file, _BLOCK)
        file.flush()
        os.fsync(file.fileno())


def _unpack(file: BinaryIO, database: Path) -> Label:
    label = _read_label(file)
    digest, size = hashlib.blake2b(), 0
    handle = os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    if size < label.size:
        raise Unusable(f"This backup was cut off: {label.size - size} bytes are missing.")
    if size > label.size or digest.hexdigest() != label.digest:
        raise Unusable("This backup is not what was written: its checksum differs.")
    return label


def _read_label(file: BinaryIO) -> Label:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise Unusable("This is not a backup made by adref backup.")
    line = file.readline(_LONGEST_LABEL)
    try:
        found = json.loads(line)
        if found["format"] > FORMAT:
            raise Unusable(f"This backup was made by a newer Adref ({found['adref']}).")
        label = Label(**found)
        bytes.fromhex(label.secret)
    except (ValueError, KeyError, TypeError):
        raise Unusable("The beginning of this backup is damaged.") from None
    return label
