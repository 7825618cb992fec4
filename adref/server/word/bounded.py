"""Processes in which files of strangers are read: bounded in memory and time, one after another."""

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from adref.server.word.bad_file import BadFile

MEMORY = 500_000_000  # bytes of address space
SECONDS = 9  # of one processor
ANSWER = "answer.json"
_LARGEST_FILE = 150_000_000
_ROOM = 16 * 1024 * 1024  # bytes
_OUT_OF_MEMORY = 251  # how pandoc's run-time system ends


def limit() -> None:
    """Bound this process, and what it becomes: memory, time, files, no traces of a crash."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_in(folder: Path, ended: int) -> dict[str, Any]:
    """What the last stage has written down. Raises ``BadFile`` with what is wrong instead."""
    try:
        answer = json.loads((folder / ANSWER).read_bytes())
    except (OSError, ValueError):  # a limit stopped it, or pandoc could not read it
        if shutil.disk_usage(folder).free < _ROOM:  # it is not the file's fault
            raise OSError(errno.ENOSPC, "No space left on device") from None
        killed = ended < 0 or ended == _OUT_OF_MEMORY
        raise BadFile("file_too_much" if killed else "file_damaged") from None
    if "bad" in answer:
        raise BadFile(answer["bad"], **answer["params"])
    return dict(answer)


def run(stages: str, work: str, until: float, *arguments: str) -> int:
    """Run a module in a session of its own; when its time is up all of it is ended.

    How it ended, as the system says it. Raises ``BadFile`` when the time was up.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", stages, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=work,
        env={
            "PYTHONPATH": os.pathsep.join(part or os.getcwd() for part in sys.path),
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "TMPDIR": work,
        },
        start_new_session=True,
    )
    try:
        return process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise BadFile("file_too_much") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
