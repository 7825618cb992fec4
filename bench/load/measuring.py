"""Typing schedules, and what became of each keystroke."""

import random
import time
from collections.abc import Sequence
from typing import Any

from bench.load.dialects import STEP2, UPDATE, body
from bench.load.fleet import Client, Fleet, Scheduled, now
from bench.load.processes import cpu_seconds, machine_seconds, memory_mb
from bench.load.wire import frame, presence, ranges, typed

MAX_OWN_SHARE = 0.85  # of the generator's processor; above it a run says nothing about the server
_COUNTED = 2_000_000  # deliveries; beyond, every so-and-so-many-th receiver is counted
_QUIET = 0.4  # seconds without a frame: all has come


class Typing:
    """Keystrokes of these clients, and the instant at which each was sent."""

    def __init__(self, clients: Sequence[Client], *, cursors: bool = False) -> None:
        self.clients, self.cursors = clients, cursors
        self.first = {c.client: c.clock for c in clients}
        self.sent: dict[int, list[float]] = {c.client: [] for c in clients}

    def schedule(
        self, begin: float, seconds: float, rate: float, chance: random.Random
    ) -> list[Scheduled]:
        """Each types so many characters a second, not quite evenly."""
        out: list[Scheduled] = []
        gap = 1 / rate
        for client in self.clients:
            due = begin + chance.random() * gap
            while due < begin + seconds:
                update = typed(client.client, client.clock, "a", client.home)
                noted = self.sent[client.client]
                out.append((due, client, frame(client.dialect.update(update)), noted))
                client.clock += 1
                if self.cursors:
                    out.append((due + 1e-4, client, self._cursor(client), None))
                due += gap * (0.8 + 0.4 * chance.random())
        out.sort(key=lambda one: one[0])
        return out

    @staticmethod
    def _cursor(client: Client) -> bytes:
        state = client.dialect.state(client.number, client.client, client.clock - 1)
        return frame(client.dialect.presence(presence(client.client, client.clock, state)))


def window(fleet: Fleet, clients: Sequence[Client], pid: int, typing: Typing, rate: float,
           seconds: float, settle: float, chance: random.Random) -> dict[str, Any]:  # fmt: skip
    """Let them type for so long, wait until all has come; what was measured."""
    for client in clients:
        client.received = []
    fleet.late = []
    # First all that is to be sent, which takes a while at high rates, and then the clock.
    planned = typing.schedule(0.0, seconds, rate, chance)
    begin = now() + 0.1
    schedule = [(begin + due, *what) for due, *what in planned]
    fleet.run(until=begin)
    totals = sum(c.total for c in clients), sum(c.frames for c in clients)
    machine, cpu, own, wall = machine_seconds(), cpu_seconds(pid), time.process_time(), now()
    fleet.run(schedule, until=begin + seconds)
    wall, own = now() - wall, time.process_time() - own
    busy, others = cpu_seconds(pid) - cpu, machine_seconds() - machine
    fleet.run(stop=_rest(clients), until=now() + settle)
    cpu = cpu_seconds(pid) - cpu
    edits = sum(noted is not None for *_, noted in schedule)
    expected = edits * (len(clients) - 1)
    every = clients[:: max(1, expected // _COUNTED)]
    late, share = latencies(every, typing)
    count = round(share * expected)
    ordered = sorted(fleet.late)
    return {
        "clients": len(clients),
        "typists": len(typing.clients),
        "edits": edits,
        "edits_a_second": edits / wall,
        "complete": share,
        "deliveries": count,
        "p50_ms": percentile(late, 50) * 1e3,
        "p95_ms": percentile(late, 95) * 1e3,
        "p99_ms": percentile(late, 99) * 1e3,
        "server_cpu_s": cpu,
        "server_cpu_share": busy / wall,
        "server_cpu_us_per_delivery": cpu / count * 1e6 if count else None,
        "memory_mb": memory_mb(pid),
        "bytes_per_delivery": (sum(c.total for c in clients) - totals[0]) / count
        if count
        else None,
        "frames_per_delivery": (sum(c.frames for c in clients) - totals[1]) / count
        if count
        else None,
        "dropped": fleet.dropped,
        "own_cpu_share": own / wall,
        "own_late_p99_ms": percentile(ordered, 99) * 1e3,
        "other_cpu_share": max(0.0, others - busy - own) / wall,
    }


def counts(measured: dict[str, Any]) -> bool:
    """Whether the generator itself kept up: its share of a processor, its own lateness."""
    kept = measured["own_cpu_share"] <= MAX_OWN_SHARE
    return kept and measured["own_late_p99_ms"] <= max(2.0, 0.5 * measured["p99_ms"])


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Of values in order; infinite when there are none."""
    if not ordered:
        return float("inf")
    return ordered[min(len(ordered) - 1, int(percent / 100 * len(ordered)))]


def latencies(receivers: Sequence[Client], typing: Typing) -> tuple[list[float], float]:
    """Seconds for each keystroke to each receiver but its typist, and the share that came."""
    memory: dict[bytes, list[tuple[int, int, int]]] = {}
    late: list[float] = []
    wanted = 0
    every = sum(len(noted) for noted in typing.sent.values())
    for receiver in receivers:
        wanted += every - len(typing.sent.get(receiver.client, ()))
        seen = dict(typing.first)
        seen.pop(receiver.client, None)
        arrived = receiver.received
        for at in range(0, len(arrived), 2):
            message = arrived[at + 1]
            if message is not None:
                _note(late, arrived[at], _ranges(receiver, message, memory), seen, typing)
    late.sort()
    return late, len(late) / wanted if wanted else 0.0


def _note(late: list[float], moment: float, found: list[tuple[int, int, int]],
          seen: dict[int, int], typing: Typing) -> None:  # fmt: skip
    for client, clock, size in found:
        upto = seen.get(client)
        if upto is None:
            continue
        first, sent = typing.first[client], typing.sent[client]
        end = min(clock + size, first + len(sent))
        for place in range(max(clock, upto), end):
            late.append(moment - sent[place - first])
        seen[client] = max(upto, end)


def _ranges(receiver: Client, message: bytes,
            memory: dict[bytes, list[tuple[int, int, int]]]) -> list[tuple[int, int, int]]:  # fmt: skip
    found = memory.get(message)
    if found is None:
        kind, at = receiver.dialect.read(message)
        found = ranges(body(message, at)) if kind in (UPDATE, STEP2) else []
        memory[message] = found
    return found


def _rest(clients: Sequence[Client]) -> Any:
    last = [-1, now()]

    def come() -> bool:
        frames = sum(c.frames for c in clients)
        if frames != last[0]:
            last[0], last[1] = frames, now()
        return now() - last[1] > _QUIET

    return come
