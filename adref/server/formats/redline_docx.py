"""A redline as a Word file with tracked changes: all accepted it is the newer text, all rejected
the older one.

Moved paragraphs are tracked as moves; what changed inside them stands at the new place as
insertions and at the old one as deletions. A footnote stands below the page at its reference; one
to which nothing refers is a paragraph.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from adref.drafting.content import EM, FOOTNOTE, STRONG
from adref.drafting.redline import INSERTED, KEPT, STRUCK, RedlineRun
from adref.server.formats import docx_runs, docx_styles
from adref.server.formats.docx_notes import InOrder, begin_note
from adref.server.formats.docx_runs import Look, add_words
from adref.server.formats.redline_lines import Line, ending, lines_of
from adref.server.formats.redline_notes import BOTH, NEW, OLD, Notes
from adref.server.formats.redlined import Redlined

AUTHOR = "Adref"
_TRACKS = {INSERTED: "w:ins", STRUCK: "w:del", "come": "w:moveTo", "gone": "w:moveFrom"}


_SIDES = {"w:ins": NEW, "w:moveTo": NEW, "w:del": OLD, "w:moveFrom": OLD}


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
        rows = [row for row in self.redlined.comparison.rows if not self.notes.is_below(row)]
        for line in ending(list(lines_of(rows))):
            self._line(line)
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _line(self, line: Line) -> None:
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

    def _label(self, paragraph: Paragraph, line: Line, turned: bool) -> None:
        old, new = line.label
        if old == new:
            fate = KEPT if line.move else line.side
            self._run(paragraph, RedlineRun(f"{new} ", fate=fate), line, turned) if new else None
            return
        for label, fate in ((old, STRUCK), (new, INSERTED)):
            if label:
                self._run(paragraph, RedlineRun(f"{label} ", fate=fate), line, turned)

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


def _track_of(run: RedlineRun, line: Line) -> str:
    """The element in which a run is tracked, or none."""
    if run.fate != KEPT:
        return _TRACKS[run.fate]
    if line.move:
        return _TRACKS["come" if line.side == INSERTED else "gone"]
    return ""
