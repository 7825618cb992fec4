"""An edition as a Word file: named styles, Word's own numbering and footnotes, tracked changes,
every script in its own direction."""

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph
from docx_plus.fields import add_page_number_field
from docx_plus.layout import set_line_numbering

from adref.drafting.edition import Edition
from adref.drafting.sentences import printed_date
from adref.server.formats import docx_runs, docx_styles
from adref.server.formats.docx_changes import MOVES, Changes
from adref.server.formats.docx_indents import hang_of, indent, keep_together
from adref.server.formats.docx_notes import InOrder, begin_note
from adref.server.formats.docx_numbers import Numbers
from adref.server.formats.docx_runs import Look, add_words
from adref.server.formats.docx_styles import ATTRIBUTION, INSERTED, NOTATION, STRUCK
from adref.server.formats.docx_tables import add_table, set_apart
from adref.server.formats.setting import (
    LABEL_IN_LINE,
    Line,
    Table,
    Words,
    set_edition,
    tables_in,
)

DCTERMS = "http://purl.org/dc/terms/"
BRACKETS = re.compile(r"([\[\]{}()/]+)")


def render_docx(edition: Edition, line_numbers: bool = False) -> bytes:
    """The bytes of the Word file. In a tracked edition labels are typed, not counted: rejecting
    a paragraph would change the numbers after it."""
    writer = _Writer(edition)
    if line_numbers:
        set_line_numbering(writer.document.sections[0], restart="continuous")
    return writer.write()


class _Writer:
    """Walks the lines once; footnotes are set where they are first referred to."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.setting = edition, set_edition(edition)
        self.document: Document = docx.Document()
        docx_styles.prepare(self.document)
        docx_styles.set_languages(self.document, edition.language)
        self.numbered: dict[tuple[int, bool], int] = {}  # footnotes that have been set
        labels = (x.label for x in self.setting.lines if x.kind not in LABEL_IN_LINE)
        self.hang = hang_of(labels)
        self.registry = InOrder(self.document)
        self.changes = Changes(self.document)
        self.numbers = Numbers(self.document)
        self.styles = {style.name: style.style_id for style in self.document.styles}

    def write(self) -> bytes:
        """The whole file."""
        self._properties()
        self._running_lines()
        self._masthead()
        last = None
        for last in tables_in(self.setting.lines):
            if isinstance(last, Table):
                add_table(self.document, last, self.changes, self._cell)
            else:
                self._paragraph(last)
        if self.edition.tracked or isinstance(last, Table):
            self.document.add_paragraph(style=docx_styles.END)
        out = BytesIO()
        self.document.save(out)
        return _without_times(out.getvalue())

    def _properties(self) -> None:
        core = self.document.core_properties
        core.title = docx_runs.NOT_IN_XML.sub("\ufffd", self.edition.title)[:255]
        core.subject = self.edition.view[:255]
        core.keywords = docx_runs.NOT_IN_XML.sub("\ufffd", self.edition.audience)[:255]
        core.language = self.edition.language
        core.author = core.comments = ""
        for stamp in core._element.findall(f"{{{DCTERMS}}}*"):
            core._element.remove(stamp)  # the template's own

    def _running_lines(self) -> None:
        section = self.document.sections[0]
        head = section.header.paragraphs[0]
        title = self.edition.imprint.symbol or self.edition.title
        self._said(head, (f"{title}\t{self.edition.view}", Look()))
        second = section.header.add_paragraph(style="Header")
        slanted = self.edition.language not in ("ar", "zh")  # whose letters do not slant
        self._said(second, (self.edition.audience, Look(em=slanted)))
        foot = section.footer.paragraphs[0]
        self._said(foot, ("\t", Look()))
        add_page_number_field(foot)
        foot.add_run(" / ")
        add_page_number_field(foot, field="NUMPAGES")

    def _masthead(self) -> None:
        """The negotiation and the symbol over a rule; what the file is, and its day."""
        head = self.edition.imprint
        if not (head.forum or head.symbol):
            return
        first = self.document.add_paragraph(style=docx_styles.MASTHEAD)
        forum = head.forum or self.edition.title
        self._said(first, (f"{forum}\t", Look()), (head.symbol, Look(strong=True)))
        day = printed_date(head.date, self.edition.language)
        under = (f"{self.edition.view}\t{day}", self.edition.audience, head.status)
        for words in (*under, *head.disclaimers):
            if words.strip():
                line = self.document.add_paragraph(style=docx_styles.IMPRINT)
                self._said(line, (words, Look()))
        self.document.paragraphs[-1].paragraph_format.space_after = docx_styles.BELOW_HEAD

    def _said(self, paragraph: Paragraph, *parts: tuple[str, Look]) -> None:
        """What the file says of itself, in the direction of its language."""
        turned = docx_runs.reads_from_the_right(self.edition.view)
        if turned:
            docx_runs.turn(paragraph)
        for words, look in parts:
            add_words(paragraph, words, look, turned)

    def _paragraph(self, line: Line) -> None:
        paragraph = self.document.add_paragraph()
        # By id: looking a style up by its name takes longer than all the rest.
        paragraph._p.style = self.styles[docx_styles.style_of(line.kind, line.level)]
        set_apart(paragraph)
        keep_together(paragraph, line.text)
        turned = docx_runs.reads_from_the_right(line.text)
        if turned:
            docx_runs.turn(paragraph)
        if line.move:
            line = _moved(line)
        self._label(paragraph, line, turned)
        for word in line.words:
            self._word(paragraph, word, turned)
        if line.move:
            self.changes.range(paragraph, line.fate, line.hand, line.move)
        self.changes.end(paragraph, line.fate, line.hand)
        for said in line.comments:
            self.changes.comment(paragraph, said, line.fate, line.hand)

    def _cell(self, paragraph: Paragraph, words: Sequence[Words], otherwise: bool) -> None:
        turned = docx_runs.reads_from_the_right("".join(word.text for word in words), otherwise)
        if turned:
            docx_runs.turn(paragraph)
        for word in words:
            self._word(paragraph, word, turned)

    def _label(self, paragraph: Paragraph, line: Line, turned: bool) -> None:
        in_line = line.kind in LABEL_IN_LINE
        if not in_line:
            label = max(line.label, line.was, key=len)
            indent(paragraph, line.kind, line.level, label, self.hang)
        gap = " " if in_line else "\t"
        if self.edition.tracked:
            self._tracked_label(paragraph, line, turned, gap)
        elif line.label and (in_line or turned or not self._counted(paragraph, line)):
            # Word and LibreOffice set a counted label of a right-to-left paragraph differently.
            add_words(paragraph, line.label, Look(), turned)
            paragraph.add_run(gap)

    def _counted(self, paragraph: Paragraph, line: Line) -> bool:
        return self.numbers.give(paragraph, line.label, line.level)

    def _tracked_label(self, paragraph: Paragraph, line: Line, turned: bool, gap: str) -> None:
        labels = [(line.label, line.fate)]
        if line.was != line.label:
            labels = [(line.was, "struck"), (line.label, "inserted")]
        for label, fate in labels:
            if label:
                with _Made(paragraph) as made:
                    add_words(paragraph, label, Look(), turned)
                    paragraph.add_run(gap)
                self.changes.wrap(paragraph, made.elements, fate, line.hand)

    def _word(self, paragraph: Paragraph, word: Words, turned: bool) -> None:
        with _Made(paragraph) as made:
            if word.note:
                self._note(paragraph, word.note, word.fate in ("struck", "gone"))
            elif word.fate == "notation":
                _notation(paragraph, word, turned)
            else:
                add_words(paragraph, word.text, _look(word, bool(self.edition.tracked)), turned)
        if self.edition.tracked:
            self.changes.wrap(paragraph, made.elements, word.fate, word.hand)

    def _note(self, paragraph: Paragraph, number: int, struck: bool) -> None:
        key = (number, struck and bool(self.edition.tracked))
        if key in self.numbered:
            docx_runs.add_mark_of_note(paragraph, self.numbered[key])
            return
        self.numbered[key] = len(self.numbered) + 1
        note = begin_note(paragraph, self.registry)
        line = self.setting.notes[number]
        turned = docx_runs.reads_from_the_right(line.text)
        if turned:
            docx_runs.turn(note)
        for word in line.words:
            if not word.note:
                with _Made(note) as made:
                    add_words(note, word.text, Look(em=word.em, strong=word.strong), turned)
                if self.edition.tracked and line.fate == "kept":
                    self.changes.wrap(note, made.elements, word.fate, word.hand)


def _moved(line: Line) -> Line:
    """The words that its mover took along move; those that others brought are insertions there."""
    fate = MOVES[line.fate]
    words = (w._replace(fate=fate) if w.hand == line.hand else w for w in line.words)
    return replace(line, fate=fate, words=tuple(words))


class _Made:
    """The elements that come into a paragraph while it is open."""

    def __init__(self, paragraph: Paragraph) -> None:
        self._paragraph = paragraph
        self.elements: list[Any] = []

    def __enter__(self) -> "_Made":
        self._there = len(self._paragraph._p)
        return self

    def __exit__(self, *_problem: object) -> None:
        self.elements = list(self._paragraph._p)[self._there :]


def _without_times(file: bytes) -> bytes:
    """The same archive without the time of day, so that equal editions are equal files."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(ZipInfo(name), given.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _look(word: Words, tracked: bool) -> Look:
    """Word itself shows tracked changes; elsewhere a style does."""
    style = "" if tracked else {"inserted": INSERTED, "struck": STRUCK}.get(word.fate, "")
    return Look(em=word.em, strong=word.strong, style=style)


def _notation(paragraph: Paragraph, word: Words, turned: bool) -> None:
    """Brackets stand out; the names in them stand back."""
    for part in BRACKETS.split(word.text):
        style = NOTATION if BRACKETS.fullmatch(part) else ATTRIBUTION
        add_words(paragraph, part, Look(style=style), turned)
