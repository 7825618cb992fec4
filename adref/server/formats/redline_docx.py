"""A redline as a Word file with tracked changes: all accepted it is the newer text, all rejected
the older one.

Moved paragraphs are tracked as moves; what changed inside them stands at the new place as
insertions and at the old one as deletions. Footnotes stand as paragraphs where the text has them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from adref.drafting.comparison import DEPARTED, Head, Row
from adref.drafting.content import EM, FOOTNOTE, STRONG
from adref.drafting.redline import BREAK_MARK, INSERTED, KEPT, STRUCK, RedlineRun
from adref.server.formats import docx_runs, docx_styles
from adref.server.formats.docx_runs import Look, add_words
from adref.server.formats.redlined import Redlined

AUTHOR = "Adref"
_TRACKS = {INSERTED: "w:ins", STRUCK: "w:del", "come": "w:moveTo", "gone": "w:moveFrom"}


@dataclass
class _Line:
    """One paragraph to be written. ``end``: what becomes of its end, as of words."""

    head: Head
    was: Head | None
    runs: list[RedlineRun] = field(default_factory=list)
    side: str = KEPT  # of a paragraph that is on one side only: inserted or struck
    end: str = KEPT
    move: str = ""  # the name of the move
    label: tuple[str, str] = ("", "")  # before and after


def render_redline_docx(redlined: Redlined) -> bytes:
    """The bytes of the Word file."""
    return _Writer(redlined).write()


class _Writer:
    def __init__(self, redlined: Redlined) -> None:
        self.redlined = redlined
        self.document: Document = docx.Document()
        docx_styles.prepare(self.document)
        docx_styles.set_languages(self.document, redlined.language)
        _without_effects(self.document)
        self.number = 0
        rows = redlined.comparison.rows
        notes = [h for row in rows for h in (row.after or row.before) if h.kind == "footnote"]
        self.notes = {head.id: str(place) for place, head in enumerate(notes, start=1)}

    def write(self) -> bytes:
        """The whole file."""
        core = self.document.core_properties
        core.title = docx_runs.NOT_IN_XML.sub("\ufffd", self.redlined.title)[:255]
        core.author, core.comments, core.language = AUTHOR, "", self.redlined.language
        head = self.document.sections[0].header.paragraphs[0]
        add_words(head, self.redlined.title, Look(), False)
        for line in _ending(list(_lines(self.redlined.comparison.rows))):
            self._line(line)
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _line(self, line: _Line) -> None:
        style = docx_styles.style_of(line.head.kind, line.head.level)
        paragraph = self.document.add_paragraph(style=style)
        turned = docx_runs.reads_from_the_right("".join(run.text for run in line.runs))
        if turned:
            docx_runs.turn(paragraph)
        self._properties(paragraph, line)
        if line.move:
            self._range(paragraph, line, "Start")
        self._label(paragraph, line, turned)
        for run in line.runs:
            self._run(paragraph, run, line, turned)
        if line.move:
            self._range(paragraph, line, "End")

    def _label(self, paragraph: Paragraph, line: _Line, turned: bool) -> None:
        old, new = line.label
        if old == new:
            fate = KEPT if line.move else line.side
            self._run(paragraph, RedlineRun(f"{new} ", fate=fate), line, turned) if new else None
            return
        for label, fate in ((old, STRUCK), (new, INSERTED)):
            if label:
                self._run(paragraph, RedlineRun(f"{label} ", fate=fate), line, turned)

    def _run(self, paragraph: Paragraph, run: RedlineRun, line: _Line, turned: bool) -> None:
        there = len(paragraph._p)
        note = next((m for m in run.marks if m.startswith(FOOTNOTE)), None)
        if note is not None:
            shown = self.notes.get(note.removeprefix(FOOTNOTE), "*")
            paragraph.add_run(shown).font.superscript = True
        else:
            look = Look(em=EM in run.marks, strong=STRONG in run.marks)
            add_words(paragraph, run.text, look, turned)
        made = list(paragraph._p)[there:]
        if run.reformatted:
            for element in made:
                self._was(element, run)
        self._track(paragraph, made, _track_of(run, line))

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

    def _properties(self, paragraph: Paragraph, line: _Line) -> None:
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

    def _range(self, paragraph: Paragraph, line: _Line, edge: str) -> None:
        came = line.side == INSERTED
        element = OxmlElement(f"w:{'moveTo' if came else 'moveFrom'}Range{edge}")
        if edge == "Start":
            self.number += 1
            element.set(qn("w:id"), str(self.number))
            element.set(qn("w:author"), AUTHOR)
            element.set(qn("w:date"), self.redlined.at)
            element.set(qn("w:name"), line.move)
            self.open = self.number
        else:
            element.set(qn("w:id"), str(self.open))
        paragraph._p.append(element)

    def _change(self, name: str) -> Any:
        self.number += 1
        element = OxmlElement(name)
        element.set(qn("w:id"), str(self.number))
        element.set(qn("w:author"), AUTHOR)
        element.set(qn("w:date"), self.redlined.at)
        return element


def _without_effects(document: Document) -> None:
    """The template's second table of styles, for Word 2010 alone, does not know ours."""
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(name)


def _track_of(run: RedlineRun, line: _Line) -> str:
    """The element in which a run is tracked, or none."""
    if run.fate != KEPT:
        return _TRACKS[run.fate]
    if line.move:
        return _TRACKS["come" if line.side == INSERTED else "gone"]
    return ""


def _lines(rows: Sequence[Row]) -> Iterator[_Line]:
    moved = {row.before: row for row in rows if row.moved and row.fate != DEPARTED}
    names = {heads: f"move{place}" for place, heads in enumerate(moved, start=1)}
    for row in rows:
        name = names.get(row.before, "") if row.moved else ""
        if row.fate == DEPARTED:
            stays = [run for run in moved[row.before].runs if run.fate != INSERTED]
            yield from _side(row.before, [_as_it_was(run) for run in stays], STRUCK, name)
        elif row.moved:
            stays = [run for run in row.runs if run.fate != STRUCK]
            yield from _side(row.after, [run._replace(was=None) for run in stays], INSERTED, name)
        elif not row.before or not row.after:
            end = STRUCK if row.before else INSERTED
            yield from _side(row.before or row.after, list(row.runs), end, "")
        else:
            yield from _both(row)


def _as_it_was(run: RedlineRun) -> RedlineRun:
    return run if run.was is None else run._replace(marks=run.was, was=None)


def _side(
    heads: Sequence[Head], runs: Sequence[RedlineRun], end: str, move: str
) -> Iterator[_Line]:
    """Whole paragraphs of one side, each of which comes or goes with its end."""
    lines = [
        _Line(head, None, side=end, end=end, move=move, label=(head.label, head.label))
        for head in heads
    ]
    at = 0
    for run in runs:
        if BREAK_MARK in run.marks:
            at += 1
        else:
            lines[at].runs.append(run)
    for place, line in enumerate(lines):
        line.move = f"{move}-{place}" if move and place else move
        yield line


def _both(row: Row) -> Iterator[_Line]:
    """A paragraph that stays; ends of paragraphs inside it are tracked as words are."""
    old = new = 0
    line = _Line(row.after[0], row.before[0], label=(row.before[0].label, row.after[0].label))
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
        line = _Line(row.after[new], row.before[old] if both else None, label=label)
    yield line


def _ending(lines: list[_Line]) -> list[_Line]:
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


def _shared(gone: _Line, come: _Line) -> _Line:
    """The last paragraph that goes and the last that comes, under one end."""
    runs = [*_whole(gone), *_whole(come)]
    return _Line(come.head, None, runs)


def _whole(line: _Line) -> Iterator[RedlineRun]:
    if line.label[1]:
        yield RedlineRun(f"{line.label[1]} ", fate=line.side)
    for run in line.runs:
        yield run._replace(fate=line.side)
