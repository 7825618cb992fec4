"""Figures over several files as one SVG: no colour needed, spoken, readable in print."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

WIDTH, ROW, LEFT, RIGHT, TOP = 800, 136, 70, 100, 52
LABELS = 88  # below the last row: names of files, turned
LONGEST = 26  # characters of a name
DASHES = ("", "7 4", "2 4", "10 3 2 3", "5 2", "1 5")
MARKS = "●■▲◆▼✚"


class Line(NamedTuple):
    """One figure over all files. ``name`` is what is printed."""

    name: str
    values: Sequence[int]


def plot(title: str, description: str, names: Sequence[str], lines: Sequence[Line]) -> str:
    """The SVG, as text. ``names`` are those of the files, in order; a row for each line."""
    height = TOP + ROW * len(lines) + LABELS
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="title desc" '
        'font-family="Georgia, \'Noto Serif\', serif" font-size="13" fill="#1c1b19">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(description)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="32" font-size="18">{escape(title)}</text>',
    ]
    for number, line in enumerate(lines):
        out += _row(line, number, len(names))
    out += _names(names, TOP + ROW * len(lines))
    return "\n".join([*out, "</svg>", ""])


def _row(line: Line, number: int, count: int) -> list[str]:
    top, bottom = TOP + ROW * number + 46, TOP + ROW * (number + 1) - 14
    most = max([*line.values, 1])
    points = [
        (_x(place, count), bottom - (bottom - top) * value / most)
        for place, value in enumerate(line.values)
    ]
    dash = DASHES[number % len(DASHES)]
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    mark = MARKS[number % len(MARKS)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    out = [
        f'<text x="{LEFT}" y="{top - 26}" font-weight="bold">{mark} {escape(line.name)}</text>',
        f'<path d="M{LEFT} {bottom}H{WIDTH - RIGHT}" stroke="#8d8576" stroke-width="1"/>',
        f'<text x="{LEFT - 8}" y="{bottom + 4}" text-anchor="end" fill="#5d5a54">0</text>',
        f'<text x="{LEFT - 8}" y="{top + 4}" text-anchor="end" fill="#5d5a54">{most}</text>',
        f'<polyline points="{path}" fill="none" stroke="#34468f" stroke-width="2"{pattern}/>',
    ]
    for (x, y), value in zip(points, line.values, strict=True):
        out.append(
            f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11">{mark}</text>'
        )
        out.append(
            f'<text x="{x:.1f}" y="{y - 8:.1f}" text-anchor="middle" font-size="12" '
            f'stroke="#fff" stroke-width="3" paint-order="stroke">{value}</text>'
        )
    return out


def _names(names: Sequence[str], top: float) -> list[str]:
    out = []
    for place, name in enumerate(names):
        x = _x(place, len(names))
        shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
        turn = f' transform="rotate(20 {x:.1f} {top + 14})"' if len(names) > 3 else ""
        anchor = "start" if len(names) > 3 else "middle"
        out.append(
            f'<text x="{x:.1f}" y="{top + 14}" text-anchor="{anchor}" font-size="12"{turn}>'
            f"{escape(shown)}</text>"
        )
    return out


def _x(place: int, count: int) -> float:
    room = WIDTH - LEFT - RIGHT - 50
    return LEFT + 30 + (room * place / (count - 1) if count > 1 else room / 2)
