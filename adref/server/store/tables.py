"""The tables of the log. Those of the directory are elsewhere, on the same engine."""

from adref.server.store.rows import Row, field


class CompartmentRow(Row):
    """One audience: how far its log goes, and its epoch."""

    __tablename__ = "compartment"

    name: str = field(primary_key=True)
    epoch: int = 0
    seq: int = 0
    tip: bytes = b""
    """The checksum of the last entry."""
    beside: bytes = b""
    """The checksums of its grants and outcomes together (``checksums.gathered``)."""


class EntryRow(Row):
    """One entry of a log. Never changed, never removed. ``checksum``: ``checksums.link``."""

    __tablename__ = "entry"

    compartment: str = field(primary_key=True, foreign_key="compartment.name")
    seq: int = field(primary_key=True)
    kind: str
    payload: bytes
    checksum: bytes
    at: str
    seat: str


class SnapshotRow(Row):
    """A checked snapshot of the updates up to ``seq``. ``checksum``: ``checksums.seal``."""

    __tablename__ = "snapshot"

    compartment: str = field(primary_key=True, foreign_key="compartment.name")
    seq: int
    payload: bytes
    checksum: bytes


class GrantRow(Row):
    """A client id and the seat it was given to."""

    __tablename__ = "client_grant"

    compartment: str = field(primary_key=True, foreign_key="compartment.name")
    client: int = field(primary_key=True)
    seat: str
    checksum: bytes


class DocumentRow(Row):
    """An issued revision, whole. Only ever inserted; the database refuses anything else."""

    __tablename__ = "document"

    compartment: str = field(primary_key=True, foreign_key="compartment.name")
    id: str = field(primary_key=True)
    payload: bytes
    digest: str


class DoneRow(Row):
    """A command that was carried out, and what came of it."""

    __tablename__ = "command_done"

    compartment: str = field(primary_key=True, foreign_key="compartment.name")
    seat: str = field(primary_key=True)
    command: str = field(primary_key=True)
    outcome: bytes
    checksum: bytes
