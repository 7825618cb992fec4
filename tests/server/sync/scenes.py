"""Rooms for the plays, and the steps that happen in them."""

import itertools
from collections.abc import Mapping
from typing import Any

from adref.drafting.content import plain
from adref.drafting.parties import Actor
from adref.drafting.text import Paragraph
from adref.server.crdt.working import WorkingDocument
from adref.server.store.log import UPDATE, Stored, Written
from adref.server.sync import protocol
from adref.server.sync.compartments import parse
from adref.server.sync.limits import Limits
from adref.server.sync.room import Room
from tests.playbook import Play, Step
from tests.server.sync.people import PEOPLE
from tests.server.sync.typist import Typist

TEXT = (
    Paragraph("p1", "op", plain("Calls for action. "), "1."),
    Paragraph("p2", "op", plain("Urges restraint. "), "2."),
    Paragraph("agreed", "op", plain("Thanks the host. "), "3."),
)
PACE: dict[str, Any] = {"tick": 0.008, "in_hand": 0.0}
"""Of a room of two: a relay, and for 0.001 s none; for 0.002 more with each update that waits."""
START = WorkingDocument().fill(TEXT)

CHANGE = {
    "kind": "change",
    "paragraph": "p1",
    "basis": "Calls for action. ",
    "span": [10, 16],
    "replacement": "urgent action",
}


def submit(**more: object) -> dict[str, object]:
    """A command of party A: a change of the first paragraph."""
    return {"do": "submit", "party": "a", "amendments": [CHANGE]} | more


def room(
    name: str = "text/t",
    grants: Mapping[int, str] | None = None,
    updates: tuple[bytes, ...] | None = None,
    **limits: Any,
) -> Room:
    """An open room; new client ids are 70001, 70002 ..."""
    compartment = parse(name)
    assert compartment is not None
    chosen = updates if updates is not None else ((START,) if name == "text/t" else ())
    tail = [Written(n, UPDATE, update, "", "") for n, update in enumerate(chosen, 1)]
    stored = Stored(0, len(tail), None, tail, dict(grants or {}))
    clients = itertools.count(70001)
    made = Room(compartment, stored, lambda: next(clients), Limits(**(PACE | limits)))
    made.locked = frozenset({"agreed"})
    return made


def person(who: str) -> Actor:
    """``chair`` or ``chair in another window``."""
    return PEOPLE[who.split()[0]]


def comes(who: str, *, writes: bool = True, resume: int | None = None) -> Step:
    return lambda play: play.subject.enter(play.number(who), person(who), writes, resume, play.now)


def says(who: str, message: protocol.Message) -> Step:
    return lambda play: play.subject.receive(play.number(who), message, play.now)


def goes(who: str) -> Step:
    return lambda play: play.subject.leave(play.number(who), play.now)


def later(seconds: float) -> Step:
    def step(play: Play) -> list[Any]:
        play.now += seconds
        return list(play.subject.tick(play.now))

    return step


def written(count: int = 1) -> Step:
    """The oldest appends are on the disk now, in one commit."""

    def step(play: Play) -> list[Any]:
        effects: list[Any] = []
        for _ in range(count):
            effects += play.subject.appended(play.appends.popleft().ticket, play.now)
        return [*effects, *play.subject.tick(play.now)]

    return step


def settled(who: str, client: int, play: Play) -> Play:
    """Somebody comes in, with a new client id, and synchronises."""
    return (
        play
        >> comes(who)
        << f"{who}: authenticated read-write"
        >> says(who, protocol.SyncStep1(b"\x00"))
        << f"{who}: step2"
        << f"append grant {client} to {who.split()[0]}"
        >> written()
        << f"{who}: grant {client}"
        << f"{who}: step1"
        >> says(who, protocol.SyncStep2(b"\x00\x00"))
        << f"{who}: saved"
    )


def two(**limits: Any) -> tuple[Play, Typist, Typist]:
    """The chair (70001) and the secretary (70002) in the text."""
    play = settled("chair", 70001, Play(room(**limits)))
    settled("secretary", 70002, play)
    return play, Typist(70001, start=START), Typist(70002, start=START)
