"""The gate: may this update pass? Authorise, scan, try on the shadow, look at the locks.

No I/O and no clock. A refusal after the trial leaves the shadow spoilt: it must be rebuilt.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from adref.server.crdt.document import Broken, Run, Touch
from adref.server.crdt.keystrokes import typed_on
from adref.server.crdt.reading import TOO_LONG
from adref.server.sync.scan import Refused, scan
from adref.server.sync.shapes import Shape


class Shadow(Protocol):
    """The replica on which updates are tried."""

    def clocks(self) -> dict[int, int]:
        """The state vector."""
        ...

    def begins(self, client: int, clock: int) -> bool:
        """Whether this item was made as the first of its parent."""
        ...

    def splits(self, client: int, clock: int) -> bool:
        """Whether a cut before this clock goes through a character."""
        ...

    def fits(self, update: bytes) -> bool:
        """Whether an editor could have put all of it where it says; to be tried right after."""
        ...

    def try_update(self, update: bytes) -> Touch:
        """Integrate the update and say what it did."""
        ...

    def try_run(
        self, update: bytes, run: Run, locked: Collection[str], by: Any = None, at: float = 0.0
    ) -> str | None:
        """The paragraph, if this goes on with words that were accepted: no trial is needed."""
        ...

    def advanced(self, writes: Mapping[int, tuple[int, int]], before: dict[int, int]) -> None:
        """The last update was integrated whole and wrote this."""
        ...

    def typed(self, run: Run, paragraph: str) -> None:
        """An accepted update ended with words of this client in this paragraph."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """``code`` is empty when the update passes. ``changed`` is false when it says nothing new."""

    code: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)
    changed: bool = False
    spoilt: bool = False
    paragraphs: frozenset[str] = frozenset()  # touched by an update that passes
    typed_on: bool = False  # it goes on with words of the same client, and stands in ``runs``

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
    by: Any = None,
    at: float = 0.0,
) -> Verdict:
    """Whether the update passes; when it does, it has been integrated into the shadow.

    ``locked`` are the paragraphs that no update may touch in any way; ``by`` and ``at``: who
    typed it and when, for what is typed on.
    """
    try:
        if may_write:
            goes_on_in = goes_on(shadow, update, granted, locked, by, at)
            if goes_on_in is not None:
                return _goes_on(goes_on_in)
        known = shadow.clocks()
    except Broken:
        return Verdict("malformed", spoilt=True)
    try:
        found = scan(update, known, granted if may_write else (), shape)
    except Refused as reason:
        # Who may not write hears that, whatever else may be wrong with it.
        return Verdict(reason.code if may_write else "not_permitted")
    try:
        if found.run and found.only_run:
            goes_on_in = shadow.try_run(update, found.run, locked, by, at)
            if goes_on_in is not None:
                return _goes_on(goes_on_in)
        # No editor puts words first where there were words before: the library would order them
        # otherwise for those who come later.
        if not all(shadow.begins(*item) for item in found.firsts):
            return Verdict("malformed" if may_write else "not_permitted")
        if any(shadow.splits(*edge) for edge in found.edges):
            return Verdict("malformed" if may_write else "not_permitted")
        if not shadow.fits(update):
            return Verdict("malformed" if may_write else "not_permitted")
        touch = shadow.try_update(update)
        if touch.whole:
            shadow.advanced(found.writes, known)
        after = shadow.clocks()
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
        full = touch.malformed == TOO_LONG
        return Verdict("paragraph_full" if full else "malformed", spoilt=True)
    if found.run and touch.whole and len(touch.paragraphs) == 1:
        shadow.typed(found.run, next(iter(touch.paragraphs)))
    return Verdict(changed=touch.changed, paragraphs=touch.paragraphs)


def goes_on(
    shadow: Shadow,
    update: bytes,
    granted: Collection[int],
    locked: Collection[str],
    by: Any,
    at: float,
) -> str | None:
    """The paragraph, if these are nothing but a few words right after the same client's own last.

    For whom may write; None says nothing, and has done nothing.
    """
    run = typed_on(update)
    if run is None or run.client not in granted:
        return None
    return shadow.try_run(update, run, locked, by, at)


@lru_cache(10_000)
def _goes_on(paragraph: str) -> Verdict:
    return Verdict(changed=True, paragraphs=frozenset((paragraph,)), typed_on=True)
