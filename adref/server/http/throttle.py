"""How often a door may be tried. A whole delegation may sit behind one address.

Counted here, in two dozen lines: the library for it (``limits``) brings stores of ten kinds with
it, 1.6 MB and a thread, for every server that is knocked at (docs/adr/0023).
"""

import time
from collections import deque
from collections.abc import Callable

from adref.server.http.errors import Refused

MINUTE = 60.0
"""Seconds that count, up to this instant."""


class Minute:
    """Counts by key what has happened within the last minute, up to ``most`` each.

    ``now``: a clock in seconds that is never set.
    """

    def __init__(self, most: int, now: Callable[[], float]) -> None:
        self._most, self._now = most, now
        self._when: deque[tuple[float, str]] = deque()
        self._counts: dict[str, int] = {}

    def has_room(self, key: str) -> bool:
        """Whether one more would be counted."""
        self._forget(self._now() - MINUTE)
        return self._counts.get(key, 0) < self._most

    def count(self, key: str) -> bool:
        """Count one more, if there is room for it; whether there was."""
        if not self.has_room(key):
            return False
        self._counts[key] = self._counts.get(key, 0) + 1
        self._when.append((self._now(), key))
        return True

    def __len__(self) -> int:
        """How much is remembered."""
        return len(self._when)

    def _forget(self, until: float) -> None:
        while self._when and self._when[0][0] <= until:
            _, key = self._when.popleft()
            left = self._counts.pop(key) - 1
            if left:
                self._counts[key] = left


class Throttle:
    """Counts wrong links by address, and people who come in by link."""

    def __init__(
        self,
        failures_a_minute: int,
        joins_a_minute: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures = Minute(failures_a_minute, now)
        self._joins = Minute(joins_a_minute, now)

    def before_link(self, address: str) -> None:
        """Refuses (429) an address that has tried too many wrong links."""
        if not self._failures.has_room(address):
            raise Refused(429, "too_many_tries", seconds=60)

    def wrong_link(self, address: str) -> None:
        """An address has tried a link that lets nobody in."""
        self._failures.count(address)

    def before_join(self, token_hash: str) -> None:
        """Refuses (429) when too many people come in through one link at once."""
        if not self._joins.count(token_hash):
            raise Refused(429, "too_many_tries", seconds=60)
