from typing import Any

from starlette.testclient import TestClient

from adref.server.http.office import Office
from tests.server.http.conftest import Clock, Person, browser


def test_h1_one_opens_the_link_gives_a_name_and_is_in(keeper: Person) -> None:
    me = keeper.get("/me").json()
    assert me["seat"]["name"] == "Amina Keeper"
    assert me["seat"]["role"] == "keeper"
    assert me["negotiation"] is None


def test_a_link_says_what_it_lets_one_into(bureau: Person, anybody: TestClient) -> None:
    kenya = bureau.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})
    token = bureau.invite("delegate", kenya["id"])
    assert anybody.get(f"/api/invitations/{token}").json() == {
        "negotiation": "Waters of the Delta",
        "party": "Republic of Kenya",
        "role": "delegate",
        "seat": None,
    }


def test_h4_the_cookie_is_kept_from_scripts_and_other_sites(
    bureau: Person, anybody: TestClient
) -> None:
    answer = anybody.post("/api/join", json={"token": bureau.invite("chair"), "name": "Ito"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"adref_{answer.json()['seat']}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_h3_a_revoked_link_shows_out_who_came_in_through_it(
    bureau: Person, app: Any, anybody: TestClient
) -> None:
    token = bureau.invite("observer")
    observer = Person.joins(app, token, "Lena")
    assert observer.get("/me").status_code == 200
    link = bureau.get("/invitations").json()["invitations"][0]
    assert link["used"] == 1
    assert bureau.delete(f"/invitations/{link['id']}").status_code == 200
    assert observer.get("/me").status_code == 404
    assert anybody.post("/api/join", json={"token": token, "name": "Lena"}).status_code == 404
    assert bureau.get("/invitations").json()["invitations"][0]["revoked"] is True


def test_h5_unknown_revoked_expired_and_used_links_answer_alike(
    bureau: Person, office: Office, clock: Clock, app: Any, anybody: TestClient
) -> None:
    expiring = bureau.invite("observer", expires_at="2026-03-02T10:00:00Z")
    revoked = bureau.invite("observer")
    bureau.delete(f"/invitations/{bureau.get('/invitations').json()['invitations'][-1]['id']}")
    used = office.identity.token(office.identity.invite_keeper())
    assert used
    Person.joins(app, used, "Keeper")
    assert anybody.get(f"/api/invitations/{expiring}").status_code == 200
    clock.forward(hours=2)
    dead = ["nothing", expiring, revoked, used]
    looks = [anybody.get(f"/api/invitations/{token}") for token in dead]
    joins = [anybody.post("/api/join", json={"token": t, "name": "X"}) for t in dead]
    told = {(a.status_code, a.content, tuple(a.headers.items())) for a in (*looks, *joins)}
    assert len(told) == 1
    assert looks[0].status_code == 404


def test_h4_who_came_in_finds_the_way_through_the_same_link_again(
    office: Office, anybody: TestClient
) -> None:
    token = office.identity.token(office.identity.invite_keeper())
    assert anybody.get(f"/api/invitations/{token}").json()["seat"] is None
    seat = anybody.post("/api/join", json={"token": token, "name": "Keeper"}).json()["seat"]
    assert anybody.get(f"/api/invitations/{token}").json()["seat"] == seat


def test_h2_an_expired_link_leaves_those_in_who_are_in(
    bureau: Person, clock: Clock, app: Any
) -> None:
    token = bureau.invite("observer", expires_at="2026-03-02T10:00:00+00:00")
    observer = Person.joins(app, token, "Lena")
    clock.forward(days=1)
    assert observer.get("/me").status_code == 200


def test_h5_another_seats_cookie_opens_nothing(bureau: Person, app: Any) -> None:
    observer = Person.joins(app, bureau.invite("observer"), "Lena")
    thief = browser(app)
    mine = observer.client.cookies[f"adref_{observer.seat}"]
    thief.cookies.set(f"adref_{bureau.seat}", mine)
    wrong = thief.get(bureau.at("/me"))
    nobody = thief.get("/api/s/nothing/me")
    assert wrong.status_code == nobody.status_code == 404
    assert (wrong.content, wrong.headers) == (nobody.content, nobody.headers)


def test_h6_trying_links_is_slowed_down(office: Office, anybody: TestClient) -> None:
    for _ in range(office.settings.failures_a_minute):
        answer = anybody.post("/api/join", json={"token": "guess", "name": "X"})
        assert answer.status_code == 404
    answer = anybody.post("/api/join", json={"token": "guess", "name": "X"})
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "too_many_tries"
    assert answer.headers["retry-after"] == "60"


def test_h1_the_database_alone_lets_nobody_in(bureau: Person, office: Office) -> None:
    token = bureau.invite("chair")
    secret = bureau.client.cookies[f"adref_{bureau.seat}"]
    files = office.settings.data.glob("adref.db*")
    stored = b"".join(file.read_bytes() for file in files)
    assert token.encode() not in stored
    assert secret.encode() not in stored
    assert bureau.seat.encode() in stored


def test_h10_a_name_is_words_to_be_seen(bureau: Person, anybody: TestClient) -> None:
    token = bureau.invite("observer")
    for name in ("", "   ", "\u202e\u200d", "\ud800", 7, None):
        body = b'{"token": "%s", "name": "\\ud800"}' % token.encode()
        sent = {"content": body} if name == "\ud800" else {"json": {"token": token, "name": name}}
        assert anybody.post("/api/join", **sent).status_code == 422
    joined = anybody.post("/api/join", json={"token": token, "name": " Zoë\u202e  \n Ng "})
    seat = joined.json()["seat"]
    assert anybody.get(f"/api/s/{seat}/me").json()["seat"]["name"] == "Zoë Ng"
