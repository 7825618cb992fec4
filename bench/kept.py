"""What was measured, kept by row with its date and the state of the server that it is of."""

import json
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import report
from bench.table import Row

Run = dict[str, Any]
_FORM = 2
"""Of the file; one of another form is replaced."""


class Kept:
    """``compare.json``. A row is replaced as a whole, when each server has been run once."""

    def __init__(self, root: Path, quick: bool = False) -> None:
        self.folder = root / "bench" / (".quick" if quick else "")
        self.folder.mkdir(exist_ok=True)
        self._file = self.folder / "compare.json"
        self.data: dict[str, Any] = {"form": _FORM, "rows": {}}
        if self._file.exists():
            found = json.loads(self._file.read_text(encoding="utf-8"))
            if found.get("form") == _FORM:
                self.data = found
        self.state = state_of(root)

    def due(self, rows: Sequence[Row], wanted: Sequence[str]) -> tuple[list[Row], bool]:
        """The rows to measure, and whether growth is; with nothing missing, all of them."""
        if wanted:
            return [row for row in rows if row.name in wanted], "growth" in wanted
        missing = [row for row in rows if not self._is_whole(row)]
        growth = self.data.get("growth", {}).get("of") != self.state
        if not missing and not growth:
            return list(rows), True
        return sorted(missing, key=lambda row: row.name in self.data["rows"]), growth

    def put(self, row: Row, found: dict[str, Run], repeat: int) -> None:
        """One run of each server; the first replaces what there was."""
        kept = self.data["rows"]
        if repeat == 0:
            kept[row.name] = {"runs": {name: [] for name in found}, **self._stamp()}
        for name, one in found.items():
            kept[row.name]["runs"][name].append(one)
        self._write()

    def put_growth(self, found: dict[str, Any]) -> None:
        """How our cost grows."""
        self.data["growth"] = {"axes": found, **self._stamp()}
        self._write()

    def put_disk(self, found: dict[str, float]) -> None:
        """What the disk itself takes."""
        self.data["disk"] = found
        self._write()

    def _is_whole(self, row: Row) -> bool:
        kept = self.data["rows"].get(row.name)
        if kept is None or kept["of"] != self.state:
            return False
        runs = [kept["runs"].get(name, []) for name in row.servers]
        return all(
            len([one for one in made if "failed" not in one]) >= row.repeats for made in runs
        )

    def _stamp(self) -> dict[str, str]:
        at = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
        return {"at": at, "of": self.state, "machine": report.machine()}

    def _write(self) -> None:
        self._file.write_text(json.dumps(self.data, indent=1) + "\n", encoding="utf-8")


def state_of(root: Path) -> str:
    """The server's source as Git names it; ``+`` when something in it is not committed."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    tree = git("rev-parse", "--short=12", "HEAD:adref") or "unknown"
    return tree + ("+" if git("status", "--porcelain", "--", "adref") else "")
