"""[X7] Who is put out gets no more of what is on its way."""

import asyncio
from typing import Any

import pytest
from starlette.responses import Response

from adref.server.http.office import Office
from adref.server.http.sending import PIECE, NoLonger, WhileSeated
from tests.server.http.conftest import Person
from tests.server.sync.virtual import VirtualLoop, run_virtually

WORDS = bytes(range(256)) * 2_000  # 512,000 bytes


class Reader:
    """Receives at its own pace: ``seconds`` for each piece, None for never."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds, self.sent = seconds, list[Any]()

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.body" and self.seconds is None and self.body:
            await asyncio.Event().wait()
        if message["type"] == "http.response.body":
            await asyncio.sleep(self.seconds or 0.0)
        self.sent.append(message)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


async def send_to(reader: Reader, loop: VirtualLoop, until: float) -> None:
    async def still() -> bool:
        return loop.time() < until

    await WhileSeated(Response(WORDS), still)({"type": "http"}, no_more, reader)


async def no_more() -> Any:
    raise AssertionError("nothing more is asked")


def test_x7_all_of_it_arrives_in_pieces() -> None:
    reader = Reader(0.3)
    run_virtually(lambda loop: send_to(reader, loop, until=1_000.0))
    assert reader.body == WORDS
    assert max(len(message.get("body", b"")) for message in reader.sent) == PIECE
    assert [message.get("more_body") for message in reader.sent[1:]] == [True] * 7 + [False]


@pytest.mark.parametrize("seconds", [None, 0.3, 30.0])
def test_x7_it_ends_within_a_second_after_a_seat_is_revoked(seconds: float | None) -> None:
    ended = []

    async def play(loop: VirtualLoop) -> None:
        with pytest.raises(NoLonger):
            await send_to(reader, loop, until=1.0)
        ended.append(loop.time())

    reader = Reader(seconds)
    run_virtually(play)
    assert 1.0 <= ended[0] <= 2.0
    assert len(reader.body) < len(WORDS)


@pytest.mark.parametrize("kept", [False, True])
def test_x7_an_open_download_ends_when_its_link_is_revoked(
    app: Any, office: Office, bureau: Person, joins: Any, kept: bool
) -> None:
    words = "\n\n".join(f"{n}. Calls for action {n} times." for n in range(1, 6_000))
    text = bureau.made("/texts", {"title": "Long", "source": words})["id"]
    reading = joins(bureau.invite("observer"), "Olga")
    path = reading.at(f"/texts/{text}/export")
    if kept:
        path = reading.at(f"/texts/{text}/outputs/{_made(reading, text)}/file")
    cookies = "; ".join(f"{k}={v}" for k, v in reading.client.cookies.items())
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"format=md",
        "headers": [(b"host", b"testserver"), (b"cookie", cookies.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }

    async def download() -> int:
        begun, received = asyncio.Event(), []

        async def send(message: Any) -> None:
            received.append(message)
            if message.get("body"):
                begun.set()
                await asyncio.Event().wait()  # this reader reads no more

        async def receive() -> Any:
            await asyncio.Event().wait()

        serving = asyncio.ensure_future(app(scope, receive, send))
        async with asyncio.timeout(30):
            await begun.wait()
            seat = office.directory.seat(reading.seat)
            assert seat
            assert seat.invitation
            office.identity.revoke(seat.invitation)
            with pytest.raises(NoLonger):
                await serving
        return sum(len(message.get("body", b"")) for message in received)

    assert app.state.portal.call(download) == PIECE


def _made(person: Person, text: str) -> str:
    """The id of a file that has been made before."""
    job = person.post(f"/texts/{text}/outputs", {"view": "clean", "format": "md"}).json()
    while job["state"] in ("waiting", "working"):
        job = person.get(f"/texts/{text}/outputs/{job['id']}").json()
    assert job["state"] == "done"
    return str(job["id"])
