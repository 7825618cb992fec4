"""A server that has been started, with people connected to one text of it."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from bench.load.dialects import STEP2, body
from bench.load.fleet import Client, Fleet
from bench.load.servers import ROOM, SERVERS, Server
from bench.load.together import TOGETHER
from bench.load.wire import text_nodes

PARAGRAPHS = 200


def source(paragraphs: int = PARAGRAPHS, characters: int = 40) -> str:
    """A plain text of so many paragraphs of our own words, the same at each run."""
    chance = random.Random(paragraphs)
    words = [
        "the",
        "parties",
        "shall",
        "recalling",
        "support",
        "for",
        "means",
        "of",
        "finance",
        "adaptation",
        "and",
        "review",
    ]
    lines = []
    for number in range(1, paragraphs + 1):
        line = f"{number}."
        while len(line) < characters:
            line += " " + chance.choice(words)
        lines.append(line[:characters])
    return "\n\n".join(lines)


@contextmanager
def running(name: str, seats: int, texts: list[str] | None = None) -> Iterator[Server]:
    """The server of this name, started on nothing; gone afterwards."""
    server = (SERVERS | TOGETHER)[name]()
    try:
        server.start()
        server.prepare(seats, [source()] if texts is None else texts)
        yield server
    finally:
        server.gone()


def room_of(server: Server, number: int = 0) -> str:
    """A room: one of ours exists; with the others any name is one."""
    return f"room{number}" if server.asks_grant else (ROOM if not number else f"{ROOM}{number}")


def connected(server: Server, count: int, room: str = "") -> tuple[Fleet, list[Client]]:
    """So many clients, synced; each has a paragraph to type in."""
    fleet = Fleet()
    clients = [server.client(number, room or room_of(server)) for number in range(count)]
    fleet.connect_all(clients)
    give_homes(clients)
    return fleet, clients


def give_homes(clients: list[Client]) -> None:
    """Where each types: one paragraph after another, as far as the server has any."""
    homes = []
    for moment in clients[0].received[1::2]:
        if moment is None:
            continue
        kind, at = clients[0].dialect.read(moment)
        if kind == STEP2:
            homes = text_nodes(body(moment, at))
            break
    for number, client in enumerate(clients):
        client.home = homes[number % len(homes)] if homes and client.asks_grant else "bench"
        client.received = []
