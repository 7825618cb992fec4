"""Instants as they are written down."""

from datetime import UTC, datetime
from functools import lru_cache


def iso(now: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC, to the millisecond."""
    second, thousandth = divmod(round(now * 1000), 1000)
    return f"{_to_the_second(second)}.{thousandth:03d}+00:00"


@lru_cache(4)
def _to_the_second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")
