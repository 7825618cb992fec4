"""``adref brackets`` and the reading of files."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from adref.server.brackets_command import brackets
from adref.server.sources import UnreadableSourceError, decoded, read_source
from tests.server.word.making import negotiated

FIXTURE = Path(__file__).parents[2] / "fixtures/negotiation.md"
app = typer.Typer()
app.command()(brackets)
run = CliRunner().invoke


def test_json_counts_the_characters_of_the_file():
    """[N70] open and close are the characters of the file; the keys are those promised."""
    source = FIXTURE.read_text("utf-8")
    report = json.loads(run(app, [str(FIXTURE), "--json"]).stdout)
    assert (report["open"], report["close"]) == (source.count("["), source.count("]"))
    promised = {"brackets", "max_depth", "unbalanced", "options", "attributions", "paragraphs"}
    assert promised < set(report)


def test_unbalanced_brackets_are_listed_with_their_place():
    """[N71] Line and column are those of the source, from 1."""
    lines = FIXTURE.read_text("utf-8").splitlines()
    report = json.loads(run(app, [str(FIXTURE), "--json"]).stdout)
    assert report["unbalanced"]
    for item in report["unbalanced"]:
        assert lines[item["line"] - 1][item["column"] - 1] == item["char"]


def test_the_report_can_be_read():
    """[N70] Without --json the report is a page to read."""
    page = run(app, [str(FIXTURE)]).stdout
    assert "Underwater noise" in page
    assert "line 91" in page
    assert "Island Group" in page


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_usual_encodings_are_read(encoding, tmp_path):
    """[N72] UTF-8 with or without its mark, UTF-16 and Windows-1252 are read alike."""
    text = "3. Décide [d’agir – sans délai];"
    data = text.encode(encoding)
    path = tmp_path / "text.md"
    path.write_bytes(data)
    assert read_source(path) == (text, "md")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"PK\x03\x04rest", "is damaged"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x00\x01\x02", "is not a text"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(data, said, tmp_path):
    """[N73] An unreadable file gives a sentence and exit code 2."""
    path = tmp_path / "text.txt"
    path.write_bytes(data)
    result = run(app, [str(path)])
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_missing_file_is_refused_with_a_sentence(tmp_path):
    """[N73]"""
    result = run(app, [str(tmp_path / "none.md")])
    assert result.exit_code == 2
    assert "There is no file" in result.stderr


def test_windows_bytes_without_a_meaning_are_kept():
    """[N72] No byte of a Windows-1252 file is lost."""
    assert decoded(b"a\x81\xe9") == "a\x81é"


def test_a_folder_is_not_a_text(tmp_path):
    """[N73]"""
    with pytest.raises(UnreadableSourceError, match="is a folder"):
        read_source(tmp_path)


def test_b17_the_brackets_of_a_word_file(tmp_path):
    """[B17] Its tracked changes count as brackets with their people's names."""
    path = tmp_path / "draft.docx"
    path.write_bytes(negotiated().data())
    report = json.loads(run(app, [str(path), "--json"]).stdout)
    assert report["brackets"] == 6
    assert report["unbalanced"] == []
