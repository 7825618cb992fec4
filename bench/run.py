"""``make bench``: the editor in Chromium, the importer, redlines and files, measured here and now.

Writes ``bench/RESULTS.md``. Figures depend on the machine: the file says which one it was.
Further texts to import can be named on the command line.
"""

import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

from comparison import comparison
from outputs import outputs

from adref.drafting.importing import import_text

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "RESULTS.md"
RUNS = 5
COPIES = 40  # of our own text, to see a long one
GOAL = 2.0  # seconds for any text


def main() -> int:
    """Measure, write down, say where."""
    given = [Path(name) for name in sys.argv[1:]]
    sections = [
        "# Measured\n\nWritten by `make bench`; goals are in brackets.",
        machine(),
        compared(),
        importer(given),
        comparison(),
        outputs(),
        pages(),
        editor(),
    ]
    RESULTS.write_text("\n\n".join(sections) + "\n", encoding="utf-8")
    print(f"written: {RESULTS.relative_to(ROOT)}")
    return 0


def machine() -> str:
    """What it was measured on."""
    cores = os.cpu_count()
    return (
        f"{time.strftime('%Y-%m-%d', time.gmtime())}, {platform.machine()}, {cores} cores, "
        f"{platform.system()}, Python {platform.python_version()}."
    )


def compared() -> str:
    """The engine and its peers, as ``bench/compare.py`` has measured them last."""
    file = ROOT / "bench" / "COMPARED.md"
    if not file.exists():
        return "## The engine against its peers\n\nNot measured yet: `make bench`."
    return file.read_text(encoding="utf-8").strip()


def importer(given: list[Path]) -> str:
    """Seconds to import each text, median of a few runs."""
    own = (ROOT / "fixtures" / "negotiation.md").read_text(encoding="utf-8")
    texts = {
        "fixtures/negotiation.md": own,
        f"the same {COPIES} times": "\n\n".join([own] * COPIES),
    }
    texts.update({file.name: file.read_text(encoding="utf-8") for file in given})
    lines = [
        f"## Import [under {GOAL:.0f} s]\n",
        "| text | kilobytes | paragraphs | seconds |",
        "|---|---|---|---|",
    ]
    for name, source in texts.items():
        print(f"import: {name}", flush=True)
        format = "txt" if name.endswith(".txt") else "md"
        seconds, paragraphs = timed(source, format)
        size = len(source.encode()) / 1000
        lines.append(f"| {name} | {size:.0f} | {paragraphs} | {seconds:.2f} |")
    return "\n".join(lines)


def timed(source: str, format: str) -> tuple[float, int]:
    """Median seconds, and the number of paragraphs."""
    numbers = itertools.count()
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        imported = import_text(source, format, lambda: f"p{next(numbers)}")
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), len(imported.paragraphs)


def pages() -> str:
    """Bytes that a browser receives when a delegate opens the meeting page cold, as a table."""
    print("page: in Chromium", flush=True)
    command = [sys.executable, "tools/npm.py", "run", "--silent", "bench:page"]
    environment = dict(
        os.environ, PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    subprocess.run(command, cwd=ROOT, check=True, env=environment)
    report = json.loads((ROOT / "bench" / "page.json").read_text(encoding="utf-8"))
    goal = report["goal"] // 1024
    lines = [
        f"## The meeting page, opened cold [under {goal} KiB transferred]\n",
        "Every request with its headers, as Chromium counts it; in English.\n",
        "| kind | kB |",
        "|---|---|",
        *(f"| {kind} | {size / 1000:.1f} |" for kind, size in report["kinds"].items()),
        f"| together | {report['bytes'] / 1000:.1f} ({report['bytes'] / 1024:.1f} KiB) |",
    ]
    return "\n".join(lines)


def editor() -> str:
    """The editor's own bench, in Chromium, as a table."""
    print("editor: in Chromium, a few minutes", flush=True)
    command = [sys.executable, "tools/npm.py", "run", "--silent", "bench"]
    subprocess.run(command, cwd=ROOT, check=True)
    report = json.loads((ROOT / "bench" / "editor.json").read_text(encoding="utf-8"))
    goals = report["goals_at_1500"]
    names = list(report["cases"][0])
    shown = [name.replace("_", " ") for name in names]
    wanted = [f"{key.replace('_', ' ')} {value}" for key, value in goals.items()]
    lines = [
        f"## Editor [at 1,500 paragraphs: {', '.join(wanted)}]\n",
        f"| {' | '.join(shown)} |",
        f"|{'---|' * len(names)}",
        *(f"| {' | '.join(str(case[name]) for name in names)} |" for case in report["cases"]),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
