"""Reads a Word file through processes with limits, and never in the server's own."""

import tempfile
import time
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from adref.server.word.bounded import ANSWER, answer_in, run

SECONDS = 10.0
"""For one file, from beginning to end."""
_AT_ONCE = BoundedSemaphore(2)
STAGES = "adref.server.word.convert"


def read_word(path: Path) -> dict[str, Any]:
    """``{"blocks", "authors", "notes"}`` of a Word file. Raises ``BadFile``; blocks meanwhile."""
    import pypandoc

    with _AT_ONCE, tempfile.TemporaryDirectory(prefix="adref-") as work:
        until = time.monotonic() + SECONDS
        folder = Path(work)
        pandoc = pypandoc.get_pandoc_path()
        ended = run(STAGES, work, until, "prepare", work, str(path.resolve()), pandoc)
        if ended == 0 and not (folder / ANSWER).exists():
            ended = run(STAGES, work, until, "shape", work)
        return answer_in(folder, ended)
