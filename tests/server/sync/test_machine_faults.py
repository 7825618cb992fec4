"""[M9], [M10] Locks and revocations between processes, and faults that must be noticed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from adref.server.store import postgres_writing
from adref.server.sync import neighbours
from adref.server.sync.neighbours import Neighbours
from adref.server.sync.replicas import Replicas
from adref.server.sync.shared_meeting import SharedMeeting
from adref.server.sync.shared_room import SharedRoom
from tests.server.sync.halls import run
from tests.server.sync.machine_races import lock_against_words, revoked_elsewhere

Patch = pytest.MonkeyPatch
Play = Callable[[str], Awaitable[None]]
LOCKED_AFTER = (0, 9)
PATIENCE = 4.0  # seconds after which a play with a fault has stopped


@pytest.mark.parametrize("hints", [True, False])
@pytest.mark.parametrize("after", LOCKED_AFTER)
def test_m9_a_lock_and_words_elsewhere_are_one_after_the_other(
    database: str, after: int, hints: bool
) -> None:
    run(lambda: lock_against_words(database, after, hints=hints))


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("busy", [True, False])
def test_m10_who_is_revoked_elsewhere_is_put_out(
    database: str, told: bool, busy: bool, monkeypatch: Patch
) -> None:
    if told:  # by the hint alone
        monkeypatch.setattr(neighbours, "POLL", 3_600.0)
    run(lambda: revoked_elsewhere(database, told=told, busy=busy))


async def race(database: str) -> None:
    """Words on their way when the lock comes, with hints and without."""
    await lock_against_words(database, 12, hints=False)


async def put_out_by_hint(database: str) -> None:
    neighbours.POLL = 3_600.0
    await revoked_elsewhere(database, told=True, busy=False)


async def put_out_by_itself(database: str) -> None:
    await revoked_elsewhere(database, told=False, busy=True)


FAULTS: dict[str, tuple[Play, Callable[[Patch], None]]] = {}


def fault(play: Play) -> Callable[[Callable[[Patch], None]], Callable[[Patch], None]]:
    """A fault that this play must notice."""

    def planted(plant: Callable[[Patch], None]) -> Callable[[Patch], None]:
        FAULTS[plant.__name__.replace("_", " ")] = play, plant
        return plant

    return planted


@fault(race)
def the_log_does_not_look_at_epochs(patch: Patch) -> None:
    former = postgres_writing._conflict

    def passes(batch: Any, ends: Any, groups: Any, taken: Any) -> Any:
        found = former(batch, ends, groups, taken)
        return None if batch.entries and not batch.bumps else found

    patch.setattr(postgres_writing, "_conflict", passes)


@fault(race)
def what_is_under_way_is_written_again_whatever_is_locked(patch: Patch) -> None:
    class Blind(frozenset[str]):
        def isdisjoint(self, other: object) -> bool:
            return True

    former = SharedRoom._stand

    def stands(room: SharedRoom, waiting: Any) -> Any:
        seen, room.locked = room.locked, Blind(room.locked)
        try:
            return former(room, waiting)
        finally:
            room.locked = seen

    patch.setattr(SharedRoom, "_stand", stands)


@fault(race)
def locks_of_others_are_not_heard(patch: Patch) -> None:
    patch.setattr(SharedMeeting, "_lock", lambda meeting: None)


@fault(race)
def what_conflicts_is_not_judged_again(patch: Patch) -> None:
    patch.setattr(Neighbours, "_judge_again", lambda *_: None)


@fault(race)
def words_of_others_are_not_in_what_is_shown(patch: Patch) -> None:
    former = Replicas._join

    def join(replicas: Replicas, update: bytes) -> frozenset[str]:
        return frozenset() if b"word" in update else former(replicas, update)

    patch.setattr(Replicas, "_join", join)


@fault(put_out_by_hint)
def nobody_hears_that_the_directory_is_another(patch: Patch) -> None:
    former = Neighbours.told

    def told(here: Neighbours, channel: str, message: Any) -> None:
        if channel != "directory":
            former(here, channel, message)

    patch.setattr(Neighbours, "told", told)


@fault(put_out_by_hint)
def nobody_is_checked_when_the_directory_is_another(patch: Patch) -> None:
    former = Neighbours._look

    async def look(here: Neighbours, whole: bool) -> None:
        stage, here._stage = here._stage, None
        try:
            await former(here, whole)
        finally:
            here._stage = stage

    patch.setattr(Neighbours, "_look", look)


@fault(put_out_by_itself)
def hints_keep_it_from_looking_by_itself(patch: Patch) -> None:
    former = Neighbours._look

    async def look(here: Neighbours, whole: bool) -> None:
        await former(here, whole and not here._something.is_set())

    patch.setattr(Neighbours, "_look", look)


@fault(put_out_by_itself)
def the_directory_is_not_read_again(patch: Patch) -> None:
    former = Neighbours.__init__

    def begin(here: Neighbours, log: Any, _: Any, now: Any) -> None:
        former(here, log, lambda: False, now)

    patch.setattr(Neighbours, "__init__", begin)
    patch.setattr(Neighbours, "_refresh", property(lambda _: bool, lambda *_: None), raising=False)


@pytest.mark.parametrize("name", FAULTS)
def test_m9_m10_every_planted_fault_is_noticed(
    database: str, name: str, monkeypatch: Patch
) -> None:
    play, plant = FAULTS[name]
    monkeypatch.setattr(neighbours, "POLL", neighbours.POLL)  # whatever the play makes of it
    plant(monkeypatch)
    with pytest.raises((AssertionError, TimeoutError)):
        run(lambda: asyncio.wait_for(play(database), PATIENCE))
