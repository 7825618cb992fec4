"""Word's tracked changes and comments, around runs and paragraphs that are there already."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from adref.drafting.tracking import Comment, Hand
from adref.server.formats.docx_runs import NOT_IN_XML

_TRACKS = {"inserted": "w:ins", "struck": "w:del", "come": "w:moveTo", "gone": "w:moveFrom"}
MOVES = {"inserted": "come", "struck": "gone"}
"""What becomes of a paragraph that stands elsewhere now, by what becomes of it here."""
NOBODY, NO_TIME = "-", "1970-01-01T00:00:00Z"
_NOBODY = Hand()


@dataclass
class Changes:
    """Marks what was inserted and struck, and by whom; ids count through the document."""

    document: Document
    last: int = 0

    def wrap(self, paragraph: Paragraph, made: Iterable[Any], fate: str, hand: Hand) -> None:
        """Track the runs that stand last in a paragraph; nothing for words that are kept."""
        runs = list(made)
        if fate not in _TRACKS or not runs:
            return
        change = self.change(_TRACKS[fate], hand)
        runs[0].addprevious(change)
        for run in runs:
            change.append(run)
            if fate == "struck":  # words of a move stay words
                for text in run.findall(qn("w:t")):
                    text.tag = qn("w:delText")

    def end(self, paragraph: Paragraph, fate: str, hand: Hand) -> None:
        """Track the end of a paragraph: it comes or goes as a whole."""
        if fate not in _TRACKS:
            return
        properties = paragraph._p.get_or_add_pPr()
        mark = properties.find(qn("w:rPr"))
        if mark is None:
            mark = OxmlElement("w:rPr")
            properties.insert_element_before(mark, "w:sectPr", "w:pPrChange")
        mark.insert(0, self.change(_TRACKS[fate], hand))

    def range(self, paragraph: Paragraph, fate: str, hand: Hand, name: str) -> None:
        """Say of a whole paragraph that it is one side of a move; before anything is said on it."""
        kind = f"{_TRACKS[fate]}Range"
        start, end = self.change(f"{kind}Start", hand), OxmlElement(f"{kind}End")
        start.set(qn("w:name"), name)
        end.set(qn("w:id"), start.get(qn("w:id")))
        paragraph._p.get_or_add_pPr().addnext(start)
        paragraph._p.append(end)

    def row(self, row: Any, fate: str, hand: Hand) -> None:
        """Track a row of a table that comes or goes as a whole."""
        if fate in _TRACKS:
            properties = row.get_or_add_trPr()
            if not len(properties):  # the schema wants something before it
                properties.append(OxmlElement("w:cantSplit"))
            properties.append(self.change(_TRACKS[fate], hand))

    def comment(
        self, paragraph: Paragraph, said: Comment, fate: str = "kept", hand: Hand = _NOBODY
    ) -> None:
        """Put a comment on a whole paragraph; it comes and goes with one that does.

        There it has no range, only its place: LibreOffice would leave an empty paragraph or row
        around the ends of a range.
        """
        author = NOT_IN_XML.sub("\ufffd", said.hand.author or NOBODY)
        words = NOT_IN_XML.sub("\ufffd", said.text)
        made = self.document.part._comments_part.comments.add_comment(words, author, author[:3])
        made._comment_elm.set(qn("w:date"), said.hand.at or NO_TIME)
        number = str(made.comment_id)
        if fate not in _TRACKS:
            _around(paragraph, number)
        reference = OxmlElement("w:commentReference")
        reference.set(qn("w:id"), number)
        run = paragraph.add_run()._r
        run.append(reference)
        self.wrap(paragraph, [run], fate, hand)

    def change(self, name: str, hand: Hand) -> Any:
        """An element that says who changed what, and when; put nowhere yet."""
        self.last += 1
        change = OxmlElement(name)
        change.set(qn("w:id"), str(self.last))
        change.set(qn("w:author"), NOT_IN_XML.sub("\ufffd", hand.author or NOBODY))
        if hand.at:
            change.set(qn("w:date"), hand.at)
        return change


def _around(paragraph: Paragraph, number: str) -> None:
    """The range of a comment: the whole paragraph."""
    start, end = OxmlElement("w:commentRangeStart"), OxmlElement("w:commentRangeEnd")
    start.set(qn("w:id"), number)
    end.set(qn("w:id"), number)
    paragraph._p.get_or_add_pPr().addnext(start)
    paragraph._p.append(end)
