"""What one socket says, in order: most of it at once, coming into a room in a task of its own."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from adref.server.sync.effects import TOO_SLOW, TROUBLE, Close, Enter, SessionEffect
from adref.server.sync.session import Session

_logger = logging.getLogger(__name__)
_WAITING = 2_000_000  # bytes that may come while a room is being opened


class Talk:
    """One socket's messages. ``at_once`` carries out what does not wait, ``slowly`` what does."""

    __slots__ = ("_at_once", "_inbox", "_now", "_session", "_size", "_slowly", "_task")

    def __init__(
        self,
        session: Session,
        now: Callable[[], float],
        at_once: Callable[[SessionEffect], None],
        slowly: Callable[[Enter], Awaitable[None]],
    ) -> None:
        self._session, self._now = session, now
        self._at_once, self._slowly = at_once, slowly
        self._inbox: list[bytes] = []  # mostly empty, and short: a deque would be 760 bytes
        self._size = 0
        self._task: asyncio.Task[None] | None = None

    def take(self, data: bytes) -> None:
        """A message has come."""
        if self._task is not None:
            self._inbox.append(data)
            self._size += len(data)
            if self._size > _WAITING:
                self._at_once(Close(TOO_SLOW, "too much at once"))
            return
        try:
            rest = () if self._goes_on(data) else self._hear(data)
        except Exception:
            self._trouble()
            return
        if rest:
            self._task = asyncio.create_task(self._go_on(rest))

    async def take_in_turn(self, data: bytes) -> None:
        """A message has come; wait until it is done with."""
        if not self._goes_on(data):
            await self._carry_out(self._session.receive(data, self._now()))

    def stop(self) -> None:
        """The socket has gone."""
        self._inbox.clear()
        if self._task is not None:
            self._task.cancel()

    def _goes_on(self, data: bytes) -> bool:
        """Whether it is a few more words, and done with."""
        shortest = self._session.typing_on
        return shortest is not None and shortest.take(data)

    def _hear(self, data: bytes) -> Sequence[SessionEffect]:
        """What of it cannot be done at once."""
        effects = self._session.receive(data, self._now())
        if len(effects) == 1 and not isinstance(effects[0], Enter):
            self._at_once(effects[0])
            return ()
        for at, effect in enumerate(effects):
            if isinstance(effect, Enter):
                return effects[at:]
            self._at_once(effect)
        return ()

    async def _go_on(self, effects: Sequence[SessionEffect]) -> None:
        try:
            await self._carry_out(effects)
            while self._inbox:
                data = self._inbox.pop(0)
                self._size -= len(data)
                await self.take_in_turn(data)
        except Exception:
            self._trouble()
        finally:
            self._task = None

    async def _carry_out(self, effects: Sequence[SessionEffect]) -> None:
        for effect in effects:
            if isinstance(effect, Enter):
                await self._slowly(effect)
            else:
                self._at_once(effect)

    def _trouble(self) -> None:
        _logger.exception("a message could not be handled")
        self._inbox.clear()
        self._at_once(Close(TROUBLE, "a message could not be handled"))
