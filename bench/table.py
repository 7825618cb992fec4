"""The rows of the comparison: which scenario, which figure of it, and what ours must reach."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Run = dict[str, Any]
Value = Callable[[Run], float | None]


def of(name: str) -> Value:
    """A figure of a run by its name."""
    return lambda run: run.get(name)


def cpu_at(run: Run, rate: float) -> float | None:
    """Seconds of processor in the window at this offered rate."""
    steps = [step for step in run["steps"] if step["offered"] == rate]
    return min(step["server_cpu_s"] / step["edits"] * 1e3 for step in steps) if steps else None


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``goal`` is a ratio of ours to the best peer."""

    title: str
    unit: str
    value: Value
    goal: float
    more_is_better: bool = False
    most: float | None = None  # ours must be below this too


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
    without: tuple[str, ...] = ()  # peers that cannot take part


def _held(run: Run) -> float | None:
    return run.get("held") or None


def _case(name: str) -> Value:
    return lambda run: run[name]["all_ms"]


_P50, _P99 = of("p50_ms"), of("p99_ms")
_ALL = of("all_ms")

ROWS = (
    Row("saturate-200", "saturate", {"clients": 200, "start": 800, "step": 1.8, "most": 33_000, "seconds": 2},
        (Figure("200 connected: edits a second at p99 up to 250 ms", "edits/s", _held, 4.0, True),),
        quick={"most": 3_300}),
    Row("saturate-1000", "saturate",
        {"clients": 1_000, "start": 400, "step": 1.5, "most": 16_000, "seconds": 2, "all_type": True},
        (Figure("1,000 connected, all typing: edits a second at p99 up to 250 ms", "edits/s", _held, 2.5, True),),
        repeats=1, seconds=120, quick={"most": 1_000}),
    Row("fanout-1000", "fanout", {"clients": 1_000, "seconds": 5},
        (Figure("1,000 connected, 25 edits a second: CPU for a delivery", "us", of("server_cpu_us_per_delivery"), 1.0),
         Figure("the same: p99 of delivery", "ms", _P99, 1.25)),
        repeats=2, quick={"seconds": 2}),
    Row("quiet-10", "fanout", {"clients": 10, "seconds": 6},
        (Figure("10 connected, quiet: p50 of delivery", "ms", _P50, 1.25, most=5.0),
         Figure("the same: p99", "ms", _P99, 1.25)),
        repeats=2, quick={"seconds": 3}),
    Row("quiet-200", "fanout", {"clients": 200, "seconds": 5},
        (Figure("200 connected, quiet: p50 of delivery", "ms", _P50, 1.25, most=5.0),
         Figure("the same: p99", "ms", _P99, 1.25),
         Figure("bytes on the wire for a delivered keystroke", "bytes", of("bytes_per_delivery"), 1.2)),
        repeats=2, quick={"seconds": 2}),
    Row("cursors", "fanout", {"clients": 100, "typists": 10, "seconds": 4, "cursors": True},
        (Figure("the same with cursors, 100 connected", "bytes", of("bytes_per_delivery"), 0.5),),
        repeats=1, quick={"seconds": 2}),
    Row("join", "meeting", {},
        (Figure("200 join at once, room open: all synced", "ms", _case("all_open"), 0.25),
         Figure("200 join at once, room cold: all synced", "ms", _case("all_cold"), 0.25),
         Figure("one joins, room open", "ms", _case("one_open"), 1.0),
         Figure("one joins, room cold", "ms", _case("one_cold"), 1.0)),
        repeats=1, seconds=150, quick={"history": 5_000, "joiners": 50}),
    Row("storm", "storm", {"clients": 500},
        (Figure("500 return at once with offline edits: all agree", "ms", _ALL, 1 / 3),),
        quick={"clients": 100}),
    Row("start", "start", {}, (Figure("start of the process to first sync", "ms", of("first_sync_ms"), 1.5),), repeats=1),
    Row("texts", "open_texts", {"texts": 200},
        (Figure("200 texts open: memory", "MB", of("memory_mb"), 0.6),), repeats=1, quick={"texts": 20}),
    Row("idle", "idle", {"sockets": 2_000},
        (Figure("2,000 sockets idle: memory", "MB", of("memory_mb"), 1.0),), repeats=1, quick={"sockets": 200}),
    Row("crash", "crash", {},
        (Figure("kill -9: edits lost that somebody had seen", "edits", of("lost_seen"), 0.0),
         Figure("kill -9: edits lost that were acknowledged", "edits", of("lost_promised"), 0.0)),
        repeats=1, quick={"seconds": 2.0}),
)  # fmt: skip
