"""A redline as a Word file with tracked changes: all accepted it is the newer text, all rejected
the older one.

Moved paragraphs are tracked as moves; what changed inside them stands at the new place as
insertions and at the old one as deletions. A row of a table comes
and goes as a whole: the standard has no moves of rows (``CT_TrPr`` holds ``ins`` and ``del``), so
a comment says it. A footnote stands below the page at its reference; one to which nothing refers
is a paragraph.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, takewhile
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from docx_plus.fields import add_page_number_field

from adref.drafting.comparison import Head
from adref.drafting.content import EM, FOOTNOTE, STRONG
from adref.drafting.redline import INSERTED, KEPT, STRUCK, RedlineRun
from adref.drafting.rows import HEAD, ROW, shares
from adref.drafting.sentences import printed_date
from adref.drafting.tracking import Comment, Hand
from adref.server.formats import docx_runs, docx_styles
from adref.server.formats.docx_changes import Changes
from adref.server.formats.docx_indents import hang_of, indent, keep_together
from adref.server.formats.docx_notes import InOrder, begin_note
from adref.server.formats.docx_runs import Look, add_words
from adref.server.formats.docx_tables import add_table, set_apart
from adref.server.formats.redline_lines import Line, ending, lines_of
from adref.server.formats.redline_notes import BOTH, NEW, OLD, Notes
from adref.server.formats.redline_tables import (
    Cells,
    cells,
    reads_from_the_right,
    table_starts,
    width,
)
from adref.server.formats.redlined import Redlined

AUTHOR = "Adref"
_TRACKS = {INSERTED: "w:ins", STRUCK: "w:del", "come": "w:moveTo", "gone": "w:moveFrom"}
_IN_A_CELL = Line(Head("", ROW, 0, "", ""), None)
_SIDES = {"w:ins": NEW, "w:moveTo": NEW, "w:del": OLD, "w:moveFrom": OLD}


def render_redline_docx(redlined: Redlined) -> bytes:
    """The bytes of the Word file."""
    return _Writer(redlined).write()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a Word table: it comes, goes or stays, with what is said of it."""

    line: Line
    fate: str
    hand: Hand
    comments: Sequence[Comment]


@dataclass(frozen=True, slots=True)
class _Table:
    rows: Sequence[_Row]
    head: int
    columns: int

    @property
    def shares(self) -> list[float]:
        """How much of its width each column has."""
        found = [self.cells(row) for row in self.rows]
        lengths = [
            [0 if span > 1 else sum(len(run.text) for run in runs) for runs, span in cells_]
            for cells_ in found
        ]
        return shares(lengths, self.columns)

    @property
    def turned(self) -> bool:
        """Whether it reads from the right."""
        return reads_from_the_right(row.line.runs for row in self.rows)

    def cells(self, row: _Row) -> Cells:
        """What moves with its row comes or goes."""
        runs = [
            run._replace(fate=row.line.side) if row.line.side != KEPT else run
            for run in row.line.labelled
        ]
        return cells(runs, self.columns)


class _Writer:
    def __init__(self, redlined: Redlined) -> None:
        self.redlined = redlined
        self.document: Document = docx.Document()
        docx_styles.prepare(self.document)
        docx_styles.set_languages(self.document, redlined.language)
        _without_effects(self.document)
        self.changes, self.hand = Changes(self.document), Hand(AUTHOR, redlined.at)
        self.open = ""  # the id of a range that has begun
        self.notes = Notes(redlined.comparison.rows)
        self.registry = InOrder(self.document)
        self.set: dict[tuple[str, str], int] = {}  # footnotes, by their rows and sides

    def write(self) -> bytes:
        """The whole file."""
        core = self.document.core_properties
        core.title = docx_runs.NOT_IN_XML.sub("\ufffd", self.redlined.title)[:255]
        core.author, core.comments, core.language = AUTHOR, "", self.redlined.language
        head = self.document.sections[0].header.paragraphs[0]
        add_words(head, self.redlined.title, Look(), False)
        foot = self.document.sections[0].footer.paragraphs[0]
        foot.add_run(f"{printed_date(self.redlined.at[:10], self.redlined.language)}\t")
        add_page_number_field(foot)
        foot.add_run(" / ")
        add_page_number_field(foot, field="NUMPAGES")
        rows = [row for row in self.redlined.comparison.rows if not self.notes.is_below(row)]
        lines = list(lines_of(rows))
        self.hang = hang_of(label for line in lines if line.hangs for label in line.label)
        tables = any(line.head.kind == ROW for line in lines)
        for is_row, group in groupby(lines if tables else ending(lines), key=_is_row):
            if is_row:
                for table in self._tables(list(group)):
                    add_table(self.document, table, self.changes, self._cell)
            else:
                for line in group:
                    self._line(line)
        if tables:  # nothing can be said of the last end of a paragraph, nor of a table's
            self.document.add_paragraph(style=docx_styles.END)
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _line(self, line: Line) -> None:
        style = docx_styles.style_of(line.head.kind, line.head.level)
        paragraph = self.document.add_paragraph(style=style)
        set_apart(paragraph)
        keep_together(paragraph, "".join(run.text for run in line.runs))
        if line.hangs:
            label = max(*line.label, key=len)
            indent(paragraph, line.head.kind, line.head.level, label, self.hang)
        turned = docx_runs.reads_from_the_right("".join(run.text for run in line.runs))
        if turned:
            docx_runs.turn(paragraph)
        self._properties(paragraph, line)
        if line.move:
            self._range(paragraph, line, "Start")
        for run in line.labelled:
            self._run(paragraph, run, line, turned)
        if line.move:
            self._range(paragraph, line, "End")

    def _tables(self, lines: list[Line]) -> Iterator[_Table]:
        starts = table_starts([line.head.level for line in lines])
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            among = lines[start:end]
            head = len(list(takewhile(lambda line: line.head.level >= HEAD, among)))
            rows = [_Row(line, line.side, self.hand, self._told(line)) for line in among]
            yield _Table(rows, head if head < len(among) else 0, width([x.runs for x in among]))

    def _told(self, line: Line) -> list[Comment]:
        """That a row has moved; Word has no moves of rows."""
        if not line.move:
            return []
        key = "row_came" if line.side == INSERTED else "row_went"
        up = "" if line.place else "_down" if line.side == INSERTED else "_up"
        return [Comment(self.hand, self.redlined.say(f"{key}{up}", place=line.place))]

    def _cell(self, paragraph: Paragraph, runs: Sequence[RedlineRun], otherwise: bool) -> None:
        turned = docx_runs.reads_from_the_right("".join(run.text for run in runs), otherwise)
        if turned:
            docx_runs.turn(paragraph)
        for run in runs:
            self._run(paragraph, run, _IN_A_CELL, turned)

    def _run(self, paragraph: Paragraph, run: RedlineRun, line: Line, turned: bool) -> None:
        there = len(paragraph._p)
        note = next((m for m in run.marks if m.startswith(FOOTNOTE)), None)
        if note is not None:
            self._note(paragraph, note.removeprefix(FOOTNOTE), _track_of(run, line))
        else:
            look = Look(em=EM in run.marks, strong=STRONG in run.marks)
            add_words(paragraph, run.text, look, turned)
        made = list(paragraph._p)[there:]
        if run.reformatted:
            for element in made:
                self._was(element, run)
        self._track(paragraph, made, _track_of(run, line))

    def _note(self, paragraph: Paragraph, target: str, track: str) -> None:
        """Refer to a footnote; its words are written at the first reference on each side."""
        if target not in self.notes.below:
            paragraph.add_run("*").font.superscript = True
            return
        side = _SIDES.get(track, BOTH)
        row = self.notes.below[target]
        key = ((row.after or row.before)[0].id, side)
        if key in self.set:
            docx_runs.add_mark_of_note(paragraph, self.set[key])
            return
        self.set[key] = len(self.set) + 1
        words = begin_note(paragraph, self.registry)
        runs = self.notes.words(target, side)
        turned = docx_runs.reads_from_the_right("".join(run.text for run in runs))
        if turned:
            docx_runs.turn(words)
        line = Line(row.after[0] if row.after else row.before[0], None)
        for run in runs:
            if not any(mark.startswith(FOOTNOTE) for mark in run.marks):
                self._run(words, run, line, turned)

    def _track(self, paragraph: Paragraph, made: Sequence[Any], track: str) -> None:
        if not track:
            return
        wrap = self._change(track)
        paragraph._p.append(wrap)
        for element in made:
            wrap.append(element)
            if track == "w:del":  # words of a move stay words
                for text in element.findall(qn("w:t")):
                    text.tag = qn("w:delText")

    def _was(self, element: Any, run: RedlineRun) -> None:
        """The emphasis that words had before."""
        change = self._change("w:rPrChange")
        before = OxmlElement("w:rPr")
        for mark, name in ((STRONG, "w:b"), (EM, "w:i")):
            if run.was and mark in run.was:
                before.append(OxmlElement(name))
        change.append(before)
        element.get_or_add_rPr().append(change)

    def _properties(self, paragraph: Paragraph, line: Line) -> None:
        properties = paragraph._p.get_or_add_pPr()
        if line.end in (INSERTED, STRUCK):
            mark = OxmlElement("w:rPr")
            mark.append(self._change(_TRACKS[line.end]))
            properties.append(mark)
        if line.was is not None and line.was[1:3] != line.head[1:3]:
            change = self._change("w:pPrChange")
            before = OxmlElement("w:pPr")
            style = OxmlElement("w:pStyle")
            name = docx_styles.style_of(line.was.kind, line.was.level)
            style.set(qn("w:val"), self.document.styles[name].style_id)
            before.append(style)
            change.append(before)
            properties.append(change)

    def _range(self, paragraph: Paragraph, line: Line, edge: str) -> None:
        came = line.side == INSERTED
        name = f"w:{'moveTo' if came else 'moveFrom'}Range{edge}"
        if edge == "Start":
            element = self._change(name)
            element.set(qn("w:name"), line.move)
            self.open = element.get(qn("w:id"))
        else:
            element = OxmlElement(name)
            element.set(qn("w:id"), self.open)
        paragraph._p.append(element)

    def _change(self, name: str) -> Any:
        return self.changes.change(name, self.hand)


def _is_row(line: Line) -> bool:
    return line.head.kind == ROW


def _without_effects(document: Document) -> None:
    """The template's second table of styles, for Word 2010 alone, does not know ours."""
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(name)


def _track_of(run: RedlineRun, line: Line) -> str:
    """The element in which a run is tracked, or none."""
    if run.fate != KEPT:
        return _TRACKS[run.fate]
    if line.move:
        return _TRACKS["come" if line.side == INSERTED else "gone"]
    return ""
