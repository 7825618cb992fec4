"""Where a quotation stands in a text that has moved on since it was quoted.

Anchors are quotations, not positions: they survive another revision of the text. Offsets count
code points.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from diff_match_patch import diff_match_patch

from adref.drafting.difference import Step, difference
from adref.drafting.proposal import Span
from adref.drafting.tokens import placed_tokens, tokens


class _Kept(NamedTuple):
    """A token of the basis: where it stood, and whether it is still there."""

    start: int
    end: int
    kept: bool


def map_span(basis: str, current: str, span: Span) -> Span | None:
    """Where the words ``basis[start:end]`` stand now; None when they are no longer there.

    The quoted words must stand unchanged and together. An empty span (a place between words) is
    still there as long as the word before it or the word after it is, and keeps to that word.
    """
    start, end = span
    if not 0 <= start <= end <= len(basis):
        return None
    if basis == current:
        return span
    if start == end:
        return _map_place(basis, current, start)
    diffs = _diffs(basis, current)
    first, last = _index(diffs, start), _index(diffs, end - 1) + 1
    return (first, last) if current[first:last] == basis[start:end] else None


def _map_place(basis: str, current: str, place: int) -> Span | None:
    if not basis:
        return None  # it was said of an empty paragraph, which has words now
    diffs = _diffs(basis, current)
    before = after = None
    beside = {True: False, False: False}  # is the character before, after the place kept
    for token in _kept_tokens(basis, diffs):
        if token.start < place <= token.end:
            beside[True] = token.kept
        if token.start <= place < token.end:
            beside[False] = token.kept
        if basis[token.start : token.end].isspace():
            continue
        if token.start < place:
            before = token
        elif after is None:
            after = token
    after_before = before is not None and before.kept
    before_after = after is not None and after.kept
    if after_before and beside[True]:
        found = _index(diffs, place - 1) + 1
    elif before_after and beside[False]:
        found = _index(diffs, place)
    elif before is not None and before.kept:
        found = _index(diffs, min(before.end, place) - 1) + 1
    elif after is not None and after.kept:
        found = _index(diffs, after.start)
    else:
        return None
    return (found, found)


def _kept_tokens(basis: str, diffs: list[tuple[int, str]]) -> Iterator[_Kept]:
    at = 0
    for op, words in diffs:
        if op == 1:
            continue
        for token in placed_tokens(words):
            yield _Kept(at + token.start, at + token.end, op == 0)
        at += len(words)


def _index(diffs: list[tuple[int, str]], place: int) -> int:
    engine: Any = diff_match_patch()
    found: int = engine.diff_xIndex(diffs, place)
    return found


@lru_cache(maxsize=4096)
def _diffs(basis: str, current: str) -> list[tuple[int, str]]:
    """The difference in words, in the form of diff-match-patch. Not to be changed by callers."""
    before, after = tokens(basis), tokens(current)
    return list(_words(difference(before, after), before, after))


def _words(steps: list[Step], before: list[str], after: list[str]) -> Iterator[tuple[int, str]]:
    old = new = 0
    for op, count in steps:
        words = after[new : new + count] if op == 1 else before[old : old + count]
        old += count if op != 1 else 0
        new += count if op != -1 else 0
        yield op, "".join(words)
