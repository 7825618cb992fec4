"""How our cost grows: with readers, with the length of the text, with the age of its history."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.drawing import Panel, draw

Point = dict[str, Any]
READERS = [10, 50, 200, 500, 1_000, 2_000]
LENGTHS = [10_000, 30_000, 100_000, 300_000, 1_000_000]
AGES = [1_000, 10_000, 100_000, 1_000_000]
_CPU = ("server_cpu_us_per_delivery", "CPU for a delivered edit", "µs")
_MEMORY = ("memory_mb", "Memory of the server", "MB")
_FIRST = ("first_sync_ms", "First sync after a restart", "ms")
_AXES: dict[str, tuple[str, str, tuple[tuple[str, str, str], ...]]] = {
    "readers": ("people connected", "Cost over the number of readers", (_CPU, _MEMORY)),
    "length": ("characters", "Cost over the length of the text", (_CPU, _MEMORY, _FIRST)),
    "age": ("edits made before", "Cost over the age of the text", (_CPU, _MEMORY, _FIRST)),
}


def measure_growth(run: Callable[..., Any], folder: Path, quick: bool,
                   in_time: Callable[[], bool]) -> dict[str, list[Point]]:  # fmt: skip
    """The points of each axis; one that fails says why. Draws them too."""

    def measured(axis: str, values: dict[str, Any], at: int, seconds: float) -> list[Point]:
        found = run(axis, "adref", values, seconds) if in_time() else {"failed": "out of time"}
        points = [{"at": at, **found}] if "failed" in found else found["points"]
        for point in points:
            said = point.get("failed") or ", ".join(
                f"{point[figure]:.3g} {unit}" for figure, _, unit in _AXES[axis][2]
            )
            print(f"growth over {axis}, {point['at']:,}: {said}", flush=True)
        return points

    cut = 2 if quick else None
    found = {
        "readers": measured("readers", {"places": READERS[:cut]}, READERS[-1], 110),
        "length": [
            point
            for at in LENGTHS[:cut]
            for point in measured("length", {"characters": at}, at, 60)
        ],
        "age": measured("age", {"places": AGES[:cut]}, AGES[-1], 280),
    }
    for axis, points in found.items():
        picture(folder, axis, points)
    return found


def picture(folder: Path, axis: str, points: list[Point]) -> None:
    """One drawing for an axis, with a panel for each figure."""
    across, title, figures = _AXES[axis]
    panels = []
    for figure, name, unit in figures:
        known = [(float(p["at"]), float(p[figure])) for p in points if p.get(figure) is not None]
        if known:
            panels.append(Panel(name, unit, across, tuple(known)))
    if panels:
        drawing = draw(title, panels)
        (folder / f"growth-{axis}.svg").write_text(drawing, encoding="utf-8")
