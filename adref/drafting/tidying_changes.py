"""Changes as a person would mark them: no crumbs kept between two of them, brackets whole.

Works on what a comparison of words has found, and takes nothing from it but lone short words that
both wordings happen to share between two larger changes.
"""

from collections.abc import Sequence
from typing import NamedTuple

SMALL_WORD = 4
"""Letters of a lone word (``of``, ``the``, ``with``) that may go with the changes around it."""
FARTHEST = 60
"""Tokens by which a change may be shifted to a better place."""
_FIXED = frozenset("[]{}\ufffc\u2029\n")


class Hunk(NamedTuple):
    """A change counted in tokens: from and to in the older wording, from and to in the newer."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


def tidied(hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """The changes joined over crumbs, and shifted to where they begin and end well."""
    out: list[Hunk] = []
    for hunk in hunks:
        out.append(hunk)
        while len(out) > 1 and _crumb_between(out[-2], out[-1], old, new):
            last = out.pop()
            out[-1] = Hunk(out[-1].old_from, last.old_to, out[-1].new_from, last.new_to)
    return _shifted(out, old, new)


def _crumb_between(first: Hunk, last: Hunk, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether what is kept between two changes is no more than a coincidence.

    The rule of diff-match-patch (a kept stretch no longer than the change on either side), for
    nothing but space, or a lone small word; never over a bracket.
    """
    crumb = "".join(old[first.old_to : last.old_from])
    if len(crumb) > SMALL_WORD + 4 or not _FIXED.isdisjoint(crumb):
        return False
    words = crumb.split()
    if len(words) > 1 or len(crumb.strip()) > SMALL_WORD:
        return False
    struck = _text(old, first.old_from, first.old_to), _text(old, last.old_from, last.old_to)
    added = _text(new, first.new_from, first.new_to), _text(new, last.new_from, last.new_to)
    if not _has_word("".join(struck)) or not _has_word("".join(added)):
        return False
    if not words:
        return True
    return all(len(crumb) <= max(len(a), len(b)) for a, b in zip(struck, added, strict=True))


def _text(tokens: Sequence[str], start: int, end: int) -> str:
    return "".join(tokens[start:end])


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _shifted(hunks: Sequence[Hunk], old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    out: list[Hunk] = []
    for index, hunk in enumerate(hunks):
        low = out[-1].old_to if out else 0
        high = hunks[index + 1].old_from if index + 1 < len(hunks) else len(old)
        if hunk.old_from == hunk.old_to:
            by = _best(new, hunk.new_from, hunk.new_to, hunk.old_from - low, high - hunk.old_to)
        elif hunk.new_from == hunk.new_to:
            by = _best(old, hunk.old_from, hunk.old_to, hunk.old_from - low, high - hunk.old_to)
        else:
            by = 0
        out.append(Hunk(*(bound + by for bound in hunk)))
    return out


def _best(tokens: Sequence[str], start: int, end: int, left: int, right: int) -> int:
    """By how much a lone insertion or deletion is shifted: the same words, better cut."""
    best, choice = _grace(tokens, start, end), 0
    for direction, room in ((-1, left), (1, right)):
        by = 0
        for _ in range(min(max(room - 1, 0), FARTHEST)):
            leaving, coming = (end - 1, start - 1) if direction < 0 else (start, end)
            if tokens[leaving + by] != tokens[coming + by]:
                break
            by += direction
            grace = _grace(tokens, start + by, end + by)
            if grace > best:
                best, choice = grace, by
    return choice


def _grace(tokens: Sequence[str], start: int, end: int) -> int:
    """How well a change is cut: brackets whole first, then space on one side of it only."""
    cut = tokens[start:end]
    depth = lowest = 0
    for token in cut:
        depth += (token == "[") - (token == "]")
        lowest = min(lowest, depth)
    balanced = 4 if depth == lowest == 0 else 0
    spaced = 2 if cut[0].isspace() != cut[-1].isspace() else 0
    begins = 1 if cut[0].isspace() else 0
    return balanced + spaced + begins
