"""The real command line in a process of its own."""

import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "adref.server.cli"]
ACT = {"X-Adref": "1"}


@dataclass
class Served:
    """A server that runs: its address and what it has printed."""

    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)

    def read_until(self, pattern: str) -> "re.Match[str]":
        """Read its words until a line matches; fails when it ends before."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"ended without {pattern}: {self.lines} {self.errors()}")

    def errors(self) -> str:
        assert self.process.stderr
        return self.process.stderr.read()

    def stop(self) -> str:
        """Interrupt it, as Ctrl-C does; gives what stands on its standard error."""
        self.process.send_signal(signal.SIGINT)
        _out, errors = self.process.communicate(timeout=30)
        assert self.process.returncode == 0, errors
        return errors


@contextmanager
def running(*arguments: object) -> Iterator[Served]:
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield Served(process)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate(timeout=30)
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


def run(*arguments: object, largest_file: int | None = None) -> "subprocess.CompletedProcess[str]":
    """``largest_file``: bytes, beyond which nothing can be written."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        preexec_fn=limit,
        cwd=ROOT,
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )


def browser(base: str) -> httpx.Client:
    return httpx.Client(base_url=base, headers=ACT)
