"""Servers of one installation, each with a folder of its own as on machines of their own."""

import random
import re
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from websockets.exceptions import WebSocketException

from tests.playbook import body_of
from tests.server.engines import Valkey
from tests.server.processes import Served, browser, running
from tests.server.seats import Seat, Window
from tests.server.sync.processes import free_port
from tests.server.sync.typist import Typist
from tests.server.test_cli import LINK

SOURCE = "\n\n".join(f"Paragraph {number} of the text." for number in range(1, 7))


class Cluster:
    """The servers, by number; they keep their ports."""

    def __init__(self, folder: Path, database: str, valkey: Valkey, servers: int = 3) -> None:
        self._folder, self.database, self.valkey = folder, database, valkey
        self.ports = [free_port() for _ in range(servers)]
        self.served: list[Served | None] = [None] * servers
        self._stacks = [ExitStack() for _ in range(servers)]

    def base(self, number: int) -> str:
        return f"http://localhost:{self.ports[number]}"

    def folder(self, number: int) -> Path:
        return self._folder / str(number)

    def start(self, number: int) -> "re.Match[str] | None":
        """Start one; gives the first link of a new installation."""
        data = self.folder(number)
        secret = self.folder(0) / "secret.key"
        if number and not data.exists():
            data.mkdir()
            shutil.copy(secret, data / "secret.key")
        options = ("--database", self.database, "--redis", self.valkey.address)
        server = self._stacks[number].enter_context(
            running("serve", "--data", data, "--port", self.ports[number], *options)
        )
        self.served[number] = server
        first = server.read_until(r"Adref is at|/i/")
        assert first
        found = None
        if number == 0 and not (self._folder / "begun").exists():
            (self._folder / "begun").touch()
            found = server.read_until(LINK)
        self._until_ready(number)
        return found

    def _until_ready(self, number: int) -> None:
        with browser(self.base(number)) as anybody:
            assert anybody.get("/healthz", timeout=30).status_code == 200

    def kill(self, number: int) -> None:
        """As a power cut does."""
        self._end(number, signal.SIGKILL)

    def stop(self, number: int) -> None:
        """As an operator does who brings a new version."""
        self._end(number, signal.SIGTERM)

    def _end(self, number: int, how: signal.Signals) -> None:
        server = self.served[number]
        assert server is not None
        server.process.send_signal(how)
        server.process.communicate(timeout=30)
        self._stacks[number].close()
        self.served[number] = None

    def close(self) -> None:
        for stack in self._stacks:
            stack.close()


@contextmanager
def cluster(folder: Path, database: str, servers: int = 3) -> Iterator[tuple[Cluster, str]]:
    """Servers that run, and the first link."""
    valkey = Valkey()
    place = Cluster(folder, database, valkey, servers)
    try:
        found = place.start(0)
        assert found is not None
        for number in range(1, servers):
            place.start(number)
        yield place, found[0]
    except BaseException:
        for server in place.served:
            if server is not None and server.process.poll() is not None:
                print(server.errors())
        raise
    finally:
        place.close()
        valkey.kill()


def at(seat: Seat, base: str) -> Seat:
    """The same browser at another server."""
    client = browser(base)
    client.cookies.update(seat.client.cookies)
    return Seat(base, client, seat.seat)


class Writer(threading.Thread):
    """Types words that nobody else types, and goes to another server when its own is gone.

    ``saved`` are the words that a server has called saved.
    """

    def __init__(
        self, place: Cluster, seat: Seat, text: str, paragraph: str, name: str, first: int
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._place, self._seat, self._room = place, seat, f"text/{text}"
        self._paragraph, self._server = paragraph, first
        self._typist: Typist | None = None
        self._enough, self._news = threading.Event(), threading.Condition()
        self._count = 0
        self._chance = random.Random(name)
        self.saved: list[str] = []
        self.trouble: BaseException | None = None

    def run(self) -> None:
        try:
            while not self._enough.is_set():
                try:
                    self._at_one_server()
                except (WebSocketException, OSError, TimeoutError):
                    self._server = (self._server + 1) % 3
                    self._enough.wait(0.05 * self._chance.random())
        except BaseException as trouble:
            self.trouble = trouble
            with self._news:
                self._news.notify_all()

    def _at_one_server(self) -> None:
        with at(self._seat, self._place.base(self._server)).window() as window:
            self._come_in(window)
            while not self._enough.is_set():
                words = [self._word() for _ in range(self._chance.randrange(1, 4))]
                self._note(window.sends(self._room, self._typed(words)), words)

    def _come_in(self, window: Window) -> None:
        if self._typist is None:
            self._typist = window.enter(self._room)
            return
        held = self._typist
        window.enter(self._room, held.doc.client_id, held)
        known = body_of(window.until(self._room, "step1"))
        unsaved = held.doc.get_update(known)
        self._note(window.answers(self._room, unsaved), [])

    def _typed(self, words: list[str]) -> bytes:
        assert self._typist
        return self._typist.types(self._paragraph, "".join(words))

    def _word(self) -> str:
        self._count += 1
        return f"{self.name}{self._count} "

    def _note(self, verdict: str, words: list[str]) -> None:
        if verdict != "saved":
            raise AssertionError(f"{self.name}: {verdict}")
        with self._news:
            self.saved += words
            self._news.notify_all()

    def goes_on(self) -> None:
        """Return when three more words have been saved."""
        with self._news:
            wanted = len(self.saved) + 3
            done = self._news.wait_for(
                lambda: self.trouble is not None or len(self.saved) >= wanted, timeout=90
            )
        if self.trouble is not None:
            raise self.trouble
        assert done, f"{self.name} does not get on"

    def stops(self) -> None:
        self._enough.set()
        self.join(60)
        if self.trouble is not None:
            raise self.trouble
