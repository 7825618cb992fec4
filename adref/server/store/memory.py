"""The log in memory, for tests and trials: the same behaviour without a disk."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from adref.server.store.findings import Cut, Findings
from adref.server.store.health import Health, NotWriting
from adref.server.store.log import Batch, Conflict, Document, Stored, Written


@dataclass
class _Compartment:
    epoch: int = 0
    entries: list[Written] = field(default_factory=list)
    grants: dict[int, str] = field(default_factory=dict)
    snapshot: tuple[int, bytes] | None = None


class MemoryLog:
    """``held``: appends wait until ``release`` is called, as they do for a disk."""

    def __init__(self, *, held: bool = False) -> None:
        self.held = held
        self.health = Health()
        self._compartments: dict[str, _Compartment] = {}
        self._done: dict[tuple[str, str, str], bytes] = {}
        self._documents: dict[tuple[str, str], Document] = {}
        self._waiting: list[tuple[Batch, Future[tuple[int, ...]]]] = []

    def append(self, batch: Batch) -> "Future[tuple[int, ...]]":
        """See ``Log``."""
        future: Future[tuple[int, ...]] = Future()
        self._waiting.append((batch, future))
        if not self.held:
            self.release()
        return future

    def verify(self, keep: Callable[[Cut], None]) -> Findings:
        """Memory does not tear."""
        return Findings(len(self._compartments))

    def verify_ends(self, keep: Callable[[Cut], None]) -> Findings:
        """See ``Log``."""
        return self.verify(keep)

    def read_through(self, pause: Callable[[], bool]) -> Findings | None:
        """Nor does it change."""
        return Findings(len(self._compartments))

    def release(self) -> None:
        """Write everything that waits."""
        waiting, self._waiting = self._waiting, []
        for batch, future in waiting:
            try:
                self.health.check()
                future.set_result(self._write(batch))
            except (Conflict, NotWriting) as problem:
                future.set_exception(problem)

    def _write(self, batch: Batch) -> tuple[int, ...]:
        for name, epoch in batch.epochs.items():
            if self._at(name).epoch != epoch:
                raise Conflict(name)
        taken = any(grant.client in self._at(grant.compartment).grants for grant in batch.grants)
        if taken or any(done[:3] in self._done for done in batch.done):
            raise Conflict("done before")
        if any((kept.compartment, kept.id) in self._documents for kept in batch.documents):
            raise Conflict("kept before")
        seqs = []
        for entry in batch.entries:
            entries = self._at(entry.compartment).entries
            seqs.append(len(entries) + 1)
            entries.append(Written(seqs[-1], entry.kind, entry.payload, entry.at, entry.seat))
        for grant in batch.grants:
            self._at(grant.compartment).grants[grant.client] = grant.seat
        for done in batch.done:
            self._done[done[:3]] = done.outcome
        for document in batch.documents:
            self._documents[document.compartment, document.id] = document
        for name in batch.bumps:
            self._at(name).epoch += 1
        return tuple(seqs)

    def open(self, compartment: str) -> Stored:
        """See ``Log``."""
        found = self._at(compartment)
        upto, snapshot = found.snapshot or (0, None)
        tail = found.entries[upto:]
        return Stored(found.epoch, len(found.entries), snapshot, tail, dict(found.grants))

    def read(self, compartment: str, after: int = 0) -> Sequence[Written]:
        """See ``Log``."""
        return self._at(compartment).entries[after:]

    def outcome(self, compartment: str, seat: str, command: str) -> bytes | None:
        """See ``Log``."""
        return self._done.get((compartment, seat, command))

    def document(self, compartment: str, identifier: str) -> bytes | None:
        """See ``Log``."""
        found = self._documents.get((compartment, identifier))
        return None if found is None else found.payload

    def keep_snapshot(self, compartment: str, seq: int, snapshot: bytes) -> None:
        """See ``Log``."""
        self._at(compartment).snapshot = (seq, snapshot)

    def close(self) -> None:
        """See ``Log``."""
        self.release()

    def _at(self, name: str) -> _Compartment:
        return self._compartments.setdefault(name, _Compartment())
