"""The log: one append-only sequence for each compartment, and what hangs on it.

The append is the one point at which things become true: atomic, durable, and conditional on the
epochs of the compartments that the writer has looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from types import MappingProxyType
from typing import NamedTuple, Protocol

from adref.server.store.findings import Cut, Findings
from adref.server.store.health import Health

UPDATE, EVENT = "update", "event"


class Entry(NamedTuple):
    """One entry as it is to be written."""

    compartment: str
    kind: str  # UPDATE (bytes of the CRDT) or EVENT (JSON)
    payload: bytes
    at: str  # ISO 8601, UTC
    seat: str


class Written(NamedTuple):
    """One entry as it stands; ``seq`` counts from 1 in its compartment."""

    seq: int
    kind: str
    payload: bytes
    at: str
    seat: str


class Grant(NamedTuple):
    """A client id given to a seat, for one compartment, for ever."""

    compartment: str
    client: int
    seat: str


class Done(NamedTuple):
    """A command carried out: the same id of the same seat is not carried out again."""

    compartment: str
    seat: str
    command: str
    outcome: bytes  # JSON


class Document(NamedTuple):
    """What is kept whole and for ever beside a compartment's log: an issued revision."""

    compartment: str
    id: str
    payload: bytes
    digest: str  # SHA-256 of the payload, hexadecimal


class Batch(NamedTuple):
    """What is appended together or not at all. (A tuple: it is made for every keystroke.)

    ``epochs``: the epochs at which the writer took these compartments to be. ``bumps``: the
    compartments whose epoch rises with this batch (what was allowed there has changed).
    """

    entries: Sequence[Entry] = ()
    grants: Sequence[Grant] = ()
    done: Sequence[Done] = ()
    documents: Sequence[Document] = ()
    epochs: Mapping[str, int] = MappingProxyType({})
    bumps: frozenset[str] = frozenset()


class Stored(NamedTuple):
    """A compartment as it is opened."""

    epoch: int
    seq: int  # of the last entry
    snapshot: bytes | None  # holds every update up to the first of ``tail``
    tail: Sequence[Written]
    grants: Mapping[int, str]  # client id -> seat


class Conflict(Exception):
    """Somebody else has written meanwhile (``epochs``) or the command is done; nothing is."""


def told(seq: int, compartment: str) -> str:
    """What is damaged, in words."""
    what = f"Entry {seq}" if seq else "What is kept beside the log"
    return f"{what} of {compartment}"


class Damaged(Exception):
    """An entry is not what was written, or is missing; ``compartment`` and ``seq`` say which.

    With ``seq`` 0 it is what is kept beside the entries (grants, outcomes, documents).
    """

    def __init__(self, compartment: str, seq: int) -> None:
        super().__init__(f"{told(seq, compartment)} is damaged")
        self.compartment, self.seq = compartment, seq


class Log(Protocol):
    """Where the compartments live. Reading may block; appending does not."""

    health: Health
    """Whether anything is written now."""

    def verify(self, keep: Callable[[Cut], None]) -> Findings:
        """Read everything through, at the start. ``keep`` stores what is cut from a torn end,
        before it is cut; what is damaged elsewhere raises ``Damaged`` when it is opened.
        """
        ...

    def verify_ends(self, keep: Callable[[Cut], None]) -> Findings:
        """The same for as much as must be known before anybody comes in: what follows the
        snapshots, and all of a log that has none or whose end is not in order.
        """
        ...

    def read_through(self, pause: Callable[[], bool]) -> Findings | None:
        """The rest, while people are at work; nothing is changed. ``pause`` is called after each
        piece; when it answers True this ends, with None. What is found now raises ``Damaged``
        from now on when it is opened; what ``verify_ends`` found is not told again.
        """
        ...

    def append(self, batch: Batch) -> "Future[tuple[int, ...]]":
        """Write a batch; resolves, after the fsync, to the seq of each entry.

        Batches are written in the order of the calls. Fails with ``Conflict`` or with
        ``NotWriting`` (see ``health``); then nothing of the batch is acknowledged, ever.
        """
        ...

    def open(self, compartment: str) -> Stored:
        """What is needed to open a compartment (empty when there is nothing).

        Raises ``Damaged``.
        """
        ...

    def read(self, compartment: str, after: int = 0) -> Sequence[Written]:
        """The entries with a seq above ``after``. Raises ``Damaged``."""
        ...

    def outcome(self, compartment: str, seat: str, command: str) -> bytes | None:
        """What a command did when it was carried out; None when it was not."""
        ...

    def document(self, compartment: str, identifier: str) -> bytes | None:
        """A kept document; None when there is none. Raises ``Damaged`` (with seq 0)."""
        ...

    def keep_snapshot(self, compartment: str, seq: int, snapshot: bytes) -> None:
        """Keep a checked snapshot of every update up to ``seq``, so that opening is fast."""
        ...

    def close(self) -> None:
        """Write what is waiting and stop."""
        ...
