"""``adref redline``: two files, no server."""

import json
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx_plus.revisions import mark_deletion, mark_insertion
from typer.testing import CliRunner

from adref.server.commands import cli
from adref.server.comparing import Side, side_of_file
from adref.server.sources import UnreadableSourceError
from adref.server.word.container import LARGEST_PART

OLD = """# Draft resolution on water

*Recalling* its resolution 70/1,

إن الجمعية العامة، إذ تشير إلى قراراتها السابقة بشأن المياه،

缔约方会议回顾可持续发展目标并强调水资源的重要性，

1. Decides to convene a meeting of the parties in the spring;

2. Requests the secretariat to report on finance. Invites all parties to contribute;

3. Encourages cooperation among organisations[ and their members].
"""
NEW = """# Draft resolution on water

Recalling its resolution 70/1,

إن الجمعية العامة، إذ تشير إلى قراراتها ومقرراتها السابقة بشأن المياه،

缔约方会议回顾可持续发展目标并重申水资源的重要性，

1. Encourages cooperation among organisations and their <members>.

2. Decides to convene a meeting of all the parties in the autumn;

3. Requests the secretariat to report on finance.

4. Invites all parties to contribute;
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for name, source in (("old.md", OLD), ("new.md", NEW)):
        (tmp_path / name).write_text(source, "utf-8")
    return str(tmp_path / "old.md"), str(tmp_path / "new.md")


def run(*arguments: str) -> bytes:
    found = CliRunner().invoke(cli, ["redline", *arguments], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout_bytes


def test_the_summary_is_in_words(files):
    """[D20] Without a format: paragraph by paragraph, what changed."""
    said = run(*files).decode()
    assert "2: 2 words inserted, 1 struck; was 1" in said
    assert "3: split into 2 paragraphs: 3, 4; was 2" in said
    assert "1: punctuation or brackets changed; moved from after 2; was 3" in said
    assert "déplacé" in run(*files, "--language", "fr").decode()


def test_json_holds_both_texts_by_words(files):
    """[D10] [D7] Words of Chinese and Arabic, not characters."""
    rows = json.loads(run(*files, "--format", "json"))["rows"]
    runs = [run for row in rows for run in row["runs"]]
    assert {"t": "强调", "fate": "struck"} in runs
    assert {"t": "重申", "fate": "inserted"} in runs
    assert any("ومقرراتها" in run["t"] and run.get("fate") == "inserted" for run in runs)


class _Outline(HTMLParser):
    """Which tags open and close, and which words stand in each kind."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: dict[str, str] = {}
        self.targets: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.targets |= {values["id"]} if "id" in values else set()
        self.links |= {values["href"]} if "href" in values else set()
        assert "src" not in values
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for tag in self.open:
            self.words[tag] = self.words.get(tag, "") + data


def test_html_is_one_accessible_file(files, tmp_path):
    """[D21] No script, nothing fetched, every link has its target, changes are spoken."""
    page = tmp_path / "redline.html"
    run(*files, "-o", str(page))
    found = _Outline()
    found.feed(page.read_text("utf-8"))
    assert not found.open
    assert not {"script", "link", "img"} & set(found.words)
    assert {link.removeprefix("#") for link in found.links} <= found.targets
    assert "inserted:" in found.words["ins"]
    assert "struck:" in found.words["del"]
    assert "<" in found.words["ins"]
    assert "4." in found.words["ins"]


def test_docx_can_be_compared_and_is_written(files, tmp_path):
    """[D22] [D23] A redline as Word, read back: as if its tracked changes were accepted."""
    made = tmp_path / "redline.docx"
    run(*files, "--format", "docx", "-o", str(made))
    rows = json.loads(run(files[1], str(made), "--format", "json"))["rows"]
    assert not [row for row in rows if row.get("inserted") or row.get("struck")]
    assert run(*files, "--format", "docx").startswith(b"PK")


def test_words_inserted_in_word_are_read():
    """[D23] Inserted words count, deleted ones do not; footnotes are paragraphs."""
    document = docx.Document()
    paragraph = document.add_paragraph("Decides to ")
    mark_insertion(paragraph.add_run("urgently "), author="A")
    mark_deletion(paragraph.add_run("perhaps "), author="A")
    paragraph.add_run("meet.").italic = True
    out = BytesIO()
    document.save(out)
    (read,) = side_of_file("a.docx", out.getvalue()).text
    assert read.words == "Decides to urgently meet."
    assert [piece.marks for piece in read.content] == [frozenset(), frozenset({"em"})]


def test_json_is_compared_by_permanent_ids(tmp_path):
    """[D14] Texts as the server gives them, and revisions with their symbol."""
    paragraphs = [{"id": "a", "kind": "op", "content": "Decides to meet."}]
    side = side_of_file("t.json", json.dumps({"paragraphs": paragraphs}).encode())
    assert (side.name, side.lasting, side.text[0].id) == ("t.json", True, "a")
    issued = {"head": {"symbol": "A/1/Rev.1"}, "paragraphs": paragraphs}
    assert side_of_file("r.json", json.dumps(issued).encode()).name == "A/1/Rev.1"
    assert isinstance(side, Side)


def _zip(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


BAD = {
    "cut.docx": b"PK\x03\x04 and no more",
    "zip.docx": _zip(readme=b"no document"),
    "xml.docx": _zip(**{"word/document.xml": b"<w:document"}),
    "large.docx": _zip(**{"word/document.xml": b" " * (LARGEST_PART + 1)}),
    "laughs.docx": _zip(
        **{"word/document.xml": b'<!DOCTYPE d [<!ENTITY a "ha">]><d xmlns:w="w">&a;&a;</d>'}
    ),
    "empty.md": b"  ",
    "binary.txt": b"%PDF-1.7",
    "not.json": b"{",
    "none.json": b"{}",
    "twice.json": b'[{"id": "a"}, {"id": "a"}]',
    "shape.json": b'[{"id": "a", "content": 5}]',
    "level.json": b'[{"id": "a", "level": []}]',
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_says_so(name):
    """[D23] One sentence with the name of the file."""
    with pytest.raises(UnreadableSourceError, match=name):
        side_of_file(name, BAD[name])


def test_what_is_missing_is_said(files):
    """[D23] A file that is not there; a format that is not known."""
    for arguments in ((files[0], "nowhere.md"), (*files, "-o", "redline.odt")):
        found = CliRunner().invoke(cli, ["redline", *arguments])
        assert found.exit_code != 0
