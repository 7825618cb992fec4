"""Ours with PostgreSQL and Valkey beside it: one process, or several that serve the same text.

``python -m bench.load.together FOLDER PORT...`` runs it: a process for each port, and both stores.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from bench.load.fleet import Client
from bench.load.processes import free_port
from bench.load.servers import ROOM, AdrefServer


class OneProcess(AdrefServer):
    """One process; data in PostgreSQL."""

    name = "one process"
    processes = 1

    def __init__(self, processor: int | None = 0) -> None:
        self.further = [free_port() for _ in range(self.processes - 1)]
        super().__init__(processor)

    def command(self) -> list[str]:
        ports = [self.port, *self.further]
        return [sys.executable, "-m", "bench.load.together", str(self.data), *map(str, ports)]

    def client(self, number: int, room: str = ROOM) -> Client:
        """Every other client is at the other process."""
        client = super().client(number, room)
        ports = [self.port, *self.further]
        client.address = "127.0.0.1", ports[number % len(ports)]
        return client

    def gone(self) -> None:
        self.rest()  # so that PostgreSQL is ended in its own way
        super().gone()


class TwoProcesses(OneProcess):
    """Two processes; half of the people are at each."""

    name = "two processes"
    processes = 2


TOGETHER = {s.name: s for s in (OneProcess, TwoProcesses)}


def main(folder: Path, ports: list[int]) -> None:
    """Serve until somebody ends it."""
    from tests.server.engines import Valkey, start_postgres

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    postgres = start_postgres()
    valkey = Valkey()
    servers: list[subprocess.Popen[bytes]] = []
    try:
        options = ["--database", postgres.database(), "--redis", valkey.address]
        # The first in the list is waited for by who began us: it comes last.
        for number, port in enumerate(reversed(ports)):
            data = folder / str(number)
            if number:
                data.mkdir()
                while not (folder / "0" / "secret.key").exists():
                    time.sleep(0.02)
                shutil.copy(folder / "0" / "secret.key", data / "secret.key")
            servers.append(_serve(data, port, options))
        signal.pause()
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(20)
        valkey.kill()
        postgres.close()


def _serve(data: Path, port: int, options: list[str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "adref.server.cli", "serve", "--data", str(data)]
    server = subprocess.Popen([*command, "--port", str(port), *options], env=os.environ)
    while True:
        if server.poll() is not None:
            raise RuntimeError("a server ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), 0.5).close()
            return server
        except OSError:
            time.sleep(0.02)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(port) for port in sys.argv[2:]])
