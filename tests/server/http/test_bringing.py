"""[B] Files from outside, through the doors."""

import json
from typing import Any

import httpx2 as httpx
import pytest

from tests.server.http.conftest import Person
from tests.server.word.making import Made, gone, ins, negotiated, para, run

PEOPLE = {"Jo Doe": "accept"}


def sends(person: Person, path: str, data: bytes, **query: Any) -> httpx.Response:
    said = {"name": "draft.docx", **query}
    said["people"] = json.dumps(said.get("people", {}))
    return person.client.post(person.at(path), content=data, params=said)


def brought(person: Person, path: str, data: bytes, **query: Any) -> Any:
    answer = sends(person, path, data, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def parties(bureau: Person) -> dict[str, str]:
    return {
        name: bureau.made("/parties", {"name": f"Republic of {name}", "short": name})["id"]
        for name in ("Avon", "Brill")
    }


@pytest.fixture
def rivers(bureau: Person) -> str:
    source = (
        "# Draft resolution on rivers\n\n*Recalling* its earlier decisions,\n\n"
        "1. Decides to consider a [joint] office  by 2030;\n\n"
        "2. Requests the Secretary to report;\n\n3. Asks for nothing.\n\n(a) in time,\n"
    )
    body = {"title": "Rivers", "source": source, "format": "md"}
    return str(bureau.made("/texts", body)["id"])


def words(person: Person, text: str) -> list[str]:
    return [
        "".join(piece["t"] for piece in p["content"])
        for p in person.get(f"/texts/{text}").json()["paragraphs"]
    ]


def test_b1_a_word_file_becomes_a_text_with_proposals(
    bureau: Person, parties: dict[str, str]
) -> None:
    """[B1] [B2] [B3] What parties' people tracked are proposals, comments are remarks."""
    data = negotiated().data()
    seen = brought(bureau, "/files", data, dry="1")
    assert {p["name"]: p["party"] for p in seen["people"]} == {
        "Avon": parties["Avon"],
        "Brill": parties["Brill"],
        "Jo Doe": "",
    }
    assert seen["id"] is None
    assert bureau.get("/me").json()["texts"] == []
    people = {"Avon": parties["Avon"], "Brill": parties["Brill"], "Jo Doe": "accept"}
    made = brought(bureau, "/files", data, people=people, title="From Avon")
    assert made["title"] == "From Avon"
    assert words(bureau, made["id"])[1:5] == [
        "Recalling its earlier decisions\ufffc,",
        "Decides to consider a [joint] office  by 2030;",
        "Requests the Secretary to report;",
        "in time, and in full",
    ]
    floor = bureau.get(f"/texts/{made['id']}/floor").json()["state"]
    told = [(p["kind"], p["party"], p["by"]) for p in floor["proposals"].values()]
    assert told == [("change", parties["Avon"], "Avon"), ("new", parties["Brill"], "Brill")]
    (remark,) = bureau.get(f"/texts/{made['id']}/desk").json()["remarks"]
    assert (remark["text"], remark["party"], remark["shown"]) == (
        "Too late for us.",
        parties["Brill"],
        False,
    )
    act = bureau.get(f"/texts/{made['id']}/record").json()["events"][1]
    assert act["type"] == "brought_in"
    assert act["by"]["role"] == "secretariat"
    assert act["file"] == seen["file"]


def test_b4_a_file_over_a_text_is_looked_at_first(
    bureau: Person, parties: dict[str, str], rivers: str
) -> None:
    """[B4] [B5] Dry, nothing is done; what was seen is what is done, once."""
    data = negotiated().data()
    people = {"Avon": parties["Avon"], "Brill": parties["Brill"], "Jo Doe": "reject"}
    before = words(bureau, rivers)
    path = f"/texts/{rivers}/file"
    plan = brought(bureau, path, data, people=people, dry="1")
    assert [p["kind"] for p in plan["proposals"]] == ["change", "new"]
    assert plan["unplaced"] == []
    assert words(bureau, rivers) == before
    assert bureau.get(f"/texts/{rivers}/floor").json()["state"]["proposals"] == {}
    unseen = sends(bureau, path, data, people=people, base="1", seen=plan["stamp"])
    assert (unseen.status_code, unseen.json()["error"]["code"]) == (409, "base_moved_on")
    for _again in range(2):
        done = brought(bureau, path, data, people=people, seen=plan["stamp"], id="one")
        assert len(done["proposals"]) == 2
    assert len(bureau.get(f"/texts/{rivers}/floor").json()["state"]["proposals"]) == 2
    assert words(bureau, rivers) == before


def test_b6_a_new_base_leaves_what_is_agreed_and_carries_proposals(
    bureau: Person, parties: dict[str, str], rivers: str
) -> None:
    """[B6] [B7] [B8] Agreed words stay, open proposals go along, what loses its words is told."""
    delegate = Person.joins(bureau.client.app, bureau.invite("delegate", parties["Avon"]), "Ada")
    read = {p["label"]: p for p in bureau.get(f"/texts/{rivers}").json()["paragraphs"]}
    amendments = [
        {
            "kind": "change",
            "paragraph": read[label]["id"],
            "basis": read[label]["content"],
            "span": span,
            "replacement": [{"t": "promptly"}],
        }
        for label, span in (("2.", [9, 9]), ("(a)", [3, 7]))
    ]
    act = {"do": "submit", "party": parties["Avon"], "amendments": amendments}
    delegate.made(f"/texts/{rivers}/commands", {"id": "s", "command": act})
    agreed = {"do": "mark", "paragraph": read["1."]["id"], "state": "agreed"}
    bureau.made(f"/texts/{rivers}/commands", {"id": "m", "command": agreed})
    base = (
        b"# Draft resolution on rivers\n\n*Recalling* its earlier decisions,\n\n"
        b"1. Decides to consider a full office by 2031;\n\n"
        b"2. Kindly requests the Secretary to report each year;\n\n"
        b"3. Thanks the people who live by the rivers for their patience.\n"
    )
    plan = brought(bureau, f"/texts/{rivers}/file", base, name="new.md", base="1", dry="1")
    assert [item["what"] for item in plan["protected"]] == ["changed"]
    lost = bureau.get(f"/texts/{rivers}/floor").json()["state"]["proposals"]
    assert [lost[key]["paragraph"] for key in plan["moved_on"]] == [read["(a)"]["id"]]
    fates = {row["fate"] for row in plan["rows"]}
    assert fates == {"kept", "changed", "removed", "new"}
    brought(bureau, f"/texts/{rivers}/file", base, name="new.md", base="1", seen=plan["stamp"])
    assert words(bureau, rivers)[2:] == [
        "Decides to consider a [joint] office  by 2030;",
        "Kindly requests the Secretary to report each year;",
        "Thanks the people who live by the rivers for their patience.",
    ]
    ids = [p["id"] for p in bureau.get(f"/texts/{rivers}").json()["paragraphs"]]
    assert read["2."]["id"] in ids
    assert read["1."]["id"] in ids
    acts = [e["type"] for e in bureau.get(f"/texts/{rivers}/record").json()["events"]]
    assert acts.count("brought_in") == 1


def test_b9_what_finds_no_place_is_listed_with_its_words(
    bureau: Person, parties: dict[str, str], rivers: str
) -> None:
    """[B9] A change of a paragraph that the text has not, or of an agreed one, is lost nowhere."""
    read = {p["label"]: p for p in bureau.get(f"/texts/{rivers}").json()["paragraphs"]}
    agreed = {"do": "mark", "paragraph": read["2."]["id"], "state": "agreed"}
    bureau.made(f"/texts/{rivers}/commands", {"id": "m", "command": agreed})
    data = Made(
        [
            para(run("Requests the Secretary to report"), ins(" soon", "Avon"), run(";")),
            para(run("Elsewhere entirely, "), gone("mountains", "Avon"), run(" are high.")),
        ]
    ).data()
    people = {"Avon": parties["Avon"]}
    plan = brought(bureau, f"/texts/{rivers}/file", data, people=people, dry="1")
    codes = [item["code"] for item in plan["unplaced"]]
    assert codes == ["locked", "no_such_paragraph"]
    assert plan["unplaced"][0]["amendment"]["replacement"] == [{"t": " soon"}]
    brought(bureau, f"/texts/{rivers}/file", data, people=people, seen=plan["stamp"])
    act = bureau.get(f"/texts/{rivers}/record").json()["events"][-1]
    assert act["unplaced"] == plan["unplaced"]


def test_b10_only_the_bureau_brings_files_in(
    bureau: Person, parties: dict[str, str], rivers: str
) -> None:
    """[B10] For anybody else the doors are not there."""
    delegate = Person.joins(bureau.client.app, bureau.invite("delegate", parties["Avon"]), "Ada")
    for path in ("/files", f"/texts/{rivers}/file"):
        answer = sends(delegate, path, b"OP1 Decides;", name="x.txt", dry="1")
        assert answer.status_code == 404
    smuggled = {"id": "x", "command": {"do": "bring_in", "proposals": []}}
    assert bureau.post(f"/texts/{rivers}/commands", smuggled).status_code == 422


def test_b20_bad_files_are_refused_in_words_and_touch_nothing(bureau: Person, rivers: str) -> None:
    """[B20] [B26] The code says why; the text and the record are as they were."""
    before = bureau.get(f"/texts/{rivers}").json()
    for data, name, code in (
        (b"", "x.docx", "file_empty"),
        (b"%PDF-1.7 ...", "x.docx", "file_kind"),
        (b"only words", "x.docx", "file_not_word"),
        (negotiated().data()[:900], "x.docx", "file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "x.docx",
         "file_password"),
    ):  # fmt: skip
        answer = sends(bureau, f"/texts/{rivers}/file", data, name=name, base="1")
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert bureau.get(f"/texts/{rivers}").json() == before


def test_b21_a_file_that_is_too_large_is_refused_before_it_is_taken(
    bureau: Person, app: Any
) -> None:
    """[B21] By what it announces, and by what arrives."""
    limit = app.state.office.settings.file_limit
    head = {"Content-Length": str(500 * 1024 * 1024)}
    answer = bureau.client.post(bureau.at("/files?dry=1"), content=b"x", headers=head)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "file_too_large")
    pieces = (b"x" * (1 << 20) for _ in range((limit >> 20) + 1))
    answer = bureau.client.post(bureau.at("/files?dry=1"), content=pieces)
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "file_too_large")
