"""How often a door may be tried. A whole delegation may sit behind one address."""

from functools import cached_property
from typing import TYPE_CHECKING

from adref.server.http.errors import Refused

if TYPE_CHECKING:
    from limits import RateLimitItemPerMinute
    from limits.strategies import MovingWindowRateLimiter


class Throttle:
    """Counts wrong links by address, and people who come in by link."""

    def __init__(self, failures_a_minute: int, joins_a_minute: int) -> None:
        self._failures_a_minute, self._joins_a_minute = failures_a_minute, joins_a_minute

    def before_link(self, address: str) -> None:
        """Refuses (429) an address that has tried too many wrong links."""
        if not self._limiter.test(self._failures, address):
            raise Refused(429, "too_many_tries", seconds=60)

    def wrong_link(self, address: str) -> None:
        """An address has tried a link that lets nobody in."""
        self._limiter.hit(self._failures, address)

    def before_join(self, token_hash: str) -> None:
        """Refuses (429) when too many people come in through one link at once."""
        if not self._limiter.hit(self._joins, token_hash):
            raise Refused(429, "too_many_tries", seconds=60)

    # Made when somebody knocks: a start does not wait for the library.

    @cached_property
    def _limiter(self) -> "MovingWindowRateLimiter":
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        return MovingWindowRateLimiter(MemoryStorage())

    @cached_property
    def _failures(self) -> "RateLimitItemPerMinute":
        from limits import RateLimitItemPerMinute

        return RateLimitItemPerMinute(self._failures_a_minute, namespace="wrong-link")

    @cached_property
    def _joins(self) -> "RateLimitItemPerMinute":
        from limits import RateLimitItemPerMinute

        return RateLimitItemPerMinute(self._joins_a_minute, namespace="join")
