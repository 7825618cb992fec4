"""What was measured stays until it is measured anew."""

from pathlib import Path
from typing import Any

import pytest

from bench import kept as keeping
from bench.kept import Kept
from bench.table import Row

ONE = Row("one", "a", {}, (), repeats=2, servers=("x", "y"))
TWO = Row("two", "b", {}, (), repeats=1, servers=("x", "y"))
ROWS = (ONE, TWO)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bench").mkdir()
    monkeypatch.setattr(keeping, "state_of", lambda root: "abc")
    return tmp_path


def run(value: int = 1) -> dict[str, Any]:
    return {"value": value}


def put(kept: Kept, row: Row, repeats: int, **figures: Any) -> None:
    for repeat in range(repeats):
        kept.put(row, {"x": run(), "y": run()} | figures, repeat)


def due(place: Path, *wanted: str) -> tuple[list[str], bool]:
    rows, growth = Kept(place).due(ROWS, wanted)
    return [row.name for row in rows], growth


def test_what_is_whole_is_not_measured_again_until_all_is(place: Path) -> None:
    assert due(place) == (["one", "two"], True)
    put(Kept(place), TWO, 1)
    assert due(place) == (["one"], True)
    put(Kept(place), ONE, 1)
    assert due(place) == (["one"], True)  # a second run is missing
    put(Kept(place), ONE, 2)
    assert due(place) == ([], True)
    Kept(place).put_growth({})
    assert due(place) == (["one", "two"], True)


def test_a_run_that_failed_makes_its_row_due(place: Path) -> None:
    put(Kept(place), ONE, 2)
    put(Kept(place), TWO, 1, y={"failed": "no end"})
    assert due(place) == (["two"], True)


def test_rows_never_measured_come_before_those_of_an_earlier_source(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(Kept(place), ONE, 2)
    monkeypatch.setattr(keeping, "state_of", lambda root: "def")
    assert due(place) == (["two", "one"], True)
    assert Kept(place).data["rows"]["one"]["of"] == "abc"  # it stays meanwhile


def test_rows_that_are_named_are_measured_and_no_other_is_touched(place: Path) -> None:
    put(Kept(place), ONE, 2)
    put(Kept(place), TWO, 1)
    assert due(place, "one") == (["one"], False)
    assert due(place, "growth") == ([], True)
    put(Kept(place), ONE, 1, x=run(5))
    rows = Kept(place).data["rows"]
    assert [one["value"] for one in rows["one"]["runs"]["x"]] == [5]
    assert [one["value"] for one in rows["two"]["runs"]["x"]] == [1]


def test_a_quick_run_is_kept_apart(place: Path) -> None:
    put(Kept(place, quick=True), ONE, 1)
    assert due(place) == (["one", "two"], True)
    assert (place / "bench" / ".quick" / "compare.json").exists()


def test_a_file_of_another_form_is_begun_anew(place: Path) -> None:
    (place / "bench" / "compare.json").write_text('{"rows": {"one": {"x": []}}}')
    assert due(place) == (["one", "two"], True)


def test_the_state_of_the_source_is_told_by_git() -> None:
    root = Path(__file__).parents[2]
    assert keeping.state_of(root).rstrip("+").isalnum()
