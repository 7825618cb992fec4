from typing import Any

import pytest

from adref.server import source_reading
from tests.server.http.conftest import Person

SOURCE = """# Waters of the Delta

PP1 *Recalling* its earlier decisions, (Agreed ad ref)

OP1 *Decides* to protect the delta [by 2030] [fully];

OP2 *Invites* States to report;
"""


class Room:
    """A negotiation with a text, a chair, two delegations and an observer."""

    def __init__(self, app: Any, bureau: Person) -> None:
        self.bureau = bureau
        self.app = app
        self.kenya = bureau.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})["id"]
        self.norway = bureau.made("/parties", {"name": "Kingdom of Norway", "short": "Norway"})[
            "id"
        ]
        made = bureau.made("/texts", {"title": "Draft: the Delta", "source": SOURCE})
        self.text, self.report = made["id"], made["report"]
        self.chair = self.seat("chair", None, "Ito")
        self.wanjiru = self.seat("delegate", self.kenya, "Wanjiru")
        self.solveig = self.seat("delegate", self.norway, "Solveig")
        self.observer = self.seat("observer", None, "Lena")
        self.acts = 0

    def seat(self, role: str, party: str | None, name: str) -> Person:
        return Person.joins(self.app, self.bureau.invite(role, party), name)

    def at(self, path: str = "") -> str:
        return f"/texts/{self.text}{path}"

    def paragraph(self, label: str) -> Any:
        paragraphs = self.bureau.get(self.at()).json()["paragraphs"]
        return next(p for p in paragraphs if p["label"] == label)

    def act(self, who: Person, command: dict[str, Any], **more: Any) -> Any:
        self.acts += 1
        body = {"id": f"c{self.acts}", "command": command, **more}
        return who.post(self.at("/commands"), body)

    def done(self, who: Person, command: dict[str, Any]) -> Any:
        answer = self.act(who, command)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def submission(self, party: str) -> dict[str, Any]:
        paragraph = self.paragraph("OP2")
        words = "".join(piece["t"] for piece in paragraph["content"])
        start = words.index("report")
        amendment = {
            "kind": "change",
            "paragraph": paragraph["id"],
            "basis": paragraph["content"],
            "span": [start, start + len("report")],
            "replacement": "report every two years",
        }
        return {"do": "submit", "party": party, "rationale": "", "amendments": [amendment]}

    def floor(self, who: Person) -> Any:
        return who.get(self.at("/floor")).json()


@pytest.fixture
def room(app: Any, bureau: Person) -> Room:
    return Room(app, bureau)


def test_h17_an_imported_text_is_listed_and_read_by_everybody(room: Room) -> None:
    for person in (room.bureau, room.chair, room.wanjiru, room.observer):
        assert [t["title"] for t in person.get("/me").json()["texts"]] == ["Draft: the Delta"]
        read = person.get(room.at()).json()
        words = " ".join(piece["t"] for p in read["paragraphs"] for piece in p["content"])
        assert "protect the delta [by 2030] [fully]" in words
    assert room.report["open"] == room.report["close"] == 2


def test_h17_the_import_report_is_the_bureaus(room: Room) -> None:
    assert room.chair.get(room.at("/report")).json() == room.report
    assert room.wanjiru.get(room.at("/report")).status_code == 404
    assert room.observer.get(room.at("/desk")).status_code == 404


def test_another_negotiations_text_is_not_there(room: Room, keeper: Person) -> None:
    other = Person(keeper.client, keeper.made("/negotiations", {"title": "Other"})["seat"])
    nothing = other.get("/texts/none")
    for path in ("", "/floor", "/record", "/remarks/mine", "/desk", "/report", "/export"):
        answer = other.get(room.at(path))
        assert (answer.status_code, answer.content) == (404, nothing.content)
    act = {"id": "x", "command": {"do": "remark", "paragraph": "p", "text": "x"}}
    assert other.post(room.at("/commands"), act).content == nothing.content


def test_a_submission_stands_for_everybody(room: Room) -> None:
    effect = room.done(room.wanjiru, room.submission(room.kenya))
    assert [event["type"] for event in effect["events"]] == ["submitted"]
    for person in (room.chair, room.solveig, room.observer):
        floor = room.floor(person)
        assert floor["seq"] == effect["seq"]
        (proposal,) = floor["state"]["proposals"].values()
        assert proposal["party"] == room.kenya
    record = room.observer.get(room.at("/record")).json()["events"]
    assert [(e["type"], e["by"]["name"]) for e in record if e["type"] == "submitted"] == [
        ("submitted", "Wanjiru")
    ]


def test_h18_a_command_id_is_carried_out_once(room: Room) -> None:
    body = {"id": "same", "command": room.submission(room.kenya)}
    first = room.wanjiru.post(room.at("/commands"), body)
    again = room.wanjiru.post(room.at("/commands"), body)
    assert first.status_code == 200
    assert again.json() == first.json()
    assert len(room.floor(room.chair)["state"]["proposals"]) == 1


def test_h18_a_dry_command_shows_its_effect_and_does_nothing(room: Room) -> None:
    proposal = room.done(room.wanjiru, room.submission(room.kenya))["events"][0]["proposal"]["id"]
    before = room.floor(room.chair)
    adopt = {"do": "adopt", "proposal": proposal}
    effect = room.act(room.chair, adopt, dry=True).json()
    assert [edit["edit"] for edit in effect["edits"]] == ["content"]
    assert room.floor(room.chair) == before
    room.done(room.chair, adopt)
    words = "".join(piece["t"] for piece in room.paragraph("OP2")["content"])
    assert words.startswith("Invites States to report every two years")


def test_refusals_say_why(room: Room) -> None:
    proposal = room.done(room.wanjiru, room.submission(room.kenya))["events"][0]["proposal"]["id"]
    before = room.floor(room.chair)
    for who, command, expected in (
        (room.wanjiru, room.submission(room.norway), (403, "not_permitted")),
        (room.observer, room.submission(room.kenya), (403, "not_permitted")),
        (room.wanjiru, {"do": "adopt", "proposal": proposal}, (403, "not_permitted")),
        (room.chair, {"do": "adopt", "proposal": "x"}, (422, "no_such_proposal")),
        (room.chair, {"do": "dance"}, (422, "bad_command")),
    ):
        answer = room.act(who, command)
        assert (answer.status_code, answer.json()["error"]["code"]) == expected
    assert room.floor(room.chair) == before


def test_h19_a_remark_is_hidden_until_it_is_shown(room: Room) -> None:
    remark = {"do": "remark", "paragraph": room.paragraph("OP2")["id"], "text": "Rivers too?"}
    made = room.done(room.observer, remark)
    identifier = made["events"][0]["remark"]["id"]
    mine = room.observer.get(room.at("/remarks/mine")).json()["remarks"]
    assert [r["text"] for r in mine] == ["Rivers too?"]
    assert [r["id"] for r in room.chair.get(room.at("/desk")).json()["remarks"]] == [identifier]
    for person in (room.wanjiru, room.solveig):
        assert person.get(room.at("/remarks/mine")).json()["remarks"] == []
        for path in ("/floor", "/record"):
            assert "Rivers" not in person.get(room.at(path)).text
            assert identifier not in person.get(room.at(path)).text
    room.done(room.chair, {"do": "show_remark", "remark": identifier})
    assert "Rivers too?" in room.wanjiru.get(room.at("/floor")).text


def test_h15_a_party_that_stands_on_the_floor_stays(room: Room) -> None:
    group = {"name": "Friends", "short": "F", "members": [room.kenya]}
    friends = room.bureau.made("/coalitions", group)["id"]
    room.done(room.wanjiru, room.submission(friends))
    room.bureau.patch(f"/coalitions/{friends}", {"members": []})
    refused = room.bureau.delete(f"/coalitions/{friends}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "coalition_in_use")


def test_h13_leaving_a_coalition_ends_speaking_for_it_at_once(room: Room) -> None:
    group = {"name": "Friends", "short": "F", "members": [room.kenya]}
    friends = room.bureau.made("/coalitions", group)["id"]
    room.done(room.wanjiru, room.submission(friends))
    room.bureau.patch(f"/coalitions/{friends}", {"members": [room.norway]})
    refused = room.act(room.wanjiru, room.submission(friends))
    assert refused.json()["error"]["code"] == "not_permitted"
    room.done(room.solveig, room.submission(friends))


def test_files_come_out_in_every_view_and_format(room: Room) -> None:
    room.done(room.wanjiru, room.submission(room.kenya))
    proposal = next(iter(room.floor(room.chair)["state"]["proposals"]))

    def words(query: str) -> str:
        answer = room.observer.get(room.at(f"/export?format=md&{query}"))
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/markdown")
        return answer.text

    assert "report every two years" not in words("view=working")
    assert "Kenya" in words("view=compilation")
    assert "Kenya" not in words("view=unattributed")
    assert "report every two years" not in words("view=clean")
    assert "report every two years" in words(f"view=clean&adopt={proposal}")
    word = room.observer.get(room.at("/export?view=compilation&format=docx"))
    assert word.content.startswith(b"PK")
    assert "Draft-the-Delta-compilation.docx" in word.headers["content-disposition"]


@pytest.mark.parametrize("query", ["view=mine", "format=exe", "adopt=x", "language=xx"])
def test_a_file_that_is_not_made_is_refused(room: Room, query: str) -> None:
    assert room.chair.get(room.at(f"/export?{query}")).status_code == 422


def test_h10_a_source_that_is_too_large_is_refused(bureau: Person) -> None:
    body = {"title": "Large", "source": "水" * (7 * 1024 * 1024)}
    answer = bureau.post("/texts", body)
    assert answer.status_code == 413
    assert answer.json() == {"error": {"code": "too_large", "params": {"megabytes": 5}}}
    assert bureau.get("/me").json()["texts"] == []


def test_b29_a_source_that_takes_too_much_makes_no_text(bureau: Person, monkeypatch) -> None:
    """In the user's words, and nothing is listed."""
    monkeypatch.setattr(source_reading, "MOST_BRACKETS", 3)
    answer = bureau.post("/texts", {"title": "Too much", "source": SOURCE})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "file_too_much")
    assert bureau.get("/me").json()["texts"] == []
