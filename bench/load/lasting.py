"""What a server costs when nothing happens, how it starts, and what a crash takes."""

import random
import time
from typing import Any

from bench.load.crowd import connected, room_of, running, source
from bench.load.dialects import STEP2, UPDATE, body
from bench.load.fleet import Client, Fleet, now
from bench.load.measuring import Typing
from bench.load.processes import memory_mb
from bench.load.wire import frame, ranges, typed


def start(name: str) -> dict[str, Any]:
    """From the start of the process to the first document at a client; data from before."""
    with running(name, 1) as server:
        fleet, _ = connected(server, 1)
        fleet.close()
        taken = []
        for _ in range(5):
            server.kill()
            server.start()
            again, _ = connected(server, 1)
            taken.append((now() - server.process.begun) * 1e3)
            again.close()
    taken.sort()
    return {"first_sync_ms": taken[len(taken) // 2]}


def open_texts(name: str, texts: int = 200) -> dict[str, Any]:
    """So many texts of 34,600 characters open, one reader in each."""
    words = source(25, 1_384)
    with running(name, 20, [words] * texts) as server:
        fleet = Fleet()
        people = [server.client(number, room_of(server, number)) for number in range(texts)]
        fleet.connect_all(people, window=10)
        if not server.asks_grant:
            for client in people:
                for line in words.split("\n\n"):
                    update = typed(client.client, client.clock, line, "bench")
                    fleet.send(client, frame(client.dialect.update(update)))
                    client.clock += len(line)
                fleet.run(until=now() + 0.01)
        fleet.run(until=now() + 4)
        found = {"texts": texts, "memory_mb": memory_mb(server.pid), "dropped": fleet.dropped}
        fleet.close()
    return found


def idle(name: str, sockets: int = 2_000) -> dict[str, Any]:
    """So many sockets in one text, nobody types."""
    with running(name, 200) as server:
        before = memory_mb(server.pid)
        fleet, _ = connected(server, sockets)
        fleet.run(until=now() + 4)
        after = memory_mb(server.pid)
        found = {"sockets": sockets, "memory_mb": after, "dropped": fleet.dropped}
        fleet.close()
    return found | {"kb_per_socket": (after - before) / sockets * 1e3}


def crash(name: str, clients: int = 50, typists: int = 20, seconds: float = 5.0) -> dict[str, Any]:
    """``kill -9`` while people type; then, what is not there any more that was seen or promised."""
    with running(name, clients) as server:
        fleet, people = connected(server, clients)
        chance = random.Random(time.time_ns())
        typing = Typing(people[:typists])
        begin = now() + 0.1
        end = begin + seconds + chance.random()
        schedule = typing.schedule(begin, seconds + 2, 5, chance)
        fleet.run([one for one in schedule if one[0] < end], until=end)
        server.kill()
        fleet.run(until=now() + 0.5)
        seen, promised = _seen(people), _promised(people[:typists], typing)
        fleet.close()
        server.start()
        kept: dict[int, int] = {}
        for _ in range(4):  # one that loads a room after it has answered gets more than one chance
            again = Fleet()
            reader = server.client(clients - 1, room_of(server))
            again.connect_all([reader])
            again.run(until=now() + 0.7)
            kept = _seen([reader])
            again.close()
            if kept:
                break
    known = typing.sent
    return {
        "sent": sum(len(noted) for noted in known.values()),
        "seen": sum(seen.get(client, 0) for client in known),
        "lost_seen": sum(max(0, seen.get(c, 0) - kept.get(c, 0)) for c in known),
        "promised": sum(promised.values()),
        # Most servers promise nothing.
        "lost_promised": None
        if not any(promised.values())
        else sum(max(0, promised[c] - kept.get(c, 0)) for c in known),
    }


def _seen(people: list[Client]) -> dict[int, int]:
    """How far each typist's words had come to anybody else."""
    found: dict[int, int] = {}
    memory: dict[bytes, list[tuple[int, int, int]]] = {}
    for client in people:
        for message in client.received[1::2]:
            if message is None:
                continue
            if message not in memory:
                kind, at = client.dialect.read(message)
                memory[message] = ranges(body(message, at)) if kind in (STEP2, UPDATE) else []
            for writer, clock, size in memory[message]:
                if writer != client.client:
                    found[writer] = max(found.get(writer, 0), clock + size)
    return found


def _promised(people: list[Client], typing: Typing) -> dict[int, int]:
    """How many of each typist's keystrokes were acknowledged."""
    return {
        c.client: min(sum(m is None for m in c.received[1::2]), len(typing.sent[c.client]))
        for c in people
    }
