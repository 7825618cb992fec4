"""Who reads a room at this moment, and how far each has come in synchronising."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from adref.drafting.parties import Actor
from adref.server.sync.tickets import Author


@dataclass(slots=True)
class Reader:
    """One socket in one room."""

    number: int
    actor: Actor
    may_write: bool
    resume: int | None = None
    client: int | None = None  # the client id granted for this stay
    greeted: bool = False  # has been sent the document
    asked_after_grant: bool = False  # is to be asked what it has, once it has its client id
    synced: bool = False  # has sent what the server lacked
    stale: bool = False  # an update was refused: its document is no longer ours
    has: Mapping[int, int] = field(default_factory=dict)  # the clocks of its first step
    skipped: int = 0  # updates made after its first step that the second will bring
    by: Author = field(init=False)

    def __post_init__(self) -> None:
        self.by = Author(self.number, self.actor.seat)


class Readers:
    """The readers of one room, by the number of their socket."""

    def __init__(self) -> None:
        self._readers: dict[int, Reader] = {}

    def __len__(self) -> int:
        return len(self._readers)

    def __iter__(self) -> Iterator[Reader]:
        return iter(self._readers.values())

    def add(self, reader: Reader) -> None:
        """Let somebody in, or in again."""
        self._readers[reader.number] = reader

    def get(self, number: int) -> Reader | None:
        """The reader, if it is still here."""
        return self._readers.get(number)

    def remove(self, number: int) -> Reader | None:
        """Put somebody out."""
        return self._readers.pop(number, None)

    def who_follow(self) -> tuple[Reader, ...]:
        """Those who follow the document."""
        return tuple(reader for reader in self if reader.greeted)

    def greeted(self, but: int | None = None) -> tuple[int, ...]:
        """Their numbers."""
        return tuple([n for n, r in self._readers.items() if r.greeted and n != but])
