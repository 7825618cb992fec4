"""Who sits on a seat, asked for by many at once: a meeting that comes back does so in one moment.

What is remembered is answered at once. What is not is read in a thread, all that was asked for
meanwhile by one question to the database: a thread for each would cost the loop more than the
answers are worth.
"""

import asyncio

from adref.server.store.directory import Directory
from adref.server.store.directory_tables import SeatRow


class Roll:
    """The seats of an installation, for the event loop."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._asked: dict[str, asyncio.Future[SeatRow | None]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def seat(self, identifier: str) -> SeatRow | None:
        """One seat, revoked or not, or None."""
        known = self._directory.remembered_seat(identifier)
        if known is not None:
            return known
        asked = self._asked.get(identifier)
        if asked is None:
            asked = self._asked[identifier] = asyncio.get_running_loop().create_future()
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(asked)  # others may wait for the same

    async def _look(self) -> None:
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                try:
                    found = await asyncio.to_thread(self._directory.seats, tuple(asked))
                except Exception as problem:
                    for each in asked.values():
                        each.set_exception(problem)
                        each.exception()  # whoever asked may have gone
                    continue
                for identifier, each in asked.items():
                    each.set_result(found.get(identifier))
        finally:
            self._looking = None
