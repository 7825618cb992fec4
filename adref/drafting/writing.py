"""Writing a compilation out in a forum's notation, as a human secretariat would.

Formats see only what is made here: paragraphs of runs with a fate. Written words of fate
``notation`` (brackets, names, spaces that had to be added) are not in any content.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adref.drafting.compiled import (
    TEXT,
    Alternative,
    CompiledParagraph,
    Contest,
    Names,
    Run,
    Segment,
)
from adref.drafting.numbering import display_labels
from adref.drafting.parties import Membership
from adref.drafting.profiles import Profile
from adref.drafting.proposal import Span
from adref.drafting.text import Paragraph

MOVED, HERE = "move", "move here"
_SIGNS = frozenset("()[]{}")  # of labels that would not be read as part of an attribution


@dataclass(frozen=True, slots=True)
class WrittenRun:
    """Words with marks; fate is kept, contested, inserted, struck or notation."""

    text: str
    marks: frozenset[str] = frozenset()
    fate: str = "kept"


@dataclass(frozen=True, slots=True)
class WrittenParagraph:
    """A paragraph as it is printed. ``state`` is open, agreed_ad_ref or agreed."""

    id: str
    kind: str
    level: int
    label: str
    state: str
    runs: tuple[WrittenRun, ...]

    @property
    def words(self) -> str:
        """What is printed, brackets and names included; without the label."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class _Pen:
    """How this compilation is written: the forum's notation, the names, with or without names."""

    profile: Profile
    names: Mapping[str, str]
    attributions: bool

    def around(self, parties: Iterable[str], others: Iterable[str] = ()) -> tuple[str, str]:
        if not self.attributions:
            return self.profile.around()
        return self.profile.around(self.shorts(parties), self.shorts(others))

    def moved(self, voices: Sequence[tuple[str, Names]]) -> tuple[str, str]:
        """``[words - A: move after OP9; B: move after OP2]``: where to, and who says so."""
        if not self.attributions:
            return self.profile.around()
        said = [(verb, self.profile.separator.join(self.shorts(who))) for verb, who in voices]
        verb, last = said[-1]
        names = "; ".join([*(f"{names}: {verb}" for verb, names in said[:-1]), last])
        deletion = self.profile.deletion.replace("delete", verb)
        return replace(self.profile, deletion=deletion).around((), [names])

    def shorts(self, parties: Iterable[str]) -> list[str]:
        return [self.names.get(party, party) for party in parties]


def names_of(membership: Membership) -> dict[str, str]:
    """What attributions print, by the id of a party or coalition."""
    return {
        voice: membership.short(voice) for voice in (*membership.parties, *membership.coalitions)
    }


def write(
    compiled: Iterable[CompiledParagraph],
    profile: Profile,
    names: Mapping[str, str],
    attributions: bool = True,
    states: Mapping[str, str] | None = None,
) -> tuple[WrittenParagraph, ...]:
    """Each paragraph with its contests as brackets; with ``attributions`` also who says so."""
    pen = _Pen(profile, names, attributions)
    known = states or {}
    every = tuple(compiled)
    moves = _moves(every)
    return tuple(_paragraph(paragraph, pen, known, moves) for paragraph in every)


def is_moved_here(paragraph: CompiledParagraph) -> bool:
    """Whether it is a paragraph of the text as proposals would have it in this place."""
    first = next(iter(paragraph.segments), None)
    here = paragraph.fate == "inserted" and bool(paragraph.of)
    return here and isinstance(first, Run) and first.origin == TEXT


def _moves(compiled: Sequence[CompiledParagraph]) -> dict[str, list[tuple[str, Names]]]:
    """Where paragraphs of the text would go, and by whose will: ``move after OP9``."""
    if not any(paragraph.moved_by for paragraph in compiled):
        return {}
    stays = [paragraph for paragraph in compiled if paragraph.origin == TEXT]
    labels = display_labels(Paragraph(p.id, p.kind, (), p.label) for p in stays)
    places = {paragraph.id: at for at, paragraph in enumerate(stays)}
    out: dict[str, list[tuple[str, Names]]] = {}
    at = -1
    for paragraph in compiled:
        if paragraph.origin == TEXT:
            at = places[paragraph.id]
        elif is_moved_here(paragraph):
            label = labels.get(stays[at].id, "") if at >= 0 else ""
            verb = "to the beginning" if at < 0 else f"after {label}"
            if at >= 0 and (not label or _SIGNS.intersection(label)):
                verb = "down" if at > places[paragraph.of] else "up"
            out.setdefault(paragraph.of, []).append((f"{MOVED} {verb}", paragraph.parties))
    return out


def _paragraph(
    paragraph: CompiledParagraph,
    pen: _Pen,
    states: Mapping[str, str],
    moves: Mapping[str, Sequence[tuple[str, Names]]],
) -> WrittenParagraph:
    runs = list(_segments(paragraph.segments, pen))
    if is_moved_here(paragraph):
        runs = list(_wrapped(runs, pen.moved([(HERE, paragraph.parties)])))
    elif paragraph.fate == "inserted":
        runs = list(_wrapped(runs, pen.around(paragraph.parties)))
    elif paragraph.fate == "struck":
        runs = list(_wrapped(runs, pen.around((), paragraph.parties)))
    if paragraph.moved_by:
        voices = moves.get(paragraph.id) or [(MOVED, paragraph.moved_by)]
        runs = list(_wrapped(runs, pen.moved(voices)))
    brought = paragraph.fate == "inserted"
    return WrittenParagraph(
        id=paragraph.id,
        kind=paragraph.kind,
        level=paragraph.level,
        label=paragraph.label,
        state="open" if brought else states.get(paragraph.id, "open"),
        runs=tidy_runs(runs),
    )


def _segments(segments: Sequence[Segment], pen: _Pen) -> Iterator[WrittenRun]:
    for segment in segments:
        if isinstance(segment, Run):
            yield WrittenRun(segment.text, segment.marks, segment.fate)
        else:
            yield from _contest(segment, pen)


def _contest(contest: Contest, pen: _Pen) -> Iterator[WrittenRun]:
    """Alternatives side by side; space at their edges stands outside the brackets."""
    written = [tidy_runs(_segments(item.segments, pen)) for item in contest.alternatives]
    shared = contest.alternatives[0].origin == TEXT
    edges = (
        [common_space(written)] * len(written) if shared else [common_space([w]) for w in written]
    )
    gap = ""
    last = len(written) - 1
    for at, (item, runs, (lead, trail)) in enumerate(
        zip(contest.alternatives, written, edges, strict=True)
    ):
        around = _brackets(item, pen)
        leads, trails = (not shared or at == 0) and lead, (not shared or at == last) and trail
        yield from leads or (WrittenRun(gap, fate="notation"),)
        yield from _wrapped(_cut(runs, _length(lead), _length(runs) - _length(trail)), around)
        yield from trails or ()
        gap = "" if trails or around[1].endswith(pen.profile.close) else " "


def _brackets(alternative: Alternative, pen: _Pen) -> tuple[str, str]:
    return pen.around(alternative.parties, alternative.deleted_by)


def _wrapped(runs: Iterable[WrittenRun], around: tuple[str, str]) -> Iterator[WrittenRun]:
    yield WrittenRun(around[0], fate="notation")
    yield from runs
    yield WrittenRun(around[1], fate="notation")


def common_space(
    written: Sequence[tuple[WrittenRun, ...]],
) -> tuple[tuple[WrittenRun, ...], tuple[WrittenRun, ...]]:
    """The space with which all begin, and with which all end, if that leaves words in each."""
    first = "".join(run.text for run in written[0])
    lead, trail = edges_of("".join(run.text for run in runs) for runs in written)
    return _cut(written[0], 0, lead), _cut(written[0], len(first) - trail, len(first))


def edges_of(phrases: Iterable[str]) -> Span:
    """How many characters of the same space begin, and end, all phrases, if all have words."""
    said = list(phrases)
    if not all(words.strip() for words in said):
        return (0, 0)
    leads = {words[: len(words) - len(words.lstrip())] for words in said}
    trails = {words[len(words.rstrip()) :] for words in said}
    return (
        len(leads.pop()) if len(leads) == 1 else 0,
        len(trails.pop()) if len(trails) == 1 else 0,
    )


def _length(runs: Iterable[WrittenRun]) -> int:
    return sum(len(run.text) for run in runs)


def _cut(runs: Iterable[WrittenRun], start: int, end: int) -> tuple[WrittenRun, ...]:
    out = []
    at = 0
    for run in runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            out.append(WrittenRun(piece, run.marks, run.fate))
        at += len(run.text)
    return tuple(out)


def tidy_runs(runs: Iterable[WrittenRun]) -> tuple[WrittenRun, ...]:
    """The same runs with empty ones dropped and equal neighbours joined."""
    out: list[WrittenRun] = []
    for run in runs:
        if not run.text:
            continue
        if out and (out[-1].marks, out[-1].fate) == (run.marks, run.fate):
            out[-1] = WrittenRun(out[-1].text + run.text, run.marks, run.fate)
        else:
            out.append(run)
    return tuple(out)


def written_to_json(paragraph: WrittenParagraph) -> dict[str, Any]:
    """The JSON shape of docs/architecture.md."""
    return {
        "id": paragraph.id,
        "kind": paragraph.kind,
        "level": paragraph.level,
        "label": paragraph.label,
        "state": paragraph.state,
        "runs": [run_to_json(run) for run in paragraph.runs],
    }


def run_to_json(run: WrittenRun) -> dict[str, Any]:
    """The JSON shape: t, m (when there are marks), fate."""
    marks = {"m": sorted(run.marks)} if run.marks else {}
    return {"t": run.text, **marks, "fate": run.fate}
