"""People who come: a meeting that starts, one who comes late, a whole room that comes back."""

import random
import time
from typing import Any

from bench.load.crowd import connected, room_of, running, source
from bench.load.dialects import STEP2, UPDATE, body
from bench.load.fleet import Client, Fleet, now
from bench.load.measuring import Typing, percentile, window
from bench.load.processes import cpu_seconds, memory_mb
from bench.load.servers import Server
from bench.load.wire import deleted, frame, ranges, states, typed

PARAGRAPHS, CHARACTERS = 250, 1_384  # 346,000 characters
WRITERS, BURST = 50, 20  # 20 keystrokes in one message, to make a history in little time


def meeting(name: str, joiners: int = 200, history: int = 100_000) -> dict[str, Any]:
    """A text of 346,000 characters and so many edits: one joins, all join; the room open, cold."""
    with running(name, joiners + 1, [source(PARAGRAPHS, CHARACTERS)]) as server:
        size = _make(server, history)
        watcher, _ = connected(server, 1)
        ones = sorted((_wave(server, 1, size) for _ in range(7)), key=lambda wave: wave["all_ms"])
        found = {"one_open": ones[3], "all_open": _wave(server, joiners, size)}
        watcher.close()
        for case, count in (("one_cold", 1), ("all_cold", joiners)):
            server.rest()
            server.start()
            found[case] = _wave(server, count, size)
    return {"history": history, "bytes": size, **found}


def _make(server: Server, history: int) -> int:
    """Type the history; the bytes of the whole document."""
    fleet, people = connected(server, WRITERS)
    if not people[0].asks_grant:
        _fill(fleet, people[0])
    done = 0
    while done < history:
        for client in people:
            for _ in range(BURST):
                update = typed(client.client, client.clock, "a", client.home)
                fleet.send(client, frame(client.dialect.update(update)))
                client.clock += 1
                done += 1
            client.received = []
        fleet.run(until=now() + 0.002)
    last = [-1, now()]

    def quiet() -> bool:
        frames = sum(c.frames for c in people)
        if frames != last[0]:
            last[0], last[1] = frames, now()
        return now() - last[1] > 1.5

    fleet.run(stop=quiet, until=now() + 60)
    if fleet.dropped:
        raise RuntimeError("the server dropped who made the history")
    fleet.close()
    time.sleep(2.5)  # Hocuspocus stores a document two seconds after the last edit
    one = server.client(0, room_of(server))
    reader = Fleet()
    reader.connect_all([one])
    size = max(len(m) for m in one.received[1::2] if m is not None)
    reader.close()
    return size


def _fill(fleet: Fleet, client: Client) -> None:
    """The paragraphs, in a server that has no import."""
    for line in source(PARAGRAPHS, CHARACTERS).split("\n\n"):
        update = typed(client.client, client.clock, line, client.home)
        fleet.send(client, frame(client.dialect.update(update)))
        client.clock += len(line)
    fleet.run(until=now() + 1.0)


def _wave(server: Server, joiners: int, size: int) -> dict[str, Any]:
    fleet = Fleet()
    people = [server.client(number, room_of(server)) for number in range(joiners)]
    for client in people:
        client.bulk_wanted, client.keep = int(size * 0.95), False
    cpu, begun = cpu_seconds(server.pid), now()
    for client in people:
        fleet.connect(client)
    fleet.run(stop=lambda: all(c.bulk_at or c.closed for c in people), until=begun + 60)
    cpu = cpu_seconds(server.pid) - cpu
    taken = sorted(c.bulk_at - c.opened_at for c in people if c.bulk_at)
    fleet.close()
    time.sleep(0.2)
    everybody = taken[-1] * 1e3 if len(taken) == joiners else float("inf")
    return {
        "joiners": joiners,
        "p50_ms": percentile(taken, 50) * 1e3,
        "all_ms": everybody,
        "server_cpu_ms_per_join": cpu / joiners * 1e3,
    }


def storm(name: str, clients: int = 500) -> dict[str, Any]:
    """All drop and return at once, each with five characters typed meanwhile."""
    with running(name, clients) as server:
        fleet, people = connected(server, clients)
        chance = random.Random(2)
        window(fleet, people, server.pid, Typing(people[:5]), 5, 1.0, 10.0, chance)
        known = {c.client: c.clock for c in people if c.clock}
        for client in list(people):
            fleet.drop(client, reset=True)
        fleet.run(until=now() + 1.0)
        fleet.dropped = 0
        for client in people:
            words = typed(client.client, client.clock, "abcde", client.home)
            client.received, client.state, client.answer = [], states(known), words
            client.resume = client.client if client.asks_grant else None
        cpu, begun = cpu_seconds(server.pid), now()
        for client in people:
            fleet.connect(client)
        fleet.run(stop=_all_agree(people), until=begun + 45)
        cpu = cpu_seconds(server.pid) - cpu
        moments = sorted(_complete_at(people))
        fleet.close()
        return {
            "clients": clients,
            "agree": len(moments),
            "all_ms": (moments[-1] - begun) * 1e3 if len(moments) == clients else float("inf"),
            "server_cpu_s": cpu,
            "memory_mb": memory_mb(server.pid),
        }


def _all_agree(people: list[Client]) -> Any:
    last = [-1, now()]

    def quiet() -> bool:
        frames = sum(c.frames for c in people)
        if frames != last[0]:
            last[0], last[1] = frames, now()
        return now() - last[1] > 1.5 and all(c.ready_at or c.closed for c in people)

    return quiet


def _complete_at(people: list[Client]) -> list[float]:
    """When each held the five characters of every other."""
    wanted = {c.client: c.clock + 5 for c in people}
    memory: dict[bytes, list[tuple[int, int, int]]] = {}
    moments = []
    for client in people:
        missing = set(wanted) - {client.client}
        for at in range(0, len(client.received), 2):
            message = client.received[at + 1]
            if message is None:
                continue
            if message not in memory:
                kind, place = client.dialect.read(message)
                memory[message] = ranges(body(message, place)) if kind in (STEP2, UPDATE) else []
            for writer, clock, size in memory[message]:
                if clock + size >= wanted.get(writer, 1 << 60):
                    missing.discard(writer)
            if not missing:
                moments.append(client.received[at])
                break
    return moments


def old_text(name: str, history: int, readers: int = 50) -> dict[str, Any]:
    """A text of the same length with so many edits behind it: typing in it, and opening it cold."""
    with running(name, readers + 1) as server:
        _make_and_take_back(server, history)
        server.rest()
        server.start()
        begun = now()
        fleet, _ = connected(server, 1)
        first = (now() - begun) * 1e3
        fleet.close()
        fleet, people = connected(server, readers)
        found = window(
            fleet, people, server.pid, Typing(people[:5]), 5, 4.0, 10.0, random.Random(3)
        )
        fleet.close()
    return found | {"first_sync_ms": first}


def _make_and_take_back(server: Server, history: int) -> None:
    """Words that are typed and deleted again, so that the text stays as long as it was."""
    fleet, people = connected(server, WRITERS)
    done = 0
    while done < history:
        for client in people:
            if done >= history:
                break
            start, size = client.clock, min(BURST, max(1, (history - done) // 2))
            update = typed(client.client, start, "a" * size, client.home)
            fleet.send(client, frame(client.dialect.update(update)))
            gone = deleted(client.client, start, size - 1) if size > 1 else b""
            if gone:
                fleet.send(client, frame(client.dialect.update(gone)))
            client.clock += size
            done += 2 * size - 1
            client.received = []
        fleet.run(until=now() + 0.002)
    fleet.run(until=now() + 3.0)
    if fleet.dropped:
        raise RuntimeError("the server dropped who made the history")
    fleet.close()
