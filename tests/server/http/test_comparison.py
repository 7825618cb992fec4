"""Comparing and the life of a text, through the doors."""

import base64
import json
from datetime import datetime
from typing import Any

import pytest

from tests.server.http.conftest import Clock, Person
from tests.server.http.test_texts import Room

FILE = """# Waters of the Delta

OP1 *Decides* to protect the whole delta [by 2035] [fully];

PP1 *Recalling* its earlier decisions, (Agreed ad ref)
"""


@pytest.fixture
def room(app: Any, bureau: Person) -> Room:
    return Room(app, bureau)


def compared(who: Person, room: Room, before: Any, after: Any, **more: Any) -> Any:
    body = {"before": before, "after": after, **more}
    answer = who.post(room.at("/comparison"), body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def file_side(data: bytes, name: str = "base.md") -> dict[str, str]:
    return {"kind": "file", "name": name, "data": base64.b64encode(data).decode()}


NOW = {"kind": "now"}


def test_now_against_a_file(room):
    """[D30] A file from outside is matched by what it says, and is not kept."""
    texts = room.bureau.get("/me").json()["texts"]
    found = compared(room.solveig, room, NOW, file_side(FILE.encode()), language="fr", now="Salle")
    assert (found["old"], found["new"]) == ("Salle", "base.md")
    rows = {row["name"]: row for row in found["rows"] if row["fate"] != "departed"}
    assert rows["OP1"]["inserted"] == 2
    assert rows["OP2"]["fate"] == "removed"
    assert any(row.get("moved") for row in found["rows"])
    assert any("mots ajoutés" in line["said"] for line in found["summary"])
    assert room.bureau.get("/me").json()["texts"] == texts


def test_a_revision_against_now(room):
    """[D30] By permanent ids: a paragraph that was rewritten whole is the same paragraph."""
    body = {"id": "i", "symbol": "A/1/L.5", "title": "The Delta", "date": "2026-03-02"}
    issued = room.chair.post(room.at("/revisions"), body)
    assert issued.status_code == 200, issued.text
    side = {"kind": "revision", "id": issued.json()["revision"]["id"]}
    found = compared(room.observer, room, side, NOW)
    assert found["old"] == "A/1/L.5"
    assert not any(row.get("altered") for row in found["rows"])
    history = room.observer.get(room.at("/history")).json()
    assert [mark["symbol"] for mark in history["issued"]] == ["A/1/L.5"]


def test_a_redline_can_be_taken_away(room):
    """[D35] The same comparison as one page or as a Word file with tracked changes."""
    for format, begins in (("html", b"<!doctype html>"), ("docx", b"PK")):
        body = {"before": file_side(FILE.encode()), "after": NOW, "format": format}
        answer = room.solveig.post(room.at("/comparison"), body)
        assert answer.status_code == 200
        assert answer.content.startswith(begins)


def test_what_the_browser_made_is_compared_and_forgotten(room):
    """[D31] A party's own view is sent by its browser, is compared, and stays nowhere."""
    mine = room.bureau.get(room.at()).json()["paragraphs"]
    secret = "a wording that nobody else has read"
    mine[-1]["content"] = [{"t": secret}]
    side = {"kind": "content", "name": "Kenya", "paragraphs": mine}
    found = compared(room.wanjiru, room, NOW, side)
    assert any(secret in json.dumps(row) for row in found["rows"])
    for who in (room.bureau, room.solveig, room.wanjiru):
        for door in ("", "/floor", "/record", "/history"):
            assert secret not in who.get(room.at(door)).text
    data = room.app.state.office.settings.data
    assert not any(secret.encode() in path.read_bytes() for path in data.rglob("*.db*"))


@pytest.mark.parametrize(
    ("side", "status", "code"),
    [
        (file_side(b"%PDF-1.7", "a.pdf"), 422, "file_unreadable"),
        (file_side(b"PK\x03\x04", "a.docx"), 422, "file_damaged"),
        ({"kind": "file", "name": "a.md", "data": "?"}, 422, "file_unreadable"),
        ({"kind": "content", "name": "x", "paragraphs": []}, 422, "field_invalid"),
        ({"kind": "content", "name": "x", "paragraphs": [{"id": 3}]}, 422, "field_invalid"),
        ({"kind": "mine"}, 422, "field_invalid"),
        ({"kind": "revision", "id": "none"}, 404, "not_found"),
    ],
)
def test_a_side_that_cannot_be_had_says_so(room, side, status, code):
    """[D32] In the user's words, and nothing happens."""
    answer = room.chair.post(room.at("/comparison"), {"before": NOW, "after": side})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_strangers_compare_nothing(room, anybody):
    """[D33] Not a seat, not this text: the same answer as for what is not there."""
    body = {"before": NOW, "after": NOW}
    other = anybody.post(f"/api/s/nobody{room.at('/comparison')}", json=body)
    nowhere = room.chair.post("/texts/nowhere/comparison", body)
    assert other.status_code == nowhere.status_code == 404
    assert other.content == nowhere.content
    assert anybody.get(f"/api/s/nobody{room.at('/history')}").content == nowhere.content


def test_the_life_of_a_text(room, clock: Clock):
    """[D40] [D41] From the first words on: each act counted, meetings told apart, days between."""
    first = room.chair.get(room.at("/history")).json()
    assert first["moments"][-1]["brackets"] == 2
    assert first["moments"][-1]["agreed"] == 1
    assert len(first["sessions"]) == 1
    clock.forward(days=1)
    paragraph = room.paragraph("OP2")
    content = [{"t": "Invites all States to report;"}]
    basis = paragraph["content"]
    amendment = {
        "kind": "change",
        "paragraph": paragraph["id"],
        "basis": basis,
        "span": [0, sum(len(piece["t"]) for piece in basis)],
        "replacement": content,
    }
    room.done(room.wanjiru, {"do": "submit", "party": room.kenya, "amendments": [amendment]})
    clock.forward(minutes=5)
    title = room.chair.get(room.at()).json()["paragraphs"][0]["id"]
    room.done(room.chair, {"do": "mark", "paragraph": title, "state": "agreed"})
    found = room.observer.get(room.at("/history")).json()
    assert found["moments"][: len(first["moments"])] == first["moments"]
    last = found["moments"][-1]
    assert (last["proposals"], last["agreed"], last["act"] > first["moments"][-1]["act"]) == (
        1,
        2,
        True,
    )
    assert len(found["sessions"]) == 2
    begin, end = (datetime.fromisoformat(found["sessions"][1][key]) for key in ("begin", "end"))
    assert 290 < (end - begin).total_seconds() < 310
