"""A server with many lives: ``python -m tests.server.lives DATA PORT``.

For each line on standard input it begins one life of the real ``adref serve``, in a process of its
own, and prints ``up PID`` when that listens. Forking spares a second of imports for each life.
"""

import os
import sys
from pathlib import Path

from adref.server.config import Settings
from adref.server.serving import serve


def live(settings: Settings) -> None:
    serve(settings, lambda _office: print(f"up {os.getpid()}", flush=True))


if __name__ == "__main__":
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(Settings(data=Path(sys.argv[1]), port=int(sys.argv[2])))
            os._exit(0)
        os.waitpid(child, 0)
