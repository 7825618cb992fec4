import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.server.processes import browser, run, running
from tests.server.sync.processes import free_port

LINK = r"(http://localhost:\d+)/i/(\S+)"


def test_h20_a_new_folder_becomes_an_installation_with_one_first_link(tmp_path: Path) -> None:
    data = tmp_path / "new" / "data"
    with running("serve", "--data", data, "--port", 0) as server:
        base, token = server.read_until(LINK).groups()
        with browser(base) as keeper:
            assert keeper.get("/healthz").json() == {"status": "ok"}
            seat = keeper.post("/api/join", json={"token": token, "name": "Amina"}).json()["seat"]
            made = keeper.post(f"/api/s/{seat}/negotiations", json={"title": "Delta"}).json()
            me = keeper.get(f"/api/s/{made['seat']}/me").json()
            assert me["negotiation"]["title"] == "Delta"
            assert me["seat"]["role"] == "secretariat"
        errors = server.stop()
    assert token not in errors
    assert "Amina" not in errors
    with running("serve", "--data", data, "--port", 0) as server:
        server.read_until("A new one: adref link")
        assert not any("/i/" in line for line in server.lines)
        assert any("1 negotiation(s)" in line for line in server.lines)
    again = run("link", "--data", data)
    assert again.returncode == 0
    assert "/i/" in again.stdout
    assert token not in again.stdout


def test_h22_a_link_made_while_a_server_runs_lets_in(tmp_path: Path) -> None:
    with running("serve", "--data", tmp_path, "--port", 0) as server:
        base, _token = server.read_until(LINK).groups()
        token = run("link", "--data", tmp_path).stdout.strip().rsplit("/", 1)[1]
        with browser(base) as keeper:
            joined = keeper.post("/api/join", json={"token": token, "name": "Amina"})
            assert joined.status_code == 200
            made = keeper.post(
                f"/api/s/{joined.json()['seat']}/negotiations", json={"title": "Delta"}
            ).json()
            link = run("link", "--data", tmp_path, "--negotiation", made["negotiation"])
            token = link.stdout.strip().rsplit("/", 1)[1]
            seen = keeper.get(f"/api/invitations/{token}").json()
            assert (seen["role"], seen["negotiation"]) == ("secretariat", "Delta")


def test_h21_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = run("serve", "--data", tmp_path / "data", "--port", port)
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"Port {port} is in use by another program")
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("link", "--data", "{}/none"), "There is no installation in {}/none"),
        (("serve", "--data", "{}/file"), "{}/file: "),
        (("serve", "--data", "{}/data", "--public-url", "nowhere"), "an address such as"),
        (("serve", "--port", "many"), "Invalid value for '--port'"),
        (("nonsense",), "No such command"),
    ],
)
def test_h21_what_cannot_be_done_is_told_in_a_sentence(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "file").write_text("no folder")
    answer = run(*(part.format(tmp_path) for part in arguments))
    assert answer.returncode == 2, answer.stderr
    assert told.format(tmp_path) in answer.stderr
    assert "Traceback" not in answer.stderr


def test_h21_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "adref.db").write_bytes(os.urandom(8192))
    answer = run("serve", "--data", tmp_path, "--port", 0)
    assert answer.returncode == 2
    assert "database of this installation cannot be used: file is not a database." in answer.stderr
    assert "Traceback" not in answer.stderr


def test_h21_a_database_that_cannot_be_reached_is_told_with_the_reason_and_no_password() -> None:
    there = f"127.0.0.1:{free_port()}"
    answer = run("serve", "--port", 0, "--database", f"postgresql://adref:pass-word@{there}/adref")
    assert answer.returncode == 2
    assert "cannot be used: connection failed" in answer.stderr
    assert "Connection refused" in answer.stderr
    assert "pass-word" not in answer.stderr


def test_help_says_what_there_is() -> None:
    answer = run("--help")
    assert answer.returncode == 0
    for command in ("serve", "demo", "link", "import", "export", "brackets"):
        assert command in answer.stdout


def test_h7_our_own_pages_open_the_socket_and_strangers_do_not(tmp_path: Path) -> None:
    with running("serve", "--data", tmp_path, "--port", 0) as server:
        base, token = server.read_until(LINK).groups()
        with browser(base) as keeper:
            seat = keeper.post("/api/join", json={"token": token, "name": "A"}).json()["seat"]
            seat = keeper.post(f"/api/s/{seat}/negotiations", json={"title": "N"}).json()["seat"]
            cookie = {"Cookie": f"adref_{seat}={keeper.cookies[f'adref_{seat}']}"}
        address = f"ws://{base.removeprefix('http://')}/ws?seat={seat}"
        with connect(address, additional_headers=cookie, origin=Origin(base)) as socket:
            assert socket.response
            assert socket.response.status_code == 101
        for headers, origin in ((cookie, "http://evil.example"), ({}, base)):
            with pytest.raises(InvalidStatus) as refused:
                connect(address, additional_headers=headers, origin=Origin(origin)).close()
            assert refused.value.response.status_code == 404
            assert b"not_found" in (refused.value.response.body or b"")


def test_m12_one_machine_needs_nothing_of_several() -> None:
    """No client of PostgreSQL or Redis is imported, nor what only migrations and figures need."""
    script = (
        "import sys, tempfile, asyncio, pathlib\n"
        "from adref.server.app import at_work, open_office\n"
        "from adref.server.config import Settings\n"
        "import adref.server.cli\n"
        "settings = Settings(data=pathlib.Path(tempfile.mkdtemp()))\n"
        "async def work():\n"
        "    async with at_work(open_office(settings)): pass\n"
        "asyncio.run(work())\n"
        "unwanted = {'psycopg', 'redis', 'alembic', 'prometheus_client'} & set(sys.modules)\n"
        "assert not unwanted, unwanted\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
