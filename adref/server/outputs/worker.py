"""The process that fills one order: it reads it from its input, writes the file to its output.

It sets its own bounds first, so that a text that no library can cope with ends this process and
nothing else. What went wrong is told by the exit code alone: words of a text stay out of logs.
"""

import contextlib
import os
import pickle
import sys

from adref.server.outputs.order import Order, fill

TOO_MUCH = 3
MEGABYTE = 1024 * 1024


def limit(megabytes: int, seconds: int) -> None:
    """Bound this process's memory and processor time, where the system can do that."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Fill the order on the standard input."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    out = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no part of the file
    try:
        order = pickle.load(sys.stdin.buffer)  # only ever written by our own server
        assert isinstance(order, Order)
        made = fill(order)
    except MemoryError:
        os._exit(TOO_MUCH)
    with os.fdopen(out, "wb") as file:
        file.write(made)


if __name__ == "__main__":
    main()
