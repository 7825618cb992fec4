"""[S10] Browsers with the unmodified provider synchronise through the hub."""

import asyncio
from pathlib import Path

from tests.server.sync.processes import free_port, node_script, small_server, until_said


def test_s10_two_browsers_type_into_one_text(tmp_path: Path) -> None:
    async def play() -> None:
        port = free_port()
        async with (
            small_server(tmp_path, port),
            node_script("two_browsers.mjs", port) as script,
        ):
            await until_said(script, "done")

    asyncio.run(play())
