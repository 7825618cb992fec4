"""[U6] A start loads what a meeting needs to go on, and nothing else."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from tests.server.processes import ACT, ROOT, Served, browser, running

# At its end the server tells what it has loaded.
TELLING = (
    "import atexit, sys\n"
    "from adref.server.cli import main\n"
    "atexit.register(lambda: print('loaded', *sorted(sys.modules)))\n"
    "main()\n"
)
HEAVY = {
    *("alembic", "cryptography", "docx", "icu4py", "limits", "lxml"),
    *("markdown_it", "nh3", "prometheus_client", "psycopg", "pydantic", "redis", "rich"),
    *("secure", "sqlalchemy", "structlog", "typer", "typst"),
    *("adref.server.formats", "adref.server.http.table", "adref.server.word"),
    *("adref.server.commands", "adref.server.store.postgres_log"),
    *("adref.drafting.bringing", "adref.drafting.negotiation", "adref.server.sync.neighbours"),
    *("diff_match_patch", "itsdangerous", "python_multipart", "starlette"),
}

RARE = {
    "adref.server.comparing",
    "adref.server.formats",
    "adref.server.outputs.order",
    *(f"adref.server.http.{name}" for name in ("bringing", "comparison", "export", "record")),
    *(f"adref.server.http.{name}" for name in ("revisions", "streamlining")),
}


@contextmanager
def telling(data: Path) -> Iterator[tuple[Served, dict[str, set[str]]]]:
    """A server on this installation; what it had loaded stands in the second afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", TELLING, "serve", "--data", str(data), "--port", "0"],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    told: dict[str, set[str]] = {}
    with process:
        try:
            yield Served(process), told
            process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    told["loaded"] = set(re.search(r"^loaded (.*)$", out, re.MULTILINE)[1].split())  # type: ignore[index]
    assert "pycrdt" in told["loaded"], errors


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """An installation with a text, its server stopped; ``lines``: seat, cookie, text."""
    with running("serve", "--data", tmp_path / "data", "--port", 0) as server:
        base, token = server.read_until(r"(http://localhost:\d+)/i/(\S+)").groups()
        with browser(base) as keeper:
            seat, text = made(keeper, token)
            server.lines = [seat, f"adref_{seat}={keeper.cookies[f'adref_{seat}']}", text]
        server.stop()
    return server


def made(keeper: httpx.Client, token: str) -> tuple[str, str]:
    """Who comes first makes a negotiation with a text: their seat in it, and the text."""
    seat = keeper.post("/api/join", json={"token": token, "name": "A"}).json()["seat"]
    seat = keeper.post(f"/api/s/{seat}/negotiations", json={"title": "N"}).json()["seat"]
    body = {"title": "T", "source": "1. One.", "format": "txt"}
    return seat, keeper.post(f"/api/s/{seat}/texts", json=body).json()["id"]


def enter(socket: ClientConnection, room: str) -> bytes:
    """Come into a room; what the server says to it first."""
    name, token = room.encode(), b'{"client":null}'
    socket.send(bytes([len(name)]) + name + bytes([2, 0, len(token)]) + token)
    answer = socket.recv()
    assert isinstance(answer, bytes)
    return answer.removeprefix(bytes([len(name)]) + name)


def test_u6_who_comes_back_to_a_meeting_waits_for_nothing_else(
    served: Served, tmp_path: Path
) -> None:
    """Not for a library of exports, imports, models, the command line or several machines."""
    seat, cookie, text = served.lines
    with telling(tmp_path / "data") as (server, told):
        (port,) = server.read_until(r"Adref is at http://localhost:(\d+)").groups()
        address = f"ws://127.0.0.1:{port}/ws?seat={seat}"
        with connect(address, additional_headers={"Cookie": cookie}) as socket:
            assert b"read" in enter(socket, f"text/{text}")  # Authenticated, with the scope
        with connect(f"{address}&text={text}", additional_headers={"Cookie": cookie}) as socket:
            assert b"read" in enter(socket, "t")  # the address names the text
    assert sorted(told["loaded"] & HEAVY) == []


def test_u6_who_makes_a_text_and_negotiates_on_it_loads_no_door_that_is_rarely_wanted(
    tmp_path: Path,
) -> None:
    with telling(tmp_path / "data") as (server, told):
        base, token = server.read_until(r"(http://localhost:\d+)/i/(\S+)").groups()
        with browser(base) as keeper:
            seat, text = made(keeper, token)
            at = f"/api/s/{seat}/texts/{text}"
            paragraph = keeper.get(at).json()["paragraphs"][0]["id"]
            command = {"do": "mark", "paragraph": paragraph, "state": "agreed"}
            marked = keeper.post(f"{at}/commands", json={"id": "command1", "command": command})
            assert marked.status_code == 200, marked.text
            assert keeper.get(f"{at}/record").json()["events"]
    assert sorted(told["loaded"] & RARE) == []


def test_u6_a_door_that_is_rarely_wanted_is_there_when_it_is(tmp_path: Path) -> None:
    with telling(tmp_path / "data") as (server, told):
        base, token = server.read_until(r"(http://localhost:\d+)/i/(\S+)").groups()
        with browser(base) as keeper:
            seat, text = made(keeper, token)
            at = f"/api/s/{seat}/texts/{text}"
            assert keeper.get(f"{at}/record/checkpoint").json()["format"]
            assert keeper.get(f"{at}/record/nothing").status_code == 404
            assert keeper.post(f"{at}/revisions/x").status_code == 405
    families = {f"adref.server.http.{name}" for name in ("record", "revisions", "comparison")}
    assert families - told["loaded"] == {"adref.server.http.comparison"}


def test_u6_the_first_request_finds_its_door(served: Served, tmp_path: Path) -> None:
    seat, cookie, text = served.lines
    with running("serve", "--data", tmp_path / "data", "--port", 0) as server:
        (base,) = server.read_until(r"Adref is at (http://localhost:\d+)").groups()
        with browser(base) as back:
            headers = {**ACT, "Cookie": cookie}
            found = back.get(f"/api/s/{seat}/texts/{text}", headers=headers)
            assert found.json()["title"] == "T"
            assert found.headers["content-security-policy"].startswith("default-src 'none'")
            assert back.get("/api/nothing").status_code == 404
        server.stop()
