"""The other processes that serve the same installation: what they write reaches our rooms.

What is true stands in the log and is read from it alone, whoever says that there is something to
read: a hint, the clock, or a conflict of our own. Hints may come late, twice, wrongly or never.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from adref.server.store.log import Batch, Conflict, Stored
from adref.server.store.shared import Heard, Listener, Position, SharedLog
from adref.server.sync.hints import DIRECTORY, Hints, Stage
from adref.server.sync.opening import AnyRoom, group_of
from adref.server.sync.shared_meeting import SharedMeeting
from adref.server.sync.shared_presence import PAUSE, SharedPresence
from adref.server.sync.shared_room import SharedRoom

_logger = logging.getLogger(__name__)
POLL = 0.5
"""Seconds between two looks at the log while hints arrive: one may have been lost."""
POLL_ALONE = 0.15
"""The same while none can arrive."""
_TOGETHER = 0.005  # seconds after a look before the next
_STALE = 3.0  # seconds after which what is known here may be too old


class Neighbours:
    """``refresh`` (blocking) brings what is remembered of the directory up to date, and says
    whether it was not; ``now`` is in seconds since 1970.
    """

    def __init__(
        self, log: SharedLog, refresh: Callable[[], bool], now: Callable[[], float]
    ) -> None:
        self._log, self._refresh, self._now = log, refresh, now
        self._stage: Stage | None = None
        self._hints: Hints | None = None
        self._presence: SharedPresence | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tokens: dict[str, int] = {}
        self._token = 0
        self._wanted: set[str] = set()
        self._directory_wanted = True
        self._something = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._read_at = float("-inf")

    # Life

    def on(self, stage: Stage) -> None:
        """These are our rooms."""
        self._stage = stage

    def by(self, hints: Hints) -> None:
        """This is the way to the others; without one the clock alone is."""
        self._hints = hints

    async def start(self) -> None:
        """Begin to listen. Called on the loop that the rooms are on."""
        loop = self._loop = asyncio.get_running_loop()

        def heard(what: Heard) -> None:
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(self._heard, what)

        def written(seqs: Mapping[str, int]) -> None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._written, tuple(seqs))

        self._log.listen(Listener(heard, written))
        self._tasks = [asyncio.create_task(self._keep_up())]
        if self._hints is not None and self._stage is not None:
            await self._hints.start()
            self._presence = SharedPresence(self._hints.say, self._stage.perform)
            self._tasks.append(asyncio.create_task(self._tell_who_is_here(self._presence)))

    async def stop(self) -> None:
        """Listen no more."""
        if self._hints is not None:
            await self._hints.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the log and the directory were read to their ends a moment ago."""
        return time.monotonic() - self._read_at < _STALE

    @property
    def hears(self) -> bool:
        """Whether hints arrive."""
        return self._hints is not None and self._hints.alive

    # Rooms come and go (``Watcher``)

    def opened(self, group: str, positions: Mapping[str, Position]) -> None:
        """See ``Watcher``."""
        self._token += 1
        self._tokens[group] = self._token
        self._log.follow(group, self._token, positions)
        if self._hints is not None:
            self._hints.opened(group)
        self.hint(group)  # something may have come since it was read

    def read(self, compartments: Sequence[str]) -> list[Stored]:
        """See ``Watcher``."""
        return self._log.open_together(compartments)

    def closed(self, group: str) -> None:
        """See ``Watcher``."""
        token = self._tokens.pop(group, None)
        if token is not None:
            self._log.unfollow(group, token)
            if self._hints is not None:
                self._hints.closed(group)

    # Looking

    def hint(self, group: str | None = None) -> None:
        """There may be something to read (None: anywhere)."""
        self._wanted |= set(self._tokens) if group is None else {group} & self._tokens.keys()
        if self._wanted:
            self._something.set()

    def hint_everything(self) -> None:
        """There may be something to read anywhere."""
        self._directory_wanted = True
        self.hint()
        self._something.set()

    def told(self, channel: str, message: Mapping[str, Any]) -> None:
        """Another process has said something."""
        if channel == DIRECTORY:
            self._directory_wanted = True
            self._something.set()
        elif "room" not in message:
            self.hint(channel)
        elif self._presence is not None and self._stage is not None:
            room = self._stage.open.get(message["room"])
            if room is not None and group_of(room.compartment) == channel:
                clock = asyncio.get_running_loop().time()
                self._presence.hear(room, message, clock, self._now())

    def directory_changed(self) -> None:
        """We have changed it; called in any thread."""
        if self._loop is not None and self._hints is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._hints.directory_changed)

    async def catch_up(self, group: str) -> None:
        """Return when everything that is on the disk now is in the room. Raises what it says."""
        await asyncio.wrap_future(self._log.look([group]))

    async def introduce(self, room: AnyRoom, seat: str) -> None:
        """Somebody comes in, perhaps from another process: what that one knew is known here too.

        That is what its browser has read there, and the client ids of that seat.
        """
        await self.catch_up(group_of(room.compartment))
        if isinstance(room, SharedRoom):
            name = room.compartment.name
            room.know(await asyncio.to_thread(self._log.grants, name, seat), seat)

    async def _keep_up(self) -> None:
        look_at = 0.0
        clock = asyncio.get_running_loop().time
        while True:
            pause = look_at + (POLL if self.hears else POLL_ALONE) - clock()
            if pause > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._something.wait()
            # However many hints there are, another may have been lost.
            whole = pause <= 0 or not self._something.is_set()
            try:
                await self._look(whole)
            except Exception as problem:
                _logger.warning("the log cannot be read: %s", type(problem).__name__)
                await asyncio.sleep(POLL_ALONE)
            if whole:
                look_at = clock()
            await asyncio.sleep(_TOGETHER)  # where very much is written, much is read at once

    async def _tell_who_is_here(self, presence: SharedPresence) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            if self._stage is not None:
                clock = asyncio.get_running_loop().time()
                presence.tick(self._stage.open.all(), clock, self._now())

    async def _look(self, whole: bool) -> None:
        self._something.clear()
        groups, self._wanted = sorted(self._wanted), set()
        directory = whole or self._directory_wanted
        self._directory_wanted = False
        if groups or whole:
            await asyncio.wrap_future(self._log.look(None if whole else groups))
        if directory and await asyncio.to_thread(self._refresh) and self._stage is not None:
            self._stage.recheck()
        if whole:
            self._read_at = time.monotonic()

    # Hearing

    def _written(self, names: Iterable[str]) -> None:
        if self._hints is None:
            return
        for group in {group_of_name(name) for name in names}:
            self._hints.written(group)

    def _heard(self, heard: Heard) -> None:
        stage = self._stage
        if stage is None or self._tokens.get(heard.group) != heard.token:
            return
        meeting = stage.open.meeting_on(heard.group)
        name = next(iter(heard.tails), heard.group)
        room = meeting.text if meeting is not None else stage.open.get(name)
        try:
            if heard.lost or room is None:
                raise LookupError("what others wrote cannot be read")
            if isinstance(meeting, SharedMeeting):
                self._in_meeting(stage, meeting, heard)
            elif isinstance(room, SharedRoom):
                stage.perform(room, room.hear(heard.tails[name].entries, self._now()))
        except Exception:
            _logger.exception("what others wrote cannot be taken in")
            if room is not None:
                stage.drop(room)

    def _in_meeting(self, stage: Stage, meeting: SharedMeeting, heard: Heard) -> None:
        before = meeting.shown.codrafting
        for room, effects in meeting.hear(heard.tails, self._now()):
            stage.perform(room, effects)
        if meeting.shown.codrafting != before:
            stage.recheck()

    # Conflicts

    def generation(self, room: AnyRoom) -> int:
        """To be noted with each append, and given back when it fails."""
        return room.generation if isinstance(room, SharedRoom) else 0

    def settles(self, room: AnyRoom, batch: Batch, failure: BaseException, generation: int) -> bool:
        """Whether this failure is a conflict, and all is judged again: then nothing is lost."""
        stage = self._stage
        if not isinstance(failure, Conflict) or stage is None or not isinstance(room, SharedRoom):
            return False
        if stage.open.get(room.compartment.name) is not room:
            return True
        if batch.grants and not batch.entries:
            for grant in batch.grants:
                stage.perform(room, room.grant_again(grant))
        elif generation == room.generation:
            self._judge_again(stage, room)
        return True

    def _judge_again(self, stage: Stage, room: SharedRoom) -> None:
        meeting = stage.open.meeting_on(room.compartment.text)
        if isinstance(meeting, SharedMeeting) and meeting.text is room:
            meeting.decide_anew()
        # Only what is appended from here on was judged by all that was heard.
        stage.hand_over()
        self._log.reconciled(group_of(room.compartment))
        stage.perform(room, room.judge_again(self._now()))


def group_of_name(name: str) -> str:
    """The group of a compartment, by its name."""
    kind, _, rest = name.partition("/")
    return rest if kind in ("text", "floor", "desk") else name
