import json
from pathlib import Path

import pytest

from adref.drafting.ordering import is_key, key_between, keys_between

CASES = json.loads((Path(__file__).parents[2] / "fixtures" / "ordering.json").read_text())


@pytest.mark.parametrize(("low", "high", "key"), CASES["between"])
def test_s1_the_server_gives_the_key_that_the_browser_gives(
    low: str | None, high: str | None, key: str
) -> None:
    assert key_between(low, high) == key
    assert low is None or low < key
    assert high is None or key < high


@pytest.mark.parametrize(("low", "high", "count", "keys"), CASES["series"])
def test_s1_so_does_a_series(
    low: str | None, high: str | None, count: int, keys: list[str]
) -> None:
    assert keys_between(low, high, count) == keys


@pytest.mark.parametrize("wrong", ["", "0", "a", "a00", "é0", "A" + "0" * 26, "a0-", "b1"])
def test_s1_what_is_no_key_is_refused(wrong: str) -> None:
    assert not is_key(wrong)
    with pytest.raises(ValueError, match="not an order key"):
        key_between(wrong, None)


def test_s1_keys_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        key_between("a1", "a1")


def test_no_keys_are_no_keys() -> None:
    assert keys_between("a0", "a1", 0) == []
