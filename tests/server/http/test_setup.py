from typing import Any

from tests.server.http.conftest import Person


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_h12_the_secretariat_sets_up_a_negotiation(bureau: Person, app: Any) -> None:
    kenya = bureau.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})
    norway = bureau.made("/parties", {"name": "Kingdom of Norway", "short": "Norway"})
    wwf = bureau.made("/parties", {"name": "Water Watch", "short": "WW", "kind": "observer"})
    north = bureau.made(
        "/coalitions", {"name": "Northern Group", "short": "NG", "members": [norway["id"]]}
    )
    delegate = Person.joins(app, bureau.invite("delegate", kenya["id"]), "Wanjiru")
    me = delegate.get("/me").json()
    assert me["seat"]["party"] == kenya["id"]
    assert me["negotiation"]["title"] == "Waters of the Delta"
    assert me["negotiation"]["parties"] == [kenya, norway, wwf]
    assert me["negotiation"]["coalitions"] == [north]
    assert me["texts"] == []


def test_h12_the_keeper_finds_the_negotiations_again(keeper: Person, bureau: Person) -> None:
    kept = keeper.get("/me").json()["kept"]
    assert [(k["title"], k["seat"]) for k in kept] == [("Waters of the Delta", bureau.seat)]


def test_h12_who_is_not_of_the_bureau_finds_no_such_door(bureau: Person, app: Any) -> None:
    kenya = bureau.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})
    delegate = Person.joins(app, bureau.invite("delegate", kenya["id"]), "Wanjiru")
    nothing = delegate.client.get("/api/s/none/me")
    for answer in (
        delegate.get("/invitations"),
        delegate.post("/invitations", {"role": "chair"}),
        delegate.post("/parties", {"name": "X", "short": "X"}),
        delegate.patch(f"/parties/{kenya['id']}", {"short": "K"}),
        delegate.delete(f"/parties/{kenya['id']}"),
        delegate.post("/coalitions", {"name": "X", "short": "X"}),
        delegate.post("/negotiations", {"title": "X"}),
        delegate.patch("/negotiation", {"title": "X"}),
    ):
        assert (answer.status_code, answer.content) == (404, nothing.content)


def test_h5_another_negotiations_things_are_not_there(keeper: Person, bureau: Person) -> None:
    kenya = bureau.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})
    link = bureau.made("/invitations", {"role": "observer"})
    made = keeper.made("/negotiations", {"title": "Another"})
    other = Person(keeper.client, made["seat"])
    assert other.delete(f"/parties/{kenya['id']}").status_code == 404
    assert other.patch(f"/parties/{kenya['id']}", {"short": "K"}).status_code == 404
    assert other.delete(f"/invitations/{link['id']}").status_code == 404
    refused = other.post("/coalitions", {"name": "X", "short": "X", "members": [kenya["id"]]})
    assert code(refused) == (422, "party_unknown")
    refused = other.post("/invitations", {"role": "delegate", "party": kenya["id"]})
    assert code(refused) == (422, "party_unknown")


def test_h14_short_names_are_told_apart(bureau: Person) -> None:
    kenya = bureau.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})
    refused = bureau.post("/parties", {"name": "Kenya again", "short": "KENYA"})
    assert code(refused) == (409, "short_taken")
    refused = bureau.post("/coalitions", {"name": "Kenya and friends", "short": "Kenya"})
    assert code(refused) == (409, "short_taken")
    same = bureau.patch(f"/parties/{kenya['id']}", {"short": "KENYA"})
    assert same.json()["short"] == "KENYA"


def test_h15_a_party_that_somebody_sat_for_stays(bureau: Person, app: Any) -> None:
    unused = bureau.made("/parties", {"name": "Unused", "short": "U"})
    used = bureau.made("/parties", {"name": "Used", "short": "V"})
    bureau.made("/coalitions", {"name": "Both", "short": "B", "members": [unused["id"]]})
    bureau.invite("delegate", unused["id"])
    Person.joins(app, bureau.invite("delegate", used["id"]), "Wanjiru")
    assert code(bureau.delete(f"/parties/{used['id']}")) == (409, "party_in_use")
    assert bureau.delete(f"/parties/{unused['id']}").status_code == 200
    negotiation = bureau.get("/me").json()["negotiation"]
    assert [p["short"] for p in negotiation["parties"]] == ["V"]
    assert negotiation["coalitions"][0]["members"] == []
    assert bureau.get("/invitations").json()["invitations"][0]["revoked"] is True


def test_h15_a_coalition_with_members_stays(bureau: Person) -> None:
    kenya = bureau.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})
    body = {"name": "African Group", "short": "AG", "members": [kenya["id"]]}
    group = bureau.made("/coalitions", body)
    assert code(bureau.delete(f"/coalitions/{group['id']}")) == (409, "coalition_has_members")
    changed = bureau.patch(f"/coalitions/{group['id']}", {"members": []})
    assert changed.json()["members"] == []
    assert changed.json()["name"] == "African Group"
    assert bureau.delete(f"/coalitions/{group['id']}").status_code == 200
    assert bureau.get("/me").json()["negotiation"]["coalitions"] == []


def test_h16_links_fit_the_party(bureau: Person) -> None:
    kenya = bureau.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})
    party = kenya["id"]
    for body, expected in (
        ({"role": "delegate"}, "party_needed"),
        ({"role": "chair", "party": party}, "party_not_for_role"),
        ({"role": "observer", "party": party}, "party_not_for_role"),
        ({"role": "delegate", "party": "nobody"}, "party_unknown"),
        ({"role": "keeper"}, "field_unknown"),
        ({"role": "observer", "expires_at": "2020-01-01T00:00:00Z"}, "expiry_is_past"),
        ({"role": "observer", "expires_at": "2030-01-01T00:00:00"}, "field_invalid"),
    ):
        assert code(bureau.post("/invitations", body)) == (422, expected)


def test_h10_a_typing_error_in_a_body_is_noticed(bureau: Person) -> None:
    refused = bureau.post("/parties", {"name": "X", "short": "X", "knid": "observer"})
    assert refused.json()["error"] == {"code": "field_not_known", "params": {"field": "knid"}}
    refused = bureau.post("/parties", {"name": "X", "short": " "})
    assert refused.json()["error"] == {"code": "field_empty", "params": {"field": "short"}}
    refused = bureau.post("/parties", {"name": "X", "short": "x" * 41})
    params = {"field": "short", "max": 40}
    assert refused.json()["error"] == {"code": "field_too_long", "params": params}
    refused = bureau.post("/parties", {"name": "X"})
    assert refused.json()["error"] == {"code": "field_missing", "params": {"field": "short"}}


def test_the_negotiation_is_renamed_and_its_notation_chosen(bureau: Person) -> None:
    changed = bureau.patch("/negotiation", {"title": "Delta", "profile": "unfccc"}).json()
    assert (changed["title"], changed["profile"]) == ("Delta", "unfccc")
    assert code(bureau.patch("/negotiation", {"profile": "mine"})) == (422, "field_unknown")
