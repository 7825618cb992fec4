"""Run every check and every test, all of them even after a failure, and sum up in their words."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NPM = (sys.executable, "tools/npm.py")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Runner:
    """One command, and how its closing line looks."""

    name: str
    command: tuple[str, ...]
    closing: re.Pattern[str]


RUNNERS = (
    Runner("make check", ("make", "--no-print-directory", "check"), re.compile(r"\S")),
    Runner(
        "pytest",
        (sys.executable, "-m", "pytest", "-n", "auto"),
        re.compile(r"\d+ (passed|failed|error)|no tests ran"),
    ),
    Runner("vitest", (*NPM, "test", "--silent"), re.compile(r"^Tests\s")),
    Runner(
        "Playwright, the editor alone",
        (*NPM, "run", "--silent", "browser:editor"),
        re.compile(r"^\d+ (passed|failed|flaky|did not run|skipped)"),
    ),
    Runner(
        "Playwright, the pages alone",
        (*NPM, "run", "--silent", "browser:pages"),
        re.compile(r"^\d+ (passed|failed|flaky|did not run|skipped)"),
    ),
    Runner(
        "Playwright, the whole",
        (*NPM, "run", "--silent", "browser"),
        re.compile(r"^\d+ (passed|failed|flaky|did not run|skipped)"),
    ),
)


def main() -> int:
    """Run all; 0 when all succeeded."""
    results = []
    for runner in RUNNERS:
        print(f"\n=== {runner.name} ===", flush=True)
        results.append((runner, *follow(runner)))
    print("\n=== in short ===")
    for runner, code, closing in results:
        print(f"{'passed' if code == 0 else 'FAILED'}  {runner.name}: {closing}")
    return 0 if all(code == 0 for _, code, _ in results) else 1


def follow(runner: Runner) -> tuple[int, str]:
    """Show a runner's output as it comes; its exit code and closing lines."""
    process = subprocess.Popen(
        runner.command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    tail: list[str] = []
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        tail = [*tail[-30:], COLOURS.sub("", line).strip()]
    closing = [line for line in tail if runner.closing.search(line)]
    chosen = closing[-3:] if runner.name.startswith("Playwright") else closing[-1:]
    return process.wait(), ", ".join(chosen) or "(no closing line)"


if __name__ == "__main__":
    raise SystemExit(main())
