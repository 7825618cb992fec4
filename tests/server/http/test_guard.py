import errno
import json
import re

import pytest
from starlette.testclient import TestClient

from adref.server.http.office import Office
from tests.server.http.conftest import Person
from tests.server.processes import ROOT

Captured = pytest.CaptureFixture[str]

BODY = {"name": "Kingdom of Norway", "short": "Norway"}


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Adref": "1"},
        {"X-Adref": "1", "Origin": "http://testserver"},
        {"X-Adref": "1", "Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_h7_our_pages_and_scripts_may_act(bureau: Person, headers: dict[str, str]) -> None:
    bureau.client.headers.pop("X-Adref")
    answer = bureau.client.post(bureau.at("/parties"), json=BODY, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"X-Adref": "1", "Origin": "http://evil.example"},
        {"X-Adref": "1", "Origin": "null"},
        {"X-Adref": "1", "Origin": "http://testserver.evil.example"},
        {"X-Adref": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Adref": "1", "Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_h7_another_site_cannot_act(bureau: Person, headers: dict[str, str]) -> None:
    bureau.client.headers.pop("X-Adref")
    answer = bureau.client.post(bureau.at("/parties"), json=BODY, headers=headers)
    assert answer.status_code == 403
    assert answer.json() == {"error": {"code": "not_from_here", "params": {}}}
    assert bureau.get("/me").json()["negotiation"]["parties"] == []


def test_h9_every_answer_carries_the_protecting_headers(anybody: TestClient) -> None:
    for path in ("/", "/healthz", "/nowhere"):
        headers = anybody.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/api/s/x/me", "/static/assets/none.js"])
def test_h9_data_and_built_files_may_do_nothing_by_themselves(
    anybody: TestClient, path: str
) -> None:
    headers = anybody.get(path).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_h10_too_large_a_body_gets_a_clear_answer(bureau: Person) -> None:
    answer = bureau.post("/parties", {"name": "x" * (3 * 1024 * 1024), "short": "X"})
    assert answer.status_code == 413
    assert answer.json() == {"error": {"code": "too_large", "params": {"megabytes": 2}}}


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b'{"name": 1}', b"[" * 9999])
def test_h10_bodies_of_another_shape_are_refused_in_words(bureau: Person, body: bytes) -> None:
    answer = bureau.client.post(bureau.at("/parties"), content=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"].startswith(("field_", "not_json"))


def test_h11_a_door_that_breaks_tells_the_log_where_and_never_what(
    bureau: Person, office: Office, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def breaks(_negotiation: str) -> None:
        raise RuntimeError("the words of a delegation")

    monkeypatch.setattr(office.directory, "texts", breaks)
    answer = bureau.get("/me")
    assert answer.status_code == 500
    assert answer.json() == {"error": {"code": "server", "params": {}}}
    told = "".join(capsys.readouterr())
    assert "RuntimeError" in told
    assert "join.py" in told
    assert "the words" not in told


def test_l5_a_door_that_finds_no_room_says_so(
    bureau: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that comes in and finds the disk full; nothing is left of it."""

    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("adref.server.http.uploads.tempfile.mkstemp", full)
    before = bureau.get("/me").json()
    answer = bureau.client.post(bureau.at("/files?name=a.docx"), content=b"PK")
    assert (answer.status_code, answer.json()["error"]["code"]) == (507, "no_room")
    assert bureau.get("/me").json() == before


def test_every_refusal_of_the_doors_has_its_sentence() -> None:
    catalogue = ROOT / "frontend" / "src" / "i18n"
    doors = "".join(file.read_text() for file in (ROOT / "adref/server").rglob("http/*.py"))
    codes = set(re.findall(r'(?:Refused|refusal)\(\s*[\w.]+,\s*"(\w+)"', doors))
    assert codes >= {"not_found", "server", "party_in_use", "too_large", "field_missing"}
    for language in ("en", "fr"):
        told = json.loads((catalogue / f"{language}.json").read_text())
        assert {code for code in codes if f"error.{code}" not in told} == set()
