"""Footnotes of a Word file, numbered as they come."""

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx_plus.notes import FootnoteIdRegistry, add_footnote


class InOrder(FootnoteIdRegistry):
    """Footnotes are numbered 1, 2, 3: LibreOffice mixes up those with ids out of order."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.last = 0

    def next(self) -> int:
        """The next id."""
        self.last += 1
        return self.last


def begin_note(paragraph: Paragraph, registry: InOrder) -> Paragraph:
    """Refer to a new footnote at the end of a paragraph; the paragraph of its words."""
    body = add_footnote(paragraph, " ", id_registry=registry).body_element
    return Paragraph(body.find(qn("w:p")), paragraph._parent)
