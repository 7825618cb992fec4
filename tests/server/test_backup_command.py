"""[L6] [L3] Backup, restore and the verification at the start, from the command line."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from adref.server.store.engine import open_engine
from adref.server.store.log import Batch, Entry
from adref.server.store.sql import SqlLog
from tests.server.processes import browser, run, running
from tests.server.seats import Seat
from tests.server.test_cli import LINK


def test_l6_what_was_backed_up_while_serving_serves_again_with_all_links(tmp_path: Path) -> None:
    data, again, target = tmp_path / "data", tmp_path / "again", tmp_path / "a.backup"
    with running("serve", "--data", data, "--port", 0) as server:
        found = server.read_until(LINK)
        keeper = Seat.joins(found[1], found[0], "Kim")
        first = Seat(found[1], keeper.client, keeper.made("/negotiations", {"title": "N"})["seat"])
        link = first.made("/invitations", {"role": "secretariat"})["url"]
        body = {"title": "T", "source": "OP1 Urges.\n", "format": "txt", "name": "t.txt"}
        text = first.made("/texts", body)["id"]
        words = first.get(f"/texts/{text}")["paragraphs"]
        made = run("backup", target, "--data", data)
        assert made.returncode == 0, made.stderr
        assert "verified" in made.stdout
        cookies = dict(keeper.client.cookies)
        keeper.client.close()
        server.stop()
    done = run("restore", target, "--data", again)
    assert done.returncode == 0, done.stderr
    assert f"adref serve --data {again}" in done.stdout
    with running("serve", "--data", again, "--port", 0) as server:
        base = server.read_until(r"Adref is at (\S+) ")[1]
        with browser(base) as client:
            client.cookies.update(cookies)
            assert Seat(base, client, first.seat).get(f"/texts/{text}")["paragraphs"] == words
        newcomer = Seat.joins(base, link, "Lee")
        assert newcomer.get(f"/texts/{text}")["paragraphs"] == words
        newcomer.client.close()
        server.stop()


def test_l6_what_cannot_be_done_is_told_in_a_sentence(tmp_path: Path) -> None:
    foreign = tmp_path / "letter.txt"
    foreign.write_text("Dear delegates,")
    nothing = run("backup", tmp_path / "a.backup", "--data", tmp_path / "nowhere")
    refused = run("restore", foreign, "--data", tmp_path / "again")
    missing = run("restore", tmp_path / "none", "--data", tmp_path / "again")
    assert [one.returncode for one in (nothing, refused, missing)] == [2, 2, 2]
    assert "There is no installation" in nothing.stderr
    assert refused.stderr.startswith("Nothing was restored. This is not a backup")
    assert "There is no file" in missing.stderr
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("room", [20_000, 400_000])
def test_l6_without_room_on_the_disk_nothing_is_half_done(tmp_path: Path, room: int) -> None:
    """No file of these processes may grow beyond some size: the writes fail, as they do then."""
    data, folder = tmp_path / "data", tmp_path / "backups"
    folder.mkdir()
    run("backup", tmp_path / "good", "--data", _filled(data))
    shutil.copy(tmp_path / "good", folder / "a.backup")
    before = (folder / "a.backup").read_bytes()
    assert len(before) > 400_000
    made = run("backup", folder / "a.backup", "--data", data, largest_file=room)
    assert (made.returncode, made.stderr.count("\n")) == (2, 1), made.stderr
    assert made.stderr.startswith("No backup was made")
    assert [p.name for p in folder.iterdir()] == ["a.backup"]
    assert (folder / "a.backup").read_bytes() == before
    done = run("restore", folder / "a.backup", "--data", folder / "new", largest_file=room)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert done.stderr.startswith("Nothing was restored")
    assert [p.name for p in folder.iterdir()] == ["a.backup"]


def test_l6_without_room_a_file_that_was_there_stays(tmp_path: Path) -> None:
    source, target = tmp_path / "t.md", tmp_path / "out.html"
    source.write_text("OP1 Urges all to act.\n\n" * 2_000)
    target.write_text("as it was")
    made = run("export", "--file", source, "-o", target, largest_file=20_000)
    assert (made.returncode, made.stderr.count("\n")) == (2, 1), made.stderr
    assert "cannot be written" in made.stderr
    assert target.read_text() == "as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.html", "t.md"]


def _filled(data: Path) -> Path:
    data.mkdir()
    log = SqlLog(open_engine(data / "adref.db"))
    entry = Entry("text/t", "update", bytes(range(256)) * 40, "2026-01-01", "s1")
    log.append(Batch([entry] * 50)).result(timeout=30)
    log.close()
    (data / "secret.key").write_bytes(bytes(32))
    return data


def test_l3_the_operator_is_told_what_the_verification_found(tmp_path: Path) -> None:
    with running("serve", "--data", tmp_path, "--port", 0) as server:
        found = server.read_until(LINK)
        keeper = Seat.joins(found[1], found[0], "Kim")
        first = Seat(found[1], keeper.client, keeper.made("/negotiations", {"title": "N"})["seat"])
        body = {"title": "T", "source": "OP1 Urges.\n", "format": "txt", "name": "t.txt"}
        whole, broken = (first.made("/texts", body)["id"] for _ in range(2))
        for text in (whole, broken):
            for _ in range(3):
                paragraph = first.get(f"/texts/{text}")["paragraphs"][0]["id"]
                first.acts(text, {"do": "point", "paragraph": paragraph})
        cookies = dict(keeper.client.cookies)
        keeper.client.close()
        server.stop()
    with sqlite3.connect(tmp_path / "adref.db") as connection:
        connection.execute(
            "UPDATE entry SET payload = x'00' WHERE compartment = ? AND seq = 2",
            (f"floor/{broken}",),
        )
    with running("serve", "--data", tmp_path, "--port", 0) as server:
        base = server.read_until(r"Adref is at (\S+) ")[1]
        assert any(f"Entry 2 of floor/{broken} is damaged" in line for line in server.lines)
        with browser(base) as client:
            client.cookies.update(cookies)
            seat = Seat(base, client, first.seat)
            assert seat.get(f"/texts/{whole}/floor")["seq"] == 4  # how it began, and three acts
            answer = client.get(f"/api/s/{first.seat}/texts/{broken}/floor")
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "damaged")
        server.stop()
