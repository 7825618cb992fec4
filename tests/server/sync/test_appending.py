"""[U1] What is wanted in one turn of the loop goes to the log together, and before all else.

[U10] What follows at once in the same compartment waits a little, and goes together.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

from adref.server.store.log import EVENT, UPDATE, Batch, Conflict, Done, Entry, Grant
from adref.server.sync.appending import Appender
from adref.server.sync.compartments import parse
from adref.server.sync.effects import Append
from adref.server.sync.measures import Measures
from adref.server.sync.neighbours import Neighbours
from adref.server.sync.shared_room import SharedRoom
from tests.server.sync.virtual import VirtualLoop, run_virtually


class Log:
    """Notes what it is asked; answers when told."""

    def __init__(self) -> None:
        self.at_once = False
        self.asked: list[str] = []
        self.futures: list[Future[tuple[int, ...]]] = []

    def append(self, batch: Batch) -> "Future[tuple[int, ...]]":
        payloads = [entry.payload.decode() for entry in batch.entries]
        self.asked.append(" ".join(payloads) or f"grant {batch.grants[0].client}")
        self.futures.append(Future())
        if self.at_once:
            self.futures[-1].set_result((1,))
        return self.futures[-1]

    def reconciled(self, group: str) -> None:
        self.asked.append(f"reconciled {group}")


def words(payload: str, name: str = "text/t") -> Batch:
    return Batch([Entry(name, UPDATE, payload.encode(), "", "seat")], epochs={name: 0})


def decision(payload: str, text: str = "t") -> Batch:
    """An act on a text: an event of its floor, by what its text was."""
    event = Entry(f"floor/{text}", EVENT, payload.encode(), "", "seat")
    return Batch([event], done=[Done(f"floor/{text}", "seat", payload, b"")], epochs=epochs(text))


def epochs(text: str) -> dict[str, int]:
    return {f"floor/{text}": 0, f"text/{text}": 0}


def run(play: Callable[[Appender, Log, list[str]], Awaitable[None]]) -> list[str]:
    log, told = Log(), list[str]()

    async def whole(_: VirtualLoop) -> None:
        await play(Appender(log, Measures()), log, told)  # type: ignore[arg-type]

    run_virtually(whole)  # nothing is late because the machine is busy
    return told


def want(appender: Appender, told: list[str], batch: Batch, name: str) -> None:
    what = Append(batch, 0)
    appender.append(what, lambda: told.append(name), lambda why: told.append(f"{name}: {why!r}"))


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

        appender.append(Append(words("a"), 0), fails, lambda why: told.append(f"a: {why}"))
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
        assert log.asked == ["old", "reconciled t"]
        log.at_once = True
        log.futures[0].set_result((1,))
        await appender.settled()
        assert log.asked == ["old", "reconciled t", "anew"]

    run(play)


def test_u10_what_follows_at_once_goes_together_and_another_compartment_does_not_wait_for_it() -> (
    None
):
    async def play(appender: Appender, log: Log, told: list[str]) -> None:
        log.at_once = True
        want(appender, told, words("a"), "a")
        await asyncio.sleep(0)
        for name in ("b", "c"):
            want(appender, told, words(name), name)
            await asyncio.sleep(0)
        want(appender, told, words("p", "party/t/a"), "p")
        await asyncio.sleep(0)
        assert log.asked == ["a", "p"]
        await appender.settled()
        assert log.asked == ["a", "p", "b c"]

    assert run(play) == ["a", "p", "b", "c"]


def test_u10_a_decision_goes_after_what_waits_where_it_is_taken_and_nowhere_else() -> None:
    async def play(appender: Appender, log: Log, told: list[str]) -> None:
        log.at_once = True
        for name in ("text/t", "text/u"):
            want(appender, told, words("a", name), f"a {name}")
        await asyncio.sleep(0)
        for name in ("text/t", "text/u"):
            want(appender, told, words("b", name), f"b {name}")
        await asyncio.sleep(0)
        want(appender, told, decision("act"), "act")
        want(appender, told, words("c"), "c")
        await asyncio.sleep(0)
        assert log.asked == ["a", "a", "b", "act"]
        await appender.settled()
        assert log.asked[4:] in (["b", "c"], ["c", "b"])

    assert run(play)[:4] == ["a text/t", "a text/u", "b text/t", "act"]


def test_u10_a_client_id_is_granted_after_what_waits() -> None:
    async def play(appender: Appender, log: Log, told: list[str]) -> None:
        log.at_once = True
        want(appender, told, words("a"), "a")
        await asyncio.sleep(0)
        want(appender, told, words("b"), "b")
        want(appender, told, Batch(grants=[Grant("text/t", 7, "seat")]), "grant")
        await asyncio.sleep(0)
        assert log.asked == ["a", "b", "grant 7"]
        await appender.settled()

    assert run(play) == ["a", "b", "grant"]


def test_u10_all_that_waits_is_handed_over_in_its_order_when_that_is_asked_for() -> None:
    async def play(appender: Appender, log: Log, told: list[str]) -> None:
        want(appender, told, words("a"), "a")
        await asyncio.sleep(0)
        want(appender, told, words("b"), "b")
        want(appender, told, decision("act"), "act")
        want(appender, told, words("c"), "c")
        appender.hand_over()
        assert log.asked == ["a", "b", "act", "c"]
        log.futures[1].set_exception(Conflict("text/t"))
        for future in (log.futures[0], *log.futures[2:]):
            future.set_result((1,))
        await appender.settled()

    assert sorted(run(play)) == ["a", "act", "b: Conflict('text/t')", "c"]
