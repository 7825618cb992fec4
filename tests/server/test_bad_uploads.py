"""[B20]-[B24] Bad files over HTTP to a real server: what they may cost is bounded there too."""

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest

from tests.server.processes import ACT, running
from tests.server.seats import Seat
from tests.server.test_cli import LINK
from tests.server.word.making import Made, para, run
from tests.server.word.test_bad_files import hostile

MEGABYTE = 1024 * 1024
MEMORY = 512 * MEGABYTE


@dataclass
class Place:
    """A server, its process, and a secretariat on it."""

    seat: Seat
    process: psutil.Process
    temporary: Path

    def brings(self, data: Any, name: str = "a.docx", length: int | None = None) -> tuple[int, Any]:
        """Send a file as a new text; status and answer. ``data`` that is a list is sent in pieces
        without saying how many; ``length`` is what is announced."""
        at = urlsplit(self.seat.base)
        assert at.hostname
        cookies = "; ".join(f"{n}={v}" for n, v in self.seat.client.cookies.items())
        headers = {**ACT, "Cookie": cookies, "Content-Type": "application/octet-stream"}
        if length is not None:
            headers["Content-Length"] = str(length)
        connection = http.client.HTTPConnection(at.hostname, at.port, timeout=60)
        try:
            path = f"/api/s/{self.seat.seat}/files?name={name}&dry=true"
            connection.request("POST", path, data, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def texts(self) -> Any:
        return self.seat.get("/me")["texts"]


@dataclass
class Seen:
    """What the processes of a server took meanwhile; ``bounds``: their limits of memory."""

    most: int = 0
    bounds: set[int] = field(default_factory=set)


@contextmanager
def watched(process: psutil.Process) -> Iterator[Seen]:
    """Look at its children as long as this lasts."""
    seen, over = Seen(), threading.Event()

    def look() -> None:
        while not over.wait(0.002):
            for child in process.children(recursive=True):
                try:
                    if "adref.server.word.convert" in child.cmdline() or child.name() == "pandoc":
                        seen.bounds.add(child.rlimit(psutil.RLIMIT_AS)[0])
                        seen.most = max(seen.most, child.memory_info().rss)
                except psutil.Error:
                    continue

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        over.set()
        looking.join()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("uploads")
    (folder / "tmp").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "tmp"))
        with running("serve", "--data", folder / "data", "--port", 0) as server:
            link = server.read_until(LINK)[0]
            base = "{0.scheme}://{0.netloc}".format(urlsplit(link))
            keeper = Seat.joins(base, link, "Kim")
            made = keeper.made("/negotiations", {"title": "Uploads"})
            seat = Seat(base, keeper.client, made["seat"])
            yield Place(seat, psutil.Process(server.process.pid), folder / "tmp")
            keeper.client.close()


def test_b21_what_is_announced_too_large_is_refused_before_it_is_sent(place: Place) -> None:
    status, answer = place.brings(b"PK\x03\x04", length=500 * MEGABYTE)
    assert (status, answer["error"]["code"]) == (413, "file_too_large")
    assert list(place.temporary.iterdir()) == []


def test_b21_what_turns_out_too_large_is_refused_on_its_way(place: Place) -> None:
    """500 MB in pieces, of which nobody said how many there are."""
    before = place.process.memory_info().rss
    # All of it is sent, as browsers do before they read an answer; the server keeps none of it.
    status, answer = place.brings(bytes(MEGABYTE) for _ in range(500))
    assert (status, answer["error"]["code"]) == (413, "file_too_large")
    assert place.process.memory_info().rss - before < 100 * MEGABYTE
    assert list(place.temporary.iterdir()) == []
    assert place.texts() == []


@pytest.mark.parametrize("name", ["entities", "a bomb", "a bomb beside", "a bomb of entries"])
def test_b22_what_would_burst_is_refused_in_words(place: Place, name: str) -> None:
    made, code = hostile()[name]
    with watched(place.process) as seen:
        status, answer = place.brings(made.data())
    assert (status, answer["error"]["code"]) == (422, code)
    assert seen.most < MEMORY
    assert place.texts() == []
    assert list(place.temporary.iterdir()) == []


def test_b24_what_reads_a_file_is_bounded_while_it_reads(place: Place) -> None:
    """[B24] A million tiny runs: the limits are on the very processes that read them."""
    before = place.process.memory_info().rss
    with watched(place.process) as seen:
        _, answer = place.brings(Made([para(run("a") * 300_000)]).data())
    assert answer.get("error", {}).get("code") in (None, "file_too_much", "file_too_large_inside")
    assert seen.bounds
    assert max(seen.bounds) <= MEMORY
    assert 0 < seen.most <= MEMORY
    assert place.process.memory_info().rss - before < 300 * MEGABYTE
    assert place.texts() == []
    assert list(place.temporary.iterdir()) == []
    assert place.seat.client.get("/healthz").status_code == 200


def test_b26_words_without_end_are_refused_before_they_are_read(place: Place) -> None:
    """49 MB of short paragraphs, which the server itself would read for minutes."""
    before = place.process.memory_info().rss
    data = b"Calls for action and more of it here.\n\n" * 1_250_000
    status, answer = place.brings(data, name="a.txt")
    assert (status, answer["error"]["code"]) == (422, "file_too_much")
    assert place.process.memory_info().rss - before < 100 * MEGABYTE
    assert list(place.temporary.iterdir()) == []
