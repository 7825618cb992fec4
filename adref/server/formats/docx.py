"""An edition as a Word file: named styles, real footnotes, every script in its own direction."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.text.paragraph import Paragraph
from docx_plus.fields import add_page_number_field
from docx_plus.notes import FootnoteIdRegistry, add_footnote

from adref.drafting.content import EM, FOOTNOTE, STRONG
from adref.drafting.edition import Edition
from adref.drafting.notation import unescaped
from adref.drafting.openings import opening
from adref.drafting.writing import WrittenParagraph, WrittenRun
from adref.server.formats import docx_runs, docx_styles
from adref.server.formats.docx_runs import Look, add_words
from adref.server.formats.docx_styles import ATTRIBUTION, INSERTED, NOTATION, STEP, STRUCK

LABEL_IN_LINE = {"title", "heading", "article", "annex"}
DCTERMS = "http://purl.org/dc/terms/"
LETTER = Cm(0.2)  # of a label, on average
LONG_LABEL = 9  # characters; a longer one, such as "66 quinquies", hangs as far as it needs
BRACKETS = re.compile(r"([\[\]{}()/]+)")


def render_docx(edition: Edition) -> bytes:
    """The bytes of the Word file."""
    return _Writer(edition).write()


class _InOrder(FootnoteIdRegistry):
    """Footnotes are numbered 1, 2, 3: LibreOffice mixes up those with ids out of order."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.last = 0

    def next(self) -> int:
        """The next id."""
        self.last += 1
        return self.last


class _Writer:
    """Walks the paragraphs once; footnotes are set where they are first referred to."""

    def __init__(self, edition: Edition) -> None:
        edition = replace(edition, paragraphs=tuple(_printed(p) for p in edition.paragraphs))
        self.edition = edition
        self.document: Document = docx.Document()
        docx_styles.prepare(self.document)
        docx_styles.set_languages(self.document, edition.language)
        self.notes = {p.id: p for p in edition.paragraphs if p.kind == "footnote"}
        self.numbers: dict[str, int] = {}  # of the footnotes that have been set
        self.hang = _hang(edition)
        self.registry = _InOrder(self.document)

    def write(self) -> bytes:
        """The whole file."""
        self._properties()
        self._running_lines()
        referred = {target for p in self.edition.paragraphs for target in _targets(p)}
        for paragraph in self.edition.paragraphs:
            if paragraph.kind != "footnote" or paragraph.id not in referred:
                self._paragraph(paragraph)
        out = BytesIO()
        self.document.save(out)
        return _without_times(out.getvalue())

    def _properties(self) -> None:
        core = self.document.core_properties
        core.title = docx_runs.NOT_IN_XML.sub("\ufffd", self.edition.title)[:255]
        core.subject = self.edition.view[:255]
        core.language = self.edition.language
        core.author = core.comments = ""
        for stamp in core._element.findall(f"{{{DCTERMS}}}*"):
            core._element.remove(stamp)  # the template's own

    def _running_lines(self) -> None:
        section = self.document.sections[0]
        head = section.header.paragraphs[0]
        add_words(head, f"{self.edition.title}\t{self.edition.view}", Look(), False)
        second = section.header.add_paragraph(style="Header")
        add_words(second, self.edition.audience, Look(em=True), False)
        foot = section.footer.paragraphs[0]
        foot.add_run("\t")
        add_page_number_field(foot)
        foot.add_run(" / ")
        add_page_number_field(foot, field="NUMPAGES")

    def _paragraph(self, source: WrittenParagraph) -> None:
        style = docx_styles.style_of(source.kind, source.level)
        paragraph = self.document.add_paragraph(style=style)
        turned = docx_runs.reads_from_the_right("".join(run.text for run in source.runs))
        if turned:
            docx_runs.turn(paragraph)
        self._label(paragraph, source, turned)
        self._runs(paragraph, source, turned)

    def _label(self, paragraph: Paragraph, source: WrittenParagraph, turned: bool) -> None:
        in_line = source.kind in LABEL_IN_LINE
        if not in_line:
            _indent(paragraph, source, self.hang)
        if source.label:
            add_words(paragraph, source.label, Look(), turned)
            paragraph.add_run(" " if in_line else "\t")

    def _runs(self, paragraph: Paragraph, source: WrittenParagraph, turned: bool) -> None:
        start, end = _italic_opening(source, self.edition.language)
        at = 0
        for run in source.runs:
            target = _target(run)
            if target is not None:
                self._note(paragraph, target)
                continue
            if run.fate == "notation":
                _notation(paragraph, run, turned)
                continue
            look = _look(run)
            for text, italic in _cut(run.text, start - at, end - at):
                add_words(paragraph, text, look._replace(em=look.em or italic), turned)
            at += len(run.text)

    def _note(self, paragraph: Paragraph, target: str) -> None:
        if target in self.numbers:
            docx_runs.add_mark_of_note(paragraph, self.numbers[target])
            return
        self.numbers[target] = len(self.numbers) + 1
        body = add_footnote(paragraph, " ", id_registry=self.registry).body_element
        note = Paragraph(body.find(qn("w:p")), paragraph._parent)
        source = self.notes.get(target)
        if source is None:
            return
        turned = docx_runs.reads_from_the_right("".join(run.text for run in source.runs))
        if turned:
            docx_runs.turn(note)
        for run in source.runs:
            if _target(run) is None:
                look = Look(em=EM in run.marks, strong=STRONG in run.marks)
                add_words(note, run.text, look, turned)


def _without_times(file: bytes) -> bytes:
    """The same archive without the time of day, so that equal editions are equal files."""
    out = BytesIO()
    with ZipFile(BytesIO(file)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(ZipInfo(name), given.read(name), ZIP_DEFLATED)
    return out.getvalue()


def _printed(source: WrittenParagraph) -> WrittenParagraph:
    """Without the sign that stands before a bracket which is no bracket of the notation."""
    return replace(source, runs=tuple(replace(r, text=unescaped(r.text)) for r in source.runs))


def _target(run: WrittenRun) -> str | None:
    """The footnote to which a run points, if it is a reference."""
    return next((m.removeprefix(FOOTNOTE) for m in run.marks if m.startswith(FOOTNOTE)), None)


def _targets(paragraph: WrittenParagraph) -> list[str]:
    return [target for run in paragraph.runs if (target := _target(run)) is not None]


def _look(run: WrittenRun) -> Look:
    style = {"inserted": INSERTED, "struck": STRUCK}.get(run.fate, "")
    return Look(em=EM in run.marks, strong=STRONG in run.marks, style=style)


def _notation(paragraph: Paragraph, run: WrittenRun, turned: bool) -> None:
    """Brackets stand out; the names in them stand back."""
    for part in BRACKETS.split(run.text):
        style = NOTATION if BRACKETS.fullmatch(part) else ATTRIBUTION
        add_words(paragraph, part, Look(style=style), turned)


def _italic_opening(source: WrittenParagraph, language: str) -> tuple[int, int]:
    """Italics by rule where nobody has set any by hand."""
    if any(EM in run.marks for run in source.runs):
        return (0, 0)
    words = "".join(
        run.text for run in source.runs if run.fate != "notation" and _target(run) is None
    )
    return opening(source.kind, words, language)


def _cut(text: str, start: int, end: int) -> list[tuple[str, bool]]:
    """A run cut at the bounds of the opening: its parts, each with whether it is italic."""
    low, high = max(start, 0), max(min(end, len(text)), 0)
    if low >= high:
        return [(text, False)]
    parts = [(text[:low], False), (text[low:high], True), (text[high:], False)]
    return [part for part in parts if part[0]]


def _hang(edition: Edition) -> Length:
    """How far labels hang: enough for the usual ones of this text (``OP3``, ``OP3 bis``)."""
    labels = [p.label for p in edition.paragraphs if p.kind not in LABEL_IN_LINE]
    usual = max((len(label) for label in labels if len(label) <= LONG_LABEL), default=0)
    return Length(max(STEP, Length(usual * LETTER + LETTER)))


def _indent(paragraph: Paragraph, source: WrittenParagraph, usual: Length) -> None:
    """The label hangs; each level is one step further in."""
    form = paragraph.paragraph_format
    level = min(max(source.level, 0), docx_styles.DEEPEST)
    base = usual + (level - 1) * STEP if level else 0
    if source.label:
        hang = STEP if level else usual
        if len(source.label) > LONG_LABEL:
            hang = Length(len(source.label) * LETTER + LETTER)
        form.left_indent = Length(base + hang)
        form.first_line_indent = Length(-hang)
        form.tab_stops.add_tab_stop(form.left_indent)
    elif source.kind == "pp":
        form.first_line_indent = usual
    elif base:
        form.left_indent = Length(base)
