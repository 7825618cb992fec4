"""[S15] The server killed while four people type: what was shown as saved is there."""

import asyncio
import json
import re
import urllib.request
from pathlib import Path

from adref.server.crdt.working import WorkingDocument
from adref.server.store.engine import open_engine
from adref.server.store.sql import SqlLog
from tests.server.sync.processes import (
    free_port,
    node_script,
    say,
    small_server,
    until_said,
)


def words_in_the_log(data: Path) -> dict[str, str]:
    log = SqlLog(open_engine(data / "small.db"))
    try:
        updates = [entry.payload for entry in log.read("text/t")]
    finally:
        log.close()
    return {p.id: p.words for p in WorkingDocument(updates).text}


def words_served(port: int) -> dict[str, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/text") as answer:
        found: dict[str, str] = json.load(answer)
        return found


def count(words: str, writer: int) -> list[int]:
    return [int(n) for n in re.findall(rf"w{writer}-(\d+) ", words)]


def test_s15_what_was_shown_as_saved_survives_kill_9(tmp_path: Path) -> None:
    async def play() -> None:
        port = free_port()
        saved = dict.fromkeys(range(4), 0)
        async with (
            small_server(tmp_path, port) as server,
            node_script("four_type.mjs", port) as script,
        ):
            assert script.stdout is not None
            async with asyncio.timeout(60):
                while min(saved.values()) < 60:
                    said = (await script.stdout.readline()).decode().split()
                    saved[int(said[1])] = int(said[2])
            server.kill()
            await server.wait()
            gone = set()
            while len(gone) < 4:
                said = (await script.stdout.readline()).decode().split()
                if said[0] == "saved" and said[1] not in gone:
                    saved[int(said[1])] = int(said[2])
                elif said[0] == "disconnected":
                    gone.add(said[1])
            recovered = words_in_the_log(tmp_path)
            for writer, number in saved.items():
                there = count(recovered[f"p{writer + 1}"], writer)
                assert there == list(range(1, len(there) + 1))
                assert len(there) >= number
            async with small_server(tmp_path, port):
                await say(script, "stop")
                await until_said(script, "stopped")
                await say(script, "finish")
                typed = {}
                async with asyncio.timeout(60):
                    while len(typed) < 4:
                        said = (await script.stdout.readline()).decode().split()
                        assert said, "the browsers ended"
                        if said[0] == "typed":
                            typed[int(said[1])] = int(said[2])
                served = await asyncio.to_thread(words_served, port)
                for writer, number in typed.items():
                    assert count(served[f"p{writer + 1}"], writer) == list(range(1, number + 1))

    asyncio.run(play())


def test_s15_a_browser_comes_back_by_itself_and_brings_what_was_typed(tmp_path: Path) -> None:
    async def play() -> None:
        port = free_port()
        async with (
            small_server(tmp_path, port) as server,
            node_script("comes_back.mjs", port) as script,
        ):
            await until_said(script, "ready")
            server.kill()
            await server.wait()
            await until_said(script, "offline")
            async with small_server(tmp_path, port):
                await until_said(script, "revoke")
                served = await asyncio.to_thread(words_served, port)
                assert served["p1"] == "four three two one Paragraph 1 of the text. "
                leave = urllib.request.Request(
                    f"http://127.0.0.1:{port}/leave?seat=anna", method="POST"
                )
                await asyncio.to_thread(lambda: urllib.request.urlopen(leave).close())
                await until_said(script, "done")

    asyncio.run(play())
