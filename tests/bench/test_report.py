"""The table says what was measured, and no more."""

from pathlib import Path
from typing import Any

from bench import report
from bench.table import ROWS, SERVERS, TOGETHER, Row

STAMP = {"at": "2026-01-02 03:04", "of": "abc", "machine": "a machine"}


def row(name: str) -> Row:
    return next(one for one in ROWS if one.name == name)


def told(tmp_path: Path, rows: dict[str, dict[str, list[Any]]], **more: Any) -> list[list[str]]:
    entries = {name: {"runs": runs, **STAMP} for name, runs in rows.items()}
    file = report.write({"rows": entries, **more}, tmp_path)
    lines = file.read_text(encoding="utf-8").splitlines()
    return [[c.strip() for c in line.strip("|").split("|")] for line in lines if "|" in line]


def line(cells: list[list[str]], title: str) -> list[str]:
    return next(one for one in cells if one[0].startswith(title))


def step(offered: float, cpu: float) -> dict[str, Any]:
    return {"offered": offered, "server_cpu_s": cpu, "edits": 1_000}


def held(rate: float, *steps: dict[str, Any], broke: bool = True) -> dict[str, Any]:
    return {"held": rate, "broke": broke, "steps": list(steps)}


def test_a_ratio_is_of_the_medians_to_the_best_peer(tmp_path: Path) -> None:
    values = dict(zip(SERVERS, ([2.0, 4.0], [5.0], [4.0], [9.0]), strict=True))
    runs = {n: [{"p50_ms": v, "p99_ms": v} for v in given] for n, given in values.items()}
    found = line(told(tmp_path, {"quiet-10": runs}), "10 connected")
    assert found[1:] == [
        "3 ms (2 to 4)", "5 ms", "4 ms", "9 ms", "0.75", "at most 1.25, under 5 ms", "yes",
        "01-02 03:04",
    ]  # fmt: skip


def test_a_bound_is_marked_and_a_rate_is_better_when_it_is_higher(tmp_path: Path) -> None:
    runs = {
        "adref": [held(4_000, step(1_000, 0.1), broke=False)],
        "hocuspocus": [held(1_000, step(1_000, 0.4))],
        "y-websocket": [held(0)],
        "pycrdt-websocket": [{"failed": "it fell over"}],
    }
    cells = told(tmp_path, {"saturate-200": runs})
    assert line(cells, "200 connected: edits")[1:8] == [
        ">= 4,000 edits/s", "1,000 edits/s", "-", "failed", "4.00", "at least 4", "yes",
    ]  # fmt: skip
    cpu = line(cells, "200 connected: server CPU for 1,000 edits at 1,000")
    assert cpu[1:8] == ["100 ms", "400 ms", "", "", "0.25", "at most 0.5", "yes"]
    assert "it fell over" in (tmp_path / "COMPARED.md").read_text()


def test_cpu_is_compared_at_one_rate_or_at_a_dearer_one(tmp_path: Path) -> None:
    runs = {
        "adref": [held(4_000, step(800, 0.2), step(1_200, 0.1))],
        "hocuspocus": [held(1_000, step(1_000, 0.4))],
    }
    cells = told(tmp_path, {"saturate-200": runs})
    assert line(cells, "200 connected: server CPU")[1] == "200 ms"
    runs["adref"] = [held(800, step(800, 0.2))]  # ours is not there at all
    cells = told(tmp_path, {"saturate-200": runs})
    assert line(cells, "200 connected: server CPU")[1] == ""
    assert line(cells, "200 connected: server CPU")[-2] == "not measured"


def test_who_promises_nothing_is_said_to(tmp_path: Path) -> None:
    ours = {"lost_seen": 0, "lost_promised": 0}
    theirs = {"lost_seen": 12, "lost_promised": None}
    runs = {name: [ours if name == "adref" else theirs] for name in SERVERS}
    cells = told(tmp_path, {"crash": runs})
    seen = line(cells, "kill -9: edits lost that somebody")
    promised = line(cells, "kill -9: edits lost that were")
    assert seen[1:8] == ["0 edits", "12 edits", "12 edits", "12 edits", "", "0", "yes"]
    assert promised[1:3] == ["0 edits", "none promised"]
    runs["adref"] = [{"lost_seen": 1, "lost_promised": 0}]
    assert line(told(tmp_path, {"crash": runs}), "kill -9: edits lost that somebody")[7] == "**no**"


def test_what_is_missing_or_had_company_is_said(tmp_path: Path) -> None:
    busy = {"p50_ms": 1.0, "p99_ms": 9.0, "own_cpu_share": 0.9, "own_late_p99_ms": 0.1,
            "other_cpu_share": 0.8}  # fmt: skip
    told(tmp_path, {"quiet-10": {name: [busy] for name in SERVERS}})
    text = (tmp_path / "COMPARED.md").read_text()
    assert "Not measured yet: saturate-200" in text
    assert "the generator was at its end or late: quiet-10, adref (1 of 1); quiet-10, hoc" in text
    assert (
        "Other programs used more than 0.25 of a processor (how many): quiet-10, adref (0.8)"
        in text
    )


def test_two_processes_have_a_table_of_their_own(tmp_path: Path) -> None:
    runs = dict(zip(TOGETHER, ([held(100)], [held(150)]), strict=True))
    found = line(told(tmp_path, {"two-saturate": runs}), "200 connected: edits")
    assert found[1:4] == ["100 edits/s", "150 edits/s", "1.50"]


def test_growth_is_told_point_by_point_and_failures_too(tmp_path: Path) -> None:
    point = {"at": 10, "server_cpu_us_per_delivery": 2.0, "memory_mb": 90.0, "first_sync_ms": 12.0}
    axes = {"age": [point, {"at": 1_000_000, "failed": "out of time"}]}
    cells = told(tmp_path, {}, growth={"axes": axes, **STAMP})
    assert ["age", "10", "2.0", "90", "12"] in cells
    assert ["age", "1,000,000", "out of time", "", ""] in cells


def test_the_results_of_all_get_the_new_table_in_the_old_place(tmp_path: Path) -> None:
    results, engine = tmp_path / "RESULTS.md", tmp_path / "COMPARED.md"
    engine.write_text("## The engine against its peers\n\nnew\n")
    results.write_text("# Measured\n\n## The engine against its peers\n\nold\n\n## Import\n\nx\n")
    report.renew(results, engine)
    told = "# Measured\n\n## The engine against its peers\n\nnew\n\n## Import\n\nx\n"
    assert results.read_text() == told
    results.write_text("nothing of the kind")
    report.renew(results, engine)
    assert results.read_text() == "nothing of the kind"
