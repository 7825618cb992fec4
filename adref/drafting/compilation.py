"""The central function: the working text with every open proposal in its place.

``compile`` is total: whatever stands on the floor has a place in the compilation or is listed by
``moved_on``. The order in which proposals are given does not matter, their numbers do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from adref.drafting.anchoring import map_span
from adref.drafting.compiled import TEXT, CompiledParagraph, runs_of
from adref.drafting.content import text_of
from adref.drafting.contests import Children, lay_out, parties_of, placed
from adref.drafting.proposal import (
    ALTERNATIVE,
    CHANGE,
    DELETE,
    MOVE,
    NEW,
    Proposal,
    in_order,
)
from adref.drafting.text import Paragraph, WorkingText


class Floor(NamedTuple):
    """The open proposals, sorted by what they are about."""

    on_paragraph: Mapping[str, Sequence[Proposal]]
    on_proposal: Children
    after: Mapping[str | None, Sequence[Proposal]]  # new and moved paragraphs by anchor


def compile(text: WorkingText, proposals: Iterable[Proposal]) -> tuple[CompiledParagraph, ...]:
    """The paragraphs in order, each with its contests, and those that proposals would bring."""
    everything = in_order(proposals)
    floor = sort_out(text, everything)
    by_id = {paragraph.id: paragraph for paragraph in text}
    out = list(_following(None, floor, by_id))
    for paragraph in text:
        about = floor.on_paragraph.get(paragraph.id, ())
        out.append(compile_paragraph(paragraph, about, floor.on_proposal))
        out += _alternatives(paragraph, about, floor.on_proposal)
        out += _following(paragraph.id, floor, by_id)
    return tuple(out)


def moved_on(text: WorkingText, proposals: Iterable[Proposal]) -> tuple[str, ...]:
    """The ids of the open proposals whose words or place are no longer there.

    What was proposed on a parked proposal rests with it and has not moved on.
    """
    everything = in_order(proposals)
    known = {proposal.id: proposal for proposal in everything}
    words = {paragraph.id: paragraph.words for paragraph in text}
    return tuple(
        proposal.id
        for proposal in everything
        if proposal.stage == "open"
        and not stands(proposal, words, known)
        and not rests(proposal, known)
    )


def rests(proposal: Proposal, known: Mapping[str, Proposal]) -> bool:
    """Whether it was made on a proposal that is parked, directly or further down."""
    parent = known.get(proposal.on)
    return (
        parent is not None
        and parent.number < proposal.number
        and (parent.stage == "parked" or rests(parent, known))
    )


def stands(proposal: Proposal, words: Mapping[str, str], known: Mapping[str, Proposal]) -> bool:
    """Whether what an open proposal is about is still there. ``words`` are those of the text."""
    if proposal.on:
        parent = known.get(proposal.on)
        return (
            parent is not None
            and parent.stage == "open"
            and parent.number < proposal.number
            and stands(parent, words, known)
            and _quotes(proposal, text_of(parent.replacement))
        )
    if proposal.kind == NEW:
        return _has_place(proposal, words, known)
    if proposal.paragraph not in words:
        return False
    if proposal.kind == MOVE:
        return proposal.after is None or proposal.after in words
    return proposal.kind == ALTERNATIVE or _quotes(proposal, words[proposal.paragraph])


def _quotes(proposal: Proposal, words: str) -> bool:
    if proposal.kind == DELETE:
        return text_of(proposal.basis) == words
    return map_span(text_of(proposal.basis), words, proposal.span) is not None


def _has_place(proposal: Proposal, words: Mapping[str, str], known: Mapping[str, Proposal]) -> bool:
    """Whether what a new paragraph follows is there, or was to follow something that is."""
    if proposal.after is None or proposal.after in words:
        return True
    anchor = known.get(proposal.after)
    return (
        anchor is not None
        and anchor.kind == NEW
        and anchor.number < proposal.number
        and _has_place(anchor, words, known)
    )


def sort_out(text: WorkingText, everything: Sequence[Proposal]) -> Floor:
    """The open proposals by paragraph, by parent and by anchor; those moved on stand nowhere."""
    known = {proposal.id: proposal for proposal in everything}
    words = {paragraph.id: paragraph.words for paragraph in text}
    ids = [paragraph.id for paragraph in text]
    floor: tuple[
        dict[str, list[Proposal]], dict[str, list[Proposal]], dict[str | None, list[Proposal]]
    ]
    floor = ({}, {}, {})
    for proposal in everything:
        if proposal.stage != "open" or not stands(proposal, words, known):
            continue
        if proposal.on:
            floor[1].setdefault(proposal.on, []).append(proposal)
        else:
            if proposal.kind != NEW:
                floor[0].setdefault(proposal.paragraph, []).append(proposal)
            if proposal.kind in (NEW, MOVE):
                floor[2].setdefault(anchor_of(proposal, ids, known), []).append(proposal)
    return Floor(*floor)


def anchor_of(proposal: Proposal, ids: Sequence[str], known: Mapping[str, Proposal]) -> str | None:
    """What a new paragraph stands after: its anchor, and earlier ones adopted in that place.

    An adopted new paragraph keeps the id of its proposal. When the anchor was a proposal that is
    no longer open, its own anchor counts.
    """
    at = ids.index(proposal.after) if proposal.after in ids else -1
    if at < 0 and proposal.after is not None:
        anchor = known.get(proposal.after)
        if anchor is None or anchor.stage == "open":
            return proposal.after
        return anchor_of(proposal.having(after=anchor.after), ids, known)
    while at + 1 < len(ids):
        next_one = known.get(ids[at + 1])
        if next_one is None or not _came_before(next_one, proposal, known):
            break
        at += 1
    return ids[at] if at >= 0 else None


def _came_before(there: Proposal, proposal: Proposal, known: Mapping[str, Proposal]) -> bool:
    """Whether a paragraph came in by an earlier proposal for this place, or after one that did."""
    while there.kind == NEW and there.after != proposal.after:
        above = known.get(there.after or "")
        if above is None or above.number >= there.number:
            return False
        there = above
    return there.kind == NEW and there.rank < proposal.rank


def compile_paragraph(
    paragraph: Paragraph, about: Sequence[Proposal], children: Children
) -> CompiledParagraph:
    """One paragraph of the text with the proposals about it."""
    changes = [proposal for proposal in about if proposal.kind == CHANGE]
    deleting = [proposal for proposal in about if proposal.kind == DELETE]
    moving = [proposal for proposal in about if proposal.kind == MOVE]
    return CompiledParagraph(
        id=paragraph.id,
        of=paragraph.id,
        kind=paragraph.kind,
        level=paragraph.level,
        label=paragraph.label,
        origin=TEXT,
        fate="struck" if deleting else "kept",
        parties=parties_of(deleting),
        moved_by=parties_of(moving),
        proposals=tuple(proposal.id for proposal in in_order([*deleting, *moving])),
        segments=lay_out(runs_of(paragraph.content), placed(changes, paragraph.words), children),
    )


def _alternatives(
    paragraph: Paragraph, about: Sequence[Proposal], children: Children
) -> Iterator[CompiledParagraph]:
    same: dict[object, list[Proposal]] = {}
    for proposal in about:
        if proposal.kind == ALTERNATIVE:
            same.setdefault(proposal.replacement, []).append(proposal)
    for together in same.values():
        yield _brought(together, paragraph.id, children)


def _following(
    anchor: str | None, floor: Floor, by_id: Mapping[str, Paragraph]
) -> Iterator[CompiledParagraph]:
    """The paragraphs that proposals would bring after another one, by number."""
    same: dict[object, list[Proposal]] = {}
    for proposal in floor.after.get(anchor, ()):
        same.setdefault(_what(proposal), []).append(proposal)
    for together in same.values():
        if together[0].kind == MOVE:
            yield _moved(together, by_id[together[0].paragraph])
        else:
            yield _brought(together, "", floor.on_proposal)
        for proposal in together:
            yield from _following(proposal.id, floor, by_id)


def _what(proposal: Proposal) -> object:
    if proposal.kind == MOVE:
        return (MOVE, proposal.paragraph)
    return (NEW, proposal.paragraph_kind, proposal.level, proposal.replacement)


def _brought(together: list[Proposal], of: str, children: Children) -> CompiledParagraph:
    """A new or an alternative paragraph: several proposals of the same words are one."""
    first = together[0]
    parties = parties_of(together)
    words = text_of(first.replacement)
    answers = [
        answer for proposal in together for answer in placed(children.get(proposal.id, ()), words)
    ]
    return CompiledParagraph(
        id=first.id,
        of=of,
        kind=first.paragraph_kind,
        level=first.level,
        label=first.label,
        origin=first.id,
        fate="inserted",
        parties=parties,
        proposals=tuple(proposal.id for proposal in together),
        segments=lay_out(
            runs_of(first.replacement, first.id, "inserted", parties), answers, children
        ),
    )


def _moved(together: list[Proposal], paragraph: Paragraph) -> CompiledParagraph:
    first = together[0]
    parties = parties_of(together)
    return CompiledParagraph(
        id=first.id,
        of=paragraph.id,
        kind=paragraph.kind,
        level=paragraph.level,
        label=paragraph.label,
        origin=first.id,
        fate="inserted",
        parties=parties,
        proposals=tuple(proposal.id for proposal in together),
        segments=tuple(runs_of(paragraph.content, TEXT, "inserted", parties)),
    )
