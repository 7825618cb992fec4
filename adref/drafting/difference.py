"""The one comparison on which anchors, derived amendments and redlines stand.

Tokens become characters, diff-match-patch compares those, and its answer is counted in tokens.
The TypeScript twin does exactly the same with the same library, so both give the same answer.
"""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from diff_match_patch import diff_match_patch

ROUNDS = 1000
"""How far a comparison is refined. Texts that differ in more than about this many tokens (a
hostile or a wholly unrelated text) get a coarser answer instead of taking minutes."""

MOST_TOKENS = 65_000
"""Different tokens that one character each can stand for, in both languages."""


class Step(NamedTuple):
    """A run of tokens that is kept (0), deleted (-1) or inserted (+1), and how many."""

    op: int
    length: int


class _Budget:
    """A deadline for diff-match-patch that counts rounds, not seconds: the same on any machine.

    The library asks ``now > deadline`` once in each round of its search.
    """

    def __init__(self, rounds: int) -> None:
        self.left = rounds

    def __lt__(self, now: float) -> bool:
        self.left -= 1
        return self.left < 0


def difference(
    before: Sequence[Hashable], after: Sequence[Hashable], rounds: int = ROUNDS
) -> list[Step]:
    """How one sequence of tokens becomes another; deletions stand before insertions."""
    letters: dict[Hashable, str] = {}
    first, second = _encode(before, letters), _encode(after, letters)
    if len(letters) > MOST_TOKENS:
        return _steps([(-1, first), (1, second)])
    engine: Any = diff_match_patch()
    engine.Diff_Timeout = 0  # no guessing for speed: the budget bounds the work
    return _steps(engine.diff_main(first, second, False, _Budget(rounds)))


def _encode(tokens: Sequence[Hashable], letters: dict[Hashable, str]) -> str:
    return "".join(letters.setdefault(token, chr(len(letters) + 1)) for token in tokens)


def _steps(diffs: list[tuple[int, str]]) -> list[Step]:
    return [Step(op, len(letters)) for op, letters in diffs if letters]
