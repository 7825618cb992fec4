"""How the server keeps its log: to standard error, one line an event, never anybody's words.

structlog brings its console renderer and with that rich: a tenth of what a start cost. It is
loaded when first there is something to tell.
"""

import logging
import sys
from functools import cache
from typing import Any


def keep_log(level: int = logging.INFO) -> None:
    """Send everything that is logged, by us and by libraries, to standard error."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s", force=True)
    _Chosen.level = level
    _teller.cache_clear()


class Teller:
    """Tells the operator of an event and its fields."""

    def warning(self, event: str, **fields: Any) -> None:
        """Something was not as it should be, and was mended."""
        _teller().warning(event, **fields)

    def error(self, event: str, **fields: Any) -> None:
        """Somebody should look at it."""
        _teller().error(event, **fields)


class _Chosen:
    level: int | None = None  # None: a test or a script that has not asked for our format


@cache
def _teller() -> Any:
    import structlog

    if _Chosen.level is not None:
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(_Chosen.level),
            logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
            cache_logger_on_first_use=False,
        )
    return structlog.get_logger()
