"""Plays on two processes that race with each other, and say what went wrong."""

import asyncio
import contextlib

from adref.server.crdt.working import WorkingDocument
from adref.server.store.log import UPDATE
from adref.server.sync.outcome import Outcome
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall
from tests.server.sync.neighbourhood import Neighbourhood, neighbourhood
from tests.server.sync.people import CHAIR


async def lock_against_words(database: str, locked_after: int, *, hints: bool) -> None:
    """[M9] What was saved before the lock stands in the locked words; the rest was refused."""
    async with neighbourhood(database, 2) as place:
        place.wire.cut = not hints
        one, two = place.halls
        secretary = Browser(two.hub, "secretary")
        typist = await secretary.enter("text/t")
        words: list[str] = []
        locking = None
        while "not saved" not in secretary.told("text/t"):
            if len(words) == locked_after:
                locking = asyncio.ensure_future(_lock(one))
            words.append(f"word{len(words)} ")
            secretary.send("text/t", typist.types("p1", words[-1], len(typist.words("p1"))))
            await asyncio.sleep(0.002)  # so that some are on their way and some are not
        assert locking is not None
        at_the_lock = await locking
        await place.quiet()
        told = [said for said in secretary.told("text/t") if said in ("saved", "not saved")]
        saved = told.index("not saved") - 1  # the first was for coming in
        # What was under way when a word was refused is answered with that one: the browser begins
        # anew, and shows all that was not saved.
        assert set(told[saved + 1 :]) == {"not saved"}
        assert saved < len(told) <= len(words) + 1
        assert at_the_lock == "Calls for action. " + "".join(words[:saved])
        await _all_read(place, at_the_lock)


async def _lock(hall: Hall) -> str:
    """Agree on the paragraph; its words then, as who agrees on it has them on the disk."""
    outcome = await hall.act(CHAIR, "c1", do="mark", paragraph="p1", state="agreed")
    assert isinstance(outcome, Outcome), outcome
    return next(p.words for p in await hall.hub.text("t") if p.id == "p1")


async def _all_read(place: Neighbourhood, words: str) -> None:
    entries = await asyncio.to_thread(place.halls[0].log.read, "text/t")
    replayed = WorkingDocument([e.payload for e in entries if e.kind == UPDATE]).text
    for hall in place.halls:
        assert await hall.hub.text("t") == replayed
    assert next(p.words for p in replayed if p.id == "p1") == words


async def revoked_elsewhere(database: str, *, told: bool, busy: bool) -> None:
    """[M10] Who is put out through one process is put out of the other: by a hint (``told``), or
    by what it looks up by itself, however busy it is with other hints.
    """
    async with neighbourhood(database, 2, recheck=3_600.0) as place:
        secretary = Browser(place.halls[1].hub, "secretary")
        await secretary.enter("text/t")
        storm = asyncio.create_task(_storm(place)) if busy else None
        place.members.gone.add("secretary")
        if told:
            place.neighbours[0].directory_changed()
        assert await secretary.closed() == 1008
        if storm is not None:
            storm.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await storm


async def _storm(place: Neighbourhood) -> None:
    """There is always something to read."""
    while True:
        place.neighbours[1].told("t", {})
        await asyncio.sleep(0)
