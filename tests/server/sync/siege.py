"""A room under siege: its real replicas and a session for each person, without I/O.

What is appended is on the disk at once, in order; every frame is kept for whom it went to.
"""

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

from adref.server.crdt.states import Unreadable, read_state, varint
from adref.server.store.health import Health
from adref.server.store.log import Batch
from adref.server.sync import protocol
from adref.server.sync.audience import Right
from adref.server.sync.compartments import Compartment
from adref.server.sync.effects import (
    Append,
    Close,
    Enter,
    Exit,
    Forward,
    Gather,
    Penalty,
    RoomEffect,
    Send,
)
from adref.server.sync.limits import Limits
from adref.server.sync.room import Room
from adref.server.sync.session import Session
from adref.server.sync.typing_on import TypingOn
from tests.playbook import body_of, tell_frame
from tests.server.sync.people import PEOPLE
from tests.server.sync.scenes import room as make_room
from tests.server.sync.typist import Typist

EMPTY = b"\x00\x00"


class Siege:
    """``pens`` may write, all others only read."""

    def __init__(self, name: str, pens: set[str], seed: int) -> None:
        self.name, self.pens, self.chance = name, pens, random.Random(seed)
        self.room = make_room(name, updates=None if name.startswith("text/") else ())
        self.root = "paragraphs" if name.startswith("text/") else "drafts"
        self.now = 1_000.0
        self.sessions: dict[str, Session] = {}
        self.numbers: dict[str, int] = {}
        self.inbox: dict[str, list[bytes]] = {}
        self.granted: dict[str, list[int]] = {}
        self.log: list[tuple[str, bytes]] = []
        self.closed: Counter[int] = Counter()
        self.refused: Counter[str] = Counter()
        self.whole: dict[int, Right] = {}
        self.short = 0  # messages that came by the shortest way

    def connect(self, who: str) -> None:
        """A new socket."""
        if who in self.numbers:
            self.perform(self.room.leave(self.numbers[who], self.now))
        self.sessions[who] = Session(PEOPLE[who], self.now, Limits(entries=(1e9, 1e9)))
        self.numbers[who] = len(self.numbers) + 1 if who not in self.numbers else self.numbers[who]
        self.inbox[who] = []

    def enters(self, who: str, resume: int | None = None) -> bytes:
        """Come in and synchronise; what the document is."""
        token = f'{{"client":{resume}}}' if resume else "{}"
        self.says(who, 2, b"\x00" + block(token.encode()))
        self.says(who, 0, b"\x00\x01\x00")
        step2 = next(f for f in reversed(self.inbox[who]) if tell_frame(f) == "step2")
        self.says(who, 0, b"\x01" + block(EMPTY))
        return body_of(step2)

    def client(self, who: str) -> int:
        """The id last granted to somebody."""
        return self.granted[who][-1]

    def says(self, who: str, kind: int, body: bytes) -> None:
        """A frame in this room."""
        self.hears(who, block(self.name.encode()) + varint(kind) + body)

    def sends(self, who: str, update: bytes) -> None:
        self.says(who, 0, b"\x02" + block(update))

    def hears(self, who: str, data: bytes) -> None:
        """Any bytes from somebody; who is closed comes again."""
        self.now += 0.03
        number, session = self.numbers[who], self.sessions[who]
        if session.typing_on is not None and session.typing_on.take(data):
            self.short += 1
            return
        for effect in session.receive(data, self.now):
            match effect:
                case Enter(room, resume) if room == self.name:
                    may_write = who in self.pens
                    self.sessions[who].entered(room)
                    person = PEOPLE[who]
                    self.perform(self.room.enter(number, person, may_write, resume, self.now))
                case Forward(_, message):
                    try:
                        self.perform(self.room.receive(number, message, self.now))
                    except Unreadable:
                        self.close(who, 1007)
                    else:
                        self.shorten(who)
                case Exit():
                    self.perform(self.room.leave(number, self.now))
                case Close(code, _):
                    self.close(who, code)

    def shorten(self, who: str) -> None:
        """What follows may come by the shortest way, as the shell has it."""
        reader = self.room.readers.get(self.numbers[who])
        if reader is not None and self.room.may_go_on(reader):
            right = self.whole.setdefault(reader.number, Right(reader.actor, reader.may_write))
            session, stage = self.sessions[who], OneRoom(self)
            session.typing_on = TypingOn(
                stage, Health(), session, self.room, reader, right, self.name, lambda: self.now
            )

    def close(self, who: str, code: int) -> None:
        self.closed[code] += 1
        self.connect(who)

    def perform(self, effects: Iterable[Any]) -> None:
        """As the shell does it: in order, the disk at once."""
        for effect in effects:
            match effect:
                case Send(to, frame):
                    for who, number in self.numbers.items():
                        if number in to:
                            self.inbox[who].append(frame)
                case Append() | Gather():
                    self.written(effect.batch)
                    self.perform(self.room.appended(effect.ticket, self.now))
                    self.perform(self.room.tick(self.now))
                case Penalty(number, code):
                    self.refused[code] += 1
                    who = next(w for w, n in self.numbers.items() if n == number)
                    for close in self.sessions[who].penalty(self.now):
                        self.close(who, close.code)

    def written(self, batch: Batch) -> None:
        for grant in batch.grants:
            self.granted.setdefault(grant.seat, []).append(grant.client)
        self.log += [(entry.seat, entry.payload) for entry in batch.entries]

    def take(self, who: str) -> list[bytes]:
        """What has come since the last time."""
        frames, self.inbox[who] = self.inbox[who], []
        return frames


class OneRoom:
    """The stage of a siege: its one room is open, and nobody's right changes."""

    def __init__(self, siege: Siege) -> None:
        self._siege = siege

    def is_open(self, room: Room) -> bool:
        return room is self._siege.room

    def rights(self, compartment: Compartment) -> dict[int, Right]:
        return self._siege.whole

    def perform(self, room: Room, effects: Iterable[RoomEffect]) -> None:
        self._siege.perform(effects)


class Honest:
    """Somebody who types, reads all that comes, and must never be refused anything."""

    def __init__(self, siege: Siege, who: str) -> None:
        self.siege, self.who, self.typed = siege, who, 0
        siege.connect(who)
        start = siege.enters(who)
        self.typist = Typist(siege.client(who), siege.root, start)
        siege.take(who)

    def reads(self) -> list[str]:
        told = []
        for frame in self.siege.take(self.who):
            told.append(tell_frame(frame))
            if told[-1] in ("update", "step2"):
                self.typist.doc.apply_update(body_of(frame))
        self.typist.done()
        return told

    def types(self, paragraph: str) -> str:
        """A word; it is saved, and nothing else is heard of it."""
        self.reads()
        self.typed += 1
        word = f"{self.who}{self.typed} "
        update = self.writes(paragraph, word)
        self.siege.sends(self.who, update)
        assert self.reads().count("saved") == 1
        assert self.siege.log[-1] == (self.who, update)
        return word

    def writes(self, paragraph: str, word: str) -> bytes:
        if self.siege.root == "drafts":
            return self.typist.drafts(f"{self.who}{self.typed}", word)
        try:
            return self.typist.types(paragraph, word)
        except (KeyError, IndexError, AssertionError):  # it was removed, as one may
            return self.typist.adds(f"{self.who}{self.typed}", word)


def advanced(before: bytes, after: bytes) -> set[int]:
    """The clients that have written between two states."""
    old, new = read_state(before), read_state(after)
    return {client for client, clock in new.items() if clock > old.get(client, 0)}


def block(data: bytes) -> bytes:
    return varint(len(data)) + data


__all__ = ["EMPTY", "Honest", "Siege", "advanced", "block", "protocol"]
