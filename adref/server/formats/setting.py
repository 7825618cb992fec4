"""An edition made ready for setting: what every printed format (Word, PDF, HTML) has in common.

Signs before brackets that are none of the notation are gone, footnotes are numbered in the order
in which they are first referred to, openings are in italics by rule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile
from typing import NamedTuple

from adref.drafting.content import EM, FOOTNOTE, STRONG
from adref.drafting.edition import Edition
from adref.drafting.notation import unescaped
from adref.drafting.openings import opening
from adref.drafting.rows import BETWEEN, HEAD, ROW, cells_of, columns, shares, with_tidy_edges
from adref.drafting.tracking import Comment, Hand, TrackedParagraph, moves
from adref.drafting.writing import WrittenParagraph, WrittenRun
from adref.server.formats.docx_runs import reads_from_the_right

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

    The rest are of a tracked edition: what became of the whole, by whom, its label before.
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
    move: str = ""  # the name of the move, of a paragraph that stands elsewhere now

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
    moved = moves(edition.tracked)
    tracked = edition.tracked or [None] * len(edition.paragraphs)
    for paragraph, changes in zip(edition.paragraphs, tracked, strict=True):
        line = _line(paragraph, edition.language, numbers, changes)
        if line.number:
            notes[numbers[paragraph.id]] = line
        else:
            move = moved.get(line.id, "") if line.kind != ROW else ""
            lines.append(replace(line, move=move) if move else line)
    for number in numbers.values():
        notes.setdefault(number, Line("", "footnote", 0, "", (), number))
    return Setting(tuple(lines), notes)


@dataclass(frozen=True, slots=True)
class Table:
    """Neighbouring rows; ``head`` of them are its head."""

    rows: tuple[Line, ...]
    head: int
    columns: int

    @property
    def shares(self) -> list[float]:
        """How much of its width each column has."""
        cells = [[(sum(len(w.text) for w in c), n) for c, n in self.cells(r)] for r in self.rows]
        return shares(
            [[0 if n > 1 else length for length, n in row] for row in cells], self.columns
        )

    @property
    def turned(self) -> bool:
        """Whether it reads from the right: its first column stands there."""
        return reads_from_the_right(" ".join(row.text for row in self.rows))

    def cells(self, row: Line) -> list[tuple[list[Words], int]]:
        """The cells of a row, each with the columns that it takes.

        A row has more cells than the table where alternatives of several cells stand side by side:
        then the last goes on to the end, with its bars.
        """
        words = [*([Words(f"{row.label} ")] if row.label else []), *row.words]
        cells = cells_of(words)
        if len(cells) > self.columns:
            cells = [*cells[: self.columns - 1], _rejoined(cells[self.columns - 1 :])]
        spans = [1] * (len(cells) - 1) + [self.columns - len(cells) + 1]
        return list(zip(map(with_tidy_edges, cells), spans, strict=True))


def _rejoined(cells: Sequence[list[Words]]) -> list[Words]:
    out = list(cells[0])
    for cell in cells[1:]:
        beside = (cell or out or [Words("")])[0]
        out += [Words(BETWEEN, fate=beside.fate, hand=beside.hand), *cell]
    return out


def tables_in(lines: Sequence[Line]) -> Iterator[Line | Table]:
    """The lines in order, those that are rows as tables."""
    for is_row, group in groupby(lines, key=lambda line: line.kind == ROW):
        if not is_row:
            yield from group
            continue
        rows = tuple(group)
        starts = [at for at, row in enumerate(rows) if at == 0 or _begins(rows[at - 1], row)]
        for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
            yield _table(rows[start:end])


def _begins(before: Line, row: Line) -> bool:
    """Whether a row of a head begins another table."""
    return row.level >= HEAD and before.level < HEAD


def _table(rows: tuple[Line, ...]) -> Table:
    head = len(list(takewhile(lambda row: row.level >= HEAD, rows)))
    counts = {row.id: len(cells_of(row.words)) for row in rows}
    sure = [counts[row.id] for row in rows if not _is_contested(row)]
    wide = max(sure) if sure else columns(list(counts.values()))
    return Table(rows, head if head < len(rows) else 0, wide)


def _is_contested(row: Line) -> bool:
    return any(word.fate in ("contested", "notation") for word in row.words)


def announces(words: str) -> bool:
    """Whether words end with a colon, so that what follows belongs to them."""
    return words.rstrip("\ufffc ]").endswith((":", "："))


class Depth:
    """Headings may not skip a level, for those who read by them. ``last``: of the one before."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def of(self, line: Line) -> int:
        """The level of a heading; 0 for what is none."""
        if line.kind not in LABEL_IN_LINE:
            return 0
        wanted = {"title": 1, "annex": 2, "article": 4}.get(line.kind, max(line.level, 1) + 1)
        self.last = min(wanted, self.last + 1, 6)
        return self.last


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
