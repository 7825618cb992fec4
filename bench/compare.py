"""``python bench/compare.py``: ours against the peers, row by row, servers in turn.

``ROWS=a,b`` runs these rows alone; ``BENCH=quick`` a short form of each, for trying it out.
Every run is a process of its own with a limit of time; one that fails is noted and the next begins.
What was measured is kept in ``bench/compare.json`` after each run, and told by ``report``.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import report  # noqa: E402
from bench.growth import measure_growth  # noqa: E402
from bench.load.processes import machine_seconds  # noqa: E402
from bench.load.servers import SERVERS  # noqa: E402
from bench.peers.install import install  # noqa: E402
from bench.table import ROWS, Row  # noqa: E402

KEPT = ROOT / "bench" / "compare.json"
QUICK = os.environ.get("BENCH") == "quick"
MOST = float(os.environ.get("MOST_SECONDS", "1380"))
"""Seconds for all rows; what has not begun by then is not run, and the table says so."""


def main() -> int:
    """Install, measure, write down."""
    begun = time.monotonic()
    wanted = [name for name in os.environ.get("ROWS", "").split(",") if name]
    unknown = set(wanted) - {row.name for row in ROWS} - {"growth"}
    if unknown:
        print(f"no such row: {', '.join(sorted(unknown))}; there are "
              f"{', '.join(row.name for row in ROWS)}, growth", file=sys.stderr)  # fmt: skip
        return 2
    install(ROOT / "bench")
    kept: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.exists() and wanted else {}
    kept["machine"] = report.machine()
    kept.setdefault("rows", {})
    for row in ROWS:
        if not wanted or row.name in wanted:
            kept["rows"][row.name] = {name: [] for name in SERVERS}
            _row(row, kept, begun)
    if not wanted or "growth" in wanted:
        kept["growth"] = measure_growth(run, QUICK, lambda: time.monotonic() - begun < MOST)
        _keep(kept)
    report.write(kept)
    print(f"written in {time.monotonic() - begun:.0f} s: bench/COMPARED.md, bench/compare.json")
    return 0


def _row(row: Row, kept: dict[str, Any], begun: float) -> None:
    values = {**row.values, **(row.quick if QUICK else {})}
    for repeat in range(1 if QUICK else row.repeats):
        for name in SERVERS:
            if time.monotonic() - begun > MOST:
                result: dict[str, Any] = {"failed": "not run: out of time"}
            else:
                result = run(row.scenario, name, values, row.seconds)
            kept["rows"][row.name][name].append(result)
            _keep(kept)
            said = result.get("failed") or ", ".join(
                f"{figure.value(result):.4g} {figure.unit}" for figure in row.figures
                if figure.value(result) is not None
            )  # fmt: skip
            print(
                f"{time.monotonic() - begun:6.0f} s  {row.name} {repeat + 1}  {name}: {said}",
                flush=True,
            )


def run(scenario: str, server: str, values: dict[str, Any], seconds: float) -> dict[str, Any]:
    """One run in a process of its own; what went wrong, if it did."""
    command = [sys.executable, "-m", "bench.load", scenario, server]
    command += [f"{name}={json.dumps(value)}" for name, value in values.items()]
    busy, begun = machine_seconds(), time.monotonic()
    child = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        said, trouble = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.terminate()  # it ends its server
        try:
            child.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
        return {"failed": f"no end after {seconds:.0f} s"}
    if child.returncode:
        return {"failed": (trouble.strip().splitlines() or ["?"])[-1][:200]}
    found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return found | {"machine_cpu": (machine_seconds() - busy) / (time.monotonic() - begun)}


def _keep(kept: dict[str, Any]) -> None:
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
