"""[M8] A new version on one machine after another, while browsers (the unmodified provider) type.

They come through a load balancer, lose their server, and find another by themselves.
"""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.server.balancer import balancer
from tests.server.cluster import SOURCE, Cluster, at, cluster
from tests.server.seats import Seat
from tests.server.sync.processes import node_script, say

WRITERS, WORDS = 4, 15


def test_m8_a_rolling_restart_loses_no_edit_of_a_browser(database: str, tmp_path: Path) -> None:
    with cluster(tmp_path, database) as (place, link):
        keeper = Seat.joins(place.base(0), link, "Kim")
        made = keeper.made("/negotiations", {"title": "Rolling"})
        secretariat = Seat(place.base(0), keeper.client, made["seat"])
        source = {"title": "Text", "source": SOURCE, "format": "txt", "name": "text.txt"}
        text = secretariat.made("/texts", source)["id"]
        paragraphs = [p["id"] for p in secretariat.get(f"/texts/{text}")["paragraphs"]][:WRITERS]
        typed = asyncio.run(_roll(place, secretariat, text, paragraphs))
        for number in range(3):
            seat = at(secretariat, place.base(number))
            with seat.client:
                found = seat.get(f"/texts/{text}")["paragraphs"]
            words = {p["id"]: "".join(piece["t"] for piece in p["content"]) for p in found}
            for writer, count in typed.items():
                there = re.findall(rf"w{writer}-(\d+) ", words[paragraphs[writer]])
                assert [int(n) for n in there] == list(range(1, count + 1))
        keeper.client.close()


async def _roll(place: Cluster, seat: Seat, text: str, paragraphs: list[str]) -> dict[int, int]:
    """How many words each has typed, all of which its browser calls saved."""
    cookies = "; ".join(f"{name}={value}" for name, value in seat.client.cookies.items())
    scene = {
        "room": f"text/{text}",
        "seats": [[seat.seat, cookies]] * WRITERS,
        "paragraphs": paragraphs,
    }
    async with (
        balancer(place.ports) as (port, balancing),
        node_script("four_type.mjs", port, json.dumps(scene)) as script,
    ):
        browsers = Browsers(script)
        listening = asyncio.create_task(browsers.listens())
        await browsers.go_on()
        for number in range(3):
            await asyncio.to_thread(place.stop, number)
            await browsers.go_on()
            await asyncio.to_thread(place.start, number)
            await browsers.go_on()
        await say(script, "stop")
        await browsers.until(lambda: browsers.stopped)
        await say(script, "finish")
        await browsers.until(lambda: len(browsers.typed) == WRITERS)
        await listening
    # Everybody lost a server at least once, and every server was gone to again.
    assert len(browsers.lost) == WRITERS
    assert min(balancing.taken.values()) > 1
    return browsers.typed


class Browsers:
    """What the script has said of its browsers: words saved, connections lost, words typed."""

    def __init__(self, script: asyncio.subprocess.Process) -> None:
        self._script, self._news = script, asyncio.Condition()
        self.saved = dict.fromkeys(range(WRITERS), 0)
        self.typed: dict[int, int] = {}
        self.lost: set[int] = set()
        self.stopped = False

    async def listens(self) -> None:
        """To its end."""
        assert self._script.stdout is not None
        async for line in self._script.stdout:
            async with self._news:
                self._hears(line.decode().split())
                self._news.notify_all()

    def _hears(self, said: list[str]) -> None:
        match said:
            case ["saved", writer, count]:
                self.saved[int(writer)] = int(count)
            case ["typed", writer, count]:
                self.typed[int(writer)] = int(count)
            case ["disconnected", writer]:
                self.lost.add(int(writer))
            case ["stopped"]:
                self.stopped = True

    async def until(self, test: Callable[[], bool]) -> None:
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(test)

    async def go_on(self) -> None:
        """Until some more words of everybody are saved."""
        wanted = {writer: count + WORDS for writer, count in self.saved.items()}
        await self.until(lambda: all(self.saved[w] >= count for w, count in wanted.items()))
