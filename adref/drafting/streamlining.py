"""Streamlining: the facilitator's work on brackets and options, without a word more or less.

A ``Step`` names what is done and where, by the paragraph and the offset of the first sign. Steps
are found by ``suggest`` and carried out by ``carried_out``; ``proof`` proves what each leaves.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from adref.drafting.attributions import PROPOSE
from adref.drafting.brackets import Bracket
from adref.drafting.content import Content, cut, join, plain, splice
from adref.drafting.edits import ContentEdit, Edit
from adref.drafting.notation import Notation, read_notation
from adref.drafting.ordering_options import Cannot as Cannot
from adref.drafting.ordering_options import merge_options, order_options, twins
from adref.drafting.profiles import Profile
from adref.drafting.text import Paragraph
from adref.drafting.tokens import tokens

MERGE_BRACKETS = "merge_brackets"  # [words - A][words - B]: one alternative with both names
JOIN_BRACKETS = "join_brackets"  # [some - A] [words - A]: one bracket
MERGE_OPTIONS = "merge_options"  # two options with the same words
ORDER_OPTIONS = "order_options"  # by choice
STEPS = (MERGE_BRACKETS, JOIN_BRACKETS, MERGE_OPTIONS, ORDER_OPTIONS)


class Step(NamedTuple):
    """One thing to do. ``at`` are offsets of opening signs in ``paragraph`` (brackets), or
    empty; ``options`` are the paragraphs that open the options meant, in the order wanted."""

    kind: str
    paragraph: str
    at: tuple[int, ...] = ()
    options: tuple[str, ...] = ()


class Reading(NamedTuple):
    """A text with its notation."""

    text: Sequence[Paragraph]
    notation: Notation
    profile: Profile

    def bracket(self, paragraph: str, at: int) -> int:
        """The index of the bracket that opens there. Raises ``Cannot``."""
        for index, bracket in enumerate(self.notation.structure.brackets):
            if bracket.open == (paragraph, at):
                return index
        raise Cannot("no_such_bracket", paragraph)


def read(text: Sequence[Paragraph], names: Sequence[str], profile: Profile) -> Reading:
    """Read a text for streamlining; ``names`` are the short names of the parties."""
    return Reading(text, read_notation(text, names), profile)


def suggest(reading: Reading) -> Iterator[Step]:
    """What can be done without a decision on substance, in the order of the text."""
    words = {paragraph.id: paragraph.words for paragraph in reading.text}
    yield from _same_alternatives(reading, words)
    yield from _same_voices(reading, words)
    for group in reading.notation.options:
        for paragraphs in twins(reading.text, reading.notation, group):
            yield Step(MERGE_OPTIONS, paragraphs[0], (), paragraphs)


def carried_out(reading: Reading, step: Step) -> tuple[Edit, ...]:
    """The edits of a step. Raises ``Cannot`` with a code and the paragraph."""
    if step.kind == MERGE_BRACKETS:
        return (_merge(reading, step),)
    if step.kind == JOIN_BRACKETS:
        return (_join(reading, step),)
    if step.kind == MERGE_OPTIONS:
        return merge_options(reading.text, reading.notation, step.options)
    return order_options(reading.text, reading.notation, step.options)


class _Side(NamedTuple):
    """A bracket of one paragraph, opened up: the words inside without the attribution (offsets),
    who says them, and where it ends with what is written behind it."""

    words: tuple[int, int]
    names: tuple[str, ...]
    others: tuple[str, ...]  # who would delete
    end: int


def _side(reading: Reading, index: int, words: str) -> _Side | None:
    """None when it reaches over several paragraphs or says more than can be written again."""
    bracket = reading.notation.structure.brackets[index]
    if bracket.open.paragraph != bracket.close.paragraph or not bracket.depth:
        return None
    start, stop = bracket.open.at + 1, bracket.close.at
    end, names, others = stop + 1, list[str](), list[str]()
    for said in reading.notation.attributions:
        if said.bracket != index:
            continue
        if said.part or said.stance not in (PROPOSE, "delete"):
            return None
        (names if said.stance == PROPOSE else others).extend(said.parties)
        if said.at < bracket.close.at:
            stop = min(stop, said.at)
        end = max(end, said.end)
    stop = start + len(words[start:stop].rstrip())
    return _Side((start, stop), tuple(names), tuple(others), end)


def _meant(reading: Reading, step: Step) -> tuple[Paragraph, list[_Side]]:
    paragraph = next((p for p in reading.text if p.id == step.paragraph), None)
    if paragraph is None or len(step.at) < 2:
        raise Cannot("no_such_bracket", step.paragraph)
    sides = [
        _side(reading, reading.bracket(step.paragraph, at), paragraph.words)
        for at in sorted(set(step.at))
    ]
    found = [side for side in sides if side is not None]
    if len(found) < max(len(sides), 2):
        raise Cannot("cannot_streamline", step.paragraph)
    for one, next_ in pairwise(found):
        if paragraph.words[one.end : next_.words[0] - 1].strip():
            raise Cannot("cannot_streamline", step.paragraph)
    return paragraph, found


def _merge(reading: Reading, step: Step) -> Edit:
    """The same words in neighbouring brackets: one bracket with all the names."""
    paragraph, sides = _meant(reading, step)
    if len({_said(paragraph, side) for side in sides}) > 1:
        raise Cannot("cannot_streamline", paragraph.id)
    whole = cut(paragraph.content, *sides[0].words)
    return _written(reading, paragraph, sides, whole)


def _join(reading: Reading, step: Step) -> Edit:
    """Neighbouring brackets of the same voices: one bracket around all their words."""
    paragraph, sides = _meant(reading, step)
    if len({(frozenset(side.names), frozenset(side.others)) for side in sides}) > 1:
        raise Cannot("cannot_streamline", paragraph.id)
    whole = cut(paragraph.content, *sides[0].words)
    for before, side in pairwise(sides):
        parted = plain(paragraph.words[before.end : side.words[0] - 1])
        whole = join(whole, parted, cut(paragraph.content, *side.words))
    return _written(reading, paragraph, sides, whole)


def _written(
    reading: Reading, paragraph: Paragraph, sides: Sequence[_Side], whole: Content
) -> Edit:
    names = tuple(dict.fromkeys(name for side in sides for name in side.names))
    others = tuple(dict.fromkeys(name for side in sides for name in side.others))
    before, after = reading.profile.around(names, others)
    # A profile that writes no names would lose them here: the notation of the text stays.
    if not all(name in before + after for name in (*names, *others)):
        raise Cannot("cannot_streamline", paragraph.id)
    bracket = join(plain(before), whole, plain(after))
    content = splice(paragraph.content, sides[0].words[0] - 1, sides[-1].end, bracket)
    return ContentEdit(paragraph.id, paragraph.content, content)


def _said(paragraph: Paragraph, side: _Side) -> str:
    return " ".join(token for token in tokens(paragraph.words[slice(*side.words)]) if token.strip())


def _same_alternatives(reading: Reading, words: Mapping[str, str]) -> Iterator[Step]:
    """Alternatives that touch and read the same."""
    brackets = reading.notation.structure.brackets
    paragraphs = {paragraph.id: paragraph for paragraph in reading.text}
    for group in reading.notation.structure.groups:
        if group.kind != "adjacent":
            continue
        same: dict[str, list[int]] = {}
        for index in group.brackets:
            side = _side(reading, index, words[group.paragraph])
            if side is not None:
                said = _said(paragraphs[group.paragraph], side)
                same.setdefault(said, []).append(brackets[index].open.at)
        for at in same.values():
            step = Step(MERGE_BRACKETS, group.paragraph, tuple(at))
            if len(at) > 1 and _possible(reading, step):
                yield step


def _same_voices(reading: Reading, words: Mapping[str, str]) -> Iterator[Step]:
    """Brackets with a space between them, of the same named voices."""
    last: tuple[Bracket, _Side] | None = None
    for index, bracket in enumerate(reading.notation.structure.brackets):
        side = _side(reading, index, words[bracket.open.paragraph])
        if side is None:
            continue
        if last is not None and last[0].open.paragraph == bracket.open.paragraph:
            gap = words[bracket.open.paragraph][last[1].end : bracket.open.at]
            named = side.names or side.others
            voices = (frozenset(side.names), frozenset(side.others))
            same = voices == (frozenset(last[1].names), frozenset(last[1].others))
            step = Step(JOIN_BRACKETS, bracket.open.paragraph, (last[0].open.at, bracket.open.at))
            beside = last[0].parent == bracket.parent and gap != "" and not gap.strip()
            if named and same and beside and _possible(reading, step):
                yield step
        last = (bracket, side)


def _possible(reading: Reading, step: Step) -> bool:
    try:
        carried_out(reading, step)
    except Cannot:
        return False
    return True
