"""What an operator may know of the work: counts and times without any words, names or texts.

Only what everybody in a room can see is counted: appends and refusals of the working text and the
floor. What parties write in private leaves no trace here (docs/adr/0008).
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from adref.server.store.log import Batch

BOUNDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds: upper bounds of the classes of ``Times``; above them there is one more."""
_PUBLIC = ("text/", "floor/")


def is_public(compartment: str) -> bool:
    """Whether everybody who takes part reads it."""
    return compartment.startswith(_PUBLIC)


@dataclass(slots=True)
class Times:
    """How long something took, in classes."""

    classes: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0  # seconds

    def add(self, seconds: float) -> None:
        """Once more."""
        self.classes[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Measures:
    """Of one process, since its start."""

    appends: Times = field(default_factory=Times)
    """From the hand-over to the log until it is on stable storage."""
    failed: int = 0
    """Appends that were not written."""
    refused: Counter[str] = field(default_factory=Counter)
    """Updates of the working text that were refused, by code."""
    closed: Counter[int] = field(default_factory=Counter)
    """Sockets that the server closed, by code (1013: too slow or too much)."""

    def appended(self, batch: Batch, seconds: float, *, written: bool) -> None:
        """An append is over."""
        if not any(is_public(entry.compartment) for entry in batch.entries):
            return
        if written:
            self.appends.add(seconds)
        else:
            self.failed += 1
