"""The presence of one room: what each writer last said, stamped, and what has not gone out yet."""

from collections.abc import Iterable, Mapping

from adref.server.sync import presence
from adref.server.sync.readers import Reader


class Attendance:
    """Presence by client id."""

    def __init__(self) -> None:
        self._states: dict[int, presence.Stamped] = {}
        self._news: set[int] = set()
        self._clock = 0
        self._elsewhere: dict[int, str] = {}  # who is at another process, and at which

    @property
    def has_news(self) -> bool:
        """Whether something waits to be told."""
        return bool(self._news)

    def says(self, reader: Reader, update: bytes, now: float) -> None:
        """A reader's browser says where it is; only its own granted id counts.

        Raises ``Unreadable``.
        """
        if reader.client is None:
            return
        found = presence.read_own(update, reader.client)
        if found is None:
            return
        if found.state is None:
            self.gone(reader.client, now)
            return
        self._elsewhere.pop(reader.client, None)
        self._set(reader.client, presence.stamp(found.state, reader.actor), now)

    def gone(self, client: int | None, now: float) -> None:
        """Somebody has left."""
        if client is not None and client in self._states and client not in self._elsewhere:
            self._set(client, presence.GONE, now)

    def _set(self, client: int, state: str, now: float) -> None:
        # Our own clock, by the time: browsers ignore what is not newer than what they have seen
        # under this id, and a browser that comes back under it begins to count from 0 again.
        self._clock = max(self._clock + 1, int(now * 1000))
        self._states[client] = presence.Stamped(self._clock, state)
        self._news.add(client)

    def take_news(self, readers: Iterable[Reader]) -> list[tuple[tuple[int, ...], bytes]]:
        """What is new since the last call: for whom, and what. Nobody hears of itself."""
        news, self._news = self._news, set()
        authors = [reader for reader in readers if reader.client in news]
        told = [
            (
                tuple(r.number for r in readers if r not in authors),
                presence.write(self._states, news),
            )
        ]
        for author in authors:
            others = news - {author.client}
            if others:
                told.append(((author.number,), presence.write(self._states, others)))
        for client in news:
            if self._states[client].state == presence.GONE:
                del self._states[client]
                self._elsewhere.pop(client, None)
        return [(to, states) for to, states in told if to]

    # Those who are at other processes, stamped there

    def ours(self) -> dict[int, str]:
        """What our own readers say, by client id."""
        return {
            client: stamped.state
            for client, stamped in self._states.items()
            if client not in self._elsewhere and stamped.state != presence.GONE
        }

    def hear(self, process: str, states: Mapping[int, str], now: float) -> None:
        """Everybody who is at another process, as it says; who was there and is not, has left."""
        for client, where in tuple(self._elsewhere.items()):
            if where == process and client not in states:
                self._set(client, presence.GONE, now)
        for client, state in states.items():
            known = self._states.get(client)
            if known is not None and (client not in self._elsewhere or known.state == state):
                continue  # it is here with us, or nothing new
            self._elsewhere[client] = process
            self._set(client, state, now)

    def everybody_but(self, client: int | None) -> bytes | None:
        """All others who are here, for somebody who comes; None when nobody is."""
        here = [
            other
            for other, stamped in self._states.items()
            if stamped.state != presence.GONE and other != client
        ]
        return presence.write(self._states, here) if here else None
