"""Files that are on the disk when a call returns, or not there at all."""

import errno
import os
import shutil
from pathlib import Path

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_ROOM = 16 * 1024 * 1024  # bytes that must be free before writing is taken up again
_TRIAL = 1024 * 1024  # bytes


def lacks_room(problem: BaseException) -> bool:
    """Whether something was not written because there is no room for it."""
    return isinstance(problem, OSError) and problem.errno in _NO_ROOM


def sync_folder(folder: Path) -> None:
    """The names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """A folder with those above it, all on the disk."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync_folder(one.parent)


def write_file(path: Path, content: bytes, mode: int = 0o600) -> None:
    """A new file, on the disk when this returns. Raises ``FileExistsError``."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def has_room(folder: Path) -> bool:
    """Whether there is room again for a good while: asked of the disk, and tried."""
    if shutil.disk_usage(folder).free < _ROOM:
        return False
    trial = folder / f"room-{os.getpid()}.tmp"
    try:
        write_file(trial, bytes(_TRIAL))
    except OSError:
        return False
    finally:
        trial.unlink(missing_ok=True)
    return True
