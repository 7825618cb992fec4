"""Words as units of comparison: the tokens of which anchors and proposals are made.

A token is a run of letters, digits, marks and joiners; or one character of a script that is
written without spaces (Han, Kana, Thai, Lao, Khmer, Myanmar); or any other one character. Marks
and joiners stay with the character before them, so that no token begins inside what a reader sees
as one character. A footnote reference (U+FFFC) is always a token by itself.

Nothing here depends on the Unicode version of the runtime: the characters are those of
``word_ranges``, the same table as in the browser.
"""

import re
from functools import cache
from typing import NamedTuple

from adref.drafting.content import OBJECT
from adref.drafting.word_ranges import EXTENDER, WORD


class Token(NamedTuple):
    """A token and where it stands: offsets in code points, ``end`` exclusive."""

    text: str
    start: int
    end: int


def ranges(table: str) -> list[tuple[int, int]]:
    """The first and last code points of each range of a table (gaps and lengths, base 36)."""
    numbers = [int(number, 36) for number in table.split()]
    out: list[tuple[int, int]] = []
    at = 0
    for gap, length in zip(numbers[::2], numbers[1::2], strict=True):
        out.append((at + gap, at + gap + length - 1))
        at += gap + length
    return out


def _class(table: str) -> str:
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges(table))


# Compiled when first asked for: such classes take the compiler longer than most modules to load.
@cache
def _token() -> re.Pattern[str]:
    extenders = _class(EXTENDER)
    word = _class(WORD) + extenders
    return re.compile(f"[{word}]+|{OBJECT}|.[{extenders}]*", re.DOTALL)


@cache
def _has_word() -> re.Pattern[str]:
    return re.compile(f"[{_class(WORD)}]")


def tokens(text: str) -> list[str]:
    """The tokens of a text in order; joined they are the text."""
    return _token().findall(text)


def placed_tokens(text: str) -> list[Token]:
    """The tokens with their offsets."""
    return [Token(found.group(), *found.span()) for found in _token().finditer(text)]


def is_word(token: str) -> bool:
    """Whether a token is a run of letters and digits (not a sign, a space or a lone character)."""
    return _has_word().match(token) is not None
