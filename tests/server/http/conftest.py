"""An installation in a folder of its own, and people who come to its doors."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from adref.server.app import create_app, open_office
from adref.server.config import Settings
from adref.server.http.office import Office

ACT = {"X-Adref": "1"}


class Clock:
    """Goes on by a microsecond at each look, and further when it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


class Person:
    """A browser with one seat: speaks to ``/api/s/<seat>/...``."""

    def __init__(self, client: TestClient, seat: str) -> None:
        self.client = client
        self.seat = seat

    @classmethod
    def joins(cls, app: Any, token: str, name: str) -> "Person":
        client = browser(app)
        answer = client.post("/api/join", json={"token": token, "name": name})
        assert answer.status_code == 200, answer.text
        return cls(client, answer.json()["seat"])

    def at(self, path: str) -> str:
        return f"/api/s/{self.seat}{path}"

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.client.get(self.at(path), **more)

    def post(self, path: str, body: Any = None, **more: Any) -> httpx.Response:
        return self.client.post(self.at(path), json=body, **more)

    def patch(self, path: str, body: Any) -> httpx.Response:
        return self.client.patch(self.at(path), json=body)

    def delete(self, path: str) -> httpx.Response:
        return self.client.delete(self.at(path))

    def made(self, path: str, body: Any) -> Any:
        answer = self.post(path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def invite(self, role: str, party: str | None = None, **more: Any) -> str:
        link = self.made("/invitations", {"role": role, "party": party, **more})["url"]
        return str(link).rsplit("/", 1)[1]


@pytest.fixture
def clock() -> Clock:
    return Clock()


def browser(app: Any) -> TestClient:
    """A browser of its own on the running server (one event loop serves all)."""
    client = TestClient(app, headers=ACT)
    client.portal = app.state.portal
    return client


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Office:
    return open_office(Settings(data=tmp_path, static=tmp_path / "static"), clock=clock)


@pytest.fixture
def app(office: Office) -> Iterator[Any]:
    app = create_app(office.settings, office)
    with TestClient(app) as running:
        app.state.portal = running.portal
        yield app


@pytest.fixture
def keeper(app: Any, office: Office) -> Person:
    token = office.identity.token(office.identity.invite_keeper())
    assert token
    return Person.joins(app, token, "Amina Keeper")


@pytest.fixture
def bureau(keeper: Person) -> Person:
    """The secretariat of a fresh negotiation."""
    made = keeper.made("/negotiations", {"title": "Waters of the Delta", "profile": "un"})
    return Person(keeper.client, made["seat"])


@pytest.fixture
def joins(app: Any) -> Callable[[str, str], Person]:
    return lambda token, name: Person.joins(app, token, name)


@pytest.fixture
def anybody(app: Any) -> TestClient:
    return browser(app)
