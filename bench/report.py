"""The table of ratios, from what was measured."""

import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.load.measuring import MAX_OWN_SHARE, counts
from bench.table import ROWS, SERVERS, TOGETHER, Figure, Row, Run, cpu_at

_COMPANY = 0.25  # of a processor, used by other programs; above it a run is noted
_OURS = "adref"
_JUDGED = ["ratio to the best peer", "goal", "reached"]
_INTRODUCTION = f"""\
Each server with its store is on processor 0, the load generator on the last. Medians, with the
lowest and highest in brackets; the servers run in turn (A B C D, then A B C D). "Held" is the last
of rising rates at which p99 of delivery stayed within 250 ms; `>=` when the generator or the
highest rate offered was the limit and not the server. A step in which the generator used over
{MAX_OWN_SHARE} of its processor, or was itself late, does not count.
"""


def machine() -> str:
    """What it is measured on."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())  # fmt: skip
    return (
        f"{model}, {os.cpu_count()} processors, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def write(kept: dict[str, Any], folder: Path) -> Path:
    """``COMPARED.md``; ``make bench`` puts it into ``RESULTS.md``."""
    rows = [row for row in ROWS if row.name in kept["rows"]]
    peers = [row for row in rows if row.servers == SERVERS]
    together = [row for row in rows if row.servers == TOGETHER]
    missing = [row.name for row in ROWS if row.name not in kept["rows"]]
    lines = ["## The engine against its peers", "", *_when(kept), "", _INTRODUCTION]
    if missing:
        lines += [f"Not measured yet: {', '.join(missing)}.", ""]
    if peers:
        lines += [*_table(peers, kept, _ours_to_peers), "", *_disk(kept)]
    if together:
        lines += ["## Two processes against one", "", _TOGETHER, ""]
        lines += [*_table(together, kept, _two_to_one), ""]
    lines += [*_notes(kept), *_growth(kept, folder)]
    file = folder / "COMPARED.md"
    file.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return file


def renew(results: Path, told: Path) -> None:
    """Put what is told of the engine into the results of all, in the place of what stood there."""
    begin, end = "## The engine against its peers", "\n## Import"
    text = results.read_text(encoding="utf-8") if results.exists() else ""
    before, found, rest = text.partition(begin)
    _, further, after = rest.partition(end)
    if found and further:
        engine = told.read_text(encoding="utf-8")
        results.write_text(f"{before}{engine}{end}{after}", encoding="utf-8")


_TOGETHER = (
    "Of ours, with PostgreSQL and Valkey; half of the people are at each process. All of it shares "
    "the processors that the generator leaves: with two processors that is one, and a second "
    "process can only cost."
)


def _disk(kept: dict[str, Any]) -> list[str]:
    """What of the quiet rows is the disk's."""
    found = kept.get("disk")
    if not found:
        return []
    said = (
        "On this disk one page and one `fdatasync`, after a silence as in the quiet rows, take "
        f"{found['p50_ms']:.2f} ms (p50) and {found['p99_ms']:.2f} ms (p99). Of the servers ours "
        "alone waits for it before anybody is shown an edit."
    )
    return [said, ""]


def _when(kept: dict[str, Any]) -> list[str]:
    """When it was measured, on what, and whether of one state of the server."""
    every = [*kept["rows"].values(), *filter(None, [kept.get("growth")])]
    if not every:
        return ["Nothing measured yet."]
    newest = max(every, key=lambda one: one["at"])
    said = f"{newest['at']} UTC, {newest['machine']}; server source `{newest['of']}`."
    older = sorted(name for name, row in kept["rows"].items() if row["of"] != newest["of"])
    if older:
        said += f" Measured of an earlier source: {', '.join(older)}."
    return [said]


def _table(rows: Sequence[Row], kept: dict[str, Any], judged: Any) -> list[str]:
    names = rows[0].servers
    head = ["scenario", *("ours" if name == _OURS else name for name in names)]
    head += _JUDGED if names == SERVERS else ["two to one"]
    head.append("measured")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for row in rows:
        entry = kept["rows"][row.name]
        cells = [(f.title, *_line(f, entry["runs"], judged)) for f in row.figures]
        if row.at_the_limit:
            cells.append(_at_the_limit(row, entry["runs"]))
        lines += [f"| {' | '.join([*each, entry['at'][5:]])} |" for each in cells]
    return lines


def _line(figure: Figure, runs: dict[str, list[Run]], judged: Any) -> list[str]:
    shown, middle = [], {}
    for name, made in runs.items():
        good = [run for run in made if "failed" not in run]
        values = [value for run in good if (value := figure.value(run)) is not None]
        bound = figure.more_is_better and any(not run.get("broke", True) for run in good)
        shown.append(_spread(values, figure.unit, bound) if values or not good else figure.none)
        if values:
            middle[name] = statistics.median(values)
    return [*shown, *judged(figure, middle)]


def _two_to_one(figure: Figure, middle: dict[str, float]) -> list[str]:
    one, two = (middle.get(name) for name in TOGETHER)
    return [f"{two / one:.2f}" if one and two else ""]


def _ours_to_peers(figure: Figure, middle: dict[str, float]) -> list[str]:
    """Ratio, goal, reached."""
    peers = [value for name, value in middle.items() if name != _OURS]
    ours = middle.get(_OURS)
    if figure.goal == 0.0:
        return ["", "0", "not measured" if ours is None else _yes(ours == 0)]
    sign = "at least" if figure.more_is_better else "at most"
    goal = f"{sign} {figure.goal:.3g}" + (
        f", under {figure.most:g} {figure.unit}" if figure.most else ""
    )
    if not peers or ours is None:
        return ["", goal, "not measured"]
    best = max(peers) if figure.more_is_better else min(peers)
    share = ours / best if best else float("inf")
    good = share >= figure.goal if figure.more_is_better else share <= figure.goal
    return [f"{share:.2f}", goal, _yes(good and (figure.most is None or ours < figure.most))]


def _yes(good: bool) -> str:
    return "yes" if good else "**no**"


def _spread(values: list[float], unit: str, bound: bool = False) -> str:
    if not values:
        return "failed"
    middle = f"{'>= ' if bound else ''}{_short(statistics.median(values))} {unit}"
    if len(values) == 1:
        return middle
    return f"{middle} ({_short(min(values))} to {_short(max(values))})"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"


def _at_the_limit(row: Row, runs: dict[str, list[Run]]) -> tuple[str, ...]:
    """CPU for 1,000 edits at the highest rate that the best peer held in each of its runs."""
    held = {peer: min(values) for peer, made in runs.items() if peer != _OURS
            and (values := [run["held"] for run in made if "failed" not in run])}  # fmt: skip
    best = max(held, key=lambda peer: held[peer], default="")
    rate = held.get(best, 0.0)
    shown, middle = [], {}
    for name, made in runs.items():
        values = [value for run in made if "failed" not in run and name in (_OURS, best)
                  and (value := cpu_at(run, rate)) is not None]  # fmt: skip
        shown.append(_spread(values, "ms") if values else "")
        if values:
            middle[name] = statistics.median(values)
    title = f"{row.values['clients']:,} connected: server CPU for 1,000 edits at {rate:,.0f} a second, the most that the best peer holds"
    figure = Figure("", "ms", lambda _: None, row.at_the_limit)
    return title, *shown, *_ours_to_peers(figure, middle)


def _notes(kept: dict[str, Any]) -> list[str]:
    """What failed, what does not count, what had company."""
    failed, late, company = [], [], []
    for row, entry in kept["rows"].items():
        for name, made in entry["runs"].items():
            failed += [f"- {row}, {name}: {run['failed']}." for run in made if "failed" in run]
            steps = [s for run in made for s in (*run.get("steps", ()), run) if "own_cpu_share" in s]  # fmt: skip
            bad = sum(not counts(step) for step in steps)
            if bad:
                late.append(f"{row}, {name} ({bad} of {len(steps)})")
            most = max((step["other_cpu_share"] for step in steps), default=0.0)
            if most > _COMPANY:
                company.append(f"{row}, {name} ({most:.1f})")
    if late:
        failed.append(f"- Steps in which the generator was at its end or late: {'; '.join(late)}.")
    if company:
        failed.append(f"- Other programs used more than {_COMPANY} of a processor (how many): {'; '.join(company)}.")  # fmt: skip
    return ["What failed, does not count or had company:", "", *failed, ""] if failed else []


def _growth(kept: dict[str, Any], folder: Path) -> list[str]:
    if "growth" not in kept:
        return []
    lines = [
        "## How our cost grows",
        "",
        f"Measured {kept['growth']['at']} UTC. Five people type five characters a second each. Over the "
        "length and the age 50 are connected; first sync is that of somebody who comes after a restart.",
        "",
        "| over | at | CPU for a delivery, us | memory, MB | first sync, ms |",
        "|---|--:|--:|--:|--:|",
    ]
    for axis, points in kept["growth"]["axes"].items():
        for point in points:
            if "failed" in point:
                lines.append(f"| {axis} | {point['at']:,} | {point['failed']} | | |")
                continue
            first = point.get("first_sync_ms")
            lines.append(
                f"| {axis} | {point['at']:,} | {point['server_cpu_us_per_delivery']:.1f} "
                f"| {point['memory_mb']:.0f} | {'' if first is None else f'{first:.0f}'} |"
            )
    pictures = [
        f"![Cost over {axis}](growth-{axis}.svg)\n"
        for axis in kept["growth"]["axes"]
        if (folder / f"growth-{axis}.svg").exists()
    ]
    return [*lines, "", *pictures]
