"""People with seats on a server that runs, and the wire of one window of theirs."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2 as httpx
from websockets.sync.client import ClientConnection, connect

from adref.server.crdt.states import varint
from tests.playbook import body_of, tell_frame
from tests.server.processes import browser
from tests.server.sync.typist import Typist


class Seat:
    """Somebody who came in by a link: HTTP as this seat, and windows."""

    def __init__(self, base: str, client: httpx.Client, seat: str) -> None:
        self.base, self.client, self.seat = base, client, seat

    @classmethod
    def joins(cls, base: str, link: str, name: str) -> "Seat":
        client = browser(base)
        token = link.rsplit("/", 1)[1]
        answer = client.post("/api/join", json={"token": token, "name": name})
        assert answer.status_code == 200, answer.text
        return cls(base, client, answer.json()["seat"])

    def get(self, path: str) -> Any:
        answer = self.client.get(f"/api/s/{self.seat}{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def made(self, path: str, body: Any) -> Any:
        answer = self.client.post(f"/api/s/{self.seat}{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def acts(self, text: str, command: dict[str, Any]) -> Any:
        return self.made(f"/texts/{text}/commands", {"id": uuid.uuid4().hex, "command": command})

    @contextmanager
    def window(self) -> Iterator["Window"]:
        """An open socket, with the cookies of the seat."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        address = f"{self.base.replace('http', 'ws', 1)}/ws?seat={self.seat}"
        with connect(address, additional_headers={"Cookie": cookies}, max_size=None) as socket:
            yield Window(socket)


class Window:
    """A socket that speaks the protocol by hand."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def say(self, room: str, kind: int, body: bytes = b"") -> None:
        self._socket.send(varint(len(room)) + room.encode() + varint(kind) + body)

    def until(self, room: str, *told: str) -> bytes:
        """The next frame of the room whose first words are one of these."""
        return self.next(room, lambda frame: tell_frame(frame).startswith(told))

    def next(self, room: str, wanted: Callable[[bytes], bool]) -> bytes:
        """The next frame of the room that is wanted; others before it are passed over."""
        while True:
            frame = self._socket.recv(timeout=30)
            assert isinstance(frame, bytes)
            if frame[1 : 1 + frame[0]].decode() == room and wanted(frame):
                return frame

    def enter(self, room: str, resume: int | None = None, held: Typist | None = None) -> Typist:
        """Come in as a writer, under a new client id or a former one, and ask for the document."""
        token = f'{{"client": {resume or "null"}}}'.encode()
        self.say(room, 2, b"\x00" + varint(len(token)) + token)
        state = held.doc.get_state() if held else b"\x00"
        self.say(room, 0, b"\x00" + varint(len(state)) + state)
        document = body_of(self.until(room, "step2"))
        client = int(tell_frame(self.until(room, "grant")).split()[1])
        if held is None:
            self.say(room, 0, b"\x01\x02\x00\x00")
            assert self.verdict(room) == "saved"
            return Typist(client, start=document)
        held.doc.apply_update(document)
        return held

    def answers(self, room: str, update: bytes) -> str:
        """Give what was written meanwhile, as the second step; what the server says of it."""
        self.say(room, 0, b"\x01" + varint(len(update)) + update)
        return self.verdict(room)

    def sends(self, room: str, update: bytes) -> str:
        """Send an update; what the server says of it."""
        self.say(room, 0, b"\x02" + varint(len(update)) + update)
        return self.verdict(room)

    def verdict(self, room: str) -> str:
        return tell_frame(self.until(room, "saved", "refused", "not saved"))
