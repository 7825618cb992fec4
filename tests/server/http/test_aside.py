"""Long work is done in a process of its own, a few at a time, and comes to an end."""

import fcntl
import os
import resource
import time

import anyio
import pytest

from adref.server.http import aside as desk
from adref.server.http.aside import MOST_WAITING, aside
from adref.server.http.errors import Refused


def test_work_is_done_in_another_process():
    """[D34] The event loop's process does not do it; what it raises is raised here."""

    async def story() -> None:
        assert await aside(os.getpid) != os.getpid()
        with pytest.raises(ZeroDivisionError):
            await aside(divmod, 1, 0)

    anyio.run(story)


def held(path: str) -> int:
    """Waits until nobody holds the file."""
    with open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
    return 8


def test_too_many_at_once_are_refused_and_the_others_served(tmp_path):
    """[D32] A bounded queue; afterwards there is room again."""
    path = tmp_path / "held"

    async def story() -> None:
        served: list[int] = []

        async def ask() -> None:
            served.append(await aside(held, str(path)))

        async with anyio.create_task_group() as group:
            with path.open("wb") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                for _ in range(MOST_WAITING):
                    group.start_soon(ask)
                await anyio.wait_all_tasks_blocked()
                with pytest.raises(Refused) as refused:
                    await aside(pow, 2, 3)
        assert (refused.value.status, refused.value.code) == (503, "busy")
        assert served == [8] * MOST_WAITING
        assert await aside(pow, 3, 2) == 9

    anyio.run(story)


def _room() -> int:
    return resource.getrlimit(resource.RLIMIT_AS)[0]


def test_b29_what_takes_too_much_memory_is_ended():
    """[B29] The server has as much as before, and the next request is served."""

    async def story() -> None:
        with pytest.raises(Refused) as refused:
            await aside(bytes, 520_000_000)
        assert refused.value.code == "took_too_long"
        assert await aside(len, b"", ours=True) == 0
        assert await aside(_room) == 500_000_000
        assert await aside(pow, 3, 2) == 9

    anyio.run(story)


def test_what_takes_too_long_is_ended(monkeypatch):
    """[D32] The worker is stopped, and the next request is served by another."""

    async def story() -> None:
        await aside(os.getpid)
        monkeypatch.setattr(desk, "SECONDS", 0.05)
        with pytest.raises(Refused) as refused:
            await aside(time.sleep, 600)
        assert refused.value.code == "took_too_long"
        monkeypatch.setattr(desk, "SECONDS", 10)
        assert await aside(pow, 3, 2) == 9

    anyio.run(story)
