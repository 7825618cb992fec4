"""A text in figures: how much of it is contested, and how much is agreed. And over its life."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from adref.drafting.attributions import Attribution
from adref.drafting.brackets import Bracket
from adref.drafting.notation import Notation, read_notation
from adref.drafting.numbering import display_labels
from adref.drafting.text import Paragraph
from adref.drafting.tokens import tokens

NAMES = ("brackets", "options", "contested", "agreed", "proposals")
PAUSE = timedelta(hours=3)
"""So long without an act ends a meeting."""


class Figures(NamedTuple):
    """``contested`` counts words inside contested brackets, without attributions; ``agreed``
    counts paragraphs. ``proposals`` are those that are open."""

    brackets: int
    options: int
    contested: int
    agreed: int
    paragraphs: int
    proposals: int = 0


class Share(NamedTuple):
    """What one paragraph, or one party, has of a text's brackets."""

    name: str
    brackets: int
    contested: int
    said: Mapping[str, int]
    """For a party how often it says what (``propose``, ``delete``); for a paragraph who speaks."""


def figures(
    text: Sequence[Paragraph],
    states: Mapping[str, str] | None = None,
    proposals: int = 0,
    names: Iterable[str] = (),
) -> Figures:
    """The figures of a text. ``states``: what the floor says is agreed, beside the marks in it."""
    notation = read_notation(text, names)
    here = {paragraph.id for paragraph in text}
    agreed = {*notation.states, *(states or {})} & here
    return Figures(
        brackets=len(notation.structure.contested),
        options=sum(len(group.options) for group in notation.options),
        contested=sum(contested_words(text, notation).values()),
        agreed=len(agreed),
        paragraphs=len(text),
        proposals=proposals,
    )


def contested_words(
    text: Sequence[Paragraph], notation: Notation, brackets: Iterable[Bracket] | None = None
) -> dict[str, int]:
    """The words inside contested brackets (or those given), by paragraph; zeros are absent."""
    inside = _inside(text, notation.structure.contested if brackets is None else brackets)
    said = _spans_of(notation.attributions)
    out = {}
    for paragraph in text:
        words = paragraph.words
        count = sum(_count(words[a:b]) for a, b in inside.get(paragraph.id, ()))
        count -= sum(
            _count(words[max(a, c) : min(b, d)])
            for a, b in inside.get(paragraph.id, ())
            for c, d in said.get(paragraph.id, ())
            if max(a, c) < min(b, d)
        )
        if count:
            out[paragraph.id] = count
    return out


def by_paragraph(text: Sequence[Paragraph], names: Iterable[str] = ()) -> list[Share]:
    """The paragraphs in which a contested bracket opens or goes on, in their order."""
    notation = read_notation(text, names)
    words = contested_words(text, notation)
    labels = display_labels(text)
    opened: dict[str, int] = {}
    for bracket in notation.structure.contested:
        opened[bracket.open.paragraph] = opened.get(bracket.open.paragraph, 0) + 1
    speaking: dict[str, dict[str, int]] = {}
    for attribution in notation.attributions:
        counts = speaking.setdefault(attribution.paragraph, {})
        for party in attribution.parties:
            counts[party] = counts.get(party, 0) + 1
    return [
        Share(
            labels.get(paragraph.id) or " ".join(paragraph.words.split()[:5]) or "¶",
            opened.get(paragraph.id, 0),
            words.get(paragraph.id, 0),
            speaking.get(paragraph.id, {}),
        )
        for paragraph in text
        if paragraph.id in opened or paragraph.id in words
    ]


def by_party(text: Sequence[Paragraph], names: Iterable[str] = ()) -> list[Share]:
    """Who speaks in the brackets: those with most of them first.

    A party's brackets are those that carry its name; its words are those inside them.
    """
    notation = read_notation(text, names)
    said: dict[str, dict[str, int]] = {}
    bearing: dict[str, set[int]] = {}
    for attribution in notation.attributions:
        for party in attribution.parties:
            stances = said.setdefault(party, {})
            stances[attribution.stance] = stances.get(attribution.stance, 0) + 1
            if attribution.bracket is not None:
                bearing.setdefault(party, set()).add(attribution.bracket)
    brackets = notation.structure.brackets
    shares = []
    for party, stances in said.items():
        marked = [brackets[index] for index in bearing.get(party, ())]
        words = sum(contested_words(text, notation, marked).values())
        shares.append(Share(party, len(marked), words, stances))
    return sorted(shares, key=lambda one: (-one.brackets, -sum(one.said.values()), one.name))


def _inside(
    text: Sequence[Paragraph], brackets: Iterable[Bracket]
) -> dict[str, list[tuple[int, int]]]:
    """The spans inside brackets, joined where they overlap."""
    order = {paragraph.id: index for index, paragraph in enumerate(text)}
    found: dict[str, list[tuple[int, int]]] = {}
    for bracket in brackets:
        first, last = order[bracket.open.paragraph], order[bracket.close.paragraph]
        for index in range(first, last + 1):
            start = bracket.open.at + 1 if index == first else 0
            end = bracket.close.at if index == last else len(text[index].words)
            found.setdefault(text[index].id, []).append((start, end))
    return {key: list(_joined(sorted(spans))) for key, spans in found.items()}


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start, end = -1, -1
    for low, high in spans:
        if low > end:
            if start >= 0:
                yield start, end
            start, end = low, high
        else:
            end = max(end, high)
    if start >= 0:
        yield start, end


def _spans_of(attributions: Iterable[Attribution]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for one in attributions:
        found.setdefault(one.paragraph, set()).add((one.at, one.end))
    return {key: list(_joined(sorted(spans))) for key, spans in found.items()}


def _count(words: str) -> int:
    return sum(token[0].isalnum() for token in tokens(words))


class Session(NamedTuple):
    """One meeting: from its first act to its last (ISO 8601, UTC)."""

    begin: str
    end: str


def sessions(instants: Iterable[str]) -> list[Session]:
    """The meetings that acts were made in: a pause of ``PAUSE`` lies between two."""
    out: list[Session] = []
    for at in sorted(instants):
        if out and datetime.fromisoformat(at) - datetime.fromisoformat(out[-1].end) < PAUSE:
            out[-1] = out[-1]._replace(end=at)
        else:
            out.append(Session(at, at))
    return out


def thinned(count: int, most: int, keep: Collection[int] = ()) -> list[int]:
    """At most about ``most`` of the places 0 to ``count`` - 1, evenly; those to keep always."""
    if count <= most:
        return list(range(count))
    step = (count - 1) / (most - 1)
    return sorted({*(round(place * step) for place in range(most)), *keep})
