"""An edition made ready for setting: what every printed format (Word, PDF, HTML) has in common.

Signs before brackets that are none of the notation are gone, footnotes are numbered in the order
in which they are first referred to, openings are in italics by rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from adref.drafting.content import EM, FOOTNOTE, STRONG
from adref.drafting.edition import Edition
from adref.drafting.notation import unescaped
from adref.drafting.openings import opening
from adref.drafting.tracking import Comment, Hand, TrackedParagraph
from adref.drafting.writing import WrittenParagraph, WrittenRun

LABEL_IN_LINE = ("title", "heading", "article", "annex")


class Words(NamedTuple):
    """A stretch of one look; ``note`` is the number of a footnote (the stretch is its mark)."""

    text: str
    em: bool = False
    strong: bool = False
    fate: str = "kept"
    note: int = 0
    hand: Hand = Hand()  # of a tracked change


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; ``number`` of a footnote, 0 of all else.

    The last four are of a tracked edition: what became of the whole, by whom, its label before.
    """

    id: str
    kind: str
    level: int
    label: str
    words: tuple[Words, ...]
    number: int = 0
    fate: str = "kept"
    hand: Hand = field(default_factory=Hand)
    was: str = ""
    comments: tuple[Comment, ...] = ()

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(word.text for word in self.words if not word.note)


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines in order, and the footnotes to which something refers by their numbers."""

    lines: tuple[Line, ...]
    notes: Mapping[int, Line]


def set_edition(edition: Edition) -> Setting:
    """The lines of an edition."""
    numbers: dict[str, int] = {}
    for paragraph in edition.paragraphs:
        for run in paragraph.runs:
            target = target_of(run)
            if target is not None:
                numbers.setdefault(target, len(numbers) + 1)
    lines: list[Line] = []
    notes: dict[int, Line] = {}
    tracked = edition.tracked or [None] * len(edition.paragraphs)
    for paragraph, changes in zip(edition.paragraphs, tracked, strict=True):
        line = _line(paragraph, edition.language, numbers, changes)
        if line.number:
            notes[numbers[paragraph.id]] = line
        else:
            lines.append(line)
    for number in numbers.values():
        notes.setdefault(number, Line("", "footnote", 0, "", (), number))
    return Setting(tuple(lines), notes)


def target_of(run: WrittenRun) -> str | None:
    """The footnote to which a run points, if it is a reference."""
    return next((m.removeprefix(FOOTNOTE) for m in run.marks if m.startswith(FOOTNOTE)), None)


def _line(
    paragraph: WrittenParagraph,
    language: str,
    numbers: Mapping[str, int],
    changes: TrackedParagraph | None,
) -> Line:
    hands = [run.hand for run in changes.runs] if changes else []
    line = Line(
        paragraph.id,
        paragraph.kind,
        paragraph.level,
        paragraph.label,
        tuple(_words(paragraph, language, numbers, hands)),
        numbers.get(paragraph.id, 0) if paragraph.kind == "footnote" else 0,
        was=paragraph.label,
    )
    if changes is None:
        return line
    of = changes
    return replace(line, fate=of.fate, hand=of.hand, was=of.was, comments=of.comments)


def _words(
    paragraph: WrittenParagraph,
    language: str,
    numbers: Mapping[str, int],
    hands: Sequence[Hand],
) -> Iterator[Words]:
    start, end = _italic_opening(paragraph, language)
    at = 0
    by = hands or [Hand()] * len(paragraph.runs)
    for run, hand in zip(paragraph.runs, by, strict=True):
        target = target_of(run)
        if target is not None:
            yield Words("", fate=run.fate, note=numbers[target], hand=hand)
            continue
        text = unescaped(run.text)
        em, strong = EM in run.marks, STRONG in run.marks
        if run.fate == "notation":
            yield Words(text, em, strong, run.fate)
            continue
        for part, italic in cut_at(text, start - at, end - at):
            yield Words(part, em or italic, strong, run.fate, hand=hand)
        at += len(text)


def _italic_opening(paragraph: WrittenParagraph, language: str) -> tuple[int, int]:
    """Italics by rule where nobody has set any by hand."""
    if any(EM in run.marks for run in paragraph.runs):
        return (0, 0)
    words = "".join(
        unescaped(run.text)
        for run in paragraph.runs
        if run.fate != "notation" and target_of(run) is None
    )
    return opening(paragraph.kind, words, language)


def cut_at(text: str, start: int, end: int) -> list[tuple[str, bool]]:
    """A run cut at the bounds of the opening: its parts, each with whether it is italic."""
    low, high = max(start, 0), max(min(end, len(text)), 0)
    if low >= high:
        return [(text, False)]
    parts = [(text[:low], False), (text[low:high], True), (text[high:], False)]
    return [part for part in parts if part[0]]
