"""Prepare a fresh machine: virtual environment, pinned requirements, front end, what tests need.

Usage: ``python3 tools/prepare.py run|test``. Needs Python 3.11 or later and nothing else. What is
done already is not done again, and then nothing of this touches the network.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
RUN = ("requirements.txt", "requirements-build.txt")
TEST = (*RUN, "requirements-test.txt")
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def main(purpose: str) -> None:
    """Prepare for one of the two purposes."""
    ensure_environment()
    ensure_requirements(TEST if purpose == "test" else RUN)
    ensure_front_end()
    ensure_package()
    if purpose == "test":
        ensure_chromium()
        ensure_libreoffice()


def ensure_environment() -> None:
    """A virtual environment that works."""
    if PYTHON.exists() and quiet(PYTHON, "-m", "pip", "--version"):
        return
    say("Virtual environment: making .venv")
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    if not quiet(sys.executable, "-c", "import ensurepip, venv"):
        install_venv_module()
    run("The virtual environment could not be made.", sys.executable, "-m", "venv", ENVIRONMENT)


def install_venv_module() -> None:
    """Debian keeps a part of Python's own venv in a package apart."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    by_hand = (
        f"This Python cannot make virtual environments. On Debian and Ubuntu: "
        f"sudo apt install {package}, then the same command again."
    )
    apt_install(package, by_hand)
    if not quiet(sys.executable, "-c", "import ensurepip, venv"):
        raise SystemExit(by_hand)


def ensure_requirements(files: tuple[str, ...]) -> None:
    """The pinned requirements; a stamp of their contents says that they are there."""
    stamp = ENVIRONMENT / f".requirements-{len(files)}"
    wanted = digest(*files)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    pins = {line.split("=")[0] for name in files for line in read(name) if "==" in line}
    say(f"Requirements: {len(pins)} packages")
    arguments = [item for name in files for item in ("-r", ROOT / name)]
    counted(len(pins), PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *arguments)
    stamp.write_text(wanted)


def ensure_front_end() -> None:
    """The package's own build hook, run in the open so that its progress is seen."""
    run(
        "The front end could not be built.",
        *(PYTHON, "-m", "hatchling", "build", "--target", "wheel", "--hooks-only"),
    )


def ensure_package() -> None:
    """The command ``adref``, as an editable installation; needs no network."""
    stamp = ENVIRONMENT / ".package"
    wanted = digest("pyproject.toml")
    if stamp.exists() and stamp.read_text() == wanted and (ENVIRONMENT / "bin" / "adref").exists():
        return
    say("Adref: installing the command")
    run(
        "The package could not be installed.",
        *(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--no-build-isolation", "--no-deps", "--editable", ROOT),
    )
    stamp.write_text(wanted)


def ensure_chromium() -> None:
    """The browser of the browser tests."""
    named = os.environ.get("CHROMIUM")
    if (named and Path(named).exists()) or any(Path(path).exists() for path in CHROMIUM):
        return
    apt_install(
        "chromium",
        "The browser tests need Chromium: install it (Debian: sudo apt install chromium), "
        "or name it in the variable CHROMIUM.",
    )


def ensure_libreoffice() -> None:
    """The other reader of our Word files; Writer alone, without a screen, is enough."""
    if shutil.which(os.environ.get("SOFFICE", "soffice")):
        return
    apt_install(
        "libreoffice-writer-nogui",
        "The tests of Word files need LibreOffice Writer: install it (Debian: sudo apt install "
        "libreoffice-writer-nogui), or name its program in the variable SOFFICE.",
    )


def apt_install(package: str, by_hand: str) -> None:
    """Install a Debian package when this is Debian and we may; else say what to do."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise SystemExit(by_hand)
    say(f"Debian: installing {package}")
    apt_get("update")
    if not apt_get("install", "--yes", "--no-install-recommends", package):
        raise SystemExit(by_hand)


def apt_get(*arguments: str) -> bool:
    """Whether it succeeded; only its complaints are shown."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", *arguments]
    return subprocess.run(command, stdout=subprocess.DEVNULL, env=environment).returncode == 0


def counted(total: int, *command: object) -> None:
    """Run pip with one line of progress for each package; its whole output if it fails."""
    seen, log = 0, []
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        log.append(line)
        if found := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w.-]+)", line):
            seen = min(seen + 1, total)
            say(f"  {seen}/{total} {found[1]}")
        elif line.startswith("Installing collected packages"):
            say("  unpacking")
    if process.wait():
        sys.stderr.writelines(log)
        raise SystemExit("The requirements could not be installed; pip's own words are above.")


def run(complaint: str, *command: object) -> None:
    """Run a command in the open; leave with the complaint when it fails."""
    if subprocess.run([str(part) for part in command], cwd=ROOT).returncode:
        raise SystemExit(complaint)


def quiet(*command: object) -> bool:
    """Whether a command succeeds; what it prints is not shown."""
    words = [str(part) for part in command]
    return subprocess.run(words, capture_output=True).returncode == 0


def digest(*names: str) -> str:
    """A hash over the contents of some files of the project."""
    return hashlib.sha256(b"\0".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def read(name: str) -> list[str]:
    """The lines of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8").splitlines()


def say(line: str) -> None:
    """One line of progress."""
    print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["test"]):
        raise SystemExit("usage: prepare.py run|test")
    main(sys.argv[1])
