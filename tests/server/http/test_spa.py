import gzip

import pytest
from starlette.testclient import TestClient

from adref.server.http.office import Office
from adref.server.http.spa import Assets, accepts, page

PAGES = ("/", "/i/some-token", "/s/seat", "/s/seat/texts/1")


@pytest.mark.parametrize("path", PAGES)
def test_pages_that_were_not_built_say_so(anybody: TestClient, path: str) -> None:
    answer = anybody.get(path)
    assert answer.status_code == 200
    assert "its pages were not built" in answer.text


@pytest.fixture
def built(office: Office) -> None:
    static = office.settings.static
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<div id=app></div>")
    (static / "assets" / "main-abc.js").write_text("let words = 1")
    (static / "assets" / "main-abc.js.gz").write_bytes(gzip.compress(b"let words = 1"))
    (static / "assets" / "main-abc.js.br").write_bytes(b"words in brotli")
    (static / "assets" / "letter-abc.woff2").write_bytes(b"font")


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_the_one_application(anybody: TestClient, path: str) -> None:
    answer = anybody.get(path)
    assert answer.text == "<div id=app></div>"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.usefixtures("built")
def test_hashed_files_are_kept_for_ever_and_sent_compressed(anybody: TestClient) -> None:
    packed = anybody.get("/static/assets/main-abc.js", headers={"Accept-Encoding": "gzip"})
    plain = anybody.get("/static/assets/main-abc.js", headers={"Accept-Encoding": "identity"})
    assert packed.text == plain.text == "let words = 1"
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    for answer in (packed, plain):
        assert "javascript" in answer.headers["content-type"]
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "accept-encoding"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("BR", "br"),
        ("bread, gzip;q=0.0", None),
        ("identity", None),
    ],
)
def test_the_smallest_that_the_browser_takes_is_sent(
    office: Office, accepted: str, sent: str | None
) -> None:
    assert accepts(accepted) >= ({sent} if sent else set())
    static = Assets(directory=office.settings.static)
    assert static._packed("assets/main-abc.js", accepted)[0] == (sent or "")


@pytest.mark.usefixtures("built")
def test_the_page_itself_is_sent_compressed_too(office: Office) -> None:
    (office.settings.static / "index.html.br").write_bytes(b"the page, packed")
    answer = page(office.settings.static, "gzip, br")
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-encoding" not in page(office.settings.static, "gzip").headers


@pytest.mark.usefixtures("built")
def test_files_without_a_packed_sibling_are_sent_as_they_are(anybody: TestClient) -> None:
    answer = anybody.get("/static/assets/letter-abc.woff2")
    assert answer.content == b"font"
    assert answer.headers["content-type"] == "font/woff2"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["assets/none.js", "../adref.db", "%2e%2e/secret.key", ""])
def test_nothing_but_built_files_is_served(anybody: TestClient, path: str) -> None:
    assert anybody.get(f"/static/{path}").status_code == 404


@pytest.mark.usefixtures("built")
def test_w35_a_wrong_address_is_a_page_for_a_person_and_a_refusal_for_a_script(
    anybody: TestClient,
) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml"}
    for path in ("/nowhere", "/t/a", "/i/a/b"):
        shown = anybody.get(path, headers=browser)
        assert (shown.status_code, shown.text) == (404, "<div id=app></div>")
        assert anybody.get(path).json()["error"]["code"] == "not_found"
    for path in ("/api/nowhere", "/static/nowhere.js"):
        assert anybody.get(path, headers=browser).json()["error"]["code"] == "not_found"


def test_s22_the_worker_stands_at_the_root_and_may_ask_this_server_alone(
    anybody: TestClient, office: Office
) -> None:
    assert anybody.get("/worker.js").status_code == 404
    office.settings.static.mkdir(parents=True)
    (office.settings.static / "worker.js").write_text("keep()")
    answer = anybody.get("/worker.js")
    assert (answer.status_code, answer.text) == (200, "keep()")
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["cache-control"] == "no-cache"
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
