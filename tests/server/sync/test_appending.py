"""[U1] What is wanted in one turn of the loop goes to the log together, and before all else."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

from adref.server.store.log import UPDATE, Batch, Conflict, Entry, Grant
from adref.server.sync.appending import Appender
from adref.server.sync.compartments import parse
from adref.server.sync.measures import Measures
from adref.server.sync.neighbours import Neighbours
from adref.server.sync.shared_room import SharedRoom


class Log:
    """Notes what it is asked; answers when told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.futures: list[Future[tuple[int, ...]]] = []

    def append(self, batch: Batch) -> "Future[tuple[int, ...]]":
        payloads = [entry.payload.decode() for entry in batch.entries]
        self.asked.append(" ".join(payloads) or f"grant {batch.grants[0].client}")
        self.futures.append(Future())
        return self.futures[-1]

    def reconciled(self, group: str) -> None:
        self.asked.append(f"reconciled {group}")


def words(payload: str, name: str = "text/t") -> Batch:
    return Batch([Entry(name, UPDATE, payload.encode(), "", "seat")], epochs={name: 0})


def run(play: Callable[[Appender, Log, list[str]], Awaitable[None]]) -> list[str]:
    log, told = Log(), list[str]()

    async def whole() -> None:
        await play(Appender(log, Measures()), log, told)  # type: ignore[arg-type]

    asyncio.run(whole())
    return told


def want(appender: Appender, told: list[str], batch: Batch, name: str) -> None:
    appender.append(batch, lambda: told.append(name), lambda why: told.append(f"{name}: {why!r}"))


def test_u1_what_is_wanted_in_one_turn_is_one_batch_for_each_compartment() -> None:
    async def play(appender: Appender, log: Log, told: list[str]) -> None:
        for name, batch in (("a", words("a")), ("p", words("p", "party/t/a")), ("b", words("b"))):
            want(appender, told, batch, name)
        assert log.asked == []
        await asyncio.sleep(0)
        assert log.asked == ["a b", "p"]
        for future in log.futures:
            future.set_result((1,))
        await appender.settled()

    assert run(play) == ["a", "b", "p"]


def test_u1_of_grants_each_stands_for_itself() -> None:
    async def play(appender: Appender, log: Log, told: list[str]) -> None:
        for client in (1, 2):
            grant = Grant("text/t", client, "seat")
            want(appender, told, Batch(grants=[grant]), f"grant {client}")
        await asyncio.sleep(0)
        log.futures[0].set_exception(Conflict("granted before"))
        log.futures[1].set_result(())
        await appender.settled()

    assert run(play) == ["grant 1: Conflict('granted before')", "grant 2"]


def test_u1_one_that_fails_afterwards_does_not_keep_the_next_from_being_told() -> None:
    async def play(appender: Appender, log: Log, told: list[str]) -> None:
        def fails() -> None:
            raise ValueError("afterwards")

        appender.append(words("a"), fails, lambda why: told.append(f"a: {why}"))
        want(appender, told, words("b"), "b")
        await asyncio.sleep(0)
        log.futures[0].set_result((1, 2))
        await appender.settled()

    assert run(play) == ["a: afterwards", "b"]


def test_m2_what_was_judged_by_what_is_not_so_any_more_goes_before_what_is_judged_anew() -> None:
    async def play(appender: Appender, log: Log, told: list[str]) -> None:
        neighbours = Neighbours(log, lambda: False, lambda: 0.0)  # type: ignore[arg-type]
        compartment = parse("text/t")
        room = SharedRoom.__new__(SharedRoom)
        room.compartment = compartment  # type: ignore[assignment]

        def again(now: float) -> list[Any]:
            want(appender, told, words("anew"), "anew")
            return []

        room.judge_again = again  # type: ignore[method-assign]
        stage = SimpleNamespace(
            open=SimpleNamespace(get=lambda name: room, meeting_on=lambda text: None),
            perform=lambda room, effects: None,
            hand_over=appender.hand_over,
        )
        neighbours.on(stage)  # type: ignore[arg-type]
        want(appender, told, words("old"), "old")
        assert neighbours.settles(room, words("first"), Conflict("text/t"), 0)
        await asyncio.sleep(0)
        assert log.asked == ["old", "reconciled t", "anew"]
        for future in log.futures:
            future.set_result((1,))
        await appender.settled()

    run(play)
