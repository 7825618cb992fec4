"""Writing a proposal into the working text in brackets, with its attribution."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from adref.drafting.content import Content, cut, join, plain, text_of
from adref.drafting.contests import bracket_pairs
from adref.drafting.profiles import Profile
from adref.drafting.proposal import Span
from adref.drafting.writing import edges_of

_NO_NAMES = re.compile("")
_NAMES = re.compile(r"(?: ?\([^()\[\]]*\))*")
"""Attributions that stand after a bracket."""


class Bracketed(NamedTuple):
    """What is to stand over ``span``, and at which offset in it the proposed words begin."""

    span: Span
    content: Content
    begins: int


def bracket_words(
    words: Content, span: Span, reading: Content, profile: Profile, names: Iterable[str]
) -> Bracketed:
    """The words over ``span`` and how they would read, side by side in brackets.

    When the words already stand alone in a bracket, the reading joins the alternatives there.
    """
    standing = cut(words, *span)
    if not text_of(reading).strip():
        return Bracketed(span, wrapped(standing, *profile.around((), names)), 0)
    around = profile.around(names)
    if not standing:
        return _at(span, *_proposed(reading, (text_of(reading),), around))
    beside = _beside(text_of(words), span, profile)
    if beside is not None:
        gap = "" if profile.attribution.endswith("{close}") else " "
        around = (gap + around[0], around[1])
        return _at((beside, beside), *_proposed(reading, (text_of(reading),), around, inside=True))
    phrases = (text_of(standing), text_of(reading))
    lead, trail = edges_of(phrases)
    first = wrapped(cut(standing, lead, len(phrases[0]) - trail), *profile.around())
    content, begins = _proposed(reading, phrases, around)
    head = join(cut(standing, 0, lead), first)
    shift = len(text_of(head)) - lead
    return Bracketed(span, join(head, cut(content, lead)), begins + shift)


def wrapped(content: Content, before: str, after: str) -> Content:
    """A content between two strings; space at its edges stays outside."""
    words = text_of(content)
    lead, trail = edges_of([words])
    end = len(words) - trail
    inner = cut(content, lead, end)
    return join(cut(content, 0, lead), plain(before), inner, plain(after), cut(content, end))


def _at(span: Span, content: Content, begins: int) -> Bracketed:
    return Bracketed(span, content, begins)


def _proposed(
    reading: Content, phrases: Iterable[str], around: tuple[str, str], inside: bool = False
) -> tuple[Content, int]:
    """The reading in its bracket, common space outside; and where the reading begins in it."""
    words = text_of(reading)
    lead, trail = edges_of(phrases)
    end = len(words) - trail
    before, after = around
    parts = [plain(before), cut(reading, lead, end), plain(after)]
    if not inside:
        parts = [cut(reading, 0, lead), *parts, cut(reading, end)]
    return join(*parts), len(before) - (lead if inside else 0)


def _beside(words: str, span: Span, profile: Profile) -> int | None:
    """Where the next alternative stands, when the span is all that is within a bracket."""
    closing = dict(bracket_pairs(words))
    end = closing.get(span[0] - 1)
    if end != span[1]:
        return None
    names = _NO_NAMES if profile.attribution.endswith("{close}") else _NAMES
    after = _end(names, words, end + 1)
    while after in closing or (words[after : after + 1] == " " and after + 1 in closing):
        end = closing.get(after, closing.get(after + 1, 0))
        if after not in closing and names is _NO_NAMES:
            break
        after = _end(names, words, end + 1)
    return after


def _end(names: re.Pattern[str], words: str, at: int) -> int:
    found = names.match(words, at)
    return found.end() if found else at
