"""People who come: a meeting that starts, one who comes late, a whole room that comes back."""

import random
import time
from typing import Any

from bench.load.crowd import connected, room_of, running
from bench.load.dialects import STEP2, UPDATE, body
from bench.load.fleet import Client, Fleet, now
from bench.load.history import long_text, make_past, settle, until_still
from bench.load.measuring import Typing, percentile, window
from bench.load.processes import cpu_seconds, memory_mb
from bench.load.servers import Server
from bench.load.wire import ranges, states, typed


def meeting(name: str, joiners: int = 200, history: int = 100_000) -> dict[str, Any]:
    """A text of 346,000 characters and so many edits: one joins, all join; the room open, cold."""
    with running(name, joiners + 1, long_text()) as server:
        begun = now()
        size = make_past(server, history)
        settle(server)
        made = now() - begun
        watcher, _ = connected(server, 1)
        until_still(server)  # one may still load what it has said it is ready with
        ones = sorted((_wave(server, 1, size) for _ in range(7)), key=lambda wave: wave["all_ms"])
        found = {"one_open": ones[3], "all_open": _wave(server, joiners, size)}
        watcher.close()
        for case, count in (("one_cold", 1), ("all_cold", joiners)):
            server.rest()
            server.start()
            server.until_up()
            found[case] = _wave(server, count, size)
    return {"history": history, "bytes": size, "made_s": made, **found}


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
