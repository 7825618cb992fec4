"""Long work beside the negotiation: in a process of its own, a few at a time, with an end to it.

The event loop and the interpreter's lock stay free for the people who type.
"""

import resource
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from anyio import BrokenWorkerProcess, CapacityLimiter, fail_after, to_process
from anyio.lowlevel import RunVar

from adref.server.http.errors import Refused

Result = TypeVar("Result")
AT_ONCE, MOST_WAITING, SECONDS = 1, 12, 10
MEMORY = 500_000_000  # bytes of address space
OWN_SECONDS, OWN_MEMORY = 20, 1_000_000_000
"""For work on what the server itself has written, however long it has become."""


@dataclass
class _Desk:
    """How many may work at once, and how many have asked."""

    turns: CapacityLimiter
    processes: CapacityLimiter
    asked: int = 0


_desk: RunVar[_Desk] = RunVar("aside")  # one for each event loop


async def aside(function: Callable[..., Result], *arguments: object, ours: bool = False) -> Result:
    """What a picklable function answers, run in a worker process.

    Refuses (503) when too many wait already, or when it takes too long (waiting apart) or too much
    memory. ``ours``: nothing in it comes from outside, and it may take more.
    """
    seconds, memory = (OWN_SECONDS, OWN_MEMORY) if ours else (SECONDS, MEMORY)
    desk = _here()
    if desk.asked >= MOST_WAITING:
        raise Refused(503, "busy")
    desk.asked += 1
    try:
        async with desk.turns:
            with fail_after(seconds):
                return await to_process.run_sync(
                    _bounded,
                    memory,
                    function,
                    *arguments,
                    cancellable=True,
                    limiter=desk.processes,
                )
    except (TimeoutError, MemoryError):
        raise Refused(503, "took_too_long") from None
    except BrokenWorkerProcess:
        raise Refused(503, "busy") from None
    finally:
        desk.asked -= 1


def _bounded(memory: int, function: Callable[..., Result], *arguments: object) -> Result:
    """In the worker, whose memory is bounded from now on."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    return function(*arguments)


def _here() -> _Desk:
    try:
        return _desk.get()
    except LookupError:
        desk = _Desk(CapacityLimiter(AT_ONCE), CapacityLimiter(AT_ONCE))
        _desk.set(desk)
        return desk
