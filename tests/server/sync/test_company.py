"""[S17] Who has the text open, as the floor tells it."""

from adref.server.crdt.document import EMPTY_STATE
from adref.server.sync import protocol
from adref.server.sync.compartments import parse
from adref.server.sync.event_room import EventRoom
from tests.playbook import Play
from tests.server.sync.scenes import comes, goes, later, says

FOLLOWS = protocol.SyncStep1(EMPTY_STATE)


def event_room(name: str) -> EventRoom:
    compartment = parse(name)
    assert compartment is not None
    return EventRoom(compartment, seq=7)


def alone_on_the_floor() -> Play:
    play = Play(event_room("floor/t"))
    play >> comes("bea", writes=False) << "bea: authenticated readonly"
    play >> says("bea", FOLLOWS) << "bea: step2" << "bea: step1" << "bea: head 7"
    play << "bea: here Béa" << "bea: here +Béa"
    return play


def test_s17_who_comes_is_told_who_is_here_and_the_others_that_somebody_came() -> None:
    play = alone_on_the_floor()
    play >> later(1)
    play >> comes("olga", writes=False) << "olga: authenticated readonly"
    play >> says("olga", FOLLOWS) << "olga: step2" << "olga: step1" << "olga: head 7"
    play << "olga: here Béa Olga" << "bea, olga: here +Olga"
    play >> later(1) >> goes("olga") << "bea: here -olga"
    play.over()


def test_s17_a_crowd_comes_in_one_message() -> None:
    play = alone_on_the_floor()
    for who, wakes in (("olga", True), ("chair", False)):
        play >> comes(who, writes=False) << "*: authenticated readonly"
        play >> says(who, FOLLOWS) << "*: step2" << "*: step1" << "*: head 7" << "*: here *"
        if wakes:
            play << "wake in 0.500"
    play >> later(0.5) << "bea, olga, chair: here +Olga +Chair"
    play.over()


def test_s17_a_timer_that_goes_off_before_the_clock_on_the_wall_is_asked_for_again() -> None:
    play = alone_on_the_floor()
    play >> comes("olga", writes=False) << "*: authenticated readonly"
    play >> says("olga", FOLLOWS) << "*: step2" << "*: step1" << "*: head 7" << "*: here *"
    play << "wake in 0.500"
    play >> later(0.5) << "bea, olga: here +Olga"
    play >> later(-0.001) >> goes("olga") << "wake in *"
    play >> later(1) << "bea: here -olga"
    play.over()


def test_s17_one_person_in_two_windows_is_there_once_and_until_both_are_closed() -> None:
    play = alone_on_the_floor()
    play >> later(1)
    play >> comes("bea again", writes=False) << "*: authenticated readonly"
    play >> says("bea again", FOLLOWS) << "*: step2" << "*: step1" << "*: head 7" << "*: here Béa"
    play >> later(1) >> goes("bea")
    play.over()


def test_s17_on_the_desk_nobody_is_told_who_is_there() -> None:
    play = Play(event_room("desk/t"))
    play >> comes("chair", writes=False) << "chair: authenticated readonly"
    play >> says("chair", FOLLOWS) << "chair: step2" << "chair: step1" << "chair: head 7"
    play.over()
