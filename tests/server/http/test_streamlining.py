"""[T] The facilitator's desk: what can be put together, done and proven."""

from typing import Any

from tests.server.http.conftest import Person

SOURCE = """# Draft

1. States [should - Peru][shall - Kenya][shall - Norway] cut emissions.

2. Option 1: Parties report each year.

Option 2: Parties report every second year.
"""


def at(bureau: Person) -> str:
    for name in ("Kenya", "Norway", "Peru"):
        bureau.made("/parties", {"name": name, "short": name})
    made = bureau.made("/texts", {"title": "Draft", "source": SOURCE, "format": "md"})
    return f"/texts/{made['id']}"


def words(bureau: Person, text: str) -> list[str]:
    paragraphs = bureau.get(text).json()["paragraphs"]
    return ["".join(piece["t"] for piece in p["content"]) for p in paragraphs]


def act(bureau: Person, text: str, step: dict[str, Any], number: int = 1) -> Any:
    command = {"do": "streamline", **step}
    return bureau.post(f"{text}/commands", {"id": f"c{number}", "command": command})


def test_t6_a_step_is_suggested_done_and_on_the_record_with_its_proof(bureau: Person) -> None:
    text = at(bureau)
    found = bureau.get(f"{text}/streamline").json()
    (step,) = found["suggestions"]
    edits = step.pop("edits")
    answer = act(bureau, text, step)
    assert answer.status_code == 200, answer.text
    assert answer.json()["edits"] == edits
    assert "States [should - Peru][shall - Kenya, Norway] cut emissions." in words(bureau, text)
    (event,) = (
        e for e in bureau.get(f"{text}/record").json()["events"] if e["type"] == "streamlined"
    )
    assert event["proof"]["holds"]
    assert bureau.get(f"{text}/streamline").json()["suggestions"] == []


def test_t6_options_change_their_places(bureau: Person) -> None:
    text = at(bureau)
    (group,) = bureau.get(f"{text}/streamline").json()["groups"]
    order = [choice["paragraph"] for choice in reversed(group)]
    step = {"kind": "order_options", "paragraph": order[0], "options": order}
    assert act(bureau, text, step).status_code == 200
    assert words(bureau, text)[-2:] == [
        "Option 1: Parties report every second year.",
        "Option 2: Parties report each year.",
    ]


def test_t6_what_has_changed_meanwhile_is_not_touched(bureau: Person) -> None:
    text = at(bureau)
    (step,) = bureau.get(f"{text}/streamline").json()["suggestions"]
    del step["edits"]
    refused = act(bureau, text, {**step, "expect": {step["paragraph"]: "other words"}})
    assert refused.json()["error"]["code"] == "moved_on"
    refused = act(bureau, text, {**step, "at": [step["at"][0], 9]}, 2)
    assert refused.json()["error"]["code"] == "no_such_bracket"


def test_t6_it_is_the_bureaus_work(bureau: Person, joins: Any) -> None:
    text = at(bureau)
    party = bureau.get("/me").json()["negotiation"]["parties"][0]["id"]
    delegate = joins(bureau.invite("delegate", party), "Wanjiru")
    assert delegate.get(f"{text}/streamline").status_code == 404
    step = {"kind": "merge_brackets", "paragraph": "p", "at": [1, 2]}
    assert act(delegate, text, step).status_code == 403


def test_t7_the_proof_since_a_revision_names_what_is_gone_to_the_word(bureau: Person) -> None:
    text = at(bureau)
    head = {
        "id": "r1",
        "symbol": "A/C.9/81/L.5",
        "title": "Draft",
        "date": "2026-03-02",
    }
    issued = bureau.post(f"{text}/revisions", head)
    assert issued.status_code == 200, issued.text
    revision = issued.json()["revision"]["id"]
    assert bureau.get(f"{text}/proof?old={revision}").json()["holds"]
    (step,) = bureau.get(f"{text}/streamline").json()["suggestions"]
    del step["edits"]
    act(bureau, text, step)
    assert bureau.get(f"{text}/proof?old={revision}").json()["holds"]
    words = bureau.get(text).json()["paragraphs"]
    paragraph = next(p for p in words if "[should" in p["content"][0]["t"])
    said = paragraph["content"][0]["t"]
    place = {"paragraph": paragraph["id"], "at": said.index("[should")}
    close = {"paragraph": paragraph["id"], "at": said.index("]")}
    command = {"do": "resolve", "open": place, "close": close, "choice": "strike"}
    struck = bureau.post(f"{text}/commands", {"id": "c9", "command": command})
    assert struck.status_code == 200, struck.text
    proof = bureau.get(f"{text}/proof?old={revision}").json()
    assert not proof["holds"]
    assert [(span["party"], span["words"]) for span in proof["missing"]] == [("Peru", ["should"])]
