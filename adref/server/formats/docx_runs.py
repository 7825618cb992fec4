"""Words into Word runs: each script as Word wants it, footnotes as footnotes, italics where due."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

RIGHT_TO_LEFT = {"R", "AL"}
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Look(NamedTuple):
    """How a stretch of words is set; ``style`` is the name of a character style, or empty."""

    em: bool = False
    strong: bool = False
    style: str = ""


def reads_from_the_right(words: str, otherwise: bool = False) -> bool:
    """Whether the first letter with a direction runs from right to left (as ``dir="auto"``).

    ``otherwise`` is the answer for words without any such letter.
    """
    for character in words:
        direction = unicodedata.bidirectional(character)
        if direction in RIGHT_TO_LEFT:
            return True
        if direction == "L":
            return False
    return otherwise


def turn(paragraph: Paragraph) -> None:
    """Make it a paragraph that reads from right to left."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        OxmlElement("w:bidi"),
        *(f"w:{name}" for name in ("adjustRightInd", "snapToGrid", "spacing", "ind", "jc", "rPr")),
    )


def add_words(paragraph: Paragraph, words: str, look: Look, turned: bool) -> None:
    """Append words, one Word run for each direction in them."""
    for stretch, from_right in directions(NOT_IN_XML.sub("\ufffd", words), turned):
        run = paragraph.add_run(stretch)
        if look.style:
            run._r.style = look.style.replace(" ", "")  # its id; found much sooner than its name
        run.italic = True if look.em else None
        run.bold = True if look.strong else None
        if from_right:
            _mark_complex(run, look)


def directions(words: str, turned: bool) -> Iterator[tuple[str, bool]]:
    """Cut words where the direction of the letters changes; what has none stays where it is."""
    start, current = 0, turned
    for at, character in enumerate(words):
        direction = unicodedata.bidirectional(character)
        strong = direction in RIGHT_TO_LEFT if direction in {"L", *RIGHT_TO_LEFT} else current
        if strong != current:
            if start < at:
                yield words[start:at], current
            start, current = at, strong
    if start < len(words):
        yield words[start:], current


def _mark_complex(run: Run, look: Look) -> None:
    """Word sets right-to-left script by properties of its own."""
    run.font.rtl = True
    run.font.cs_italic = True if look.em else None
    run.font.cs_bold = True if look.strong else None


def add_mark_of_note(paragraph: Paragraph, number: int) -> None:
    """Point once more at a footnote that has been set before."""
    paragraph.add_run(str(number)).font.superscript = True
