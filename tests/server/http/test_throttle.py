"""[H6] Who tries links is slowed down; what is counted is the last minute."""

import random

import pytest

from adref.server.http.errors import Refused
from adref.server.http.throttle import MINUTE, Minute, Throttle


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def refused(throttle: Throttle, address: str) -> bool:
    try:
        throttle.before_link(address)
    except Refused as no:
        return (no.status, no.code) == (429, "too_many_tries")
    return False


def test_h6_an_address_may_try_so_many_wrong_links_a_minute_and_others_are_not_touched() -> None:
    clock = Clock()
    throttle = Throttle(3, 1, clock)
    for second in (0, 10, 20):
        assert not refused(throttle, "a")
        clock.now = 1_000.0 + second
        throttle.wrong_link("a")
    assert refused(throttle, "a")
    assert not refused(throttle, "b")
    clock.now = 1_000.0 + MINUTE - 0.01
    assert refused(throttle, "a")
    clock.now = 1_000.0 + MINUTE  # the first is a minute old: there is room for one
    assert not refused(throttle, "a")
    throttle.wrong_link("a")
    assert refused(throttle, "a")


def test_h6_so_many_people_a_minute_come_in_through_one_link() -> None:
    clock = Clock()
    throttle = Throttle(1, 2, clock)
    throttle.before_join("link")
    throttle.before_join("link")
    for _ in range(5):  # being refused is not counted
        with pytest.raises(Refused):
            throttle.before_join("link")
    throttle.before_join("another")
    clock.now += MINUTE
    throttle.before_join("link")


def test_h6_what_is_counted_is_what_a_list_of_all_would_say_and_is_forgotten() -> None:
    chance, clock = random.Random(6), Clock()
    minute, all_of_it = Minute(4, clock), list[tuple[float, str]]()
    for _ in range(2_000):
        clock.now += chance.choice((0, 0, 1, 5, 30))
        key = chance.choice("abc")
        lately = [k for at, k in all_of_it if at > clock.now - MINUTE]
        room = lately.count(key) < 4
        assert minute.has_room(key) == room
        assert minute.count(key) == room
        if room:
            all_of_it.append((clock.now, key))
        assert len(minute) <= len(lately) + 1
    clock.now += MINUTE
    assert minute.has_room("a")
    assert len(minute) == 0
    assert not minute._counts
