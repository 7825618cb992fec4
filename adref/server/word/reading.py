"""Reads a Word file through processes with limits, and never in the server's own."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from adref.server.word.bad_file import BadFile
from adref.server.word.convert import ANSWER

SECONDS = 10.0
"""For one file, from beginning to end."""
_AT_ONCE = BoundedSemaphore(2)
_ROOM = 16 * 1024 * 1024  # bytes
_OUT_OF_MEMORY = 251  # how pandoc's run-time system ends


def read_word(path: Path) -> dict[str, Any]:
    """``{"blocks", "authors", "notes"}`` of a Word file. Raises ``BadFile``; blocks meanwhile."""
    import pypandoc

    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="adref-") as work:
        until = time.monotonic() + SECONDS
        folder = Path(work)
        ended = _run(work, until, "prepare", work, str(path.resolve()), pypandoc.get_pandoc_path())
        if ended == 0 and not (folder / ANSWER).exists():
            ended = _run(work, until, "shape", work)
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


def _run(work: str, until: float, *arguments: str) -> int:
    """Run a stage in a session of its own; when its time is up all of it is ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "adref.server.word.convert", *arguments],
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
