import gzip

import pytest
from starlette.testclient import TestClient

from adref.server.http.office import Office

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
def test_files_without_a_packed_sibling_are_sent_as_they_are(anybody: TestClient) -> None:
    answer = anybody.get("/static/assets/letter-abc.woff2")
    assert answer.content == b"font"
    assert answer.headers["content-type"] == "font/woff2"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["assets/none.js", "../adref.db", "%2e%2e/secret.key", ""])
def test_nothing_but_built_files_is_served(anybody: TestClient, path: str) -> None:
    assert anybody.get(f"/static/{path}").status_code == 404
