"""A room whose compartment other processes write to as well, without I/O."""

from collections.abc import Iterable, Mapping, Sequence

from adref.server.store.log import Grant
from adref.server.sync.effects import RoomEffect
from adref.server.sync.room import Room
from adref.server.sync.tickets import Ack


class SharedRoom(Room):
    """``generation`` rises when what is under way is judged again."""

    generation = 0

    def hear(self, updates: Sequence[bytes], now: float) -> list[RoomEffect]:
        """Others have written these. Raises ``Broken``."""
        for update in updates:
            self._replicas.join(update)
            self._news.add(None, update)
            self._since_snapshot += 1
        return self.tick(now)

    def know(self, clients: Iterable[int], seat: str) -> None:
        """Client ids that were granted to a seat, perhaps by others."""
        for client in clients:
            self._clients.keep(client, seat)

    def who_is_here(self) -> dict[int, str]:
        """The presence of our own readers, stamped, by client id."""
        return self._attendance.ours()

    def hear_who(self, process: str, states: Mapping[int, str], now: float) -> list[RoomEffect]:
        """Who is at another process."""
        self._attendance.hear(process, states, now)
        return self.tick(now)

    def judge_again(self, now: float) -> list[RoomEffect]:
        """What is under way was judged by what is not so any more: judge it by what is.

        What the server itself was writing is decided anew by whoever asked for it.
        """
        self.generation += 1
        effects: list[RoomEffect] = []
        self._replicas.drop_accepted()
        for waiting in self._tickets.take_updates():
            effects += self._once_more(waiting.acks, now)
        return effects

    def _once_more(self, acks: Iterable[Ack], now: float) -> list[RoomEffect]:
        # Whoever has gone meanwhile was told nothing: that browser still has it, and says so again.
        effects: list[RoomEffect] = []
        for number, count, update in acks:
            reader = self.readers.get(number)
            if reader is not None:
                effects += self._update(reader, update, count, now)
        return effects

    def grant_again(self, grant: Grant) -> list[RoomEffect]:
        """This client id was taken by another process: another one."""
        waiting = self._tickets.take_grant(grant)
        reader = self.readers.get(waiting.author or 0) if waiting else None
        if reader is None or reader.client != grant.client:
            return []
        reader.resume = None
        return self._grant(reader, {})
