"""How our cost grows: with readers, with the length of the text, with the age of its history."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
_AXES = {
    "readers": ("fanout", "clients", (10, 200, 1_000, 2_000), "people who read"),
    "length": (
        "long_text",
        "characters",
        (10_000, 100_000, 1_000_000),
        "characters of the text",
    ),
    "age": ("old_text", "history", (1_000, 30_000, 1_000_000), "edits of its history"),
}
Point = dict[str, Any]


def measure_growth(
    run: Callable[..., Point], quick: bool, in_time: Callable[[], bool]
) -> dict[str, list[Point]]:
    """The points of each axis; one that fails says why."""
    found: dict[str, list[Point]] = {}
    for axis, (scenario, name, places, _) in _AXES.items():
        found[axis] = []
        for place in places[:2] if quick else places:
            values = {name: place, "seconds": 3} if axis != "age" else {name: place}
            one = (
                run(scenario, "adref", values, 110)
                if in_time()
                else {"failed": "not run: out of time"}
            )
            found[axis].append({"at": place, **one})
            said = (
                one.get("failed")
                or f"{one['server_cpu_us_per_delivery']:.2f} us, {one['memory_mb']:.0f} MB"
            )
            print(f"growth over {axis}, {place:,}: {said}", flush=True)
        for figure, unit in (
            ("server_cpu_us_per_delivery", "us of CPU for a delivery"),
            ("memory_mb", "MB"),
        ):
            points = [(p["at"], p[figure]) for p in found[axis] if p.get(figure) is not None]
            kind = "cpu" if unit.startswith("us") else "memory"
            drawing = draw(points, _AXES[axis][3], unit)
            (HERE / f"growth-{axis}-{kind}.svg").write_text(drawing, encoding="utf-8")
    return found


def draw(points: list[tuple[float, float]], across: str, up: str) -> str:
    """A line through points, the places on a logarithmic axis, as SVG."""
    import math

    wide, high, left, bottom = 560, 260, 60, 44
    xs = [math.log10(x) for x, _ in points] or [0.0]
    low, span = min(xs), max(max(xs) - min(xs), 1e-9)
    top = max([y for _, y in points], default=1.0) * 1.15 or 1.0
    spots = [
        (
            left + (math.log10(x) - low) / span * (wide - left - 30),
            high - bottom - y / top * (high - bottom - 24),
            x,
            y,
        )
        for x, y in points
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in spots)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
        f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle">{value:.3g}</text>'
        f'<text x="{x:.1f}" y="{high - bottom + 17}" text-anchor="middle">{place:,.0f}</text>'
        for x, y, place, value in spots
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" '
        f'aria-label="{up} over {across}"><style>text{{font:12px system-ui,sans-serif;fill:#555}}'
        "polyline{fill:none;stroke:#2563a8;stroke-width:2}circle{fill:#2563a8}line{stroke:#bbb}"
        "@media(prefers-color-scheme:dark){text{fill:#bbb}polyline{stroke:#7db3e8}circle{fill:#7db3e8}}</style>"
        f'<line x1="{left}" y1="{high - bottom}" x2="{wide - 20}" y2="{high - bottom}"/>'
        f'<polyline points="{line}"/>{marks}'
        f'<text x="{left}" y="14">{up}</text><text x="{wide - 20}" y="{high - 8}" text-anchor="end">{across}</text></svg>\n'
    )
