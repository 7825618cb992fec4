"""Lines through measured points, as SVG: a panel for each figure, readable without colours."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDE, HIGH = 400, 300
_ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 26, 84, 54
_STYLE = """
text{font:12px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:#5b6470}
.title{font-size:16px;font-weight:600;fill:#1c2430}.name{font-weight:600;fill:#1c2430}
.value{font-weight:600;fill:#1d4f87;paint-order:stroke;stroke:#fff;stroke-width:4px}.grid{stroke:#e3e7ec}.axis{stroke:#9aa4b0}
polyline{fill:none;stroke:#2563a8;stroke-width:2;stroke-linejoin:round}
.area{fill:#2563a8;opacity:.07}circle{fill:#fff;stroke:#2563a8;stroke-width:2}.paper{fill:#fff}
@media(prefers-color-scheme:dark){text{fill:#a4afbc}.title,.name{fill:#e8edf3}.value{fill:#a9cdf3;stroke:#14191f}
.grid{stroke:#2c343e}.axis{stroke:#5b6673}polyline{stroke:#7db3e8}.area{fill:#7db3e8;opacity:.1}
circle{fill:#14191f;stroke:#7db3e8}.paper{fill:#14191f}}
"""


@dataclass(frozen=True)
class Panel:
    """``points``: place (logarithmic axis) and value, in order."""

    name: str
    unit: str
    across: str
    points: tuple[tuple[float, float], ...]


def draw(title: str, panels: Sequence[Panel]) -> str:
    """The panels side by side, with a title and a description that tells every value."""
    wide = WIDE * len(panels)
    told = " ".join(_told(panel) for panel in panels)
    inside = "".join(_panel(panel, WIDE * at) for at, panel in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {HIGH}" role="img" '
        f'aria-labelledby="title desc"><title id="title">{escape(title)}</title>'
        f'<desc id="desc">{escape(told)}</desc><style>{_STYLE}</style>'
        f'<rect class="paper" width="{wide}" height="{HIGH}" rx="8"/>'
        f'<text class="title" x="20" y="32">{escape(title)}</text>{inside}</svg>\n'
    )


def _told(panel: Panel) -> str:
    values = "; ".join(f"{short(y)} at {short(x)}" for x, y in panel.points)
    return f"{panel.name} in {panel.unit}, by {panel.across}: {values}."


def _panel(panel: Panel, x0: int) -> str:
    xs = [math.log10(x) for x, _ in panel.points]
    span = max(xs[-1] - xs[0], 1e-9)
    step = nice(max(y for _, y in panel.points) * 1.12 / 4)
    left, right, low = x0 + _LEFT, x0 + WIDE - _RIGHT, HIGH - _BOTTOM
    high = low - _TOP

    def up(value: float) -> float:
        return low - value / (4 * step) * high

    inner = right - left - 32  # so that the first and last values stand clear of the edges
    spots = [(left + 16 + (x - xs[0]) / span * inner, up(y)) for x, (_, y) in zip(xs, panel.points, strict=True)]  # fmt: skip
    grid = "".join(
        f'<line class="{"grid" if n else "axis"}" x1="{left}" x2="{right}" y1="{up(n * step):.1f}" y2="{up(n * step):.1f}"/>'
        f'<text x="{left - 8}" y="{up(n * step) + 4:.1f}" text-anchor="end">{short(n * step)}</text>'
        for n in range(5)
    )
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    area = f"{spots[0][0]:.1f},{low} {line} {spots[-1][0]:.1f},{low}"
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text class="value" x="{x:.1f}" y="{y - 11:.1f}" text-anchor="middle">{short(value)}</text>'
        f'<text x="{x:.1f}" y="{low + 19}" text-anchor="middle">{short(place)}</text>'
        for (x, y), (place, value) in zip(spots, panel.points, strict=True)
    )
    return (
        f'<text class="name" x="{x0 + 20}" y="60">{escape(panel.name)}, {escape(panel.unit)}</text>{grid}'
        f'<polygon class="area" points="{area}"/><polyline points="{line}"/>{marks}'
        f'<text x="{(left + right) / 2}" y="{HIGH - 14}" text-anchor="middle">{escape(panel.across)}</text>'
    )


def nice(least: float) -> float:
    """The smallest round number (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten) not below."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(n * power for n in _ROUND if n * power >= least * 0.999999)


def short(value: float) -> str:
    """Three digits: ``0.25``, ``12.3``, ``950``, ``30k``, ``1M``."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"
