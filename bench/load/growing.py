"""How our cost grows: ever more readers, an ever longer text, an ever older one."""

import random
import time
from typing import Any

from bench.load.crowd import connected, give_homes, room_of, running, source
from bench.load.fleet import Client, Fleet, now
from bench.load.history import settle, type_and_take_back, until_still
from bench.load.measuring import Typing, counts, window
from bench.load.processes import memory_mb
from bench.load.servers import Server

_SEATS = 200  # people; each has several windows where more sockets are wanted
_PARAGRAPH = 1_384
_AFTER = 2.5  # seconds: by then a server does what it puts off when it starts
Point = dict[str, Any]


def readers(name: str, places: list[int], seconds: float = 3.0) -> list[Point]:
    """One text; people come until it has so many."""
    with running(name, min(_SEATS, max(places))) as server:
        fleet = Fleet()
        people: list[Client] = []
        found = []
        for place in sorted(places):
            new = [server.client(n, room_of(server)) for n in range(len(people), place)]
            fleet.connect_all(new)
            if not people:
                give_homes(new)
            people += new
            found.append({"at": place, **_typed_in(server, fleet, people, seconds)})
        fleet.close()
    return found


def length(name: str, characters: int, people: int = 50, seconds: float = 3.0) -> list[Point]:
    """A text of so many characters; first sync is that of somebody who comes after a restart."""
    paragraphs = max(8, characters // _PARAGRAPH)
    with running(name, people, [source(paragraphs, characters // paragraphs)]) as server:
        return [{"at": characters, **_opened_and_typed_in(server, people, seconds)}]


def age(name: str, places: list[int], people: int = 50, seconds: float = 3.0,
        patience: float = 200.0) -> list[Point]:  # fmt: skip
    """One text, always as long; so many edits were made in it before.

    A place that cannot be reached within ``patience`` (seconds), by the pace so far, fails alone.
    """
    found: list[Point] = []
    begun, made, pace = now(), 0, float("inf")
    with running(name, people) as server:
        for place in sorted(places):
            if now() - begun + (place - made) / pace > patience:
                found.append({"at": place, "failed": "not reached in time"})
                break
            took = now()
            type_and_take_back(server, place - made)
            took = now() - took
            pace, made = (place - made) / took, place
            settle(server)
            point = _opened_and_typed_in(server, people, seconds)
            found.append({"at": place, "made_s": took, **point})
    return found


def _opened_and_typed_in(server: Server, people: int, seconds: float) -> Point:
    server.rest()
    server.start()
    begun = now()
    fleet, _ = connected(server, 1)
    first = (now() - begun) * 1e3
    fleet.close()
    time.sleep(_AFTER)
    until_still(server)
    fleet, everybody = connected(server, people)
    found = _typed_in(server, fleet, everybody, seconds)
    fleet.close()
    return found | {"first_sync_ms": first}


def _typed_in(server: Server, fleet: Fleet, people: list[Client], seconds: float) -> Point:
    """Five type at the pace of people."""
    chance = random.Random(len(people))
    window(fleet, people, server.pid, Typing(people[:5]), 5, 1.0, 3.0, chance)
    one = window(fleet, people, server.pid, Typing(people[:5]), 5, seconds, 10.0, chance)
    return one | {"memory_mb": memory_mb(server.pid), "counts": counts(one)}
