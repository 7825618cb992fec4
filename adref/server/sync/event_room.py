"""One compartment of events (floor, desk), without I/O. Nobody writes here but the server."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from adref.drafting.events import told
from adref.drafting.parties import Actor
from adref.server.crdt.document import EMPTY_STATE, EMPTY_UPDATE
from adref.server.sync import protocol
from adref.server.sync.company import Company, Person
from adref.server.sync.compartments import Compartment
from adref.server.sync.effects import Penalty, RoomEffect, Send, Wake
from adref.server.sync.limits import Limits
from adref.server.sync.readers import Reader, Readers


class EventRoom:
    """A room of events. ``seq`` is that of the last event on the disk."""

    def __init__(self, compartment: Compartment, seq: int) -> None:
        self.compartment = compartment
        self.readers = Readers()
        self.seq = seq
        self.trouble = ""  # why nothing is saved
        self.since_summary = 0  # events that are read when it is opened
        self._summary_at = float("-inf")
        self._name = compartment.name
        # Who is here is told on the floor, where everybody may know it.
        self._company = Company() if compartment.kind == "floor" else None

    def enter(
        self, number: int, actor: Actor, may_write: bool, resume: int | None, now: float
    ) -> list[RoomEffect]:
        """A socket comes in."""
        self.readers.add(Reader(number, actor, may_write=False))
        return [Send((number,), protocol.authenticated(self._name, may_write=False))]

    def leave(self, number: int, now: float) -> list[RoomEffect]:
        """A socket goes."""
        self.readers.remove(number)
        return self.tick(now)

    def set_right(self, number: int, actor: Actor, may_write: bool, now: float) -> list[RoomEffect]:
        """Rights here do not change but to none."""
        return []

    def receive(self, number: int, message: protocol.Message, now: float) -> list[RoomEffect]:
        """A message arrives: the document here is empty and stays so."""
        reader = self.readers.get(number)
        if reader is None:
            return []
        match message:
            case protocol.SyncStep1():
                return [*self._greet(reader), *self.tick(now)]
            case protocol.SyncStep2(update) | protocol.Update(update):
                applied = update == EMPTY_UPDATE
                status = protocol.sync_status(self._name, applied=applied)
                refused: list[RoomEffect] = [] if applied else [Penalty(number, "not_permitted")]
                return [Send((number,), status), *refused]
        return []

    def tick(self, now: float) -> list[RoomEffect]:
        """Events do not wait; the news of who is here does."""
        if self._company is None:
            return []
        news, at = self._company.tick(now, self.readers)
        if news is not None:
            return [Send(self.readers.greeted(), self._stateless({"type": "here", **news}))]
        return [] if at is None else [Wake(at)]

    def rest(self, now: float) -> bool:
        """Nothing needs to be done now: events are not kept here."""
        return False

    def announce(self, events: Iterable[dict[str, Any]]) -> list[RoomEffect]:
        """Events are on the disk (JSON, with ``seq``)."""
        effects: list[RoomEffect] = []
        for event in events:
            self.seq = event["seq"]
            self.since_summary += 1
            body = {"type": "event", "seq": event["seq"], "event": told(event)}
            effects.append(Send(self.readers.greeted(), self._stateless(body)))
        return effects

    def has_summary(self, now: float) -> None:
        """What it amounts to is being kept."""
        self.since_summary, self._summary_at = 0, now

    def is_summary_due(self, now: float, limits: Limits) -> bool:
        """Whether it is worth keeping what it amounts to: opening would take long without."""
        rested = not 0 <= now - self._summary_at < limits.compact_gap
        return rested and self.since_summary >= limits.acts

    def in_trouble(self, why: str) -> list[RoomEffect]:
        """Nothing is saved any more: everybody on the floor is told, whoever comes later too."""
        self.trouble = why
        return self._trouble(self.readers.greeted())

    # Who is at other processes (the floor)

    def who_is_here(self) -> dict[str, Person]:
        """Who follows it through this process, by seat."""
        return {} if self._company is None else self._company.ours(self.readers)

    def hear_who(self, process: str, people: Mapping[str, Person], now: float) -> list[RoomEffect]:
        """Who follows it through another process."""
        if self._company is not None:
            self._company.hear(process, people)
        return self.tick(now)

    def _greet(self, reader: Reader) -> list[RoomEffect]:
        reader.greeted = True
        to = (reader.number,)
        return [
            Send(to, protocol.step2(self._name, EMPTY_UPDATE)),
            Send(to, protocol.step1(self._name, EMPTY_STATE)),
            # Whoever comes back learns at once whether something was missed.
            Send(to, self._stateless({"type": "head", "seq": self.seq})),
            *self._who_is_here(to),
            *self._trouble(to),
        ]

    def _who_is_here(self, to: tuple[int, ...]) -> list[RoomEffect]:
        if self._company is None:
            return []
        people = list(self._company.here(self.readers).values())
        return [Send(to, self._stateless({"type": "here", "all": people}))]

    def _trouble(self, to: tuple[int, ...]) -> list[RoomEffect]:
        if not self.trouble or self.compartment.kind != "floor":
            return []
        return [Send(to, self._stateless({"type": "trouble", "why": self.trouble}))]

    def _stateless(self, body: dict[str, Any]) -> bytes:
        payload = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return protocol.stateless(self._name, payload)
