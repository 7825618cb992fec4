"""[X1] What a party does in private changes no byte that others receive, and no instant.

Two runs of one seed differ in nothing but the private script of party A. What another delegation
and an observer receive must be the same, to the byte and to the microsecond of virtual time.
"""

import pytest

from tests.server.sync.leaks import LEAKS
from tests.server.sync.private_runs import witnessed

PAIRS = 500
_TOGETHER = 25
_TRIES = 12  # pairs within which a planted leak must show


@pytest.mark.parametrize("first", range(0, PAIRS, _TOGETHER))
def test_x1_nobody_notices_what_a_party_does_in_private(first: int) -> None:
    for seed in range(first, first + _TOGETHER):
        without, with_it = witnessed(seed, private=False), witnessed(seed, private=True)
        assert len(without) > 60
        assert without == with_it, f"seed {seed}"


def test_x1_a_run_is_a_function_of_its_scripts() -> None:
    for seed in range(5):
        assert witnessed(seed, private=True) == witnessed(seed, private=True)


@pytest.mark.parametrize("name", LEAKS)
def test_x2_every_planted_leak_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    LEAKS[name](monkeypatch)
    assert witnessed(0, private=False) == witnessed(0, private=False)
    for seed in range(_TRIES):
        try:
            if witnessed(seed, private=False) != witnessed(seed, private=True):
                return
        except AssertionError:  # somebody was shut out who was not before
            return
    pytest.fail(f"not found in {_TRIES} pairs: {name}")
