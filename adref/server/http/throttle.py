"""How often a door may be tried. A whole delegation may sit behind one address."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from adref.server.http.errors import Refused


class Throttle:
    """Counts wrong links by address, and people who come in by link."""

    def __init__(self, failures_a_minute: int, joins_a_minute: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._failures = RateLimitItemPerMinute(failures_a_minute, namespace="wrong-link")
        self._joins = RateLimitItemPerMinute(joins_a_minute, namespace="join")

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
