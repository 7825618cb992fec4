"""The hub: the texts, and the life of sockets. What happens in rooms: ``rooms``."""

import asyncio
from collections.abc import Callable, Collection, MutableMapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from adref.drafting.parties import Actor
from adref.server.loading import give_back
from adref.server.store.health import Writing
from adref.server.store.log import Log
from adref.server.sync import protocol
from adref.server.sync.clients import random_client
from adref.server.sync.connections import AnyConnection
from adref.server.sync.direct import Outbox, direct_of
from adref.server.sync.effects import (
    GOING_AWAY,
    NOT_ALLOWED,
    Close,
    Enter,
    Exit,
    Forward,
    SessionEffect,
)
from adref.server.sync.frames import framed
from adref.server.sync.limits import LIMITS, Limits
from adref.server.sync.measures import Measures
from adref.server.sync.rooms import Rooms
from adref.server.sync.session import Session
from adref.server.sync.standing import Access
from adref.server.sync.talking import Talk
from adref.server.sync.texts import Texts

if TYPE_CHECKING:  # loaded with the doors (``deciding``), and for several processes
    from adref.server.sync.neighbours import Neighbours
    from adref.server.sync.socket import Connection

_PING = framed(protocol.PING)
_WORTH_IT = 5  # texts packed, after which memory is given back
_BETWEEN = 2.0  # seconds between two such givings
_LEAVING = 2.0  # seconds after which no further snapshot is begun when the server stops


class Asking(Protocol):
    """A browser that asks for a socket. Without the short way it is Starlette's ``WebSocket``."""

    @property
    def scope(self) -> MutableMapping[str, Any]:
        """What it said (ASGI)."""
        ...

    async def accept(self) -> None:
        """It may come in."""
        ...


class Hub(Texts):
    """All texts, all sockets. ``clock`` gives the wall clock, ``ids`` new ids of proposals,
    remarks and paragraphs, ``clients`` new client ids for a compartment (below 2^31).
    """

    def __init__(
        self,
        log: Log,
        access: Access,
        clock: Callable[[], datetime],
        ids: Callable[[], str],
        *,
        clients: Callable[[str], int] = random_client,
        limits: Limits = LIMITS,
        neighbours: "Neighbours | None" = None,
    ) -> None:
        def now() -> float:
            return clock().timestamp()

        rooms = Rooms(log, access, now, clients, limits, neighbours)
        super().__init__(log, access, rooms, now, ids, neighbours)
        self._limits, self._outbox = limits, Outbox()
        self._chores: asyncio.Task[None] | None = None
        self._given_back = float("-inf")

    # Life

    async def start(self) -> None:
        """Begin the chores: heartbeats, checks of membership, closing of idle rooms."""
        if self._neighbours is not None:
            await self._neighbours.start()
        self._chores = asyncio.create_task(self._keep_watch())
        loop = asyncio.get_running_loop()
        self._log.health.watch(lambda _: _on(loop, self._rooms.writing_changed))

    async def stop(self) -> None:
        """Close every socket and wait for what is being written. The log stays open."""
        if self._chores is not None:
            self._chores.cancel()
            await asyncio.gather(self._chores, return_exceptions=True)
        self._rooms.put_on_record(everything=True)
        for number in self._rooms.sockets:
            self._rooms.close(number, GOING_AWAY, "the server stops")
        await self._rooms.settled()
        if self._log.health.now is Writing.YES:
            await self._rooms.open.leave_ready(_LEAVING)
        if self._neighbours is not None:
            await self._neighbours.stop()

    # For the operator

    @property
    def measures(self) -> Measures:
        """What was counted."""
        return self._rooms.measures

    @property
    def size(self) -> tuple[int, int]:
        """Sockets that are open, and texts that are."""
        return len(self._rooms.sockets), self._rooms.open.texts

    @property
    def is_ready(self) -> bool:
        """Whether what is typed here can be saved, as far as is known."""
        reads = self._neighbours is None or self._neighbours.is_up_to_date
        return self._log.health.now is Writing.YES and reads

    @property
    def hears(self) -> bool | None:
        """Whether hints arrive from other processes; None when there are no others."""
        return None if self._neighbours is None else self._neighbours.hears

    # Sockets

    async def socket(self, asking: Asking, actor: Actor, text: str = "") -> None:
        """Serve one socket of a seat that has been recognised, until it closes.

        ``text``: which text it is about, when its rooms are to have short names.
        Where the server has the short way this returns at once, and the socket goes on.
        """
        short = direct_of(asking.scope, self._limits.queue, self._outbox)
        long = None if short else _long_way(asking, self._limits.queue)
        session = Session(actor, self._now(), self._limits, text)
        if short is not None:
            await asking.accept()
        number = self._rooms.arrive(session, cast(AnyConnection, short or long))
        talk = Talk(session, self._now, partial(self._do, number), partial(self._enter, number))
        over = partial(self._over, talk, number)
        if short is not None:
            for data in short.take(talk.take, over):
                talk.take(data)
        if long is None:
            return
        try:
            async for data in long.messages():
                await talk.take_in_turn(data)
        finally:
            over()

    def _over(self, talk: Talk, number: int) -> None:
        talk.stop()
        self._rooms.depart(number)

    async def _enter(self, number: int, effect: Enter) -> None:
        await self._rooms.enter(number, effect.room, effect.resume)

    def _do(self, number: int, effect: SessionEffect) -> None:
        match effect:
            case Forward(room, message):
                self._rooms.receive(number, room, message)
            case Exit(room):
                self._rooms.leave(number, room)
            case Close(code, reason):
                self._rooms.close(number, code, reason)

    async def close_seat(self, seat: str) -> None:
        """The seat is revoked: its sockets are closed now."""
        for number, socket in self._rooms.sockets.items():
            if socket.session.actor.seat == seat:
                self._rooms.close(number, NOT_ALLOWED, "no longer taking part")

    def membership_changed(self, negotiation: str) -> None:
        """Parties, coalitions or roles have changed: check every reader now."""
        self._rooms.recheck()

    def close_damaged(self, compartments: Collection[str]) -> None:
        """These logs were found to be damaged: who is in these rooms is told when coming again."""
        for name in compartments:
            room = self._rooms.open.get(name)
            if room is not None:
                self._rooms.drop(room)

    # Chores

    async def _keep_watch(self) -> None:
        beat = self._now()
        while True:
            await asyncio.sleep(self._limits.recheck)
            now = self._now()
            self.watch()
            await self.rest()
            await self._give_back()
            if abs(now - beat) >= self._limits.heartbeat:
                beat = now
                self.heartbeat()
                await self.close_idle()

    def watch(self) -> None:
        """Put out who no longer belongs, give up sockets that are silent."""
        now = self._now()
        for number, socket in tuple(self._rooms.sockets.items()):
            if socket.session.silent(now):
                self._rooms.close(number, GOING_AWAY, "no sign of life")
        self._rooms.recheck()
        self._rooms.put_on_record()

    def heartbeat(self) -> None:
        """A sign of life to every socket; browsers answer it."""
        for socket in self._rooms.sockets.values():
            socket.connection.push(protocol.PING, _PING)

    async def close_idle(self) -> None:
        """Close the rooms that nobody has read for a while."""
        self._rooms.put_on_record()
        await self._rooms.open.close_idle(self._now())

    async def rest(self) -> None:
        """What nobody works with takes less memory; between two of them others have their turn."""
        for group in self._rooms.open.groups():
            if group.rest(self._now()):
                self._packed += 1
                await asyncio.sleep(0)

    async def _give_back(self) -> None:
        now = self._now()
        if self._packed >= _WORTH_IT and not 0 <= now - self._given_back < _BETWEEN:
            self._packed, self._given_back = 0, now
            await asyncio.to_thread(give_back)

    async def settled(self) -> None:
        """Wait for what is being written now."""
        await self._rooms.settled()


def _long_way(asking: Asking, queue: int) -> "Connection":
    from adref.server.sync.socket import Connection

    return Connection(cast(Any, asking), queue)


def _on(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(work)
