"""The texts of a server, as its doors ask of them: made, decided on, read."""

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from adref.drafting.chain import Chain, digest_of_act
from adref.drafting.decision import Refusal
from adref.drafting.floor import desk_to_json
from adref.drafting.parties import Actor, Membership
from adref.drafting.text import WorkingText
from adref.server.store.log import Conflict, Log
from adref.server.sync.apart import Found, weight, worked_out
from adref.server.sync.decided import Brings, Decided
from adref.server.sync.meeting import Meeting
from adref.server.sync.outcome import Outcome, outcome_from_bytes
from adref.server.sync.rooms import Rooms
from adref.server.sync.standing import Access, Standing
from adref.server.sync.summary import acts_of

if TYPE_CHECKING:  # loaded with the doors (``deciding``), and for several processes
    from adref.drafting.bringing import BringIn
    from adref.server.sync.neighbours import Neighbours

_ATTEMPTS = 50  # of a decision, while other processes decide on the same text

IMPORT = Actor(seat="", name="", role="secretariat")
"""Who marks the paragraphs that came agreed from a source, when nobody is named."""


class NoSuchText(LookupError):
    """There is no text under this id."""


class Texts:
    """Decisions and answers. ``now`` is in seconds since 1970; ``ids`` gives new ids of proposals,
    remarks and paragraphs.
    """

    def __init__(
        self,
        log: Log,
        access: Access,
        rooms: Rooms,
        now: Callable[[], float],
        ids: Callable[[], str],
        neighbours: "Neighbours | None",
    ) -> None:
        self._log, self._access, self._rooms, self._ids = log, access, rooms, ids
        self._now, self._neighbours = now, neighbours
        self._doing: dict[tuple[str, str, str], asyncio.Task[Outcome | Refusal]] = {}
        self._packed = 0  # texts, since memory was given back

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


def _digests(log: Log, floor: str) -> list[str]:
    return [digest_of_act(act) for act in acts_of(log.read(floor))]
