"""Many websocket clients on one core. While it runs nothing is decoded: payloads are stamped and kept."""

import gc
import json
import select
import socket
import struct
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter as now
from typing import Any

from bench.load import dialects
from bench.load.dialects import ACK, PING, STEP1, STEP2, TOLD, UPDATE, YWebsocket
from bench.load.wire import EMPTY_STATE, EMPTY_UPDATE, frame, upgrade

_SMALL, _LARGE = 2_048, 1 << 18
_IN, _OUT = select.EPOLLIN, select.EPOLLOUT
_CONNECTING, _UPGRADING, _OPEN = range(3)


class Client:
    """One browser's socket."""

    __slots__ = (
        "address",
        "answer",
        "asks_grant",
        "buffer",
        "bulk",
        "bulk_at",
        "bulk_wanted",
        "client",
        "clock",
        "closed",
        "dialect",
        "frames",
        "headers",
        "home",
        "keep",
        "number",
        "opened_at",
        "out",
        "path",
        "ready_at",
        "received",
        "resume",
        "size",
        "sock",
        "stage",
        "state",
        "synced_at",
        "total",
        "waits",
    )  # fmt: skip

    def __init__(self, number: int, dialect: YWebsocket, address: tuple[str, int], path: str,
                 headers: dict[str, str], asks_grant: bool) -> None:  # fmt: skip
        self.number, self.dialect, self.address = number, dialect, address
        self.path, self.headers, self.asks_grant = path, headers, asks_grant
        self.resume: int | None = None  # the client id of a former stay
        self.client = 3_000_000_000 + 7_919 * number  # five bytes, as real ones mostly have
        self.clock = 0
        self.home: Any = "bench"
        self.state, self.answer = EMPTY_STATE, EMPTY_UPDATE
        self.keep = True
        self.received: list[Any] = []  # instant, payload (None: acknowledgement), instant...
        self.total = self.frames = 0
        self.bulk_wanted = 0
        self.sock: Any = None
        self.reset()

    def reset(self) -> None:
        """As before connecting."""
        self.stage, self.buffer, self.out, self.size = _CONNECTING, b"", b"", _SMALL
        self.closed = False
        self.opened_at = self.synced_at = self.ready_at = self.bulk_at = 0.0
        self.bulk = 0


Scheduled = tuple[float, Client, bytes, list[float] | None]
"""When, who, which frame, and where the instant of sending is noted."""


class Fleet:
    """All clients of a run."""

    def __init__(self) -> None:
        self.poll = select.epoll()
        self.by_fd: dict[int, Client] = {}
        self.known: dict[bytes, bytes] = {}  # equal payloads are kept once
        self.late: list[float] = []
        self.dropped = 0

    def connect(self, client: Client) -> None:
        """Begin to connect."""
        client.reset()
        sock = socket.socket()
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sock, client.opened_at = sock, now()
        sock.connect_ex(client.address)
        self.by_fd[sock.fileno()] = client
        self.poll.register(sock.fileno(), _IN | _OUT)

    def send(self, client: Client, data: bytes) -> None:
        """Send, or keep what the kernel does not take."""
        if client.closed:
            return
        if client.out:
            client.out += data
            return
        try:
            sent = client.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.drop(client)
            return
        if sent != len(data):
            client.out = data[sent:]
            self.poll.modify(client.sock.fileno(), _IN | _OUT)

    def drop(self, client: Client, *, reset: bool = False) -> None:
        """Close a socket; ``reset`` as a lost network does."""
        if client.closed:
            return
        client.closed = True
        self.dropped += 1
        self.by_fd.pop(client.sock.fileno(), None)
        self.poll.unregister(client.sock.fileno())
        if reset:
            client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sock.close()

    def close(self) -> None:
        """Close all."""
        for client in list(self.by_fd.values()):
            self.drop(client)

    def connect_all(
        self, clients: Sequence[Client], window: int = 50, seconds: float = 90
    ) -> float:
        """Connect so many at a time; seconds until all may type."""
        begun, rest, pending = now(), iter(clients), []

        def done() -> bool:
            pending[:] = [c for c in pending if not c.ready_at and not c.closed]
            while len(pending) < window:
                client = next(rest, None)
                if client is None:
                    break
                self.connect(client)
                pending.append(client)
            return not pending

        self.run(stop=done, until=begun + seconds)
        missing = [c.number for c in clients if not c.ready_at]
        if missing:
            raise RuntimeError(f"{len(missing)} of {len(clients)} clients were not synced")
        return now() - begun

    # The loop

    def run(self, schedule: Sequence[Scheduled] = (), until: float | None = None,
            stop: Callable[[], bool] | None = None) -> None:  # fmt: skip
        """Send what is due, stamp what comes. Without collections of garbage in between."""
        gc.disable()
        try:
            self._run(schedule, until, stop)
        finally:
            gc.enable()

    def _run(self, schedule: Sequence[Scheduled], until: float | None,
             stop: Callable[[], bool] | None) -> None:  # fmt: skip
        at, count = 0, len(schedule)
        while True:
            moment = now()
            while at < count and schedule[at][0] <= moment:
                due, client, data, noted = schedule[at]
                at += 1
                moment = now()
                self.late.append(moment - due)
                if noted is not None:
                    noted.append(moment)
                self.send(client, data)
                moment = now()
            if (stop is not None and stop()) or (until is not None and moment >= until):
                return
            coming = until if until is not None else moment + 0.05
            if at < count:
                coming = min(coming, schedule[at][0])
            if stop is not None:
                coming = min(coming, moment + 0.01)
            self._events(self.poll.poll(max(0.0, coming - moment), 256))

    def _events(self, events: Iterable[tuple[int, int]]) -> None:
        for fd, event in events:
            client = self.by_fd.get(fd)
            if client is None:
                continue
            if client.stage == _CONNECTING:
                self._connected(client)
                continue
            if event & ~_OUT:
                self._readable(client)
            if event & _OUT and not client.closed:
                self._flush(client)

    def _connected(self, client: Client) -> None:
        if client.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self.drop(client)
            return
        client.stage = _UPGRADING
        self.poll.modify(client.sock.fileno(), _IN)
        host, port = client.address
        self.send(client, upgrade(host, port, client.path, client.headers))

    def _flush(self, client: Client) -> None:
        try:
            client.out = client.out[client.sock.send(client.out) :]
        except BlockingIOError:
            return
        except OSError:
            self.drop(client)
            return
        if not client.out:
            self.poll.modify(client.sock.fileno(), _IN)

    def _readable(self, client: Client) -> None:
        try:
            data = client.sock.recv(client.size)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        moment = now()
        if not data:
            self.drop(client)
            return
        size = len(data)
        client.total += size
        # Small reads while people type: a large buffer costs a large allocation each time.
        client.size = _LARGE if size == client.size else _SMALL if size < 1024 else client.size
        if client.bulk_wanted and client.stage == _OPEN:
            client.bulk += size
            if not client.bulk_at and client.bulk >= client.bulk_wanted:
                client.bulk_at = moment
        if client.buffer:
            data = client.buffer + data
            client.buffer = b""
        if client.stage == _UPGRADING:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                client.buffer = data
                return
            if not data.startswith(b"HTTP/1.1 101"):
                raise RuntimeError(f"no websocket: {data[:200]!r}")
            client.stage = _OPEN
            # As the provider does: it does not wait for the answer to its token.
            said = frame(client.dialect.step1(client.state))
            if client.dialect.asks_first:
                said = frame(client.dialect.sign_in(client.resume)) + said
            self.send(client, said)
            data = data[end + 4 :]
        self._messages(client, data, moment)

    def _messages(self, client: Client, data: bytes, moment: float) -> None:
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                if end - at < 4:
                    break
                size, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif size == 127:
                if end - at < 10:
                    break
                size, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if start + size > end:
                break
            opcode, message = data[at] & 15, data[start : start + size]
            at = start + size
            if opcode == 2 and message:
                self._message(client, message, moment)
            elif opcode == 9:
                self.send(client, frame(message, 10))
            elif opcode == 8:
                self.drop(client)
                return
        if at < end:
            client.buffer = data[at:]

    def _message(self, client: Client, message: bytes, moment: float) -> None:
        client.frames += 1
        kind, at = client.dialect.read(message)
        if kind in (UPDATE, STEP2) and client.keep:
            client.received += (moment, self.known.setdefault(message, message))
        elif kind == ACK and client.keep:
            client.received += (moment, None)
        if kind not in (UPDATE, ACK):
            self._handshake(client, kind, at, message, moment)

    def _handshake(self, client: Client, kind: int, at: int, message: bytes, moment: float) -> None:
        dialect = client.dialect
        if kind == STEP1:
            self.send(client, frame(dialect.step2(client.answer)))
            if client.asks_grant and not client.ready_at:
                client.ready_at = moment
        elif kind == STEP2:
            client.synced_at = client.synced_at or moment
            if not client.asks_grant and not client.ready_at:
                client.ready_at = moment
        elif kind == TOLD and b'"grant"' in message:
            told = json.loads(dialects.body(message, at))
            if client.client != told["client"]:
                client.client, client.clock = told["client"], 0
        elif kind == TOLD and b'"refused"' in message:
            raise RuntimeError(f"refused: {message!r}")
        elif kind == PING:
            self.send(client, frame(dialects.PONG))
