"""The gate: may this update pass? Authorise, scan, try on the shadow, look at the locks.

No I/O and no clock. A refusal after the trial leaves the shadow spoilt: it must be rebuilt.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from adref.server.crdt.document import Broken, Touch
from adref.server.crdt.states import read_state
from adref.server.sync.scan import Refused, Shape, scan


class Shadow(Protocol):
    """The replica on which updates are tried."""

    def state(self) -> bytes:
        """The encoded state vector."""
        ...

    def begins(self, client: int, clock: int) -> bool:
        """Whether this item was made as the first of its parent."""
        ...

    def try_update(self, update: bytes) -> Touch:
        """Integrate the update and say what it did."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """``code`` is empty when the update passes. ``changed`` is false when it says nothing new."""

    code: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    changed: bool = False
    spoilt: bool = False

    @property
    def passes(self) -> bool:
        """Whether the update is accepted."""
        return not self.code


def judge(
    shadow: Shadow,
    update: bytes,
    *,
    may_write: bool,
    granted: Collection[int],
    locked: Collection[str],
    shape: Shape,
) -> Verdict:
    """Whether the update passes; when it does, it has been integrated into the shadow.

    ``locked`` are the paragraphs that no update may touch in any way.
    """
    known = read_state(shadow.state())
    try:
        found = scan(update, known, granted if may_write else (), shape)
    except Refused as reason:
        # Who may not write hears that, whatever else may be wrong with it.
        return Verdict(reason.code if may_write else "not_permitted")
    try:
        # No editor puts words first where there were words before: the library would order them
        # otherwise for those who come later.
        if not all(shadow.begins(*item) for item in found.firsts):
            return Verdict("malformed" if may_write else "not_permitted")
        touch = shadow.try_update(update)
        after = read_state(shadow.state())
    except Broken:
        return Verdict("malformed" if may_write else "not_permitted", spoilt=True)
    if any(after.get(client, 0) < end for client, (_, end) in found.writes.items()):
        return Verdict("malformed", spoilt=True)  # a part of it hangs in the air
    if not may_write and touch.changed:
        return Verdict("not_permitted", spoilt=True)
    hit = sorted(touch.paragraphs.intersection(locked))
    if hit:
        return Verdict("locked", {"paragraph": hit[0]}, spoilt=True)
    if touch.malformed:
        return Verdict("malformed", spoilt=True)
    return Verdict(changed=touch.changed)
