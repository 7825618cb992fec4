"""Hints between processes by Redis. Nothing here is believed but that there is something to read.

A message is sealed with a key of the installation: what others put there is not heard. What is lost
costs time only, for the log is looked at anyway. The Redis client is imported when it is wanted.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from typing import Any

from adref.server.sync.hints import DIRECTORY

_logger = logging.getLogger(__name__)
_SEAL = 16  # bytes
_WAIT = 3.0  # seconds for an answer
_PAUSE = 0.3  # seconds before another attempt
_MAX_WAITING = 10_000  # messages
_TOGETHER = 0.005  # seconds after a message in which others wait to go together

Message = Mapping[str, Any]


class RedisHints:
    """``heard(channel, message)`` is called on the loop; ``again()`` when the way is open again.

    ``address`` is ``redis://host:port/number`` (``rediss`` with TLS).
    """

    def __init__(
        self,
        address: str,
        secret: bytes,
        heard: Callable[[str, Message], None],
        again: Callable[[], None],
    ) -> None:
        self._address, self._heard, self._again = address, heard, again
        self._key = hashlib.blake2b(secret, digest_size=32, person=b"adref hints").digest()
        name = hashlib.blake2b(secret, digest_size=8, person=b"adref name").hexdigest()
        self._prefix = f"adref:{name}:"
        self.process = secrets.token_hex(8)
        self.alive = False
        self._channels = {DIRECTORY}
        self._changes: asyncio.Queue[tuple[bool, str]] = asyncio.Queue()
        self._out: dict[tuple[str, str], tuple[str, Message]] = {}
        self._some = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to try."""
        self._tasks = [asyncio.create_task(self._keep_trying())]

    async def stop(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # What is wanted and said

    def opened(self, group: str) -> None:
        """See ``Hints``."""
        self._channels.add(group)
        self._changes.put_nowait((True, group))

    def closed(self, group: str) -> None:
        """See ``Hints``."""
        self._channels.discard(group)
        self._changes.put_nowait((False, group))

    def written(self, group: str) -> None:
        """See ``Hints``."""
        self.say(group, {}, about="written")

    def directory_changed(self) -> None:
        """See ``Hints``."""
        self.say(DIRECTORY, {}, about="written")

    def say(self, channel: str, message: Message, about: str) -> None:
        """Tell the others; of several about the same thing that wait, the last is enough."""
        if self.alive and len(self._out) < _MAX_WAITING:
            self._out[channel, about] = (channel, {**message, "from": self.process})
            self._some.set()

    # The connection

    async def _keep_trying(self) -> None:
        while True:
            try:
                await self._connected()
            except asyncio.CancelledError:
                raise
            except Exception as problem:
                if self.alive:
                    _logger.warning("Redis is away: %s", type(problem).__name__)
            finally:
                self.alive = False
                self._out.clear()
            await asyncio.sleep(_PAUSE)

    async def _connected(self) -> None:
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        client: Any = Redis.from_url(
            self._address,
            socket_connect_timeout=_WAIT,
            socket_timeout=None,
            socket_keepalive=True,
            health_check_interval=0,
            retry=Retry(NoBackoff(), 0),
        )
        # One that fails to close, or is not waited for any more, keeps no other from being closed.
        async with AsyncExitStack() as opened:
            opened.push_async_callback(_close, client)
            pubsub: Any = client.pubsub(ignore_subscribe_messages=True)
            opened.push_async_callback(_close, pubsub)
            async with asyncio.timeout(_WAIT):
                connection = await client.connection_pool.get_connection()
                while not self._changes.empty():
                    self._changes.get_nowait()
                await pubsub.subscribe(*(self._prefix + channel for channel in self._channels))
            self.alive = True
            self._again()
            work = (self._listen(pubsub), self._follow(pubsub), self._talk(connection))
            tasks = [asyncio.create_task(each) for each in work]
            opened.push_async_callback(_end, tasks)
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()

    async def _listen(self, pubsub: Any) -> None:
        async for found in pubsub.listen():
            self._take(found["channel"].decode().removeprefix(self._prefix), found["data"])

    def _take(self, channel: str, data: bytes) -> None:
        seal, body = data[:_SEAL], data[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(channel, body)):
            return
        message = json.loads(body)
        if message.get("from") != self.process:
            self._heard(channel, message)

    async def _follow(self, pubsub: Any) -> None:
        while True:
            wanted, group = await self._changes.get()
            name = self._prefix + group
            await (pubsub.subscribe(name) if wanted else pubsub.unsubscribe(name))

    async def _talk(self, connection: Any) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            out, self._out = list(self._out.values()), {}
            async with asyncio.timeout(_WAIT):
                for channel, message in out:
                    body = json.dumps(message, separators=(",", ":")).encode()
                    sealed = self._seal(channel, body) + body
                    await connection.send_command("PUBLISH", self._prefix + channel, sealed)
                for _ in out:
                    await connection.read_response()
            await asyncio.sleep(_TOGETHER)

    def _seal(self, channel: str, body: bytes) -> bytes:
        text = channel.encode() + b"\n" + body
        return hashlib.blake2b(text, key=self._key, digest_size=_SEAL).digest()


async def _end(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _close(what: Any) -> None:
    with suppress(Exception):
        await what.aclose()
