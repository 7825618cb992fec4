"""Writes a file whole, or leaves what was there."""

import os
from pathlib import Path

from adref.server.config import PlainError


def replace_file(path: Path, content: bytes) -> None:
    """Write the whole file or leave what was there; raises ``PlainError`` with the reason."""
    target = path.resolve()
    if target.is_dir():
        raise PlainError(f"{path} is a folder; name a file in it.")
    if not target.parent.is_dir():
        raise PlainError(f"There is no folder {target.parent}.")
    mode = target.stat().st_mode if target.exists() else 0o666 & ~_mask()
    beside = target.parent / f".{target.name}.{os.getpid()}.part"
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(target)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise PlainError(f"{path} cannot be written: {problem.strerror}.") from problem


def _mask() -> int:
    """The permissions that this user takes away from new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
