"""Plays in a room: what is acknowledged, and when a snapshot is made."""

from datetime import datetime

import pytest

from adref.server.sync.instants import iso
from adref.server.sync.protocol import SyncStep1, SyncStep2, Update
from tests.playbook import Play
from tests.server.sync.scenes import START, comes, later, room, says, settled, two, written
from tests.server.sync.typist import Typist


def test_s10_what_was_typed_before_the_synchronising_is_settled_by_it() -> None:
    play, _, _ = two()
    bea = Typist(70003, start=START)
    first, second = bea.types("p1", "One "), bea.types("p1", "Two ")
    play >> comes("ali") << "ali: authenticated read-write"
    play >> says("ali", SyncStep1(b"\x00"))
    play << "ali: step2" << "append grant 70003 to ali"
    play >> written() << "ali: grant 70003" << "ali: step1"
    play >> says("ali", Update(second))
    play >> says("ali", Update(first))
    play >> says("ali", SyncStep2(bea.doc.get_update(Typist(9, start=START).doc.get_state())))
    play << "append update by ali"
    play >> written() << "ali: saved" << "ali: saved" << "ali: saved" << "chair, secretary: update"


def test_y4_what_the_first_step_has_is_acknowledged_once() -> None:
    """A provider counts anew at its first step, and then sends what waited for a socket."""
    play, _, _ = two()
    bea = Typist(70003, start=START)
    before = [bea.types("p1", "One "), bea.types("p1", "Two ")]
    state, after = bea.doc.get_state(), bea.types("p1", "Three ")
    play >> comes("ali") << "ali: authenticated read-write"
    play >> says("ali", Update(before[0]))
    play >> says("ali", SyncStep1(state))
    play << "ali: step2" << "append grant 70003 to ali"
    play >> written() << "ali: grant 70003" << "ali: step1"
    for update in (*before, after):
        play >> says("ali", Update(update))
    play >> says("ali", SyncStep2(bea.doc.get_update(Typist(9, start=START).doc.get_state())))
    play << "append update by ali"
    play >> written() << "ali: saved" << "ali: saved" << "chair, secretary: update"


def test_s10_what_is_known_already_is_saved_when_it_is_on_the_disk() -> None:
    play, chair, _ = two()
    update = chair.types("p1", "x")
    play >> says("chair", Update(update)) << "append update by chair"
    play >> says("chair", Update(update))
    play >> written() << "chair: saved" << "chair: saved" << "secretary: update"
    play >> says("chair", Update(update)) << "chair: saved"


def test_s9_a_long_log_asks_for_a_snapshot() -> None:
    play = settled("chair", 70001, Play(room(compact=3)))
    chair = Typist(70001, start=START)
    play >> says("chair", Update(chair.types("p1", "a"))) << "append update by chair"
    play >> written() << "chair: saved"
    play >> says("chair", Update(chair.types("p1", "b"))) << "append update by chair"
    play >> written() << "compact" << "wake in *"


def test_u5_a_snapshot_is_made_at_most_once_a_minute() -> None:
    play = settled("chair", 70001, Play(room(compact=2, compact_gap=60.0)))
    chair = Typist(70001, start=START)

    def types(word: str) -> None:
        play >> later(1.0)
        play >> says("chair", Update(chair.types("p1", word))) << "append update by chair"
        play >> written()

    types("a")
    play << "compact" << "chair: saved"
    for word in "bcd":
        types(word)
        play << "chair: saved"
    play >> later(55.0)
    types("e")
    play << "chair: saved"
    types("f")
    play << "compact" << "chair: saved"
    play.over()


def test_s11_a_timer_that_goes_off_before_the_clock_on_the_wall_is_asked_for_again() -> None:
    """The loop's clock is ahead by a part of a millisecond; what comes then is told, too."""
    play, chair, _ = two()
    play >> says("chair", Update(chair.types("p1", "a"))) << "append update by chair"
    play >> written() << "chair: saved" << "secretary: update"
    play >> says("chair", Update(chair.types("p1", "b"))) << "append update by chair"
    play >> written() << "wake in 0.003"
    play >> later(0.005) << "chair: saved" << "secretary: update"
    play >> later(-0.001)
    play >> says("chair", Update(chair.types("p1", "c"))) << "append update by chair"
    play >> written() << "wake in *"
    play >> later(0.01) << "chair: saved" << "secretary: update"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (0.0, "1970-01-01T00:00:00.000+00:00"),
        (1_767_603_600.9994, "2026-01-05T09:00:00.999+00:00"),
        (1_767_603_600.9996, "2026-01-05T09:00:01.000+00:00"),
        (1_767_603_600.05, "2026-01-05T09:00:00.050+00:00"),
    ],
)
def test_s9_an_instant_is_told_to_the_millisecond(now: float, told: str) -> None:
    assert iso(now) == told
    assert datetime.fromisoformat(told).timestamp() == pytest.approx(now, abs=0.0005)
