"""Printed labels as Word's own numbering, where they can be: ``1.``, ``OP3``, ``(a)``, ``(ii)``.

A label that goes on from the one before takes the next number of its list; every other one begins
a list at its own number, so that what Word prints is the label, always. Labels that no counter
makes (``3 bis``, ``OP6 alt``) are typed.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from adref.server.formats.docx_runs import NOT_IN_XML

_DECIMAL = re.compile(r"([^\d%]*)(\d{1,4})([^\w%]*)")
_LETTERS = re.compile(r"([^\w%]*)([a-z]+|[A-Z]+)([^\w%]+)")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 39  # of Roman numbers


class Form(NamedTuple):
    """How a list numbers its paragraphs."""

    before: str
    format: str
    after: str


class Reading(NamedTuple):
    """One way to read a label: as the number ``value`` of a form."""

    form: Form
    value: int


def readings(label: str) -> list[Reading]:
    """The ways in which a label is a number; ``(i)`` has two, ``3 bis`` none."""
    if found := _DECIMAL.fullmatch(label):
        before, number, after = found.groups()
        plain = str(int(number)) == number and int(number) > 0
        return [Reading(Form(before, "decimal", after), int(number))] if plain else []
    found = _LETTERS.fullmatch(label)
    if not found:
        return []
    before, letters, after = found.groups()
    case = "lower" if letters.islower() else "upper"
    out = []
    if (value := _roman(letters.lower())) is not None:
        out.append(Reading(Form(before, f"{case}Roman", after), value))
    if len(letters) == 1:
        out.append(Reading(Form(before, f"{case}Letter", after), ord(letters.lower()) - 96))
    return out


def _roman(letters: str) -> int | None:
    return next((n for n in range(1, _MOST) if roman(n) == letters), None)


def roman(number: int) -> str:
    """A number in Roman letters, lower case."""
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


@dataclass
class Numbers:
    """The lists of one document. ``at``: of each form at a level, its list and last number."""

    document: Document
    at: dict[tuple[Form, int], tuple[int, int]] = field(default_factory=dict)
    kinds: dict[Form, int] = field(default_factory=dict)
    lists: int = 0

    def __post_init__(self) -> None:
        """The template's own lists are not used."""
        self.root: Any = self.document.part.numbering_part.element
        for child in list(self.root):
            self.root.remove(child)
        for style in self.document.styles.element.iter(qn("w:numPr")):
            style.getparent().remove(style)

    def give(self, paragraph: Paragraph, label: str, level: int) -> bool:
        """Number a paragraph so that its label is printed; whether that could be done."""
        known = readings(NOT_IN_XML.sub("\ufffd", label))
        if not known:
            return False
        next_one = [r for r in known if self.at.get((r.form, level), (0, -1))[1] + 1 == r.value]
        chosen = (next_one or known)[0]
        key = (chosen.form, level)
        number = self.at[key][0] if next_one else self._begin(chosen)
        self.at[key] = (number, chosen.value)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number
        return True

    def _begin(self, reading: Reading) -> int:
        self.lists += 1
        number = self.root.add_num(self._kind(reading.form))
        override = number.add_lvlOverride(ilvl=0)
        override.add_startOverride(reading.value)
        return int(number.numId)

    def _kind(self, form: Form) -> int:
        if form in self.kinds:
            return self.kinds[form]
        identifier = self.kinds[form] = len(self.kinds) + 1
        kind = _element("w:abstractNum", "w:abstractNumId", str(identifier))
        kind.append(_element("w:multiLevelType", "w:val", "singleLevel"))
        level = _element("w:lvl", "w:ilvl", "0")
        for name, value in (
            ("w:start", "1"),
            ("w:numFmt", form.format),
            ("w:suff", "tab"),
            ("w:lvlText", f"{form.before}%1{form.after}"),
            ("w:lvlJc", "left"),
        ):
            level.append(_element(name, "w:val", value))
        kind.append(level)
        first = self.root.find(qn("w:num"))
        if first is None:
            self.root.append(kind)
        else:
            first.addprevious(kind)
        return identifier


def _element(name: str, attribute: str, value: str) -> Any:
    made = OxmlElement(name)
    made.set(qn(attribute), value)
    return made
