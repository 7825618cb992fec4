"""The paragraphs of a redline as Word has them: each with what becomes of it and of its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from adref.drafting.comparison import DEPARTED, Head, Row
from adref.drafting.redline import BREAK_MARK, INSERTED, KEPT, STRUCK, RedlineRun
from adref.drafting.rows import ROW
from adref.server.formats.redline_tables import as_it_was, parted
from adref.server.formats.setting import LABEL_IN_LINE


@dataclass
class Line:
    """One paragraph to be written. ``end``: what becomes of its end, as of words."""

    head: Head
    was: Head | None
    runs: list[RedlineRun] = field(default_factory=list)
    side: str = KEPT  # of a paragraph that is on one side only: inserted or struck
    end: str = KEPT
    move: str = ""  # the name of the move
    label: tuple[str, str] = ("", "")  # before and after
    place: str = ""  # of a move: after which paragraph it stood, or stands

    @property
    def labelled(self) -> list[RedlineRun]:
        """The runs, after those of the label."""
        old, new = self.label
        if old == new:
            said = [(new, self.side if not self.move else KEPT)]
        else:
            said = [(old, STRUCK), (new, INSERTED)]
        labels = (RedlineRun(f"{label}{self.gap}", fate=fate) for label, fate in said if label)
        return [*labels, *self.runs]

    @property
    def gap(self) -> str:
        """What stands between the label and the words."""
        return "\t" if self.hangs else " "

    @property
    def hangs(self) -> bool:
        """Whether its label stands beside the words, and not among them."""
        return self.head.kind not in (*LABEL_IN_LINE, ROW)


def lines_of(rows: Sequence[Row]) -> Iterator[Line]:
    """The paragraphs of the rows, in order; of what moved, both places."""
    moved = {row.before: row for row in rows if row.moved and row.fate != DEPARTED}
    rows = [part for row in rows for part in ([row] if row.moved else parted(row))]
    names = {heads: f"move{place}" for place, heads in enumerate(moved, start=1)}
    for row in rows:
        name = names.get(row.before, "") if row.moved else ""
        if row.fate == DEPARTED:
            stays = [run for run in moved[row.before].runs if run.fate != INSERTED]
            yield from _side(row.before, [as_it_was(run) for run in stays], STRUCK, name, row)
        elif row.moved:
            stays = [run for run in row.runs if run.fate != STRUCK]
            come = [run._replace(was=None) for run in stays]
            yield from _side(row.after, come, INSERTED, name, row)
        elif not row.before or not row.after:
            end = STRUCK if row.before else INSERTED
            yield from _side(row.before or row.after, list(row.runs), end)
        else:
            yield from _both(row)


def _side(
    heads: Sequence[Head],
    runs: Sequence[RedlineRun],
    end: str,
    move: str = "",
    of: Row | None = None,
) -> Iterator[Line]:
    """Whole paragraphs of one side, each of which comes or goes with its end."""
    place = of.place if of else ""
    lines = [
        Line(head, None, [], end, end, move, (head.label, head.label), place) for head in heads
    ]
    at = 0
    for run in runs:
        if BREAK_MARK in run.marks:
            at += 1
        else:
            lines[at].runs.append(run)
    for number, line in enumerate(lines):
        line.move = f"{move}-{number}" if move and number else move
        yield line


def _both(row: Row) -> Iterator[Line]:
    """A paragraph that stays; ends of paragraphs inside it are tracked as words are."""
    old = new = 0
    line = Line(row.after[0], row.before[0], label=(row.before[0].label, row.after[0].label))
    for run in row.runs:
        if BREAK_MARK not in run.marks:
            line.runs.append(run)
            continue
        line.end = run.fate
        yield line
        old += run.fate != INSERTED
        new += run.fate != STRUCK
        both = run.fate == KEPT
        label = (
            row.before[old].label if run.fate != INSERTED else "",
            row.after[new].label if run.fate != STRUCK else "",
        )
        line = Line(row.after[new], row.before[old] if both else None, label=label)
    yield line


def ending(lines: list[Line]) -> list[Line]:
    """The last end of a paragraph in a file can neither come nor go: the one before does instead.

    Where words go and words come at the end of the text, the last of both share a paragraph.
    """
    last = len(lines)
    while last and lines[last - 1].end != KEPT:
        last -= 1
    tail = lines[last:]
    gone = [line for line in tail if line.end == STRUCK]
    come = [line for line in tail if line.end == INSERTED]
    if gone and come:
        return [*lines[:last], *gone[:-1], *come[:-1], _shared(gone[-1], come[-1])]
    if tail and last:
        lines[last - 1].end = tail[0].end
        tail[-1].end = KEPT
    return lines


def _shared(gone: Line, come: Line) -> Line:
    """The last paragraph that goes and the last that comes, under one end."""
    runs = [*_whole(gone), *_whole(come)]
    return Line(come.head, None, runs)


def _whole(line: Line) -> Iterator[RedlineRun]:
    if line.label[1]:
        yield RedlineRun(f"{line.label[1]}{line.gap}", fate=line.side)
    for run in line.runs:
        yield run._replace(fate=line.side)
