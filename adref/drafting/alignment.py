"""How one long sequence becomes another, soon and without giving up.

``difference`` is exact and bounded; its time grows with the square of what differs. Here the
sequences are first tied together where a phrase stands once on both sides and in the same order;
what lies between two such ties is short, and is compared exactly.
"""

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from itertools import pairwise

from adref.drafting.difference import Step, difference

SHORT = 240
"""Up to this many tokens, both sides together, are compared exactly at once."""
PHRASES = (6, 3, 1)
"""Lengths of the phrases, in tokens, by which longer stretches are tied: the longest first."""
ROUNDS, ROUNDS_OF_LONG = 4_000, 500
"""The bounds of the exact comparison: more than two short stretches ever need; and what is spent
on long ones that have no phrase in common at all."""


def aligned(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Step]:
    """The steps from one to the other, as ``difference`` gives them, for sequences of any length.

    What both have in common at the beginning and at the end is kept.
    """
    out: list[Step] = []
    # What is still to be compared, the first on top: bounds on both sides, and the phrase length.
    waiting = [(0, len(before), 0, len(after), 0)]
    while waiting:
        low, high, start, end, tried = waiting.pop()
        head = _common(before, after, low, high, start, end)
        low, start = low + head, start + head
        tail = _common_end(before, after, low, high, start, end)
        _add(out, 0, head)
        high, end = high - tail, end - tail
        if tail:
            waiting.append((high, high + tail, end, end + tail, len(PHRASES)))
        if low == high or start == end:
            _add(out, -1, high - low)
            _add(out, 1, end - start)
        elif high - low + end - start <= SHORT or tried == len(PHRASES):
            rounds = ROUNDS if high - low + end - start <= SHORT else ROUNDS_OF_LONG
            for op, length in difference(before[low:high], after[start:end], rounds):
                _add(out, op, length)
        else:
            waiting += reversed(_between(before, after, low, high, start, end, tried))
    return _deletions_first(out)


def _between(
    before: Sequence[Hashable],
    after: Sequence[Hashable],
    low: int,
    high: int,
    start: int,
    end: int,
    tried: int,
) -> list[tuple[int, int, int, int, int]]:
    """The stretches that the ties of the next phrase length leave; each begins with a tie."""
    ties = _ties(before[low:high], after[start:end], PHRASES[tried])
    edges = [(low, start), *((low + i, start + j) for i, j in ties), (high, end)]
    after_ties = tried if ties else tried + 1
    return [
        (a, b, c, d, after_ties if b - a + d - c < (high - low + end - start) // 2 else tried + 1)
        for (a, c), (b, d) in pairwise(edges)
        if (a, c) != (b, d)
    ]


def _ties(
    before: Sequence[Hashable], after: Sequence[Hashable], length: int
) -> list[tuple[int, int]]:
    """Where a phrase that is unique on both sides stands, those in the same order, as many as can.

    A tie that only goes on where the one before it does is left out: it says nothing new.
    """
    first, second = _unique(before, length), _unique(after, length)
    pairs = sorted((at, second[phrase]) for phrase, at in first.items() if phrase in second)
    chosen = increasing([pair[1] for pair in pairs])
    out: list[tuple[int, int]] = []
    last = (-2, -2)
    for index in chosen:
        at, other = pairs[index]
        if (at - 1, other - 1) != last:
            out.append((at, other))
        last = (at, other)
    return [tie for tie in out if tie != (0, 0)]


def _unique(sequence: Sequence[Hashable], length: int) -> dict[tuple[Hashable, ...], int]:
    found: dict[tuple[Hashable, ...], int] = {}
    for at in range(len(sequence) - length + 1):
        phrase = tuple(sequence[at : at + length])
        found[phrase] = -1 if phrase in found else at
    return {phrase: at for phrase, at in found.items() if at >= 0}


def increasing(values: Sequence[int]) -> list[int]:
    """The indexes of a longest increasing subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [index]
    out = []
    at = ends[-1] if ends else -1
    while at >= 0:
        out.append(at)
        at = before[at]
    return out[::-1]


def _common(
    before: Sequence[Hashable], after: Sequence[Hashable], low: int, high: int, start: int, end: int
) -> int:
    most = min(high - low, end - start)
    at = 0
    while at < most and before[low + at] == after[start + at]:
        at += 1
    return at


def _common_end(
    before: Sequence[Hashable], after: Sequence[Hashable], low: int, high: int, start: int, end: int
) -> int:
    most = min(high - low, end - start)
    at = 0
    while at < most and before[high - 1 - at] == after[end - 1 - at]:
        at += 1
    return at


def _add(out: list[Step], op: int, length: int) -> None:
    if length and out and out[-1].op == op:
        out[-1] = Step(op, out[-1].length + length)
    elif length:
        out.append(Step(op, length))


def _deletions_first(steps: list[Step]) -> list[Step]:
    """Between two kept stretches one deletion and one insertion, in this order."""
    out: list[Step] = []
    struck = inserted = 0
    for op, length in [*steps, Step(0, 0)]:
        if op:
            struck += length if op < 0 else 0
            inserted += length if op > 0 else 0
            continue
        _add(out, -1, struck)
        _add(out, 1, inserted)
        _add(out, 0, length)
        struck = inserted = 0
    return out
