"""The table of ratios, from what was measured."""

import os
import platform
import statistics
import time
from pathlib import Path
from typing import Any

from bench.load.measuring import counts
from bench.table import ROWS, Figure, Run, cpu_at

HERE = Path(__file__).resolve().parent
_OURS = "adref"
_HEAD = "| scenario | ours | hocuspocus | y-websocket | pycrdt-websocket | ratio to the best peer | goal | reached |"


def machine() -> str:
    """What it was measured on."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())  # fmt: skip
    return (
        f"{time.strftime('%Y-%m-%d %H:%M', time.gmtime())} UTC, {model}, {os.cpu_count()} processors, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f} at the start."
    )


def write(kept: dict[str, Any]) -> None:
    """``bench/COMPARED.md``; ``make bench`` puts it into ``RESULTS.md``."""
    lines = [
        "## The engine against its peers\n",
        kept["machine"]
        + " Each server on processor 0 with its store, the load generator on the last.",
        "Medians, with the lowest and highest in brackets; servers ran in turn (A B C D, A B C D). "
        "`>=`: the generator or the highest rate offered was the limit, not the server. A step in which the "
        "generator used over 0.85 of its processor, or was itself late, does not count.\n",
        _HEAD,
        "|---" * 8 + "|",
    ]
    for row in ROWS:
        runs = kept["rows"].get(row.name)
        if runs is not None:
            lines += [_line(figure, runs) for figure in row.figures]
            if row.name.startswith("saturate"):
                lines.append(_at_the_limit(row.name, runs))
    lines += ["", *_failures(kept), *_growth(kept)]
    (HERE / "COMPARED.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(figure: Figure, runs: dict[str, list[Run]]) -> str:
    shown, middle = [], {}
    for name, made in runs.items():
        values = [v for run in made if "failed" not in run and (v := figure.value(run)) is not None]
        bound = figure.more_is_better and any(not run.get("broke", True) for run in made)
        nothing = values or any("failed" in run for run in made)
        shown.append(_spread(values, figure.unit, bound) if nothing else "-")
        if values:
            middle[name] = statistics.median(values)
    return _with_ratio(figure, shown, middle)


def _with_ratio(figure: Figure, shown: list[str], middle: dict[str, float]) -> str:
    peers = [value for name, value in middle.items() if name != _OURS]
    ours = middle.get(_OURS)
    ratio, reached = "", "not measured"
    sign = "at least" if figure.more_is_better else "at most"
    goal = f"{sign} {figure.goal:.3g}" + (
        f", under {figure.most:g} {figure.unit}" if figure.most else ""
    )
    if figure.goal == 0.0:
        goal = "0"
        reached = "not measured" if ours is None else "yes" if ours == 0 else "**no**"
    elif peers and ours is not None:
        best = max(peers) if figure.more_is_better else min(peers)
        share = ours / best if best else float("inf")
        good = share >= figure.goal if figure.more_is_better else share <= figure.goal
        good = good and (figure.most is None or ours < figure.most)
        ratio, reached = f"{share:.2f}", "yes" if good else "**no**"
    return f"| {figure.title} | {' | '.join(shown)} | {ratio} | {goal} | {reached} |"


def _spread(values: list[float], unit: str, bound: bool = False) -> str:
    if not values:
        return "failed"
    middle = f"{'>= ' if bound else ''}{statistics.median(values):.4g} {unit}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.4g} to {max(values):.4g})"


def _at_the_limit(name: str, runs: dict[str, list[Run]]) -> str:
    """CPU for 1,000 edits at the highest rate that the best peer held."""
    held = {
        peer: [run["held"] for run in made if "failed" not in run] for peer, made in runs.items()
    }
    rates = {peer: min(values) for peer, values in held.items() if values and peer != _OURS}
    goal = 0.5 if name.endswith("200") else 0.6
    figure = Figure("", "ms for 1,000 edits", lambda _: None, goal)
    best = max(rates, key=lambda peer: rates[peer], default=None)
    shown, middle = [], {}
    for peer, made in runs.items():
        values = [
            v
            for run in made
            if "failed" not in run and best and (v := cpu_at(run, rates[best])) is not None
        ]
        alone = peer in (_OURS, best)
        shown.append(_spread([v * 1e3 for v in values], "ms") if values and alone else "")
        if values and alone:
            middle[peer] = statistics.median(values)
    at = f"{rates[best]:,.0f}" if best else "?"
    title = f"{name.split('-')[1]} connected: server CPU for 1,000 edits at {at} a second, where the best peer stops"
    return _with_ratio(figure, shown, middle).replace("|  |", f"| {title} |", 1)


def _failures(kept: dict[str, Any]) -> list[str]:
    found = []
    for row, runs in kept["rows"].items():
        for name, made in runs.items():
            found += [f"- {row}, {name}: {run['failed']}" for run in made if "failed" in run]
            bad = [
                step
                for run in made
                for step in run.get("steps", [run])
                if "p99_ms" in step and not counts(step)
            ]
            if bad:
                found.append(
                    f"- {row}, {name}: in {len(bad)} steps the generator itself was at its end"
                )
    return ["What failed or does not count:\n", *found, ""] if found else []


def _growth(kept: dict[str, Any]) -> list[str]:
    if "growth" not in kept:
        return []
    lines = [
        "## How our cost grows\n",
        "| over | at | CPU for a delivery, us | memory, MB | first sync, ms |",
        "|---|---|---|---|---|",
    ]
    for axis, points in kept["growth"].items():
        for point in points:
            if "failed" in point:
                lines.append(f"| {axis} | {point['at']:,} | {point['failed']} | | |")
                continue
            first = point.get("first_sync_ms")
            lines.append(
                f"| {axis} | {point['at']:,} | {point['server_cpu_us_per_delivery']:.2f} "
                f"| {point['memory_mb']:.0f} | {'' if first is None else f'{first:.0f}'} |"
            )
    pictures = [
        f"![{axis}, {kind}](growth-{axis}-{kind}.svg)"
        for axis in kept["growth"]
        for kind in ("cpu", "memory")
    ]
    return [*lines, "", *pictures]
