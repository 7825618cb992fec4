"""One socket, without I/O: bytes in, intentions out."""

import json
from typing import Any, Protocol

from adref.drafting.parties import Actor
from adref.server.crdt.states import Unreadable
from adref.server.sync.compartments import whole
from adref.server.sync.effects import (
    NOT_ALLOWED,
    TOO_SLOW,
    UNREADABLE,
    Close,
    Enter,
    Exit,
    Forward,
    SessionEffect,
)
from adref.server.sync.limits import LIMITS, Bucket, Limits
from adref.server.sync.protocol import Auth, Leave, Pong, Update, read_message


class Shortest(Protocol):
    """The shortest way of what is typed on (``typing_on``)."""

    def take(self, message: bytes) -> bool:
        """Whether it was such a message, and is done with."""
        ...

    def is_of(self, room: Any, right: Any) -> bool:
        """Whether it is about this room still, and was made by this right."""
        ...


class Session:
    """What one browser's socket has entered and how much it asks for. Time in seconds.

    ``text``: which text the socket is about, if its address says so; then it speaks briefly.
    """

    def __init__(self, actor: Actor, now: float, limits: Limits = LIMITS, text: str = "") -> None:
        self.actor = actor
        self.text = text
        self.rooms: set[str] = set()
        self.heard = now
        self.typing_on: Shortest | None = None  # in the room in which it was typed last
        self._limits = limits
        self._messages = Bucket(*limits.messages)
        self._bytes = Bucket(*limits.bytes)
        self._refusals = Bucket(*limits.refusals)
        self._entries = Bucket(*limits.entries)

    def receive(self, data: bytes, now: float) -> list[SessionEffect]:
        """A message arrives."""
        self.heard = now
        if not (self._messages.take(now) and self._bytes.take(now, len(data))):
            return [Close(TOO_SLOW, "too much at once")]
        try:
            room, message = read_message(data)
            if self.text:
                room = whole(self.text, room)
        except Unreadable as reason:
            return [Close(UNREADABLE, str(reason))]
        if type(message) is Update:  # mostly: it is looked at first
            return [Forward(room, message)] if room in self.rooms else []
        match message:
            case Pong():
                return []
            case Auth(token):
                if not self._entries.take(now):
                    return [Close(TOO_SLOW, "too much at once")]
                return [Enter(room, _resume(token))]
            case Leave():
                return self._leave(room)
        # What is said in a room that one is not in is not heard, whether or not there is one.
        return [Forward(room, message)] if room in self.rooms else []

    def pays(self, now: float, size: int) -> bool:
        """A message of so many bytes arrives; False, and nothing is paid, when it is too much."""
        if not self._messages.take(now):
            return False
        if not self._bytes.take(now, size):
            self._messages.give_back()
            return False
        return True

    def give_back(self, size: int) -> None:
        """What was paid for a message that is not done with."""
        self._messages.give_back()
        self._bytes.give_back(size)

    def entered(self, room: str) -> bool:
        """The shell has let the socket in; False when it is in too many rooms."""
        if len(self.rooms) >= self._limits.rooms and room not in self.rooms:
            return False
        self.rooms.add(room)
        return True

    def removed(self, room: str) -> None:
        """The shell has put the socket out of a room."""
        self.rooms.discard(room)
        self.typing_on = None

    def penalty(self, now: float) -> list[Close]:
        """An update was refused."""
        if self._refusals.take(now):
            return []
        return [Close(NOT_ALLOWED, "too many refused updates")]

    def silent(self, now: float) -> bool:
        """Whether nothing was heard for too long, heartbeats included."""
        return now - self.heard > self._limits.silent

    def _leave(self, room: str) -> list[SessionEffect]:
        if room not in self.rooms:
            return []
        self.removed(room)
        return [Exit(room)]


def _resume(token: str) -> int | None:
    """The client id to resume, from ``{"client": id}``; anything else asks for a new one."""
    try:
        data = json.loads(token)
    except (ValueError, RecursionError):
        return None
    client = data.get("client") if isinstance(data, dict) else None
    return client if type(client) is int and 0 < client < 2**31 else None
