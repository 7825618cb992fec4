"""Tracked changes: how one text became another, step by step, and who is behind each change.

A step is a whole text after one act. Words that a step strikes or brings carry its author and
time; words that came and went on the way leave no trace. So the paragraphs with everything
accepted are the last text, and with everything rejected the first one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from adref.drafting.amendments import amendments
from adref.drafting.content import Content, Piece, tidy
from adref.drafting.difference import difference
from adref.drafting.rows import ROW, bars
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.writing import WrittenParagraph, WrittenRun

KEPT, INSERTED, STRUCK = "kept", "inserted", "struck"


class Hand(NamedTuple):
    """Whose change it is: the name that is printed, and the instant (ISO 8601, UTC, or empty)."""

    author: str = ""
    at: str = ""


class Comment(NamedTuple):
    """What is said on a paragraph: a rationale, or a remark that the room has been shown."""

    hand: Hand
    text: str


class Step(NamedTuple):
    """The whole text after an act."""

    text: WorkingText
    hand: Hand


class TrackedRun(NamedTuple):
    """Words with marks, kept, inserted or struck; ``hand`` is empty where nothing changed."""

    text: str
    marks: frozenset[str] = frozenset()
    fate: str = KEPT
    hand: Hand = Hand()


@dataclass(frozen=True, slots=True)
class TrackedParagraph:
    """A paragraph with its changes; inserted or struck as a whole when ``fate`` says so.

    ``was`` is its label before, where that is another. A moved paragraph stands twice.
    """

    id: str
    kind: str
    level: int
    label: str
    was: str
    fate: str
    hand: Hand
    runs: tuple[TrackedRun, ...]
    comments: tuple[Comment, ...] = ()


@dataclass
class _Tape:
    """The words of one paragraph, those that are struck included."""

    runs: list[TrackedRun]

    def read(self) -> Content:
        """The words as they now are."""
        return tidy(Piece(run.text, run.marks) for run in self.runs if run.fate != STRUCK)

    def become(self, after: Content, hand: Hand) -> None:
        """Strike and insert so that ``after`` is read."""
        changes = list(amendments(self.read(), after))
        out: list[TrackedRun] = []
        at = 0
        for run in self.runs:
            if run.fate == STRUCK:
                out.append(run)
                continue
            end = at + len(run.text)
            low = at
            while changes and changes[0].span[0] < end:
                (start, stop), replacement = changes[0]
                out.append(run._replace(text=run.text[low - at : max(start, low) - at]))
                low = max(start, low)
                if stop > end:
                    out += _struck(run, run.text[low - at :], hand)
                    low = end
                    break
                out += _struck(run, run.text[low - at : stop - at], hand)
                out += [TrackedRun(p.text, p.marks, INSERTED, hand) for p in replacement]
                low = stop
                changes.pop(0)
            out.append(run._replace(text=run.text[low - at :]))
            at = end
        for change in changes:
            out += [TrackedRun(p.text, p.marks, INSERTED, hand) for p in change.replacement]
        self.runs = [run for run in out if run.text]


def _struck(run: TrackedRun, words: str, hand: Hand) -> list[TrackedRun]:
    """What remains of words that are struck: nothing, if they were inserted on the way."""
    return [] if run.fate == INSERTED else [run._replace(text=words, fate=STRUCK, hand=hand)]


@dataclass
class _Story:
    """What the steps do to each paragraph, whatever its place."""

    tapes: dict[str, _Tape] = field(default_factory=dict)
    seen: dict[str, Paragraph] = field(default_factory=dict)  # as it last stood
    came: dict[str, Hand] = field(default_factory=dict)
    gone: dict[str, Hand] = field(default_factory=dict)
    moved: dict[str, Hand] = field(default_factory=dict)
    labelled: dict[str, Hand] = field(default_factory=dict)
    ordered: Hand = field(default_factory=Hand)  # who changed the order last

    def follow(self, before: WorkingText, step: Step) -> None:
        hand = step.hand
        old = {p.id: p for p in before}
        new = {p.id: p for p in step.text}
        for identifier in old.keys() - new.keys():
            self.gone[identifier] = hand
        for paragraph in step.text:
            there = old.get(paragraph.id)
            if there is None:
                self._comes(paragraph, hand)
            elif there.content != paragraph.content:
                self.tapes[paragraph.id].become(paragraph.content, hand)
            if there is not None and there.label != paragraph.label:
                self.labelled[paragraph.id] = hand
            if there is not None and _shape(there) != _shape(paragraph):
                self.moved[paragraph.id] = hand
            self.seen[paragraph.id] = paragraph
        for identifier in _moved([i for i in old if i in new], [i for i in new if i in old]):
            self.moved[identifier] = self.ordered = hand

    def _comes(self, paragraph: Paragraph, hand: Hand) -> None:
        self.gone.pop(paragraph.id, None)
        if paragraph.id in self.tapes:  # it comes back
            self.tapes[paragraph.id].become(paragraph.content, hand)
            self.moved[paragraph.id] = hand
            return
        self.came[paragraph.id] = hand
        words = [TrackedRun(p.text, p.marks, INSERTED, hand) for p in paragraph.content]
        self.tapes[paragraph.id] = _Tape(words)


def _moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Which of the same ids stand elsewhere than before."""
    if list(before) == list(after):
        return []
    out: list[str] = []
    at = 0
    for op, length in difference(before, after):
        if op == 1:
            out += after[at : at + length]
        at += length if op != -1 else 0
    return out


def track(
    base: WorkingText, steps: Iterable[Step], comments: dict[str, list[Comment]] | None = None
) -> tuple[TrackedParagraph, ...]:
    """The last text with all that happened since ``base``, in its order.

    ``comments`` are by the id of the paragraph on which they stand.
    """
    story = _Story()
    for paragraph in base:
        runs = [TrackedRun(piece.text, piece.marks) for piece in paragraph.content]
        story.tapes[paragraph.id] = _Tape(runs)
        story.seen[paragraph.id] = paragraph
    text = base
    for step in steps:
        story.follow(text, step)
        text = step.text
    said = dict(comments or {})
    out = []
    for fate, paragraph in _in_order(base, text):
        made = _tracked(fate, paragraph, story, base)
        if fate != STRUCK or paragraph.id not in {p.id for p in text}:
            made = replace(made, comments=tuple(said.pop(paragraph.id, ())))
        out += _with_its_cells(made)
    return tuple(out)


def _with_its_cells(made: TrackedParagraph) -> list[TrackedParagraph]:
    """A row in which bars between cells come or go is struck, and inserted as it then is."""
    changed = next((r for r in made.runs if r.fate != KEPT and bars(r.text)), None)
    if made.kind != ROW or made.fate != KEPT or changed is None:
        return [made]
    hand = changed.hand
    gone = tuple(r._replace(fate=STRUCK, hand=hand) for r in made.runs if r.fate != INSERTED)
    come = tuple(
        r if r.fate == INSERTED else r._replace(fate=INSERTED, hand=hand)
        for r in made.runs
        if r.fate != STRUCK
    )
    before = replace(made, label=made.was, fate=STRUCK, hand=hand, runs=_joined(gone), comments=())
    return [before, replace(made, was=made.label, fate=INSERTED, hand=hand, runs=_joined(come))]


def _in_order(base: WorkingText, text: WorkingText) -> list[tuple[str, Paragraph]]:
    old, new = list(base), list(text)
    out: list[tuple[str, Paragraph]] = []
    i = j = 0
    for op, length in difference([_shape(p) for p in old], [_shape(p) for p in new]):
        for _ in range(length):
            if op == -1:
                out.append((STRUCK, old[i]))
            else:
                out.append((INSERTED if op else KEPT, new[j]))
            i += op != 1
            j += op != -1
    return out


def _shape(paragraph: Paragraph | TrackedParagraph) -> tuple[str, str, int]:
    """One of another kind or level is set anew: struck here, inserted there."""
    return (paragraph.id, paragraph.kind, paragraph.level)


def _tracked(fate: str, paragraph: Paragraph, story: _Story, base: WorkingText) -> TrackedParagraph:
    identifier = paragraph.id
    hand, was, runs = Hand(), paragraph.label, tuple(story.tapes[identifier].runs)
    if fate == STRUCK:
        hand = story.gone.get(identifier) or story.moved.get(identifier, story.ordered)
        runs = tuple(TrackedRun(p.text, p.marks, STRUCK, hand) for p in paragraph.content)
    elif fate == INSERTED:
        hand = story.came.get(identifier) or story.moved.get(identifier, story.ordered)
        here = [run for run in runs if run.fate != STRUCK]
        runs = tuple(
            run if run.fate == INSERTED else run._replace(fate=INSERTED, hand=hand) for run in here
        )
    else:
        first = next(p for p in base if p.id == identifier)
        was = first.label
        hand = story.labelled.get(identifier, Hand())
    return TrackedParagraph(
        identifier, paragraph.kind, paragraph.level, paragraph.label, was, fate, hand, _joined(runs)
    )


def _joined(runs: Iterable[TrackedRun]) -> tuple[TrackedRun, ...]:
    out: list[TrackedRun] = []
    for run in runs:
        if out and out[-1][1:] == run[1:]:
            out[-1] = run._replace(text=out[-1].text + run.text)
        else:
            out.append(run)
    return tuple(out)


def moves(tracked: Iterable[TrackedParagraph]) -> dict[str, str]:
    """The paragraphs that stand twice because they are elsewhere now, each with a name for its
    move. Those that are of another kind or level now are not: they are set anew."""
    places: dict[tuple[str, str, int], set[str]] = {}
    for paragraph in tracked:
        places.setdefault(_shape(paragraph), set()).add(paragraph.fate)
    moved = [shape[0] for shape, fates in places.items() if fates == {STRUCK, INSERTED}]
    return {identifier: f"move{number}" for number, identifier in enumerate(moved, start=1)}


def written(paragraph: TrackedParagraph) -> WrittenParagraph:
    """The paragraph as any format prints it: what is struck and what is inserted side by side."""
    runs = tuple(WrittenRun(run.text, run.marks, run.fate) for run in paragraph.runs)
    return WrittenParagraph(
        paragraph.id, paragraph.kind, paragraph.level, paragraph.label, "open", runs
    )


def accepted(tracked: Iterable[TrackedParagraph]) -> WorkingText:
    """The text with every change accepted."""
    return tuple(
        Paragraph(p.id, p.kind, _words(p, STRUCK), p.label, p.level)
        for p in tracked
        if p.fate != STRUCK
    )


def rejected(tracked: Iterable[TrackedParagraph]) -> WorkingText:
    """The text with every change rejected."""
    return tuple(
        Paragraph(p.id, p.kind, _words(p, INSERTED), p.was, p.level)
        for p in tracked
        if p.fate != INSERTED
    )


def _words(paragraph: TrackedParagraph, without: str) -> Content:
    return tidy(Piece(run.text, run.marks) for run in paragraph.runs if run.fate != without)
