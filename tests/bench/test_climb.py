"""How the highest rate that holds is found."""

from typing import Any

import pytest

from bench.load.fleet import now
from bench.load.rows import climb


def server(most: float, generator: float = 1e9) -> Any:
    """Holds up to ``most``; above ``generator`` the generator is at its end."""

    def offer(rate: float) -> dict[str, Any]:
        at_its_end = rate > generator
        return {
            "offered": rate,
            "ok": rate <= most,
            "counts": not at_its_end,
            "dropped": 0,
            "own_cpu_share": 0.95 if at_its_end else 0.3,
        }

    return offer


def held(offer: Any, start: float = 100, most: float = 10_000) -> tuple[float, bool]:
    found = climb(offer, start, 1.5, most, now() + 60)
    return found["held"], found["broke"]


def test_the_last_rate_that_holds_is_what_is_held() -> None:
    assert held(server(most=400)) == (338, True)


def test_half_a_step_beyond_it_is_tried_at_the_end() -> None:
    assert held(server(most=420)) == (414, True)
    assert held(server(most=420, generator=400)) == (338, False)


def test_a_rate_is_given_up_only_when_it_fails_twice() -> None:
    failed: list[float] = []
    steady = server(most=400)

    def offer(rate: float) -> dict[str, Any]:
        one: dict[str, Any] = steady(rate)
        if rate == 225 and not failed:
            failed.append(rate)
            one["ok"] = False
        return one

    assert held(offer) == (338, True)
    assert failed == [225]


@pytest.mark.parametrize(("most", "found"), [(70, 66), (50, 44), (25, 24)])
def test_a_server_that_breaks_at_once_is_offered_less_and_then_more(
    most: float, found: float
) -> None:
    assert held(server(most)) == (found, True)


def test_a_server_that_holds_nothing_holds_nothing() -> None:
    assert held(server(most=1)) == (0, True)


def test_where_the_generator_or_the_offer_ends_the_server_has_not_broken() -> None:
    assert held(server(most=5_000, generator=300)) == (225, False)
    assert held(server(most=5_000), most=200) == (150, False)


def test_time_ends_it_without_a_verdict_on_the_server() -> None:
    found = climb(server(most=5_000), 100, 1.5, 10_000, now() - 1)
    assert (found["held"], found["broke"], found["steps"]) == (0, False, [])
