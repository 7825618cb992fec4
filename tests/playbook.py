"""Plays: ``>>`` something arrives, ``<<`` an effect is expected, in order and with nothing left.

    Play(room) >> comes("chair") << "chair: authenticated read-write"

An effect is told in words (``tell``); an expectation may hold ``*``.
"""

import json
from collections import deque
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from adref.server.crdt.states import read_varint
from adref.server.store.log import EVENT, Batch
from adref.server.sync.effects import (
    Append,
    Close,
    Compact,
    Enter,
    Exit,
    Forward,
    Gather,
    Load,
    Penalty,
    Send,
    Wake,
)
from adref.server.sync.protocol import PING

Step = Callable[["Play"], list[Any]]
_SYNC = ("step1", "step2", "update")


class Play:
    """A room or a session, and what it wants done. ``now`` is moved by the steps."""

    def __init__(self, subject: Any, people: dict[str, int] | None = None) -> None:
        self.subject = subject
        self.now = 1_000.0
        self.numbers = people if people is not None else {}
        self.effects: deque[Any] = deque()
        self.appends: deque[Append | Gather] = deque()
        self.frames: list[tuple[str, bytes]] = []

    def __rshift__(self, step: Step) -> "Play":
        assert not self.effects, f"not expected: {[self.tell(e) for e in self.effects]}"
        for effect in step(self):
            self._take(effect)
        return self

    def __lshift__(self, expected: str) -> "Play":
        assert self.effects, f"nothing happened, but expected: {expected}"
        told = self.tell(self.effects.popleft())
        assert fnmatchcase(told, expected), f"expected: {expected}, happened: {told}"
        return self

    def number(self, who: str) -> int:
        return self.numbers.setdefault(who, len(self.numbers) + 1)

    def last_frame(self, who: str) -> bytes:
        """The last frame that went to somebody."""
        return next(frame for name, frame in reversed(self.frames) if name == who)

    def over(self) -> None:
        """Nothing else was to happen."""
        assert not self.effects, f"not expected: {[self.tell(e) for e in self.effects]}"

    def _take(self, effect: Any) -> None:
        if isinstance(effect, Append | Gather):
            self.appends.append(effect)
        if isinstance(effect, Send):
            names = {number: name for name, number in self.numbers.items()}
            self.frames += [(names[number], effect.frame) for number in effect.to]
            if not effect.to:
                return
        self.effects.append(effect)

    def tell(self, effect: Any) -> str:
        """An effect in words."""
        names = {number: name for name, number in self.numbers.items()}
        match effect:
            case Send(to, frame):
                return f"{', '.join(names[number] for number in to)}: {tell_frame(frame)}"
            case Append(batch):
                return f"append {tell_batch(batch)}"
            case Gather():
                return f"append {tell_batch(effect.batch)}"
            case Penalty(reader, _):
                return f"penalty for {names[reader]}"
            case Wake(at):
                return f"wake in {at - self.now:.3f}"
            case Compact():
                return "compact"
            case Load():
                return "load"
            case Enter(room, resume):
                return f"enter {room}" + (f" as {resume}" if resume else "")
            case Forward(room, message):
                return f"forward {type(message).__name__} to {room}"
            case Exit(room):
                return f"exit {room}"
            case Close(code, reason):
                return f"close {code} {reason}"
        raise AssertionError(effect)


def tell_batch(batch: Batch) -> str:
    told = [
        f"{json.loads(e.payload)['type']}" if e.kind == EVENT else f"{e.kind} by {e.seat}"
        for e in batch.entries
    ]
    return ", ".join([*told, *(f"grant {g.client} to {g.seat}" for g in batch.grants)])


def tell_frame(frame: bytes) -> str:
    """A frame from the server in words."""
    if frame == PING:
        return "ping"
    _, at = _string(frame, 0)
    kind, at = read_varint(frame, at, 127)
    if kind == 0:
        return _SYNC[frame[at]]
    if kind == 1:
        return f"presence {' '.join(tell_presence(_block(frame, at)[0]))}"
    if kind == 2:
        said, at = read_varint(frame, at, 127)
        words = _string(frame, at)[0]
        return f"authenticated {words}" if said == 2 else f"denied {words}"
    if kind == 5:
        return _tell_stateless(json.loads(_string(frame, at)[0]))
    if kind == 8:
        return "saved" if frame[at] == 1 else "not saved"
    raise AssertionError(frame)


def _tell_stateless(body: dict[str, Any]) -> str:
    match body:
        case {"type": "grant", "client": client}:
            return f"grant {client}"
        case {"type": "refused", "code": code, "params": params}:
            return " ".join(["refused", code, *map(str, params.values())])
        case {"type": "event", "seq": seq, "event": event}:
            return f"event {seq} {event['type']}"
        case {"type": "head", "seq": seq}:
            return f"head {seq}"
        case {"type": "here", "all": people}:
            return f"here {' '.join(person['name'] for person in people)}"
        case {"type": "here", "came": came, "left": left}:
            return " ".join(["here", *(f"+{p['name']}" for p in came), *(f"-{s}" for s in left)])
        case {"type": "trouble", "why": why}:
            return f"trouble {why}"
    raise AssertionError(body)


def tell_presence(states: bytes) -> list[str]:
    count, at = read_varint(states, 0, 1000)
    told = []
    for _ in range(count):
        client, at = read_varint(states, at, 2**53)
        _, at = read_varint(states, at, 2**53)
        words, at = _string(states, at)
        state = json.loads(words)
        told.append(f"{client}={_tell_state(state)}")
    return told


def _tell_state(state: Any) -> str:
    if state is None:
        return "gone"
    if isinstance(state, dict):
        return str(state["user"]["name"])
    return str(state[1]["name"]) if len(state) == 2 else f"at {json.dumps(state[0])}"


def body_of(frame: bytes) -> bytes:
    """The document bytes of a step or an update."""
    _, at = _string(frame, 0)
    _, at = read_varint(frame, at, 127)
    return _block(frame, at + 1)[0]


def _block(frame: bytes, at: int) -> tuple[bytes, int]:
    length, at = read_varint(frame, at, 2**31)
    return frame[at : at + length], at + length


def _string(frame: bytes, at: int) -> tuple[str, int]:
    value, at = _block(frame, at)
    return value.decode(), at
