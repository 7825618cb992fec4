"""The plots can be read, by eye and by ear."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.drawing import Panel, draw, nice, short
from bench.growth import picture

SVG = "{http://www.w3.org/2000/svg}"
PANEL = Panel("Memory & more", "MB", "people", ((10, 99.0), (1_000, 120.5), (2_000, 180.0)))


def test_title_and_description_tell_all_that_is_drawn() -> None:
    drawing = ElementTree.fromstring(draw("Cost < price", [PANEL, PANEL]))
    assert drawing.get("role") == "img"
    assert drawing.get("aria-labelledby") == "title desc"
    assert drawing.findtext(f"{SVG}title") == "Cost < price"
    said = drawing.findtext(f"{SVG}desc") or ""
    assert "Memory & more in MB, by people: 99 at 10; 120 at 1k; 180 at 2k." in said
    words = [one.text for one in drawing.iter(f"{SVG}text")]
    assert words.count("Memory & more, MB") == 2
    assert {"99", "120", "180", "10", "1k", "2k"} <= set(words)


def test_points_lie_within_the_drawing_and_above_the_axis() -> None:
    drawing = ElementTree.fromstring(draw("A title", [PANEL]))
    _, _, wide, high = (float(part) for part in (drawing.get("viewBox") or "").split())
    for circle in drawing.iter(f"{SVG}circle"):
        assert 0 < float(circle.get("cx") or 0) < wide
        assert 0 < float(circle.get("cy") or 0) < high


def test_one_point_and_zeros_are_drawn_too() -> None:
    ElementTree.fromstring(draw("One", [Panel("a", "b", "c", ((5, 0.0),))]))


@pytest.mark.parametrize(
    ("least", "found"), [(0.9, 1), (1, 1), (1.1, 1.5), (23, 25), (41, 50), (0, 1)]
)
def test_scales_go_by_round_numbers(least: float, found: float) -> None:
    assert nice(least) == pytest.approx(found)


@pytest.mark.parametrize(
    ("value", "said"), [(0.25, "0.25"), (12.34, "12.3"), (950, "950"), (30_000, "30k"), (1e6, "1M")]
)
def test_numbers_are_short(value: float, said: str) -> None:
    assert short(value) == said


def test_points_that_failed_are_left_out_of_the_picture(tmp_path: Path) -> None:
    good = {"at": 10, "server_cpu_us_per_delivery": 2.0, "memory_mb": 90.0}
    picture(tmp_path, "readers", [good, {"at": 20, "failed": "no end"}])
    assert "no end" not in (tmp_path / "growth-readers.svg").read_text(encoding="utf-8")
    picture(tmp_path, "age", [{"at": 20, "failed": "no end"}])
    assert not (tmp_path / "growth-age.svg").exists()
