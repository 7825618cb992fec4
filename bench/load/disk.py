"""What the disk itself takes: nothing of ours is shown to anybody before an fsync."""

import os
import tempfile
import time

from bench.load.measuring import percentile

_PAGE = 4_096  # bytes
_TIMES = 100
_SILENCE = 0.04  # seconds: 25 edits a second


def synced() -> dict[str, float]:
    """Milliseconds of one ``fdatasync`` after writing a page that is in the file already, in turn
    with silences as long as those of a quiet room; where the servers have their data.
    """
    took = []
    with tempfile.NamedTemporaryFile(prefix="bench-") as file:
        number = file.fileno()
        os.write(number, bytes(_PAGE * _TIMES))
        os.fsync(number)
        for at in range(_TIMES):
            time.sleep(_SILENCE)
            begun = time.perf_counter()
            os.pwrite(number, b"x" * _PAGE, at * _PAGE)
            os.fdatasync(number)
            took.append((time.perf_counter() - begun) * 1e3)
    took.sort()
    return {"p50_ms": percentile(took, 50), "p99_ms": percentile(took, 99)}
