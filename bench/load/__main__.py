"""``python -m bench.load ROW SERVER [name=value...]``: one run, printed as JSON."""

import json
import os
import signal
import sys
from typing import Any

from bench.load import growing, joining, lasting, rows


def scenario(name: str) -> Any:
    """The function of this name."""
    return next(getattr(m, name) for m in (rows, joining, lasting, growing) if hasattr(m, name))


def main(arguments: list[str]) -> int:
    """Run one scenario against one server; its own processor is the last."""
    row, server, *given = arguments
    values = {name: json.loads(value) for name, value in (one.split("=", 1) for one in given)}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))  # so that the server is ended too
    os.sched_setaffinity(0, {(os.cpu_count() or 1) - 1})
    found = scenario(row)(server, **values)
    print(json.dumps(found if isinstance(found, dict) else {"points": found}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
