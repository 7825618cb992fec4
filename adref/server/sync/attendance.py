"""The presence of one room: what each writer last said, stamped, and what has not gone out yet."""

from adref.server.sync import presence
from adref.server.sync.readers import Reader


class Attendance:
    """Presence by client id."""

    def __init__(self) -> None:
        self._states: dict[int, presence.Stamped] = {}
        self._news: set[int] = set()

    @property
    def has_news(self) -> bool:
        """Whether something waits to be told."""
        return bool(self._news)

    def says(self, reader: Reader, update: bytes) -> None:
        """A reader's browser says where it is; only its own granted id counts.

        Raises ``Unreadable``.
        """
        if reader.client is None:
            return
        found = presence.read_own(update, reader.client)
        if found is None:
            return
        clock, state = found
        before = self._states.get(reader.client)
        if before is None and state is None:
            return
        if before is None or clock >= before.clock:
            self._states[reader.client] = presence.stamp(clock, state, reader.actor)
            self._news.add(reader.client)

    def gone(self, client: int | None) -> None:
        """Somebody has left."""
        if client is not None and client in self._states:
            before = self._states[client]
            self._states[client] = presence.Stamped(before.clock, presence.GONE)
            self._news.add(client)

    def take_news(self) -> bytes:
        """What is new since the last call."""
        told = presence.write(self._states, self._news)
        for client in self._news:
            if self._states[client].state == presence.GONE:
                del self._states[client]
        self._news.clear()
        return told

    def everybody(self) -> bytes | None:
        """All who are here, for somebody who comes; None when nobody is."""
        here = [c for c, stamped in self._states.items() if stamped.state != presence.GONE]
        return presence.write(self._states, here) if here else None
