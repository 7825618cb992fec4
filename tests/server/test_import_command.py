import codecs
import sqlite3
from pathlib import Path

import pytest

from tests.server.processes import browser, run, running
from tests.server.test_cli import LINK
from tests.server.word.making import negotiated

SOURCE = "PP1 Recalling [its] decisions,\n\nOP1 Decides [to act] [by 2030;\n"


def imported(data: Path, file: Path, *more: str) -> tuple[str, str]:
    answer = run("import", file, "--data", data, *more)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split()[-1], answer.stdout


def test_the_id_of_the_text_is_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(SOURCE)
    text, told = imported(tmp_path / "data", tmp_path / "draft.txt")
    assert "3 opening and 2 closing brackets; 1 of them unbalanced" in told
    with sqlite3.connect(tmp_path / "data" / "adref.db") as database:
        assert database.execute("select id, title from texts").fetchall() == [(text, "draft")]
    out = tmp_path / "out.md"
    answer = run("export", "--text", text, "--data", tmp_path / "data", "-o", out)
    assert answer.returncode == 0, answer.stderr
    assert "Decides [to act] [by 2030;" in out.read_text().replace("\\", "")


def test_h22_a_text_imported_while_a_server_runs_is_there(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "draft.md").write_text(SOURCE)
    with running("serve", "--data", data, "--port", 0) as server:
        base, token = server.read_until(LINK).groups()
        with browser(base) as keeper:
            seat = keeper.post("/api/join", json={"token": token, "name": "A"}).json()["seat"]
            made = keeper.post(f"/api/s/{seat}/negotiations", json={"title": "N"}).json()
            text, _told = imported(data, tmp_path / "draft.md", "--title", "Draft text")
            at = f"/api/s/{made['seat']}"
            assert keeper.get(f"{at}/me").json()["texts"][0]["title"] == "Draft text"
            read = keeper.get(f"{at}/texts/{text}").json()["paragraphs"]
            assert [p["label"] for p in read] == ["PP1", "OP1"]


def test_of_several_negotiations_one_must_be_named(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "draft.txt"
    file.write_text(SOURCE)
    imported(data, file)
    with sqlite3.connect(data / "adref.db") as database:
        (first,) = database.execute("select id from negotiations").fetchone()
        database.execute("insert into negotiations values ('second', 'Second', 'un', 'z')")
    refused = run("import", file, "--data", data)
    assert refused.returncode == 2
    assert "second  Second" in refused.stderr
    imported(data, file, "--negotiation", first)
    refused = run("import", file, "--data", data, "--negotiation", "third")
    assert refused.returncode == 2
    assert "There is no negotiation third" in refused.stderr


@pytest.mark.parametrize(
    "data",
    [
        SOURCE.encode() + "é – œ".encode(),
        codecs.BOM_UTF8 + (SOURCE + "é – œ").encode(),
        codecs.BOM_UTF16_LE + (SOURCE + "é – œ").encode("utf-16-le"),
        (SOURCE + "é – œ").replace("\n", "\r\n").encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "windows-1252"],
)
def test_sources_are_read_in_the_usual_encodings(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "draft.txt").write_bytes(data)
    text, _told = imported(tmp_path / "data", tmp_path / "draft.txt")
    out = tmp_path / "out.md"
    run("export", "--text", text, "--data", tmp_path / "data", "-o", out)
    assert "é – œ" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("draft.docx", b"PK\x03\x04", "is damaged"),
        ("empty.txt", b"  \n", "is empty."),
        ("missing.txt", None, "There is no file"),
    ],
)
def test_h21_a_file_that_is_no_source_is_told_in_a_sentence(
    tmp_path: Path, name: str, data: bytes | None, told: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    answer = run("import", tmp_path / name, "--data", tmp_path / "data")
    assert answer.returncode == 2
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_b17_a_word_file_comes_in_with_its_changes(tmp_path: Path) -> None:
    """[B17] Who is named is told; whose party is not known stays in brackets."""
    (tmp_path / "draft.docx").write_bytes(negotiated().data())
    data = tmp_path / "data"
    text, told = imported(data, tmp_path / "draft.docx", "--as", "Jo Doe=accept")
    assert "Avon: brackets" in told
    assert "Jo Doe: accept" in told
    out = tmp_path / "out.md"
    answer = run("export", "--text", text, "--data", data, "-o", out)
    assert answer.returncode == 0, answer.stderr
    words = out.read_text().replace("\\", "")
    assert "[consider - Avon: delete][establish - Avon]" in words
    assert "in time, and in full" in words
    refused = run("import", tmp_path / "draft.docx", "--data", data, "--as", "Jo Doe=Nowhere")
    assert refused.returncode == 2
    assert "There is no party “Nowhere”" in refused.stderr
