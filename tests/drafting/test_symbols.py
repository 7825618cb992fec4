"""Symbols of documents: read, composed, continued."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.symbols import (
    FORMS,
    MODIFIERS,
    Modifier,
    Symbol,
    Version,
    next_symbols,
    parse_symbol,
    same_symbol,
)

NOW = datetime(2015, 6, 11, 16, 30, 12)

SYMBOLS = st.builds(
    Symbol,
    st.builds(
        "/".join,
        st.tuples(
            st.sampled_from(["A", "E", "S", "-", "CRC", "TD"]),
            st.sampled_from(["C.2", "CN.4", "AC.105", "WG.6", "81", "1998"]),
            st.sampled_from(["L.5", "CRP.12", "INF", "WP.3", "481", "RES"]),
        ),
    ),
    st.lists(
        st.builds(Modifier, st.sampled_from(MODIFIERS[:4]), st.integers(1, 99)), max_size=3
    ).map(tuple),
    st.sampled_from(["", "*", "**"]),
)
VERSIONS = st.datetimes(datetime(1950, 1, 1), datetime(2199, 1, 1)).map(
    lambda at: Version(at.replace(second=0, microsecond=0))
)


@given(st.one_of(SYMBOLS, VERSIONS))
def test_what_is_composed_is_read_again(symbol):
    """[R1] Reading and composing are inverse."""
    assert parse_symbol(symbol.compose()) == symbol


@pytest.mark.parametrize(
    "words",
    [
        "-/L.5",
        "A/C.2/81/L.5/Rev.1",
        "E/CN.4/Sub.2/AC.2/1987/WP.4/Add.1",
        "A/69/481*",
        "FCCC/ADP/2015/1",
        "Version of 11 June 2015 @ 16:30",
    ],
)
def test_symbols_as_they_are_printed(words):
    """[R1] Composing what was read changes nothing."""
    found = parse_symbol(words)
    assert found is not None
    assert found.compose() == words


@pytest.mark.parametrize("words", ["", "Draft 3", "A/", "/L.5", "Version of 31 June 2015 @ 16:30"])
def test_words_that_are_no_symbol(words):
    """[R1] They may name a document, but nothing is continued from them."""
    assert parse_symbol(words) is None


@pytest.mark.parametrize(
    ("issued", "form", "expected"),
    [
        (["-/L.5"], "revision", "-/L.5/Rev.1"),
        (["-/L.5", "-/L.5/Rev.1"], "revision", "-/L.5/Rev.2"),
        (["A/C.2/81/L.5/Rev.1"], "addendum", "A/C.2/81/L.5/Rev.1/Add.1"),
        (["A/C.2/81/L.5/Rev.1/Add.1"], "addendum", "A/C.2/81/L.5/Rev.1/Add.2"),
        (["A/C.2/81/L.5/Rev.1/Corr.1"], "revision", "A/C.2/81/L.5/Rev.2"),
        (["A/C.2/81/L.5/Add.1"], "revision", "A/C.2/81/L.5/Add.1/Rev.1"),
        (["A/C.2/81/L.5/Rev.1/Corr.1"], "corrigendum", "A/C.2/81/L.5/Rev.1/Corr.2"),
        (["A/AC.105/L.5"], "room_paper", "A/AC.105/CRP.1"),
        (["A/AC.105/L.5", "A/AC.105/CRP.1"], "room_paper", "A/AC.105/CRP.2"),
        (["A/69/481*"], "revision", "A/69/481/Rev.1"),
        (["-/L.5", "Draft of Tuesday"], "revision", "-/L.5/Rev.1"),
        ([""], "version", "Version of 11 June 2015 @ 16:30"),
    ],
)
def test_the_next_form(issued, form, expected):
    """[R2] By the rules of UN document symbols."""
    assert next_symbols(issued, NOW)[form] == expected


@given(st.lists(SYMBOLS.map(Symbol.compose), min_size=1, max_size=5))
def test_what_is_proposed_is_new_and_readable(issued):
    """[R2] Never a symbol that is taken; always one that can be continued again."""
    proposed = next_symbols(issued, NOW)
    assert set(proposed) == set(FORMS)
    for words in proposed.values():
        assert parse_symbol(words) is not None
        assert not any(same_symbol(words, other) for other in issued)


def test_without_a_symbol_the_instant_names_the_text():
    """[R2] Nothing is made up."""
    assert set(next_symbols(["", "Non-paper"], NOW)) == {"version"}
