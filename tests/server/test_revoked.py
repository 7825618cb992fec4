"""[H3] [X7] Who is put out of a real server: sockets, what was written offline, what is on its way.

There are no other connections that stay open: jobs are asked for, and each answer is judged (O16).
"""

import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.server.processes import running
from tests.server.seats import Seat, Window
from tests.server.sync.typist import Typist
from tests.server.test_cli import LINK

PROMISE = 1.0  # seconds
SOURCE = "\n\n".join(f"Calls for action number {n}, and for more of it." for n in range(1, 6_001))


@dataclass
class Place:
    """A server with one long text, on which a delegation has a pen."""

    secretariat: Seat
    text: str
    party: str
    paragraph: str

    def invite(self) -> Any:
        body = {"role": "delegate", "party": self.party}
        return self.secretariat.made("/invitations", body)

    def revoke(self, invitation: Any) -> None:
        at = f"/api/s/{self.secretariat.seat}/invitations/{invitation['id']}"
        assert self.secretariat.client.delete(at).status_code in (200, 204)

    def words(self) -> str:
        found = self.secretariat.get(f"/texts/{self.text}")["paragraphs"]
        return "".join(piece["t"] for piece in found[0]["content"])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    data = tmp_path_factory.mktemp("revoked") / "data"
    with running("serve", "--data", data, "--port", 0) as server:
        link = server.read_until(LINK)[0]
        base = "{0.scheme}://{0.netloc}".format(urlsplit(link))
        keeper = Seat.joins(base, link, "Kim")
        made = keeper.made("/negotiations", {"title": "Revoked"})
        secretariat = Seat(base, keeper.client, made["seat"])
        party = secretariat.made("/parties", {"name": "Avelia", "short": "Avelia"})["id"]
        text = secretariat.made("/texts", {"title": "Long", "source": SOURCE, "format": "txt"})[
            "id"
        ]
        secretariat.acts(text, {"do": "mode", "codrafting": [party]})
        first = secretariat.get(f"/texts/{text}")["paragraphs"][0]["id"]
        yield Place(secretariat, text, party, first)
        keeper.client.close()


def test_h3_a_socket_is_closed_and_nothing_sent_after_it_is_taken(place: Place) -> None:
    link, room = place.invite(), f"text/{place.text}"
    leaver = Seat.joins(place.secretariat.base, link["url"], "Leo")
    with closing(leaver.client), leaver.window() as window:
        typist = window.enter(room)
        assert window.sends(room, typist.types(place.paragraph, "before ")) == "saved"
        place.revoke(link)
        with pytest.raises(ConnectionClosed) as closed:
            _goes_on(window, room, typist, place.paragraph)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008
    assert "before" in place.words()
    assert "after" not in place.words()


def test_x7_what_was_written_offline_is_not_taken_from_who_was_put_out_meanwhile(
    place: Place,
) -> None:
    link, room = place.invite(), f"text/{place.text}"
    leaver = Seat.joins(place.secretariat.base, link["url"], "Leo")
    with closing(leaver.client):
        with leaver.window() as window:
            typist = window.enter(room)
        typist.types(place.paragraph, "offline ")  # the connection is lost
        place.revoke(link)
        with pytest.raises((InvalidStatus, ConnectionClosed)), leaver.window() as window:
            window.enter(room, typist.doc.client_id, typist)
        # Nor as a command, whose door answers as one that is not there (H5).
        path = f"/api/s/{leaver.seat}/texts/{place.text}/commands"
        remark = {"do": "remark", "paragraph": place.paragraph, "text": "offline"}
        sent = leaver.client.post(path, json={"id": uuid.uuid4().hex, "command": remark})
        nobody = path.replace(leaver.seat, "0" * len(leaver.seat))
        other = leaver.client.post(nobody, json={"id": uuid.uuid4().hex, "command": remark})
        assert (sent.status_code, sent.content) == (other.status_code, other.content)
        assert sent.status_code == 404
    assert "offline" not in place.words()
    assert place.secretariat.get(f"/texts/{place.text}/remarks/mine")["remarks"] == []


def test_x7_a_large_file_on_its_way_is_broken_off(place: Place) -> None:
    link = place.invite()
    leaver = Seat.joins(place.secretariat.base, link["url"], "Leo")
    path = f"/api/s/{leaver.seat}/texts/{place.text}/export?format=json"
    with closing(leaver.client), slow_reader(leaver) as raw, raw.makefile("rb") as answer:
        raw.sendall(_request(leaver, path))
        length = 0
        while (line := answer.readline()) != b"\r\n":
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        begun = answer.read(1_000)
        place.revoke(link)
        threading.Event().wait(PROMISE)
        rest = _what_is_left(answer)
    assert 0 < len(begun) + len(rest) < length


def test_x7_who_stays_gets_all_of_it(place: Place) -> None:
    """The same, and nobody is put out."""
    path = f"/api/s/{place.secretariat.seat}/texts/{place.text}/export?format=json"
    with slow_reader(place.secretariat) as raw, raw.makefile("rb") as answer:
        raw.sendall(_request(place.secretariat, path))
        while answer.readline() != b"\r\n":
            pass
        threading.Event().wait(PROMISE)
        assert answer.read().rstrip().endswith(b"}")


def _goes_on(window: Window, room: str, typist: Typist, paragraph: str) -> None:
    while True:
        window.sends(room, typist.types(paragraph, "after "))


def slow_reader(seat: Seat) -> socket.socket:
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    raw.settimeout(60)
    at = urlsplit(seat.base)
    raw.connect((at.hostname, at.port))
    return raw


def _request(seat: Seat, path: str) -> bytes:
    cookies = "; ".join(f"{name}={value}" for name, value in seat.client.cookies.items())
    lines = (f"GET {path} HTTP/1.1", f"Host: {urlsplit(seat.base).netloc}", f"Cookie: {cookies}")
    return "\r\n".join((*lines, "Connection: close", "\r\n")).encode()


def _what_is_left(answer: Any) -> bytes:
    found = b""
    try:
        while piece := answer.read1(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return found
