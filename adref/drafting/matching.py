"""Which paragraph of the one text is which of the other.

By permanent id where both have it; the others by what they say: labels are printed and change,
words stay. Words that few paragraphs have tell most. The cost grows with the length of the texts,
not with its square: only paragraphs that share a rare phrase are looked at together.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from adref.drafting.alignment import aligned, increasing
from adref.drafting.content import OBJECT
from adref.drafting.text import Paragraph
from adref.drafting.tokens import tokens

ALIKE = 0.4
"""Of the weight of both paragraphs' words, how much they must share to be one wherever they are."""
ALIKE_IN_PLACE = 0.22
"""The same, for paragraphs that stand between the same neighbours."""
PART = 0.6
"""Of the words of a paragraph, how many must have been in the one from which it was split."""
RARE = 12
"""A phrase in more paragraphs than this tells nothing."""
CANDIDATES = 5
LARGEST_GAP = 2_500
"""Pairs of paragraphs that are weighed between two neighbours; larger gaps are left as they are."""
LEAST_WORDS = 3


class Match(NamedTuple):
    """Paragraphs that are one, by index: one to one, split (1 to n) or joined (n to 1)."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def match(
    before: Sequence[Paragraph], after: Sequence[Paragraph], by_id: bool = True
) -> list[Match]:
    """The matches in the order of the newer text; what is in none was removed, or is new."""
    matcher = _Matcher(before, after)
    if by_id:
        matcher.by_id()
    matcher.by_words()
    matcher.by_rare_phrases()
    matcher.by_place()
    return _with_parts(matcher)


class _Matcher:
    """The pairs found so far, and what is known about the words."""

    def __init__(self, before: Sequence[Paragraph], after: Sequence[Paragraph]) -> None:
        self.before, self.after = before, after
        self.old_bags = [_bag(paragraph) for paragraph in before]
        self.new_bags = [_bag(paragraph) for paragraph in after]
        self.mate: dict[int, int] = {}  # new -> old
        self.taken: dict[int, int] = {}  # old -> new
        spread = Counter(word for bag in (*self.old_bags, *self.new_bags) for word in set(bag))
        count = len(before) + len(after) + 1
        self.weight = {word: math.log(1 + count / seen) for word, seen in spread.items()}

    def pair(self, old: int, new: int) -> None:
        """These two are one."""
        self.mate[new], self.taken[old] = old, new

    def free_old(self) -> list[int]:
        """The older paragraphs that are in no pair yet."""
        return [index for index in range(len(self.before)) if index not in self.taken]

    def free_new(self) -> list[int]:
        """The newer ones."""
        return [index for index in range(len(self.after)) if index not in self.mate]

    def by_id(self) -> None:
        """The same permanent id."""
        known = {paragraph.id: index for index, paragraph in enumerate(self.before)}
        for index, paragraph in enumerate(self.after):
            if paragraph.id in known:
                self.pair(known[paragraph.id], index)

    def by_words(self) -> None:
        """The same words, where they stand once (or equally often) on both sides."""
        old, new = (
            self._places(self.free_old(), self.old_bags),
            self._places(self.free_new(), self.new_bags),
        )
        for words, places in old.items():
            if len(words) >= LEAST_WORDS and len(new.get(words, ())) == len(places):
                for pair in zip(places, new[words], strict=True):
                    self.pair(*pair)

    def _places(
        self, indexes: Iterable[int], bags: Sequence[tuple[str, ...]]
    ) -> dict[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in indexes:
            found[bags[index]].append(index)
        return found

    def by_rare_phrases(self) -> None:
        """The best pairs among those that share phrases which few paragraphs have."""
        holders: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.free_old():
            for phrase in _phrases(self.old_bags[index]):
                holders[phrase].append(index)
        scored = []
        for index in self.free_new():
            votes = Counter(
                old
                for phrase in _phrases(self.new_bags[index])
                if len(holders.get(phrase, ())) <= RARE
                for old in holders.get(phrase, ())
            )
            for old, _ in votes.most_common(CANDIDATES):
                likeness = self.likeness(old, index)
                if likeness >= ALIKE:
                    scored.append((-likeness, abs(self._drift(old, index)), old, index))
        for _, _, old, new in sorted(scored):
            if old not in self.taken and new not in self.mate:
                self.pair(old, new)

    def likeness(self, old: int, new: int) -> float:
        """From 0 to 1: the weight of the words they share in the weight of all their words."""
        first, second = Counter(self.old_bags[old]), Counter(self.new_bags[new])
        shared = sum(self.weight[word] * count for word, count in (first & second).items())
        every = sum(self.weight[word] * count for word, count in (first + second).items())
        if not every:
            return float(self.before[old].words == self.after[new].words)
        return 2 * shared / every

    def _drift(self, old: int, new: int) -> float:
        return old / (len(self.before) or 1) - new / (len(self.after) or 1)

    def by_place(self) -> None:
        """What stands between the same neighbours and says something alike, in the same order."""
        pairs = sorted((new, old) for new, old in self.mate.items())
        stays = [pairs[index] for index in increasing([old for _, old in pairs])]
        last = (-1, -1)
        for new, old in [*stays, (len(self.after), len(self.before))]:
            olds = [index for index in range(last[1] + 1, old) if index not in self.taken]
            news = [index for index in range(last[0] + 1, new) if index not in self.mate]
            if olds and news:
                self._fill(olds, news)
            last = (new, old)

    def _fill(self, olds: list[int], news: list[int]) -> None:
        said_old = [_said(self.before[index], self.old_bags[index]) for index in olds]
        said_new = [_said(self.after[index], self.new_bags[index]) for index in news]
        at = other = start = begin = 0
        for op, length in [*aligned(said_old, said_new), (0, 0)]:
            if op == 0:
                self._weigh(olds[start:at], news[begin:other])
                for step in range(length):
                    self.pair(olds[at + step], news[other + step])
                start, begin = at + length, other + length
            at += length if op <= 0 else 0
            other += length if op >= 0 else 0

    def _weigh(self, olds: list[int], news: list[int]) -> None:
        """The pairs in order that together are most alike."""
        if not olds or not news or len(olds) * len(news) > LARGEST_GAP:
            return
        best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
        likeness = [[self._in_place(old, new) for new in news] for old in olds]
        for i in range(len(olds) - 1, -1, -1):
            for j in range(len(news) - 1, -1, -1):
                both = likeness[i][j] + best[i + 1][j + 1]
                best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
        i = j = 0
        while i < len(olds) and j < len(news):
            if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
                self.pair(olds[i], news[j])
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1

    def _in_place(self, old: int, new: int) -> float:
        likeness = self.likeness(old, new)
        first, second = self.before[old], self.after[new]
        note = (first.kind == "footnote") != (second.kind == "footnote")
        return likeness if likeness >= ALIKE_IN_PLACE and not note else 0.0


def _bag(paragraph: Paragraph) -> tuple[str, ...]:
    """The words of a paragraph in order, without signs, brackets and case."""
    return tuple(token.lower() for token in tokens(paragraph.words) if token[0].isalnum())


def _said(paragraph: Paragraph, bag: tuple[str, ...]) -> Hashable:
    return bag or paragraph.words.replace(OBJECT, "").split().__repr__()


def _phrases(bag: tuple[str, ...]) -> set[tuple[str, ...]]:
    if len(bag) < LEAST_WORDS:
        return {bag} if bag else set()
    return set(pairwise(bag))


def _with_parts(matcher: _Matcher) -> list[Match]:
    """Paragraphs in no pair that were split from a neighbour's, or have been joined to it."""
    news = {new: [new] for new in matcher.mate}
    olds = {new: [old] for new, old in matcher.mate.items()}
    _gather(matcher.free_new(), matcher.new_bags, matcher.old_bags, _splits(matcher, news))
    split = {index for new, found in news.items() if len(found) > 1 for index in found}
    _gather(matcher.free_old(), matcher.old_bags, matcher.new_bags, _joins(matcher, olds, split))
    return [
        Match(tuple(sorted(olds[new])), tuple(sorted(news[new])))
        for new in sorted(news, key=lambda new: min(news[new]))
    ]


class _Parts(NamedTuple):
    """One side's paragraphs in pairs: where each stands, its mate's words, and its parts."""

    holder: dict[int, int]  # a paragraph -> the pair it is in (named by its newer paragraph)
    whole: dict[int, int]  # the pair -> the one paragraph on the other side
    parts: dict[int, list[int]]  # the pair -> the paragraphs on this side
    notes: frozenset[int]


def _splits(matcher: _Matcher, news: dict[int, list[int]]) -> _Parts:
    notes = frozenset(i for i, p in enumerate(matcher.after) if p.kind == "footnote")
    return _Parts({new: new for new in news}, dict(matcher.mate), news, notes)


def _joins(matcher: _Matcher, olds: dict[int, list[int]], split: set[int]) -> _Parts:
    holder = {old: new for new, (old,) in olds.items() if new not in split}
    notes = frozenset(i for i, p in enumerate(matcher.before) if p.kind == "footnote")
    return _Parts(holder, {new: new for new in holder.values()}, olds, notes)


def _gather(
    free: list[int],
    bags: Sequence[tuple[str, ...]],
    others: Sequence[tuple[str, ...]],
    side: _Parts,
) -> None:
    """Give each free paragraph to the neighbour whose mate had its words."""
    for order in (free, free[::-1]):
        step = -1 if order is free else 1
        for index in order:
            pair = side.holder.get(index + step)
            if index in side.holder or index in side.notes or pair is None:
                continue
            if (index + step) in side.notes:
                continue
            left = Counter(others[side.whole[pair]])
            for part in side.parts[pair]:
                left -= Counter(bags[part])
            own = Counter(bags[index])
            if own.total() >= LEAST_WORDS and (own & left).total() >= PART * own.total():
                side.parts[pair].append(index)
                side.holder[index] = pair
