"""How proposals on the same words meet: contests, their alternatives, proposals on proposals.

The rules are those of SPEC.md, section C.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from adref.drafting.anchoring import map_span
from adref.drafting.compiled import (
    TEXT,
    Alternative,
    Contest,
    Names,
    Run,
    Runs,
    Segment,
    Segments,
    content_of,
    cut_runs,
    joined_runs,
    runs_of,
)
from adref.drafting.content import Content, text_of
from adref.drafting.proposal import Proposal, Span
from adref.drafting.scanning import scan_paragraph

Children = Mapping[str, Sequence[Proposal]]


class Placed(NamedTuple):
    """A proposal and where the words that it quotes stand now."""

    span: Span
    proposal: Proposal


class Group(NamedTuple):
    """Proposals that meet, and the span over which they do (``[start, end)``)."""

    span: Span
    members: tuple[Placed, ...]


class _Reading(NamedTuple):
    """How a phrase would read: its words, by which proposals, and what is proposed on those."""

    words: Runs
    proposals: tuple[Proposal, ...]
    answers: tuple[Placed, ...]

    @property
    def content(self) -> Content:
        return content_of(self.words)

    @property
    def is_deletion(self) -> bool:
        return not text_of(self.content).strip()


def placed(proposals: Iterable[Proposal], words: str, shift: int = 0) -> tuple[Placed, ...]:
    """Those whose quotation still stands in the words; offsets moved by ``shift``."""
    out = []
    for proposal in proposals:
        span = map_span(text_of(proposal.basis), words, proposal.span)
        if span is not None:
            out.append(Placed((span[0] + shift, span[1] + shift), proposal))
    return tuple(out)


def lay_out(words: Runs, members: Sequence[Placed], children: Children) -> Segments:
    """The words with contests where proposals stand; ``children`` are proposals by parent."""
    out: list[Segment] = []
    at = 0
    for group in groups(members, "".join(run.text for run in words)):
        start, end = group.span
        out += cut_runs(words, at, start)
        out.append(_contest(words, group, children))
        at = end
    return tuple(out) + cut_runs(words, at)


def groups(members: Sequence[Placed], words: str) -> list[Group]:
    """The contests: proposals whose spans overlap, over the union of their spans.

    A span is first widened so that it cuts through no pair of brackets. A place between words
    meets a span only when it lies inside it, and another place only when it is the same.
    """
    pairs = bracket_pairs(words)
    widened = sorted(
        ((_widened(member.span, pairs), member) for member in members),
        key=lambda item: (item[0], item[1].proposal.rank),
    )
    out: list[Group] = []
    for span, member in widened:
        if out and _meets(out[-1].span, span):
            last = out.pop()
            union = (last.span[0], max(last.span[1], span[1]))
            out.append(Group(union, (*last.members, member)))
        else:
            out.append(Group(span, (member,)))
    return out


def _meets(before: Span, span: Span) -> bool:
    if before[0] == before[1] or span[0] == span[1] == before[0]:
        return before == span
    return span[0] < before[1]


def bracket_pairs(words: str) -> list[Span]:
    """Square brackets that belong together: offsets of the opening and of the closing one."""
    marks = scan_paragraph(words).marks
    return [(mark.at, marks[mark.mate].at) for mark in marks if mark.opens and mark.mate >= 0]


def _widened(span: Span, pairs: list[Span]) -> Span:
    start, end = span
    if start == end:
        return span
    grown = True
    while grown:
        grown = False
        for opening, closing in pairs:
            if (start <= opening < end) != (start <= closing < end):
                start, end = min(start, opening), max(end, closing + 1)
                grown = True
    return (start, end)


def _contest(words: Runs, group: Group, children: Children) -> Contest:
    start, end = group.span
    standing = cut_runs(words, start, end)
    plans = _plans(group)
    readings = [_reading(words, group.span, plan, children) for plan in plans]
    if not standing:  # between words nothing is deleted: a lone space is inserted like any words
        return Contest(tuple(_alternative(r, children) for r in _same_words(readings, False)))
    readings = _same_words(readings)
    as_it_is = content_of(standing)
    deleting = [reading for reading in readings if reading.is_deletion]
    others = [reading for reading in readings if not reading.is_deletion]
    same = [reading for reading in others if reading.content == as_it_is]
    others = [reading for reading in others if reading.content != as_it_is]
    first = _as_it_stands(standing, same, deleting, bool(others))
    return Contest((first, *(_alternative(reading, children) for reading in others)))


def _plans(group: Group) -> list[list[Placed]]:
    """Members that read together: a voice's proposals that do not touch the same words."""
    by_rank = sorted(group.members, key=lambda member: member.proposal.rank)
    if group.span[0] == group.span[1]:
        return [[member] for member in by_rank]
    out: list[list[Placed]] = []
    for member in by_rank:
        for plan in out:
            if plan[0].proposal.party == member.proposal.party and all(
                _apart(member.span, other.span) for other in plan
            ):
                plan.append(member)
                break
        else:
            out.append([member])
    return out


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _reading(words: Runs, span: Span, plan: list[Placed], children: Children) -> _Reading:
    out: Runs = ()
    answers: list[Placed] = []
    at = span[0]
    for (start, end), proposal in sorted(plan, key=lambda item: (item.span, item.proposal.rank)):
        out += _contested(cut_runs(words, at, start))
        length = sum(len(run.text) for run in out)
        answers += placed(
            children.get(proposal.id, ()), text_of(proposal.replacement), shift=length
        )
        out += runs_of(proposal.replacement, proposal.id, "inserted", proposal.parties)
        at = end
    out = joined_runs(out, _contested(cut_runs(words, at, span[1])))
    return _Reading(out, tuple(member.proposal for member in plan), tuple(answers))


def _same_words(readings: list[_Reading], deleting: bool = True) -> list[_Reading]:
    """Readings of the same words become one with all their proposals; so do deletions."""
    out: dict[Content, _Reading] = {}
    for reading in readings:
        key = () if deleting and reading.is_deletion else reading.content
        first = out.get(key)
        out[key] = (
            reading
            if first is None
            else _Reading(
                first.words,
                first.proposals + reading.proposals,
                first.answers + reading.answers,
            )
        )
    return list(out.values())


def _as_it_stands(
    standing: Runs, same: list[_Reading], deleting: list[_Reading], contested: bool
) -> Alternative:
    about = [proposal for reading in same + deleting for proposal in reading.proposals]
    deleted_by = parties_of(p for reading in deleting for p in reading.proposals)
    struck = deleting and not contested
    fate, parties = ("struck", deleted_by) if struck else ("contested", ())
    return Alternative(
        segments=tuple(replace(run, fate=fate, parties=parties) for run in standing),
        origin=TEXT,
        proposals=tuple(proposal.id for proposal in about),
        parties=parties_of(p for reading in same for p in reading.proposals),
        deleted_by=deleted_by,
    )


def _alternative(reading: _Reading, children: Children) -> Alternative:
    parties = parties_of(reading.proposals)
    words = tuple(
        replace(run, parties=parties) if run.fate == "inserted" else run for run in reading.words
    )
    return Alternative(
        segments=lay_out(words, reading.answers, children),
        origin="proposal",
        proposals=tuple(proposal.id for proposal in reading.proposals),
        parties=parties,
    )


def _contested(runs: Iterable[Run]) -> Runs:
    return tuple(replace(run, fate="contested", parties=()) for run in runs)


def parties_of(proposals: Iterable[Proposal]) -> Names:
    """Who stands behind some proposals, each once, in the order of the proposals."""
    return tuple(dict.fromkeys(party for proposal in proposals for party in proposal.parties))
