"""What a command did: as it is answered, and as it is kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did, or (``dry``) would do. ``seq`` is that of the floor after it.

    ``moved_on`` are the proposals whose quoted words are gone from the text by it.
    """

    seq: int
    events: Sequence[Mapping[str, Any]]
    edits: Sequence[Mapping[str, Any]]
    moved_on: Sequence[str] = ()

    def to_json(self) -> dict[str, Any]:
        """The JSON shape of docs/architecture.md."""
        return {
            "seq": self.seq,
            "events": list(self.events),
            "edits": list(self.edits),
            "moved_on": list(self.moved_on),
        }


def outcome_from_bytes(data: bytes) -> Outcome:
    """The stored outcome of a command that is done."""
    kept = json.loads(data)
    return Outcome(kept["seq"], kept["events"], kept["edits"])
