"""The proof that a text says the same as another: every party's words are still there.

A *span* is the words under one innermost bracket of one paragraph (or outside of every bracket),
with those to whom the text attributes them. Words are compared as multisets, by party and span:
signs, brackets, labels, headings of options and the attributions themselves are not words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from adref.drafting.attributions import PROPOSE
from adref.drafting.notation import Notation, read_notation
from adref.drafting.options import OptionGroup
from adref.drafting.text import Paragraph
from adref.drafting.tokens import tokens

NOBODY = ""
"""The party of words that the text attributes to nobody."""


class Span(NamedTuple):
    """Words in one place, said by one party (or ``NOBODY``)."""

    party: str
    paragraph: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of every span. ``merged`` stood twice and stands once, for the same party."""

    kept: int = 0
    merged: tuple[Span, ...] = ()
    missing: tuple[Span, ...] = ()
    added: tuple[Span, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether no word went and none came."""
        return not self.missing and not self.added


@dataclass(slots=True)
class _Left:
    """Spans that have no equal in the other text, and what is left of their words."""

    spans: list[Span] = field(default_factory=list)
    words: list[Counter[str]] = field(default_factory=list)


def prove(
    before: Sequence[Paragraph], after: Sequence[Paragraph], names: Iterable[str] = ()
) -> Proof:
    """Compare two texts. ``names`` are the short names of the parties, when they are known."""
    known = tuple(names)
    old, new = read_notation(before, known), read_notation(after, known)
    olds, news = list(spans_of(before, old)), list(spans_of(after, new))
    gone, come = _equal(olds, news)
    pool = _Left(come, [Counter(span.words) for span in come])
    joined = [span for span in gone if not _draw(span, pool)]
    near = _neighbours(old.options)
    standing = {(span.party, span.words): set[str]() for span in news}
    for span in news:
        standing[span.party, span.words].add(span.paragraph)
    merged: list[Span] = []
    missing: list[Span] = []
    for span in joined:
        places = standing.get((span.party, span.words), set())
        same = places & near.get(span.paragraph, {span.paragraph})
        (merged if same else missing).append(span)
    added = [
        Span(span.party, span.paragraph, tuple(left.elements()))
        for span, left in zip(pool.spans, pool.words, strict=True)
        if left.total()
    ]
    return Proof(len(olds) - len(joined), tuple(merged), tuple(missing), tuple(added))


def spans_of(text: Sequence[Paragraph], notation: Notation) -> Iterator[Span]:
    """The spans of a text, in order; those of several parties once for each of them."""
    inside = _Innermost(text, notation)
    silent = _silent(notation)
    said = _said(notation)
    for paragraph in text:
        found: dict[int | None, list[str]] = {}
        at = 0
        for token in tokens(paragraph.words):
            start, at = at, at + len(token)
            if any(sign.isalnum() for sign in token) and not _within(
                silent.get(paragraph.id, ()), start
            ):
                found.setdefault(inside(paragraph.id, start), []).append(token)
        for bracket, words in found.items():
            whole = said.get((paragraph.id, None), ()) if bracket is None else ()
            for party in _parties(notation, said, bracket) or whole or (NOBODY,):
                yield Span(party, paragraph.id, tuple(sorted(words)))


def _equal(olds: list[Span], news: list[Span]) -> tuple[list[Span], list[Span]]:
    """Pairs off what is the same; in its own paragraph first, then wherever it went."""
    left, right = Counter(olds), Counter(news)
    same = left & right
    left, right = left - same, right - same
    elsewhere: dict[tuple[str, tuple[str, ...]], list[Span]] = {}
    for span in right.elements():
        elsewhere.setdefault((span.party, span.words), []).append(span)
    gone = []
    for span in left.elements():
        stands = elsewhere.get((span.party, span.words))
        if stands:
            stands.pop()
        else:
            gone.append(span)
    return gone, [span for spans in elsewhere.values() for span in spans]


def _draw(span: Span, pool: _Left) -> bool:
    """Whether the words stand in a longer span of the same party; they are then used up."""
    words = Counter(span.words)
    order = sorted(range(len(pool.spans)), key=lambda i: pool.spans[i].paragraph != span.paragraph)
    for index in order:
        if pool.spans[index].party == span.party and words <= pool.words[index]:
            pool.words[index] -= words
            return True
    return False


def _neighbours(groups: Iterable[OptionGroup]) -> dict[str, set[str]]:
    """Where else the same words of an option may stand: in the other options of its group."""
    near: dict[str, set[str]] = {}
    for group in groups:
        covered = {identifier for option in group.options for identifier in option.covers}
        for identifier in covered:
            near.setdefault(identifier, {identifier}).update(covered)
    return near


class _Innermost:
    """Which contested bracket is the innermost around a place; scans each paragraph once."""

    def __init__(self, text: Sequence[Paragraph], notation: Notation) -> None:
        order = {paragraph.id: row for row, paragraph in enumerate(text)}
        self._signs: dict[str, list[tuple[int, int | None]]] = {p.id: [] for p in text}
        around: list[list[int]] = [[] for _ in text]
        for index, bracket in enumerate(notation.structure.brackets):
            if not bracket.depth:
                continue
            self._signs[bracket.open.paragraph].append((bracket.open.at, index))
            self._signs[bracket.close.paragraph].append((bracket.close.at, bracket.parent))
            first, last = order[bracket.open.paragraph], order[bracket.close.paragraph]
            for row in range(first + 1, last + 1):
                around[row].append(index)
        for paragraph, open_ in zip(text, around, strict=True):
            self._signs[paragraph.id].append((-1, open_[-1] if open_ else None))
            self._signs[paragraph.id].sort()

    def __call__(self, paragraph: str, at: int) -> int | None:
        found: int | None = None
        for place, index in self._signs[paragraph]:
            if place > at:
                break
            found = index
        return found


def _silent(notation: Notation) -> dict[str, list[tuple[int, int]]]:
    """What is not the words of the text, by paragraph: attributions, headings, marks."""
    out: dict[str, list[tuple[int, int]]] = {}
    for attribution in notation.attributions:
        out.setdefault(attribution.paragraph, []).append((attribution.at, attribution.end))
    for mark in notation.agreed:
        out.setdefault(mark.paragraph, []).append((mark.at, mark.end))
    for group in notation.options:
        for option in group.options:
            out.setdefault(option.paragraph, []).append((option.at, option.end))
    return out


def _within(silent: Iterable[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in silent)


def _said(notation: Notation) -> dict[tuple[str, int | None], tuple[str, ...]]:
    """Who proposes the words of a bracket, or (None) of a paragraph."""
    out: dict[tuple[str, int | None], tuple[str, ...]] = {}
    for attribution in notation.attributions:
        if attribution.stance != PROPOSE:
            continue
        # A bracket over several paragraphs is the same bracket in each of them.
        place = "" if attribution.bracket is not None else attribution.paragraph
        key = (place, attribution.bracket)
        out[key] = tuple(dict.fromkeys((*out.get(key, ()), *attribution.parties)))
    return out


def _parties(
    notation: Notation, said: dict[tuple[str, int | None], tuple[str, ...]], bracket: int | None
) -> tuple[str, ...]:
    """Those of the nearest bracket around that says whose words it holds."""
    while bracket is not None:
        if found := said.get(("", bracket)):
            return found
        bracket = notation.structure.brackets[bracket].parent
    return ()
