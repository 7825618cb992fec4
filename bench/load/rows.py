"""The scenarios. Each takes the name of a server and gives one measured run as plain data."""

import random
from collections.abc import Callable
from typing import Any

from bench.load.crowd import connected, running
from bench.load.fleet import now
from bench.load.measuring import MAX_OWN_SHARE, Typing, counts, window

LIMIT_MS = 250.0
_PER_PERSON = 5.0  # edits a second of one who types fast
_SETTLE = 5.0  # seconds in which what was sent may still come
_LEAST = 20.0  # edits a second; a server that breaks below holds nothing


def saturate(name: str, clients: int, start: float, step: float, most: float,
             seconds: float = 3.0, all_type: bool = False, patience: float = 60.0) -> dict[str, Any]:  # fmt: skip
    """Ever more edits, until p99 of delivery is above the limit (twice at one rate).

    A server that breaks at the first rate is offered less until it holds. ``patience`` in seconds.
    """
    with running(name, clients) as server:
        fleet, people = connected(server, clients)
        chance = random.Random(1)
        window(fleet, people, server.pid, Typing(people[:5]), 5, 1.0, 3.0, chance)

        def offer(rate: float) -> dict[str, Any]:
            many = clients if all_type else max(1, min(clients, round(rate / _PER_PERSON)))
            one = window(fleet, people, server.pid, Typing(people[:many]), rate / many,
                         seconds, _SETTLE, chance)  # fmt: skip
            one |= {"offered": rate, "counts": counts(one)}
            one["ok"] = one["complete"] > 0.999 and one["p99_ms"] <= LIMIT_MS and not one["dropped"]
            return one

        found = climb(offer, start, step, most, now() + patience)
        fleet.close()
    return found


def climb(offer: Callable[[float], dict[str, Any]], start: float, step: float, most: float,
          until: float) -> dict[str, Any]:  # fmt: skip
    """The highest rate that holds, by offering ever more; downwards first if the first is too much.

    Between the last that held and the first that did not, one more is offered, half a step.

    ``broke`` is False when something other than the server was the limit: what held is then a
    lower bound.
    """
    steps: list[dict[str, Any]] = []
    rate, held, ceiling = start, 0.0, float("inf")
    while rate < ceiling and rate <= most and now() < until:
        one = _twice(offer, rate, steps)
        if one["ok"] and one["counts"]:
            held, rate = rate, float(round(rate * step))
        elif one["ok"] and one["own_cpu_share"] <= MAX_OWN_SHARE:
            rate = float(round(rate * step))  # the generator was held up: seen, but not counted
        elif not one["counts"]:
            break  # the generator is at its own end
        elif one["dropped"]:
            ceiling = rate
        else:
            ceiling = rate
            if not held and rate > _LEAST:
                rate = float(round(rate / step**2))
    broke = rate >= ceiling
    if broke and held and now() < until:
        between = float(round((held * ceiling) ** 0.5))
        one = _twice(offer, between, steps)
        held = between if one["ok"] and one["counts"] else held
    return {"held": held, "broke": broke, "steps": steps}


def _twice(offer: Callable[[float], dict[str, Any]], rate: float,
           steps: list[dict[str, Any]]) -> dict[str, Any]:  # fmt: skip
    """The better of two at one rate; the second only when the first did not hold."""
    for _ in range(2):
        steps.append(offer(rate))
        one = steps[-1]
        if (one["ok"] and one["counts"]) or one["dropped"]:
            break
    return one


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
