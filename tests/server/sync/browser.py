"""A browser without a network: it speaks to the hub through a socket made of two queues."""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar

from starlette.websockets import WebSocketState

from adref.server.crdt.states import varint
from adref.server.sync.compartments import brief, parse, whole
from adref.server.sync.hub import Hub
from adref.server.sync.protocol import PING
from tests.playbook import body_of, tell_frame
from tests.server.sync.people import PEOPLE
from tests.server.sync.typist import Typist


class TestingSocket:
    """What the hub sees of a websocket. ``blocked``: the browser does not read."""

    scope: ClassVar[dict[str, object]] = {}  # without the short way

    def __init__(self, reads: Callable[[bytes], bytes] = lambda data: data) -> None:
        self.reads = reads
        self.application_state = WebSocketState.CONNECTED
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.received: list[bytes] = []
        self.instants: list[float] = []  # of what was received, by the loop's clock
        self.news = asyncio.Condition()
        self.readable = asyncio.Event()
        self.readable.set()
        self.code: int | None = None

    async def accept(self) -> None:
        pass

    async def receive(self) -> dict[str, Any]:
        return await self.incoming.get()

    async def send_bytes(self, data: bytes) -> None:
        await self.readable.wait()
        async with self.news:
            self.received.append(self.reads(data))
            self.instants.append(asyncio.get_running_loop().time())
            self.news.notify_all()

    async def close(self, code: int, reason: str) -> None:
        async with self.news:
            self.code = code
            self.instants.append(asyncio.get_running_loop().time())
            self.application_state = WebSocketState.DISCONNECTED
            self.news.notify_all()


class Browser:
    """One window of a person, with a document for each room.

    ``text``: its socket is about this text, and its rooms have short names there, which are
    long again in what is ``received``.
    """

    def __init__(self, hub: Hub, seat: str, text: str = "") -> None:
        self.seat, self.text = seat, text
        self.socket = TestingSocket(self._in_full) if text else TestingSocket()
        self.typists: dict[str, Typist] = {}
        self._read = 0
        self._hub = hub
        served = hub.socket(self.socket, PEOPLE[seat], text)  # type: ignore[arg-type]
        self.serving = asyncio.create_task(served)

    def say(self, room: str, kind: int, body: bytes = b"") -> None:
        name = self.called(room)
        frame = varint(len(name)) + name.encode() + varint(kind) + body
        self.socket.incoming.put_nowait({"type": "websocket.receive", "bytes": frame})

    def called(self, room: str) -> str:
        """What a room is called on this socket."""
        compartment = parse(room)
        return brief(room) if compartment and compartment.text == self.text else room

    def _in_full(self, frame: bytes) -> bytes:
        if frame == PING:
            return frame
        name = whole(self.text, of(frame))
        return varint(len(name)) + name.encode() + frame[1 + frame[0] :]

    def ask(self, room: str, token: str = "{}") -> None:
        """Authenticate and ask for the document, as the provider does."""
        self.say(room, 2, b"\x00" + varint(len(token)) + token.encode())
        self.say(room, 0, b"\x00\x01\x00")

    async def enter(self, room: str) -> Typist:
        """Enter as a writer and synchronise."""
        self.ask(room)
        root = "paragraphs" if room.startswith("text/") else "drafts"
        step2 = await self.until(room, "step2")
        grant = await self.until(room, "grant *")
        typist = Typist(int(tell_frame(grant).split()[1]), root, body_of(step2))
        self.typists[room] = typist
        self.say(room, 0, b"\x01\x02\x00\x00")
        await self.until(room, "saved")
        return typist

    async def follow(self, room: str) -> bytes:
        """Enter as a reader; the first synchronising."""
        self.ask(room)
        step2 = await self.until(room, "step2")
        self.say(room, 0, b"\x01\x02\x00\x00")
        await self.until(room, "saved")
        return body_of(step2)

    def send(self, room: str, update: bytes) -> None:
        self.say(room, 0, b"\x02" + varint(len(update)) + update)

    async def until(self, room: str, told: str) -> bytes:
        """The next frame of the room that tells this; others before it are passed over."""
        from fnmatch import fnmatchcase

        def mine(frame: bytes) -> bool:
            return of(frame) == room and fnmatchcase(tell_frame(frame), told)

        return await self.next(mine)

    async def next(self, wanted: Callable[[bytes], bool]) -> bytes:
        async with asyncio.timeout(30), self.socket.news:
            while True:
                while self._read < len(self.socket.received):
                    frame = self.socket.received[self._read]
                    self._read += 1
                    if wanted(frame):
                        return frame
                assert self.socket.code is None, f"closed with {self.socket.code}"
                await self.socket.news.wait()

    async def closed(self) -> int:
        """The code with which the hub closes this socket."""
        async with asyncio.timeout(30), self.socket.news:
            await self.socket.news.wait_for(lambda: self.socket.code is not None)
        assert self.socket.code is not None
        return self.socket.code

    async def leave(self) -> None:
        self.socket.incoming.put_nowait({"type": "websocket.disconnect"})
        await self.serving

    def told(self, room: str | None = None) -> list[str]:
        """Everything received, in words."""
        frames = self.socket.received
        return [tell_frame(frame) for frame in frames if room in (None, of(frame))]


def of(frame: bytes) -> str:
    """The room of a frame."""
    length = frame[0]
    return frame[1 : 1 + length].decode() if len(frame) > 1 else ""
