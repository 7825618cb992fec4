"""Start a server, and read from /proc what it and its children use."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

_TICK, _PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in tasks.read_text().split():
                found += family(int(child))
        except OSError:
            continue
    return found


def cpu_seconds(pid: int) -> float:
    """Time on a processor, by the scheduler's count (finer than ticks)."""
    total = 0
    for one in family(pid):
        for stat in Path(f"/proc/{one}/task").glob("*/schedstat"):
            try:
                total += int(stat.read_text().split()[0])
            except (OSError, IndexError):
                continue
    return total / 1e9


def memory_mb(pid: int) -> float:
    """Resident megabytes."""
    total = 0
    for one in family(pid):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except OSError:
            continue
    return total * _PAGE / 1e6


def machine_seconds() -> float:
    """Seconds of work that the whole machine has done."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    user, nice, system, _, _, irq, soft, steal = (int(field) for field in fields)
    return (user + nice + system + irq + soft + steal) / _TICK


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Process:
    """One server, on one processor."""

    def __init__(self, command: list[str], port: int, folder: Path, environment: dict[str, str],
                 processor: int | None, words: Path) -> None:  # fmt: skip
        pin = ["taskset", "-c", str(processor)] if processor is not None else []
        self._command, self._folder, self.port = [*pin, *command], folder, port
        self._environment, self.words = {**os.environ, **environment}, words
        self._process: subprocess.Popen[bytes] | None = None
        self.begun = 0.0

    @property
    def pid(self) -> int:
        """Of the first process."""
        assert self._process is not None
        return self._process.pid

    def start(self, seconds: float = 40) -> None:
        """Start it and wait until it listens."""
        with self.words.open("ab") as words:
            self.begun = time.perf_counter()
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env=self._environment,
                stdout=words, stderr=words, start_new_session=True,
            )  # fmt: skip
        while time.perf_counter() - self.begun < seconds:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended: {self.words.read_text()[-500:]}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.5).close()
                return
            except OSError:
                time.sleep(0.003)
        raise RuntimeError("the server does not listen")

    def stop(self, how: int = signal.SIGKILL) -> None:
        """End it and all below it."""
        if self._process is None or self._process.poll() is not None:
            return
        pids = family(self.pid)
        for pid in pids if how == signal.SIGKILL else pids[:1]:
            self._signal(pid, how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            for pid in pids:
                self._signal(pid, signal.SIGKILL)
            self._process.wait(5)

    @staticmethod
    def _signal(pid: int, how: int) -> None:
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            return
