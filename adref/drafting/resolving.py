"""What the pen does with brackets of the text: keep their words, strike them, or choose one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from adref.drafting.attributions import Attribution
from adref.drafting.brackets import Group, Place
from adref.drafting.commands import Place as Meant
from adref.drafting.commands import Resolve
from adref.drafting.content import Content, Piece, splice, text_of
from adref.drafting.decision import Case, Decision, Refused
from adref.drafting.edits import ContentEdit, Edit, RemoveEdit, edit_to_json
from adref.drafting.notation import Notation, read_notation
from adref.drafting.proposal import Span
from adref.drafting.tidying import STOPS, without
from adref.drafting.tokens import is_word, tokens

_HALTS = (",", ";", ":", "،", "؛")  # after which a space is due, in scripts that have spaces
Cuts = dict[str, list[Span]]
"""What is to go, by paragraph: spans in code points."""


class _Reading(NamedTuple):
    """The text as the pen sees it: its notation, and where each paragraph stands."""

    notation: Notation
    order: Mapping[str, int]
    ids: tuple[str, ...]
    words: Mapping[str, str]


def read(case: Case) -> _Reading:
    """What the text says in its notation, the parties' names known."""
    everybody = (*case.membership.parties, *case.membership.coalitions)
    ids = tuple(paragraph.id for paragraph in case.text)
    return _Reading(
        read_notation(case.text, case.membership.shorts(everybody)),
        {identifier: at for at, identifier in enumerate(ids)},
        ids,
        {paragraph.id: paragraph.words for paragraph in case.text},
    )


def resolve(case: Case, command: Resolve) -> Decision:
    """Carry out the choice; what attributes the words to somebody goes with the bracket."""
    case.permit("resolve")
    case.as_expected(command.expect)
    for place in (command.open, command.close):
        case.paragraph(place.paragraph)
    reading = read(case)
    cuts: Cuts = {}
    for identifier, span in _to_go(reading, command):
        cuts.setdefault(identifier, []).append(span)
    seams = _bare_seams(reading, command) if command.choice == "keep" else ()
    return written(case, cuts, command.choice, seams=seams)


def written(
    case: Case, cuts: Cuts, choice: str, *more: Edit, seams: Iterable[int] = ()
) -> Decision:
    """The decision that takes the cuts out of the text; a paragraph with no words left goes.

    ``seams`` are places of the paragraphs that are cut at which a space is put.
    """
    edits: list[Edit] = []
    for identifier, spans in cuts.items():
        paragraph = case.unlocked(identifier)
        after = without(*_parted(paragraph.content, spans, seams))
        if not text_of(after).strip(f"{STOPS} \n\t"):
            edits.append(RemoveEdit(identifier))
        elif after != paragraph.content:
            edits.append(ContentEdit(identifier, paragraph.content, after))
    edits += more
    if not edits:
        raise Refused("nothing_changes")
    event = case.event("resolved", choice=choice, edits=[edit_to_json(edit) for edit in edits])
    return Decision((event,), tuple(edits))


def _to_go(reading: _Reading, command: Resolve) -> Iterator[tuple[str, Span]]:
    opening, closing = _place(command.open), _place(command.close)
    if opening == closing:
        yield from _lone_bracket(reading, opening, command.choice)
        return
    for index, bracket in enumerate(reading.notation.structure.brackets):
        if (bracket.open, bracket.close) == (opening, closing):
            yield from _whole_bracket(reading, index, command.choice)
            return
    for group in reading.notation.structure.groups:
        span = (opening.at, closing.at)
        same = opening.paragraph == closing.paragraph == group.paragraph
        if same and group.kind == "slash" and span in group.spans:
            yield from _part(reading, group, group.spans.index(span), command.choice)
            return
    raise Refused("no_such_bracket", paragraph=opening.paragraph)


def _place(meant: Meant) -> Place:
    return Place(meant.paragraph, meant.at)


def _lone_bracket(reading: _Reading, place: Place, choice: str) -> Iterator[tuple[str, Span]]:
    """A bracket character without partner: only the sign itself can go."""
    lone = any(item.place == place for item in reading.notation.structure.unbalanced)
    if not lone or choice != "keep":
        raise Refused("no_such_bracket", paragraph=place.paragraph)
    yield place.paragraph, (place.at, place.at + 1)


def _whole_bracket(reading: _Reading, index: int, choice: str) -> Iterator[tuple[str, Span]]:
    if choice == "strike":
        yield from strike(reading, index)
        return
    siblings = _siblings(reading, index)
    if choice == "choose" and not siblings:
        bracket = reading.notation.structure.brackets[index]
        raise Refused("no_such_option", paragraph=bracket.open.paragraph)
    yield from lift(reading, index)
    if choice == "choose":
        for sibling in siblings:
            yield from strike(reading, sibling)


def _siblings(reading: _Reading, index: int) -> tuple[int, ...]:
    for group in reading.notation.structure.groups:
        if group.kind == "adjacent" and index in group.brackets:
            return tuple(other for other in group.brackets if other != index)
    return ()


def _bare_seams(reading: _Reading, command: Resolve) -> Iterator[int]:
    """Where a kept bracket touches its sibling (``[shall][should]``) and words would run together.

    Not within a word (``modalit[y][ies]``), nor between characters that stand without spaces.
    """
    place = _place(command.open)
    for group in reading.notation.structure.groups:
        first, last = group.spans[0][0] - 1, group.spans[-1][1] + 1
        words = reading.words[group.paragraph]
        within = _is_spaced(words[first - 1 : first]) or _is_spaced(words[last : last + 1])
        if group.kind != "adjacent" or group.paragraph != place.paragraph or within:
            continue
        for before, after in pairwise(group.spans):
            touches = place.at in (before[0] - 1, after[0] - 1)
            end, begin = _sides(words, before)[1], _sides(words, after)[0]
            if touches and _is_spaced(begin) and (_is_spaced(end) or end in _HALTS):
                yield after[0] - 1


def _sides(words: str, span: Span) -> tuple[str, str]:
    """The characters at the two ends of an alternative; of nested brackets, those inside."""
    said = words[span[0] : span[1]].strip("[]{}")
    return said[:1], said[-1:]


def _is_spaced(character: str) -> bool:
    """Whether it is a letter or digit of a script that puts spaces between words."""
    return is_word(character) and len(tokens(character * 2)) == 1


def _parted(
    content: Content, spans: Sequence[Span], seams: Iterable[int]
) -> tuple[Content, list[Span]]:
    """The content with a space at each seam, and the spans as they then are."""
    moved = list(spans)
    for at in sorted(seams, reverse=True):
        content = splice(content, at, at, (Piece(" "),))
        moved = [(start + (start >= at), end + (end > at)) for start, end in moved]
    return content, moved


def lift(reading: _Reading, index: int) -> Iterator[tuple[str, Span]]:
    """Both brackets go, and what is said about whose words they are."""
    bracket = reading.notation.structure.brackets[index]
    yield bracket.open.paragraph, (bracket.open.at, bracket.open.at + 1)
    yield bracket.close.paragraph, (bracket.close.at, bracket.close.at + 1)
    yield from _said_of(reading, index)


def strike(reading: _Reading, index: int) -> Iterator[tuple[str, Span]]:
    """Everything from the opening to the closing bracket goes, over paragraphs if need be."""
    bracket = reading.notation.structure.brackets[index]
    first, last = reading.order[bracket.open.paragraph], reading.order[bracket.close.paragraph]
    for row in range(first, last + 1):
        identifier = reading.ids[row]
        start = bracket.open.at if row == first else 0
        end = bracket.close.at + 1 if row == last else len(reading.words[identifier])
        yield identifier, (start, end)
    yield from _said_of(reading, index)


def _said_of(reading: _Reading, index: int) -> Iterator[tuple[str, Span]]:
    for attribution in reading.notation.attributions:
        if attribution.bracket == index:
            yield attribution.paragraph, span_of(attribution, reading.words)


def span_of(attribution: Attribution, words: Mapping[str, str]) -> Span:
    """The span of an attribution with the space before it."""
    before = words[attribution.paragraph][: attribution.at]
    return (len(before.rstrip()), attribution.end)


def _part(reading: _Reading, group: Group, part: int, choice: str) -> Iterator[tuple[str, Span]]:
    """One of the words parted by slashes: chosen (the others and the bracket go) or struck."""
    index = group.brackets[0]
    bracket = reading.notation.structure.brackets[index]
    start, end = group.spans[part]
    said = {
        (attribution.at, attribution.end): span_of(attribution, reading.words)
        for attribution in reading.notation.attributions
        if attribution.bracket == index
    }
    if choice == "strike":
        last = part + 1 == len(group.spans)
        before = group.spans[part - 1][1] if last else start
        yield group.paragraph, (before, end if last else group.spans[part + 1][0])
        return
    inside = [span for (at, _), span in said.items() if start <= at < end]
    yield group.paragraph, (bracket.open.at, start)
    yield group.paragraph, (end, bracket.close.at + 1)
    for span in inside:
        yield group.paragraph, span
    for (at, _), span in said.items():
        if at > bracket.close.at:
            yield group.paragraph, span
