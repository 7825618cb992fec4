"""Tokens: the units of anchors and proposals."""

import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.tokens import is_word, placed_tokens, ranges, tokens
from adref.drafting.word_ranges import EXTENDER, WORD

ROOT = Path(__file__).parents[2]
GOLDEN = json.loads((ROOT / "fixtures/tokens.json").read_text("utf-8"))


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["text"][:20])
def test_golden_cases(case):
    """[N1] The same texts give the same tokens in both languages."""
    assert tokens(case["text"]) == case["tokens"]


def test_all_code_points_have_the_pinned_class():
    """[N2] The classes of all code points are one frozen table."""
    table = bytearray(0x110000)
    for mark, name in ((1, WORD), (2, EXTENDER)):
        for low, high in ranges(name):
            assert not any(table[low : high + 1])
            table[low : high + 1] = bytes([mark]) * (high - low + 1)
    assert {
        "word": table.count(1),
        "extender": table.count(2),
        "crc32": zlib.crc32(table),
    } == GOLDEN["classes"]


def test_the_browser_has_the_same_table():
    """[N2] Both languages carry the same ranges."""
    source = (ROOT / "frontend/src/drafting/wordRanges.ts").read_text("utf-8")
    rows = [line.strip()[1:-2] for line in source.splitlines() if line.startswith("  '")]
    assert " ".join(rows) == f"{WORD} {EXTENDER}"


@given(st.text())
def test_tokens_are_the_text(text):
    """[N1] Joined, tokens are the text; their offsets say where they stand."""
    assert "".join(tokens(text)) == text
    for token in placed_tokens(text):
        assert text[token.start : token.end] == token.text


def test_words_are_told_from_signs():
    assert [is_word(token) for token in ("shall", "2030", "[", " ", "大")] == [
        True,
        True,
        False,
        False,
        False,
    ]
