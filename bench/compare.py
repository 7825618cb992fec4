"""``python bench/compare.py``: ours against the peers, row by row, servers in turn.

``ROWS=a,b`` measures these rows alone; ``BENCH=quick`` a short form of each, for trying it out
(kept apart, in ``bench/.quick``). Every run is a process of its own with a limit of time; one that
fails is noted and the next begins. What was measured is kept by row, with its date, and told by
``report``: what is whole and of this state of the server is not measured again, until all is.
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

from bench import kept as keeping  # noqa: E402
from bench import report  # noqa: E402
from bench.growth import measure_growth  # noqa: E402
from bench.load.disk import synced  # noqa: E402
from bench.load.processes import machine_seconds  # noqa: E402
from bench.peers.install import install  # noqa: E402
from bench.table import ROWS, Row  # noqa: E402

QUICK = os.environ.get("BENCH") == "quick"
MOST = float(os.environ.get("MOST_SECONDS", "2100"))
"""Seconds for all rows; what has not begun by then is not run, and stays as it was."""
GROWTH = 330.0
"""Seconds of them that the growth of our cost may take."""
_BEGUN = time.monotonic()


def main() -> int:
    """Install, measure, write down."""
    wanted = [name for name in os.environ.get("ROWS", "").split(",") if name]
    unknown = set(wanted) - {row.name for row in ROWS} - {"growth"}
    if unknown:
        print(f"no such row: {', '.join(sorted(unknown))}; there are "
              f"{', '.join(row.name for row in ROWS)}, growth", file=sys.stderr)  # fmt: skip
        return 2
    install(ROOT / "bench")
    kept = keeping.Kept(ROOT, QUICK)
    rows, growth = kept.due(ROWS, wanted)
    kept.put_disk(synced())
    measure(rows, kept, MOST - (GROWTH if growth else 0))
    if growth and since() < MOST:
        kept.put_growth(measure_growth(run, kept.folder, QUICK, lambda: since() < MOST))
    written = report.write(kept.data, kept.folder)
    if not QUICK:
        report.renew(kept.folder / "RESULTS.md", written)
    print(f"written in {since():.0f} s: {written.relative_to(ROOT)}")
    return 0


def since() -> float:
    """Seconds since we began."""
    return time.monotonic() - _BEGUN


def measure(rows: list[Row], kept: "keeping.Kept", most: float) -> None:
    """Each row once, then those that are wanted twice again: no row waits for another's second."""
    for repeat in range(1 if QUICK else max((row.repeats for row in rows), default=0)):
        for row in rows:
            if repeat >= row.repeats:
                continue
            if since() > most:
                print(f"{row.name} {repeat + 1}: not run, out of time", flush=True)
                continue
            kept.put(row, _each(row, repeat), repeat)


def _each(row: Row, repeat: int) -> dict[str, dict[str, Any]]:
    """One run of each server."""
    values = {**row.values, **(row.quick if QUICK else {})}
    found = {}
    for name in row.servers:
        begun = time.monotonic()
        found[name] = result = run(row.scenario, name, values, row.seconds)
        said = result.get("failed") or ", ".join(
            f"{value:.4g} {figure.unit}" for figure in row.figures
            if (value := figure.value(result)) is not None
        )  # fmt: skip
        print(f"{since():5.0f} s  {row.name} {repeat + 1}  {name}: {said} "
              f"({time.monotonic() - begun:.0f} s)", flush=True)  # fmt: skip
    return found


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
    except BaseException as problem:
        child.terminate()  # it ends its server
        try:
            child.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
        if not isinstance(problem, subprocess.TimeoutExpired):
            raise
        return {"failed": f"no end after {seconds:.0f} s"}
    if child.returncode:
        return {"failed": (trouble.strip().splitlines() or ["?"])[-1][:200]}
    found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return found | {"machine_cpu": (machine_seconds() - busy) / (time.monotonic() - begun)}


if __name__ == "__main__":
    raise SystemExit(main())
