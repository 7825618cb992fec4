"""The presence of one room: what each writer last said, stamped, and what has not gone out yet."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from adref.server.sync import presence
from adref.server.sync.readers import Reader


class Told(NamedTuple):
    """Presence for some readers, as an awareness update and briefly."""

    to: tuple[int, ...]
    states: bytes
    brief: bytes


class Attendance:
    """Presence by client id. Who somebody is is told briefly once, and to who comes later."""

    def __init__(self) -> None:
        self._states: dict[int, presence.Stamped] = {}
        self._news: set[int] = set()
        self._known: dict[int, str] = {}  # who each client is, as everybody was told
        self._since = float("-inf")
        self._clock = 0
        self._elsewhere: dict[int, str] = {}  # who is at another process, and at which

    @property
    def has_news(self) -> bool:
        """Whether something waits to be told."""
        return bool(self._news)

    @property
    def since(self) -> float:
        """When the first of that was said."""
        return self._since

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

    def _set(self, client: int, state: presence.State, now: float) -> None:
        # Our own clock, by the time: browsers ignore what is not newer than what they have seen
        # under this id, and a browser that comes back under it begins to count from 0 again.
        self._clock = max(self._clock + 1, int(now * 1000))
        self._states[client] = presence.Stamped(self._clock, state)
        if not self._news:
            self._since = now
        self._news.add(client)

    def take_news(self, readers: Iterable[Reader]) -> list[Told]:
        """What is new since the last call: for whom, and what. Nobody hears of itself."""
        news, self._news = self._news, set()
        authors = {r.number: r.client for r in readers if r.client in news}
        known = {c for c in news if self._known.get(c) == self._states[c].state.who}
        told = [
            self._told(tuple(r.number for r in readers if r.number not in authors), news, known)
        ]
        for number, client in authors.items():
            told.append(self._told((number,), news - {client}, known))
        for client in news:
            self._known[client] = self._states[client].state.who
            if self._states[client].state == presence.GONE:
                del self._states[client], self._known[client]
                self._elsewhere.pop(client, None)
        return [one for one in told if one.to and one.states != presence.NOBODY]

    def _told(self, to: tuple[int, ...], clients: Iterable[int], known: set[int]) -> Told:
        brief = presence.write_brief(self._states, clients, known)
        return Told(to, presence.write(self._states, clients), brief)

    # Those who are at other processes, stamped there

    def ours(self) -> dict[int, str]:
        """What our own readers say, by client id."""
        return {
            client: stamped.state.whole
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
            if known is not None and (client not in self._elsewhere or known.state.whole == state):
                continue  # it is here with us, or nothing new
            self._elsewhere[client] = process
            self._set(client, presence.stamped_before(state), now)

    def everybody_but(self, client: int | None, to: tuple[int, ...] = ()) -> Told | None:
        """All others who are here, for somebody who comes; None when nobody is."""
        here = [
            other
            for other, stamped in self._states.items()
            if stamped.state != presence.GONE and other != client
        ]
        return self._told(to, here, set()) if here else None
