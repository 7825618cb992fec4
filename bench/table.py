"""The rows of the comparison: which scenario, which figure of it, and what ours must reach."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

SERVERS = ("adref", "hocuspocus", "y-websocket", "pycrdt-websocket")
TOGETHER = ("one process", "two processes")
Run = dict[str, Any]
Value = Callable[[Run], float | None]


def of(name: str) -> Value:
    """A figure of a run by its name."""
    return lambda run: run.get(name)


def cpu_at(run: Run, rate: float) -> float | None:
    """Milliseconds of processor for 1,000 edits at this offered rate.

    When just this rate was not offered but a higher one held: at the next lower, where an edit
    costs more, as fewer are merged.
    """
    lower = [step["offered"] for step in run["steps"] if step["offered"] <= rate <= run["held"]]
    at = max(lower, default=rate)
    costs = [step["server_cpu_s"] / step["edits"] for step in run["steps"] if step["offered"] == at]
    return min(costs) * 1e6 if costs else None


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``goal`` is a ratio of ours to the best peer."""

    title: str
    unit: str
    value: Value
    goal: float
    more_is_better: bool = False
    most: float | None = None  # ours must be below this too
    none: str = "-"  # what is shown when there is no value


@dataclass(frozen=True)
class Row:
    """One scenario with its arguments, full and short."""

    name: str
    scenario: str
    values: dict[str, Any]
    figures: tuple[Figure, ...]
    repeats: int = 2
    seconds: float = 90.0  # for one run; past that it is given up
    quick: dict[str, Any] = field(default_factory=dict)
    servers: tuple[str, ...] = SERVERS
    at_the_limit: float = 0.0  # goal of the CPU where the best peer stops


def _held(run: Run) -> float | None:
    return run.get("held") or None


def _case(name: str) -> Value:
    return lambda run: run[name]["all_ms"]


_P50, _P99 = of("p50_ms"), of("p99_ms")
_ALL = of("all_ms")

_HELD_200 = {"clients": 200, "start": 800, "step": 1.5, "most": 80_000, "seconds": 2}
_HELD_1000 = {
    "clients": 1_000,
    "start": 400,
    "step": 1.5,
    "most": 40_000,
    "seconds": 2,
    "all_type": True,
}

ROWS = (
    Row("saturate-200", "saturate", _HELD_200 | {"patience": 60},
        (Figure("200 connected: edits a second held", "edits/s", _held, 4.0, True),),
        seconds=130, quick={"most": 3_300}, at_the_limit=0.5),
    Row("saturate-1000", "saturate", _HELD_1000 | {"patience": 60},
        (Figure("1,000 connected, all typing: edits a second held", "edits/s", _held, 2.5, True),),
        seconds=140, quick={"most": 1_000}, at_the_limit=0.6),
    Row("fanout-1000", "fanout", {"clients": 1_000, "seconds": 5},
        (Figure("1,000 connected, 25 edits a second: CPU for a delivery", "us", of("server_cpu_us_per_delivery"), 1.0),
         Figure("the same: p99 of delivery", "ms", _P99, 1.25)),
        quick={"seconds": 2}),
    Row("quiet-10", "fanout", {"clients": 10, "seconds": 6},
        (Figure("10 connected, quiet: p50 of delivery", "ms", _P50, 1.25, most=5.0),
         Figure("the same: p99", "ms", _P99, 1.25)),
        quick={"seconds": 3}),
    Row("quiet-200", "fanout", {"clients": 200, "seconds": 5},
        (Figure("200 connected, quiet: p50 of delivery", "ms", _P50, 1.25, most=5.0),
         Figure("the same: p99", "ms", _P99, 1.25),
         Figure("bytes on the wire for a delivered keystroke", "bytes", of("bytes_per_delivery"), 1.2)),
        quick={"seconds": 2}),
    Row("cursors", "fanout", {"clients": 100, "typists": 10, "seconds": 4, "cursors": True},
        (Figure("the same with cursors, 10 typing, 100 connected", "bytes", of("bytes_per_delivery"), 0.5),),
        repeats=1, quick={"seconds": 2}),
    Row("join", "meeting", {"history": 100_000},
        (Figure("200 join at once, room open: all synced", "ms", _case("all_open"), 0.25),
         Figure("200 join at once, room cold: all synced", "ms", _case("all_cold"), 0.25),
         Figure("one joins, room open", "ms", _case("one_open"), 1.0),
         Figure("one joins, room cold", "ms", _case("one_cold"), 1.0)),
        repeats=1, seconds=150, quick={"history": 5_000, "joiners": 50}),
    Row("storm", "storm", {"clients": 500},
        (Figure("500 return at once with offline edits: all agree", "ms", _ALL, 1 / 3),),
        quick={"clients": 100}),
    Row("start", "start", {}, (Figure("start of the process to first sync", "ms", of("first_sync_ms"), 1.5),), repeats=4),
    Row("texts", "open_texts", {"texts": 200},
        (Figure("200 texts open: memory", "MB", of("memory_mb"), 0.6),), repeats=1, quick={"texts": 20}),
    Row("idle", "idle", {"sockets": 2_000},
        (Figure("2,000 sockets idle: memory", "MB", of("memory_mb"), 1.0),), repeats=1, quick={"sockets": 200}),
    Row("crash", "crash", {},
        (Figure("kill -9: edits lost that somebody had seen", "edits", of("lost_seen"), 0.0),
         Figure("kill -9: edits lost that were acknowledged", "edits", of("lost_promised"), 0.0, none="none promised")),
        quick={"seconds": 2.0}),
    Row("two-quiet", "fanout", {"clients": 200, "seconds": 4},
        (Figure("200 connected, 25 edits a second: p50 of delivery", "ms", _P50, 0.0),
         Figure("the same: p99", "ms", _P99, 0.0)),
        repeats=1, quick={"clients": 20, "seconds": 2}, servers=TOGETHER),
    Row("two-saturate", "saturate", _HELD_200 | {"start": 800, "patience": 50},
        (Figure("200 connected: edits a second held", "edits/s", _held, 0.0, True),),
        repeats=1, seconds=110, quick={"most": 800}, servers=TOGETHER),
)  # fmt: skip
