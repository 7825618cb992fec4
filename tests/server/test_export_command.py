from pathlib import Path

import pytest

from adref.server.config import PlainError
from adref.server.replacing import replace_file


def test_f12_a_file_is_written_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "clean.docx"
    replace_file(file, b"first")
    file.chmod(0o640)
    replace_file(file, b"second")
    assert file.read_bytes() == b"second"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["clean.docx"]


def test_f12_what_was_there_stays_when_the_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "clean.docx"
    file.write_bytes(b"before")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PlainError, match="No space left"):
        replace_file(file, b"after")
    assert file.read_bytes() == b"before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["clean.docx"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlainError, match="no folder"):
        replace_file(tmp_path / "nowhere" / "clean.docx", b"")


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(PlainError, match="is a folder"):
        replace_file(tmp_path, b"")
