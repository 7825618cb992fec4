"""The scenarios. Each takes the name of a server and gives one measured run as plain data."""

import random
from typing import Any

from bench.load.crowd import connected, running, source
from bench.load.fleet import now
from bench.load.measuring import MAX_OWN_SHARE, Typing, counts, window

LIMIT_MS = 250.0
_PER_PERSON = 5.0  # edits a second of one who types fast


def saturate(name: str, clients: int, start: float, step: float, most: float,
             seconds: float = 3.0, all_type: bool = False) -> dict[str, Any]:  # fmt: skip
    """Ever more edits, until p99 of delivery is above the limit (twice at one rate)."""
    steps: list[dict[str, Any]] = []
    with running(name, clients) as server:
        fleet, people = connected(server, clients)
        chance = random.Random(1)
        window(fleet, people, server.pid, Typing(people[:5]), 5, 1.0, 3.0, chance)
        rate, failures, held = start, 0, 0.0
        while rate <= most:
            typists = (
                people if all_type else people[: max(1, min(clients, round(rate / _PER_PERSON)))]
            )
            one = window(fleet, people, server.pid, Typing(typists), rate / len(typists),
                         seconds, 15.0, chance)  # fmt: skip
            one |= {"offered": rate, "counts": counts(one)}
            one["ok"] = one["complete"] > 0.999 and one["p99_ms"] <= LIMIT_MS and not one["dropped"]
            steps.append(one)
            if one["ok"]:
                failures = 0
                if one["counts"]:
                    held = rate
                elif one["own_cpu_share"] > MAX_OWN_SHARE:
                    break  # the generator is at its own end: what held so far is a lower bound
            elif one["dropped"] or failures:
                failures += 1
                break
            else:
                failures = 1
                continue
            rate = round(rate * step)
        fleet.close()
    return {"held": held, "broke": failures > 0, "steps": steps}


def fanout(name: str, clients: int, typists: int = 5, rate: float = 5.0, seconds: float = 6.0,
           cursors: bool = False) -> dict[str, Any]:  # fmt: skip
    """A few type at the pace of people, all others read."""
    with running(name, clients) as server:
        fleet, people = connected(server, clients)
        chance = random.Random(clients)
        writers = people[:typists]
        window(fleet, people, server.pid, Typing(writers, cursors=cursors), rate, 1.0, 3.0, chance)
        one = window(fleet, people, server.pid, Typing(writers, cursors=cursors), rate, seconds,
                     10.0, chance)  # fmt: skip
        fleet.close()
    return one | {"counts": counts(one)}


def long_text(
    name: str, characters: int, readers: int = 50, seconds: float = 3.0
) -> dict[str, Any]:
    """Typing in a text of this length."""
    paragraphs = max(10, characters // 1_384)
    with running(name, readers, [source(paragraphs, characters // paragraphs)]) as server:
        begun = now()
        fleet, _ = connected(server, 1)
        first = (now() - begun) * 1e3
        fleet.close()
        fleet, people = connected(server, readers)
        one = window(
            fleet, people, server.pid, Typing(people[:5]), 5, seconds, 10.0, random.Random(4)
        )
        fleet.close()
    return one | {"first_sync_ms": first, "counts": counts(one)}
