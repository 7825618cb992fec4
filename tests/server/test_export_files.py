"""``adref export --file``: from file to file, without a server."""

from pathlib import Path

import pytest

from adref.server.formats import FORMATS, SUFFIXES
from tests.server.formats.word import lines_of
from tests.server.processes import run

OLD = "# On rivers\n\nOP1 *Decides* to meet every year;\n\nOP2 Requests a report;\n"
NEW = "# On rivers\n\nOP1 *Decides* to meet twice a year;\n\nOP2 Invites all;\n\n"
NEW += "OP3 Requests a report;\n"


def test_o3_the_changes_between_two_files(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(OLD)
    (tmp_path / "new.md").write_text(NEW)
    out = tmp_path / "changes.docx"
    answer = run("export", "--file", tmp_path / "new.md", "--base", tmp_path / "old.md",
                 "--view", "tracked", "-o", out)  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    accepted, rejected = (lines_of(out.read_bytes(), accept) for accept in (True, False))
    assert accepted == ["On rivers", "OP1\tDecides to meet twice a year;", "OP2\tInvites all;",
                        "OP3\tRequests a report;"]  # fmt: skip
    assert rejected == ["On rivers", "OP1\tDecides to meet every year;", "OP2\tRequests a report;"]


def test_o8_through_akoma_ntoso_and_out_again(tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text(NEW)
    between = tmp_path / "text.akn.xml"
    assert run("export", "--file", tmp_path / "new.md", "-o", between).returncode == 0
    for name, file in (("direct.txt", tmp_path / "new.md"), ("again.txt", between)):
        assert run("export", "--file", file, "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "again.txt").read_bytes() == (tmp_path / "direct.txt").read_bytes()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "Name either a text"),
        (("--file", "none.md"), "none.md cannot be read"),
        (("--file", "new.md", "--view", "tracked"), "Changes since what"),
        (("--file", "new.md", "--view", "party"), "Whose view"),
        (("--file", "new.md", "--adopt", "1"), "A file has no parties"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, more: tuple[str, ...], said: str) -> None:
    (tmp_path / "new.md").write_text(NEW)
    named = [tmp_path / word if word.endswith(".md") else word for word in more]
    answer = run("export", *named, "-o", tmp_path / "out.txt")
    assert answer.returncode != 0
    assert said in answer.stderr.replace("\n", " ")
    assert not (tmp_path / "out.txt").exists()


def test_every_format_has_an_ending() -> None:
    assert set(SUFFIXES) == set(FORMATS)
