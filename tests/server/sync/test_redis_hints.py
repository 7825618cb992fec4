"""[M19] The way to Redis: nothing of it stays open."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from redis import Redis
from redis.asyncio.client import PubSub

from adref.server.sync.redis_hints import RedisHints
from tests.server.engines import Valkey
from tests.server.sync.halls import run


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    server = Valkey()
    yield server
    server.kill()


async def comes_true(what: Callable[[], bool]) -> None:
    while not what():
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("trouble", [ConnectionError, asyncio.CancelledError])
def test_m19_what_fails_to_close_keeps_nothing_else_open(
    valkey: Valkey, trouble: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    close = PubSub.aclose

    async def fails(pubsub: Any) -> None:
        await close(pubsub)
        raise trouble

    monkeypatch.setattr(PubSub, "aclose", fails)

    async def play(client: Redis) -> None:
        hints = RedisHints(valkey.address, b"secret", lambda *_: None, lambda: None)
        await hints.start()
        await comes_true(lambda: hints.alive)
        assert len(client.client_list()) == 3
        await hints.stop()
        # The server notices a moment later that they have gone.
        await comes_true(lambda: len(client.client_list()) == 1)

    with Redis.from_url(valkey.address) as client:
        run(lambda: play(client))
