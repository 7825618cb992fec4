"""A server of the y-websocket protocol that waits for a known time before it relays."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from bench.load.dialects import UPDATE, YWebsocket


@dataclass
class Fake:
    """``delay`` in seconds before each relay; ``swallows`` the update of this number."""

    delay: float = 0.0
    swallows: int | None = None
    port: int = 0
    updates: int = 0
    people: list[ServerConnection] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, connection: ServerConnection) -> None:
        with self.lock:
            self.people.append(connection)
        dialect = YWebsocket("")
        with contextlib.suppress(ConnectionClosed):
            for message in connection:
                assert isinstance(message, bytes)
                if dialect.read(message)[0] == UPDATE:
                    self._relay(message, connection)
                else:
                    connection.send(dialect.step2())
        with self.lock:
            self.people.remove(connection)

    def _relay(self, message: bytes, writer: ServerConnection) -> None:
        with self.lock:
            number, self.updates = self.updates, self.updates + 1
            if number == self.swallows:
                return
            readers = [one for one in self.people if one is not writer]
        threading.Event().wait(self.delay)  # what is measured
        for reader in readers:
            with contextlib.suppress(ConnectionClosed):
                reader.send(message)


@contextlib.contextmanager
def fake_server(delay: float = 0.0, swallows: int | None = None) -> Iterator[Fake]:
    """It listens at ``port`` of what is given."""
    fake = Fake(delay, swallows)
    with serve(fake.hear, "127.0.0.1", 0, compression=None) as server:
        fake.port = server.socket.getsockname()[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
