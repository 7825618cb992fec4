import re
from typing import Any

import pytest
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from adref.server.http.late import LateDoors
from adref.server.http.public import DESCRIPTION
from adref.server.http.table import FAMILIES, USUAL, every_door
from tests.server.http.conftest import Person, browser

OPEN = {
    ("GET", "/healthz"),
    ("GET", "/api/record-key"),
    ("GET", "/readyz"),
    ("GET", "/api/openapi.json"),
    ("GET", "/api/invitations/{token}"),
    ("POST", "/api/join"),
    ("GET", "/"),
    ("GET", "/i/{token}"),
    ("GET", "/s/{path:path}"),
    ("GET", "/static"),
    ("GET", "/worker.js"),
}


def every_route(app: Any) -> set[tuple[str, str]]:
    found, routes = set(), list(app.pages.routes)
    while routes:
        route = routes.pop()
        if isinstance(route, Route):
            found |= {(method, route.path) for method in (route.methods or set()) - {"HEAD"}}
        elif isinstance(route, Mount):
            found.add(("GET", route.path))
        else:
            assert isinstance(route, LateDoors)
            routes += route.routes
    return found


def filled(path: str, seat: str) -> str:
    return path.format_map({"seat": seat} | dict.fromkeys(PARTS, "x"))


PARTS = ("job", "party", "coalition", "invitation", "text", "token", "revision")


def test_all_routes_authenticate(app: Any, bureau: Person) -> None:
    """[H8] Every route but the open ones gives a stranger the same bytes, seat or no seat."""
    stranger = browser(app)
    nothing = stranger.get("/api/nothing")
    assert nothing.status_code == 404
    asked = 0
    for method, path in every_route(app) - OPEN:
        for seat in (bureau.seat, "x"):
            answer = stranger.request(method, filled(path, seat), content=b"{")
            assert answer.status_code == 404, (method, path)
            assert answer.content == nothing.content, (method, path)
            assert answer.headers == nothing.headers, (method, path)
            asked += 1
    assert asked >= 20
    assert every_route(app) >= OPEN


def test_h7_every_door_that_acts_wants_the_act_header(app: Any, bureau: Person) -> None:
    bureau.client.headers.pop("X-Adref")
    acting = [door for door in every_door() if door.method != "GET"]
    for door in acting:
        path = filled(door.path, bureau.seat)
        answer = bureau.client.request(door.method, path, content=b"{}")
        assert answer.status_code == 403, door.path
    assert len(acting) >= 10


def test_h8_every_route_is_described(app: Any, anybody: TestClient) -> None:
    described = anybody.get(DESCRIPTION).json()
    paths = ("/", "/i/{token}", "/s/{path:path}", "/static", "/worker.js")
    pages = {("GET", path) for path in paths}
    found = {
        (method.upper(), path)
        for path, operations in described["paths"].items()
        for method in operations
    }
    assert found == every_route(app) - pages - {("GET", DESCRIPTION)}
    names = [o["operationId"] for p in described["paths"].values() for o in p.values()]
    assert len(names) == len(set(names))


def test_u6_an_address_is_of_one_family_whatever_is_asked_there() -> None:
    families = [(re.compile(addresses), load()) for addresses, load in FAMILIES]
    assert sum(len(doors) for _, doors in families) + len(USUAL) == len(every_door())
    for door in every_door():
        path = filled(door.path, "x")
        found = [doors for addresses, doors in families if addresses.fullmatch(path)]
        assert found == [doors for _, doors in families if door in doors], path


@pytest.mark.parametrize("door", every_door(), ids=lambda door: f"{door.method} {door.path}")
def test_doors_describe_what_they_take_and_give(door: Any) -> None:
    assert door.summary
    assert door.answer or door.media != ("application/json",)
    assert door.body or door.takes_file or door.method not in ("POST", "PATCH")


def test_a_known_address_with_another_method_is_refused(anybody: TestClient) -> None:
    answer = anybody.put("/api/join")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "general"
    assert "POST" in answer.headers["allow"]


def test_the_server_says_that_it_is_well(anybody: TestClient) -> None:
    assert anybody.get("/healthz").json() == {"status": "ok"}
