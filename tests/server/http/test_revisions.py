"""Revisions at the doors: issued once, read by all, followed by anybody."""

import hashlib
from typing import Any

import pytest

from adref.server.http.office import Office
from adref.server.store.asking import Clash
from adref.server.store.engine import open_engine
from tests.server.http.conftest import Person
from tests.server.http.test_texts import Room

HEAD = {"title": "Waters of the Delta", "language": "en", "date": "2026-03-02"}


@pytest.fixture
def room(app: Any, bureau: Person) -> Room:
    return Room(app, bureau)


def issue(room: Room, symbol: str, who: Person | None = None, **more: Any) -> Any:
    room.acts += 1
    body = {"id": f"r{room.acts}", "symbol": symbol, **HEAD, **more}
    return (who or room.chair).post(room.at("/revisions"), body)


def issued(room: Room, symbol: str, **more: Any) -> Any:
    answer = issue(room, symbol, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()["revision"]


def read(room: Room, path: str, who: Person | None = None, **query: str) -> Any:
    answer = (who or room.observer).get(room.at(path), params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def adopt(room: Room) -> None:
    done = room.done(room.wanjiru, room.submission(room.kenya))
    proposal = done["events"][0]["proposal"]["id"]
    room.done(room.chair, {"do": "adopt", "proposal": proposal})


def test_r3_issued_listed_and_read_by_everybody(room: Room) -> None:
    made = issued(room, "A/C.2/81/L.5", status="Advance version", disclaimers=["Not edited."])
    listed = read(room, "/revisions", room.solveig)
    assert listed["revisions"] == [made]
    assert listed["next"]["revision"] == "A/C.2/81/L.5/Rev.1"
    assert listed["numbering"] == ["as_drafted", "official"]
    content = room.observer.get(room.at(f"/revisions/{made['id']}/content"))
    assert hashlib.sha256(content.content).hexdigest() == made["digest"]
    shown = read(room, f"/revisions/{made['id']}", view="compilation")
    assert shown["revision"] == made
    assert [p["label"] for p in shown["paragraphs"] if p["label"]] == ["PP1", "OP1", "OP2"]
    event = read(room, "/record")["events"][-1]
    assert (event["type"], event["revision"]["digest"]) == ("revision_issued", made["digest"])
    assert event["by"]["name"] == "Ito"


def test_r2_the_instant_is_that_of_the_meeting(room: Room) -> None:
    def version(offset: str) -> str:
        return str(read(room, "/revisions", offset=offset)["next"]["version"])

    assert version("0") == "Version of 2 March 2026 @ 09:00"
    assert version("330") == "Version of 2 March 2026 @ 14:30"
    assert version("-600") == "Version of 1 March 2026 @ 23:00"
    assert room.observer.get(room.at("/revisions"), params={"offset": "soon"}).status_code == 422


def test_r4_its_bytes_stay(room: Room) -> None:
    made = issued(room, "A/C.2/81/L.5")
    at = room.at(f"/revisions/{made['id']}/content")
    before = room.observer.get(at).content
    adopt(room)
    issued(room, "A/C.2/81/L.5/Rev.1", numbering="official")
    assert room.observer.get(at).content == before


def test_r4_the_database_refuses_to_change_them(room: Room, office: Office) -> None:
    issued(room, "A/C.2/81/L.5")
    engine = open_engine(office.settings.database)
    for change in ("UPDATE document SET digest = 'x'", "DELETE FROM document"):
        with pytest.raises(Clash, match="stays as it is"), engine.begin() as connection:
            connection.execute(change)
    engine.dispose()


def test_r5_the_working_text_is_numbered_anew_with_it(room: Room) -> None:
    before = room.bureau.get(room.at()).json()["paragraphs"]
    issued(room, "A/C.2/81/L.5", numbering="official")
    after = room.bureau.get(room.at()).json()["paragraphs"]
    assert [p["id"] for p in after] == [p["id"] for p in before]
    assert [p["content"] for p in after] == [p["content"] for p in before]
    assert [p["label"] for p in after if p["kind"] in ("pp", "op")] == ["", "1.", "2."]


def test_r10_the_same_request_issues_once(room: Room) -> None:
    body = {"id": "same", "symbol": "A/C.2/81/L.5", **HEAD}
    first, second = (room.chair.post(room.at("/revisions"), body) for _ in range(2))
    assert first.json() == second.json()
    assert len(read(room, "/revisions")["revisions"]) == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"symbol": "a/c.2/81/l.5"}, 409, "symbol_taken"),
        ({"symbol": " "}, 422, "field_empty"),
        ({"date": "tomorrow"}, 422, "field_invalid"),
        ({"language": "??"}, 422, "bad_language"),
        ({"numbering": "roman"}, 422, "field_unknown"),
        ({"expect": "0" * 64}, 409, "changed_since"),
        ({"extra": 1}, 422, "field_not_known"),
    ],
)
def test_r10_refused_with_a_reason(room: Room, body: Any, status: int, code: str) -> None:
    issued(room, "A/C.2/81/L.5")
    answer = room.chair.post(
        room.at("/revisions"), {"id": "x", "symbol": "A/C.2/81/L.5/Rev.1", **HEAD, **body}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert len(read(room, "/revisions")["revisions"]) == 1


def test_r10_only_the_bureau_issues(room: Room) -> None:
    for who in (room.wanjiru, room.observer):
        assert issue(room, "A/C.2/81/L.5", who).status_code == 404
    command = {"do": "issue", "symbol": "A/C.2/81/L.5", **HEAD}
    assert room.act(room.wanjiru, command).status_code == 403


def test_r11_a_dry_run_does_nothing_and_binds(room: Room) -> None:
    seen = issue(room, "A/C.2/81/L.5", dry=True, numbering="official").json()
    assert read(room, "/revisions")["revisions"] == []
    assert seen["foreseen"]["totals"]["brackets"] == 2
    assert seen["foreseen"]["totals"]["renumbered"] == 3
    expect = seen["foreseen"]["fingerprint"]
    adopt(room)
    answer = issue(room, "A/C.2/81/L.5", expect=expect)
    assert answer.json()["error"]["code"] == "changed_since"
    again = issue(room, "A/C.2/81/L.5", dry=True).json()["foreseen"]["fingerprint"]
    issued(room, "A/C.2/81/L.5", expect=again)


def test_r7_r9_old_and_new_labels_and_where_it_is_now(room: Room) -> None:
    one = issued(room, "A/C.2/81/L.5")
    two = issued(room, "A/C.2/81/L.5/Rev.1", numbering="official")
    rows = read(room, "/concordance", since=one["id"], until=two["id"])["rows"]
    assert [(r["old"], r["new"], r["fate"]) for r in rows if r["kind"] == "op"] == [
        ("OP1", "1", "renumbered"),
        ("OP2", "2", "renumbered"),
    ]
    where = read(room, "/whereabouts", since=one["id"], query="op 2")
    assert [v["symbol"] for v in where["versions"]] == ["A/C.2/81/L.5", "A/C.2/81/L.5/Rev.1", ""]
    (trail,) = where["trails"]
    assert trail["asked"]["label"] == "OP2"
    assert [(s["fate"], s["standing"][0]["label"]) for s in trail["steps"]] == [
        ("renumbered", "2"),
        ("same", "2"),
    ]
    assert read(room, "/whereabouts", since=one["id"], query="OP77")["trails"] == []
    for query in ({"since": one["id"], "query": " "}, {"since": one["id"], "query": "x" * 121}):
        assert room.observer.get(room.at("/whereabouts"), params=query).status_code == 422
    assert room.observer.get(room.at("/concordance"), params={"since": "x"}).status_code == 404


def test_r12_the_source_table(room: Room) -> None:
    adopt(room)
    made = issued(room, "A/C.2/81/L.5")
    table = read(room, f"/revisions/{made['id']}/sources")["paragraphs"]
    row = next(source for source in table if source["label"] == "OP2")
    assert [(act["type"], act["by"]) for act in row["acts"]] == [
        ("submitted", "Wanjiru"),
        ("adopted", "Ito"),
    ]
    assert row["parties"] == [room.kenya]


def test_r13_what_is_not_of_this_text_is_not_found(room: Room, app: Any, keeper: Person) -> None:
    made = issued(room, "A/C.2/81/L.5")
    other = keeper.made("/negotiations", {"title": "Elsewhere", "profile": "un"})
    elsewhere = Room(app, Person(keeper.client, other["seat"]))
    missing = room.observer.get(room.at("/revisions/nothing"))
    for path in ("", "/content", "/sources"):
        at = f"/revisions/{made['id']}{path}"
        for answer in (
            elsewhere.observer.get(room.at(at)),
            elsewhere.observer.get(elsewhere.at(at)),
            room.observer.get(room.at(f"/revisions/nothing{path}")),
        ):
            assert (answer.status_code, answer.content) == (404, missing.content)
