"""Reads a Word file as Word would after accepting or rejecting every tracked change.

Written from the standard (ECMA-376, 17.13.5), apart from the code that writes the files.
"""

from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from adref.drafting.rows import BETWEEN
from adref.server.formats.docx_numbers import roman
from adref.server.formats.docx_styles import END, IMPRINT, MASTHEAD

FURNITURE = (MASTHEAD, IMPRINT, END)


def lines_of(data: bytes, accept: bool = True) -> list[str]:
    """Each paragraph as ``label<tab>words`` with all changes accepted, or all rejected."""
    document = docx.Document(BytesIO(data))
    gone = ("w:del", "w:moveFrom") if accept else ("w:ins", "w:moveTo")
    body = deepcopy(document.element.body)
    for change in list(body.iter(*map(qn, gone))):
        if change.getparent().tag not in (qn("w:rPr"), qn("w:trPr")):
            change.getparent().remove(change)
    names = {style.style_id: style.name for style in document.styles}
    numbering = _Counting(document)
    out, carried = [], ""
    for paragraph in body.iterchildren(qn("w:p"), qn("w:tbl")):
        if paragraph.tag == qn("w:tbl"):
            assert not carried, "words run into a table"
            out += _rows(paragraph, gone)
            continue
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = names[style.get(qn("w:val"))] if style is not None else "Normal"
        if name in FURNITURE:
            assert not carried or name == END, "words run into the furniture"
            continue
        words = carried + "".join(_words(paragraph))
        marks = [paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(name)}") for name in gone]
        if any(mark is not None for mark in marks):  # its end goes: it runs on into the next
            carried = words
            continue
        label = numbering.label(paragraph)
        out.append(f"{label}\t{words}" if label else words)
        carried = ""
    assert not carried
    return out


def _rows(table: Any, gone: tuple[str, ...]) -> list[str]:
    """The rows that stay, their cells parted by a bar."""
    return [
        BETWEEN.join("".join(_words(cell)) for cell in row.iterchildren(qn("w:tc")))
        for row in table.iterchildren(qn("w:tr"))
        if row.find(f"{qn('w:trPr')}/{qn(gone[0])}") is None
    ]


def _words(paragraph: Any) -> list[str]:
    names = {qn("w:t"): None, qn("w:delText"): None, qn("w:tab"): "\t"}
    names |= {qn("w:footnoteReference"): "\ufffc"}
    return [
        names[item.tag] or item.text or ""
        for item in paragraph.iter(*names)
        if item.getparent().tag == qn("w:r")
    ]


class _Counting:
    """What Word's lists print, counted along the paragraphs."""

    def __init__(self, document: Document) -> None:
        self.root = document.part.numbering_part.element
        self.last: dict[str, int] = {}

    def label(self, paragraph: Any) -> str:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if found is None:
            return ""
        number = found.get(qn("w:val"))
        num = next(n for n in self.root.iter(qn("w:num")) if n.get(qn("w:numId")) == number)
        start = int(num.find(f".//{qn('w:startOverride')}").get(qn("w:val")))
        value = self.last[number] = self.last.get(number, start - 1) + 1
        kind = num.find(qn("w:abstractNumId")).get(qn("w:val"))
        kinds = self.root.iter(qn("w:abstractNum"))
        level = next(k for k in kinds if k.get(qn("w:abstractNumId")) == kind)[1]
        form = level.find(qn("w:numFmt")).get(qn("w:val"))
        shown = {
            "decimal": str(value),
            "lowerLetter": chr(96 + value),
            "upperLetter": chr(64 + value),
            "lowerRoman": roman(value),
            "upperRoman": roman(value).upper(),
        }[form]
        return str(level.find(qn("w:lvlText")).get(qn("w:val"))).replace("%1", shown)
