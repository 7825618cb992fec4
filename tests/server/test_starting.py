"""[U6] A start loads what a meeting needs to go on, and nothing else."""

import re
import signal
import subprocess
import sys
from pathlib import Path

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


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """An installation with a text, its server stopped; ``lines``: seat, cookie, text."""
    with running("serve", "--data", tmp_path / "data", "--port", 0) as server:
        base, token = server.read_until(r"(http://localhost:\d+)/i/(\S+)").groups()
        with browser(base) as keeper:
            seat = keeper.post("/api/join", json={"token": token, "name": "A"}).json()["seat"]
            seat = keeper.post(f"/api/s/{seat}/negotiations", json={"title": "N"}).json()["seat"]
            body = {"title": "T", "source": "1. One.", "format": "txt"}
            text = keeper.post(f"/api/s/{seat}/texts", json=body).json()["id"]
            server.lines = [seat, f"adref_{seat}={keeper.cookies[f'adref_{seat}']}", text]
        server.stop()
    return server


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
    process = subprocess.Popen(
        [sys.executable, "-c", TELLING, "serve", "--data", str(tmp_path / "data"), "--port", "0"],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    server = Served(process)
    try:
        (port,) = server.read_until(r"Adref is at http://localhost:(\d+)").groups()
        address = f"ws://127.0.0.1:{port}/ws?seat={seat}"
        with connect(address, additional_headers={"Cookie": cookie}) as socket:
            assert b"read" in enter(socket, f"text/{text}")  # Authenticated, with the scope
        with connect(f"{address}&text={text}", additional_headers={"Cookie": cookie}) as socket:
            assert b"read" in enter(socket, "t")  # the address names the text
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    loaded = set(re.search(r"^loaded (.*)$", out, re.MULTILINE)[1].split())  # type: ignore[index]
    assert "pycrdt" in loaded, errors
    assert sorted(loaded & HEAVY) == []


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
