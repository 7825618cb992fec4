"""The hub: what the doors call, and the life of sockets. What happens in rooms: ``rooms``."""

import asyncio
import json
from collections.abc import Callable, Collection, Mapping, MutableMapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from adref.drafting.chain import Chain, digest_of_act
from adref.drafting.decision import Refusal
from adref.drafting.floor import desk_to_json
from adref.drafting.parties import Actor, Membership
from adref.drafting.text import WorkingText
from adref.server.loading import give_back
from adref.server.store.health import Writing
from adref.server.store.log import Conflict, Log
from adref.server.sync import protocol
from adref.server.sync.apart import Found, weight, worked_out
from adref.server.sync.clients import random_client
from adref.server.sync.connections import AnyConnection
from adref.server.sync.decided import Brings, Decided
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
from adref.server.sync.meeting import Meeting
from adref.server.sync.outcome import Outcome, outcome_from_bytes
from adref.server.sync.rooms import Rooms
from adref.server.sync.session import Session
from adref.server.sync.standing import Access, Standing
from adref.server.sync.summary import acts_of
from adref.server.sync.talking import Talk

if TYPE_CHECKING:  # loaded with the doors (``deciding``), and for several processes
    from adref.drafting.bringing import BringIn
    from adref.server.sync.neighbours import Neighbours
    from adref.server.sync.socket import Connection

_PING = framed(protocol.PING)
_WORTH_IT = 5  # texts packed, after which memory is given back
_BETWEEN = 2.0  # seconds between two such givings
_LEAVING = 2.0  # seconds after which no further snapshot is begun when the server stops
_ATTEMPTS = 50  # of a decision, while other processes decide on the same text

IMPORT = Actor(seat="", name="", role="secretariat")
"""Who marks the paragraphs that came agreed from a source, when nobody is named."""


class Asking(Protocol):
    """A browser that asks for a socket. Without the short way it is Starlette's ``WebSocket``."""

    @property
    def scope(self) -> MutableMapping[str, Any]:
        """What it said (ASGI)."""
        ...

    async def accept(self) -> None:
        """It may come in."""
        ...


class NoSuchText(LookupError):
    """There is no text under this id."""


class Hub:
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
        self._log, self._access, self._ids, self._limits = log, access, ids, limits
        self._clock = clock
        self._neighbours = neighbours
        self._outbox = Outbox()
        self._rooms = Rooms(log, access, self._now, clients, limits, neighbours)
        self._doing: dict[tuple[str, str, str], asyncio.Task[Outcome | Refusal]] = {}
        self._chores: asyncio.Task[None] | None = None
        self._packed = 0  # texts, since memory was given back
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

    # Texts

    async def create_text(
        self,
        text_id: str,
        paragraphs: WorkingText,
        states: Mapping[str, str],
        by: Actor = IMPORT,
        brings: "tuple[BringIn, Membership] | None" = None,
    ) -> None:
        """Make a text; ``states``: paragraphs that are agreed already. Raises ``Conflict`` and
        ``NotWriting``.

        ``brings``: what its file brings besides the words, and who takes part.
        """
        self._log.health.check()
        more = Brings(*brings, self._ids) if brings is not None else None

        async def opened() -> Meeting:
            meeting = await self._rooms.open.open_meeting(text_id)
            if meeting.exists:
                raise Conflict(text_id)
            return meeting

        def begun(meeting: Meeting, _standing: Standing | None) -> Decided:
            return meeting.begin(paragraphs, states, by, self._now(), more)

        size = len(paragraphs) + (weight(brings[0]) if brings is not None else 0)
        meeting, found = await worked_out(opened, partial(self._here, text_id, None), begun, size)
        if isinstance(found, Decided):
            await self._rooms.carry_out(meeting, found)
            if not len(meeting.text.readers):
                self._packed += meeting.rest_at_once()

    async def command(
        self,
        text_id: str,
        actor: Actor,
        command_json: Any,
        command_id: str,
        dry: bool = False,
    ) -> Outcome | Refusal:
        """Carry a command out once; or say what it would do. Raises ``NoSuchText`` and
        ``NotWriting``.
        """
        if dry:
            return await self._decide(text_id, actor, command_json, command_id, dry=True)
        self._log.health.check()
        meeting = await self._meeting(text_id)
        key = (meeting.floor.compartment.name, actor.seat, command_id)
        if key not in self._doing:
            once = self._once(text_id, actor, command_json, command_id, key)
            self._doing[key] = asyncio.create_task(once)
            self._doing[key].add_done_callback(lambda _: self._doing.pop(key))
        # Whoever asked may go away; what is being written is not taken back by that.
        return await asyncio.shield(self._doing[key])

    async def text(self, text_id: str) -> WorkingText:
        """The working text as it is on the disk. Raises ``NoSuchText``."""
        meeting = await self._meeting(text_id)
        value = meeting.text.text
        await self._rooms.settled()
        return value

    async def floor(self, text_id: str) -> tuple[int, dict[str, Any]]:
        """The floor as everybody reads it and the seq of its last event. Raises ``NoSuchText``."""
        return (await self._meeting(text_id)).public()

    async def record(self, text_id: str, after: int = 0) -> list[dict[str, Any]]:
        """The events of the floor after one (JSON). Raises ``NoSuchText``."""
        meeting = await self._meeting(text_id)
        name = meeting.floor.compartment.name
        entries = await asyncio.to_thread(self._log.read, name, after)
        return [{"seq": entry.seq, **json.loads(entry.payload)} for entry in entries]

    async def chain(self, text_id: str) -> Chain:
        """How far the record goes on the disk, and its head. Raises ``NoSuchText``."""
        return (await self._meeting(text_id)).recording.shown.chain

    async def digests(self, text_id: str, after: int, upto: int) -> list[str]:
        """The digests of the acts above ``after``. Raises ``NoSuchText``."""
        meeting = await self._meeting(text_id)
        recording = meeting.recording
        if after < recording.since:
            # The text was opened without its first acts: they are read when somebody asks.
            name = meeting.floor.compartment.name
            recording.recall(await asyncio.to_thread(_digests, self._log, name))
        return recording.digests[after - recording.since : upto - recording.since]

    async def revision(self, text_id: str, revision: str) -> bytes | None:
        """The bytes of an issued revision; None when there is none. Raises ``NoSuchText``."""
        meeting = await self._meeting(text_id)
        name = meeting.floor.compartment.name
        return await asyncio.to_thread(self._log.document, name, revision)

    async def remarks(self, text_id: str, actor: Actor) -> dict[str, Any]:
        """``{remarks}``: all for the bureau, else one's own. Raises ``NoSuchText``."""
        meeting = await self._meeting(text_id)
        return desk_to_json(meeting.shown, None if actor.in_bureau else actor.seat)

    async def _meeting(self, text_id: str) -> Meeting:
        try:
            meeting = await self._rooms.open.open_meeting(text_id)
        except LookupError:
            raise NoSuchText(text_id) from None
        if self._neighbours is not None:
            await self._neighbours.catch_up(text_id)
            meeting = self._rooms.open.meeting_on(text_id) or meeting
        if not meeting.exists:
            raise NoSuchText(text_id)
        return meeting

    async def _decide(
        self, text_id: str, actor: Actor, command: Any, command_id: str, *, dry: bool
    ) -> Outcome | Refusal:
        def decided(meeting: Meeting, standing: Standing | None) -> Found:
            if standing is None:
                return Refusal("not_permitted")
            return meeting.decide(command, command_id, standing, self._now(), self._ids, dry=dry)

        opened, here = partial(self._meeting, text_id), partial(self._here, text_id, actor.seat)
        size = weight(command)
        meeting, found = await worked_out(opened, here, decided, size)
        if not isinstance(found, Decided):
            return found
        await self._rooms.carry_out(meeting, found)
        return found.outcome

    def _here(self, text_id: str, seat: str | None) -> tuple[Meeting | None, Standing | None]:
        """The meeting on a text, if it is open, and what this seat may do there."""
        standing = self._access(seat, text_id) if seat is not None else None
        return self._rooms.open.meeting_on(text_id), standing

    async def _once(
        self, text_id: str, actor: Actor, command: Any, command_id: str, key: tuple[str, str, str]
    ) -> Outcome | Refusal:
        for _ in range(_ATTEMPTS):
            kept = await asyncio.to_thread(self._log.outcome, *key)
            if kept is not None:
                return outcome_from_bytes(kept)
            try:
                found = await self._decide(text_id, actor, command, command_id, dry=False)
            except Conflict:
                if self._neighbours is None:
                    raise
                continue  # another process was faster: what it did is known by now, decide anew
            if isinstance(found, Refusal) and self._neighbours is not None:
                # Refused perhaps because another process has carried it out meanwhile.
                kept = await asyncio.to_thread(self._log.outcome, *key)
            return found if kept is None else outcome_from_bytes(kept)
        raise Conflict("decided too often")

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

    def _now(self) -> float:
        return self._clock().timestamp()


def _long_way(asking: Asking, queue: int) -> "Connection":
    from adref.server.sync.socket import Connection

    return Connection(cast(Any, asking), queue)


def _digests(log: Log, floor: str) -> list[str]:
    return [digest_of_act(act) for act in acts_of(log.read(floor))]


def _on(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(work)
