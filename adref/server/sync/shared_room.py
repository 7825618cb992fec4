"""A room whose compartment other processes write to as well, without I/O."""

from collections.abc import Iterable, Mapping, Sequence

from adref.server.crdt.keystrokes import Runs
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
        if waiting and self._stand(waiting):
            return [self._again(one, now) for one in waiting]
        effects: list[RoomEffect] = []
        self._replicas.drop_accepted()
        for one in waiting:
            effects += self._once_more([*_acks_of(one.runs), *one.acks], now)
        return effects

    def _again(self, one: Waiting, now: float) -> RoomEffect:
        """As it is, at the epoch as it is now."""
        if one.runs is not None:
            return self._gather(one.runs, one.acks)
        reader = self.readers.get(one.author or 0)
        return self._append(one, one.update or b"", reader.actor.seat if reader else "", now)

    def _stand(self, waiting: Sequence[Waiting]) -> bool:
        """Whether nothing bears on anything that is under way.

        The words of others cannot make one's own impossible, for what each follows is there; but
        locks and rights can, words of the same author elsewhere, and edits of ours that are not.
        """
        for one in waiting:
            if one.runs is None and not one.update:
                return False
            pieces = one.runs.close() if one.runs else ()
            authors = {piece.by.number for piece in pieces} or {one.author}
            paragraphs = one.paragraphs.union(piece.where for piece in pieces)
            if not all(map(self._may_still, authors)) or not self.locked.isdisjoint(paragraphs):
                return False
        return not self._replicas.begun_anew

    def _may_still(self, author: int | None) -> bool:
        reader = self.readers.get(author or 0)
        return reader is not None and reader.may_write and not reader.stale

    def _once_more(self, acks: Iterable[Ack], now: float) -> list[RoomEffect]:
        # Whoever has gone meanwhile was told nothing: that browser still has it, and says so again.
        effects: list[RoomEffect] = []
        for number, count, update in acks:
            reader = self.readers.get(number)
            if reader is not None:
                effects += self._update(reader, update, count, now)
                if reader.stale:  # which was said once
                    effects += [self._status(number, False)] * (count - 1)
        return effects

    def grant_again(self, grant: Grant) -> list[RoomEffect]:
        """This client id was taken by another process: another one."""
        waiting = self._tickets.take_grant(grant)
        reader = self.readers.get(waiting.author or 0) if waiting else None
        if reader is None or reader.client != grant.client:
            return []
        reader.resume = None
        return self._grant(reader, {})


def _acks_of(runs: Runs | None) -> list[Ack]:
    """What is owed for what was typed on."""
    return [Ack(p.by.number, p.count, p.update) for p in runs.close()] if runs else []
