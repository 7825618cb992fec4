"""A decision on its way to the disk, and what a file brings to be decided on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adref.drafting.floor import State
from adref.drafting.parties import Membership
from adref.server.store.log import Batch
from adref.server.sync.outcome import Outcome
from adref.server.sync.recording import Recorded

if TYPE_CHECKING:  # loaded with the doors (``deciding``)
    from adref.drafting.bringing import BringIn


@dataclass(frozen=True, slots=True)
class Brings:
    """What a file brings besides its words, and what is needed to decide on it."""

    what: "BringIn"
    membership: Membership
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision to be appended; tell the meeting (``appended``) when it is on the disk.

    ``events`` are all that are written with it: before its own, what pens had typed.
    """

    outcome: Outcome  # as its author may know it
    batch: Batch
    ticket: int | None  # of the text room
    state: State
    events: Sequence[Mapping[str, Any]]
    recorded: Recorded
    digests: Sequence[str]
