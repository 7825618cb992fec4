"""Large decisions worked out beside the event loop, on a copy of the meeting.

A file laid over a long text makes thousands of edits and proposals. What becomes of it is worked
out in another thread while the negotiation goes on, and taken over at once if nothing has been
decided or typed meanwhile; else it is worked out anew, and at last on the loop like anything else.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from adref.drafting.decision import Refusal
from adref.server.sync.decided import Decided
from adref.server.sync.meeting import Meeting
from adref.server.sync.outcome import Outcome
from adref.server.sync.room import Room
from adref.server.sync.standing import Standing

TRIES = 4
LONG = 300
"""So many paragraphs, edits, proposals and remarks together are worked out here."""
Found = Decided | Outcome | Refusal
Now = tuple[Meeting | None, Standing | None]
"""The meeting if it is open, and what who asks may do there."""
Work = Callable[[Meeting, Standing | None], Found]


async def worked_out(
    opened: Callable[[], Awaitable[Meeting]], now: Callable[[], Now], work: Work, size: int
) -> tuple[Meeting, Found]:
    """What ``work`` gives, and the meeting; a decision has been taken over, and is to be appended.

    What ``opened`` and ``work`` raise is raised.
    """
    for _ in range(TRIES if size >= LONG else 0):
        meeting = await opened()
        _, standing = now()
        moment, other, room = meeting.moment, meeting.copied(), meeting.text.copied()
        found = await asyncio.to_thread(_work, other, room, work, standing)
        if not isinstance(found, Decided):
            return meeting, found
        here, still = now()
        if here is meeting and still == standing and _same(moment, meeting.moment):
            return meeting, meeting.take_over(other, found)
    meeting = await opened()
    return meeting, work(meeting, now()[1])


def weight(command: Any) -> int:
    """How much is to be worked out of a file; nothing of what is no file."""
    from adref.drafting.bringing import BringIn  # loaded with the doors (``deciding``)

    if not isinstance(command, BringIn):
        return 0
    return len(command.edits) + len(command.proposals) + len(command.remarks)


def _work(other: Meeting, room: Callable[[], Room], work: Work, standing: Standing | None) -> Found:
    other.in_room(room())
    return work(other, standing)


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether nothing has happened: the very same objects, the same counts."""
    return one[0] is other[0] and one[1] is other[1] and one[2] == other[2]
