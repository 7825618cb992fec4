"""A room whose compartment other processes write to as well, without I/O."""

from collections.abc import Iterable, Mapping, Sequence

from adref.server.store.log import Grant, Written
from adref.server.sync.effects import RoomEffect
from adref.server.sync.room import Room
from adref.server.sync.tickets import Ack, Waiting


class SharedRoom(Room):
    """``generation`` rises when what is under way is judged again."""

    generation = 0

    def take_in(self, entries: Sequence[Written]) -> list[frozenset[str]]:
        """Others have written these: the paragraphs that each touches. Raises ``Broken``."""
        updates = [entry.payload for entry in entries]
        touched = self._replicas.join(updates)
        for update in updates:
            self._news.add(None, update)
        self._since_snapshot += len(updates)
        return touched

    def hear(self, entries: Sequence[Written], now: float) -> list[RoomEffect]:
        """Others have written these. Raises ``Broken``."""
        self.take_in(entries)
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
        waiting = self._tickets.take_updates()
        stands = self._stands(waiting)
        if stands:
            return [self._append(one, update, seat, now) for one, update, seat in stands]
        effects: list[RoomEffect] = []
        self._replicas.drop_accepted()
        for one in waiting:
            effects += self._once_more(one.acks, now)
        return effects

    def _stands(self, waiting: Sequence[Waiting]) -> list[tuple[Waiting, bytes, str]]:
        """What is under way, its words and whose they are; nothing if something bears on any of it.

        The words of others cannot make one's own impossible, for what each follows is there; but
        locks and rights can, words of the same author elsewhere, and edits of ours that are not.
        """
        found = []
        for one in waiting:
            reader = self.readers.get(one.author or 0)
            if reader is None or not reader.may_write or reader.stale or not one.update:
                return []
            if not self.locked.isdisjoint(one.paragraphs):
                return []
            found.append((one, one.update, reader.actor.seat))
        return [] if self._replicas.begun_anew else found

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
