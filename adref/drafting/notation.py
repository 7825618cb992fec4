"""What the words of a text say in the notation of negotiations, read in one go.

Brackets, options, attributions, agreed marks and placeholders are ordinary words of the text; all
that is known about them is derived here, and nothing is changed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from adref.drafting.attributions import Attribution, read_attributions
from adref.drafting.brackets import Structure, read_brackets
from adref.drafting.options import OptionGroup, read_options
from adref.drafting.scanning import PLACEHOLDER, escaped
from adref.drafting.text import Paragraph

_AGREED = re.compile(
    r"[\[(]\s*(?:Agreed|AGREED)(?P<ad_ref>\s+[Aa][Dd]\s+[Rr][Ee][Ff]\w*\.?)?"
    r"(?P<note>\s*[,;–-][^\[\]()]*)?\s*[\])]"
)
_AFTER_MARK = re.compile(r"(?:[\s.,;*]|\([^()]*\)|\[[^\[\]]*\])*")
_TAIL_LENGTH = 600  # as far back as a mark is looked for
_BRACES = re.compile(r"\{\s*Placeholder\b[^{}]*\}", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([\[\]])")


class AgreedMark(NamedTuple):
    """A mark such as ``(Agreed ad ref)``: where it stands and what it says.

    ``of`` is the paragraph that is agreed: the one before, when the mark stands alone.
    """

    of: str
    state: str  # agreed or agreed_ad_ref
    paragraph: str
    at: int
    end: int
    note: str = ""


class Placeholder(NamedTuple):
    """Words that stand for words to come; offsets include the braces or brackets."""

    paragraph: str
    at: int
    end: int


@dataclass(frozen=True, slots=True)
class Notation:
    """Everything that is read from a text."""

    structure: Structure
    options: tuple[OptionGroup, ...]
    attributions: tuple[Attribution, ...]
    agreed: tuple[AgreedMark, ...]
    placeholders: tuple[Placeholder, ...]
    states: dict[str, str]
    """The paragraphs that carry an agreed mark and in which nothing is contested."""


def read_notation(text: Sequence[Paragraph], names: Iterable[str] = ()) -> Notation:
    """Read a text. ``names`` are the short names of the parties, when they are known."""
    structure = read_brackets(text)
    marks = tuple(read_agreed(text))
    disputed = contested_paragraphs(text, structure)
    return Notation(
        structure=structure,
        options=read_options(text, structure),
        attributions=read_attributions(text, structure, names),
        agreed=marks,
        placeholders=tuple(_placeholders(text, structure)),
        states={mark.of: mark.state for mark in marks if mark.of not in disputed},
    )


def read_agreed(text: Sequence[Paragraph]) -> Iterator[AgreedMark]:
    """The agreed marks at the end of paragraphs, or alone in one."""
    before = ""
    for paragraph in text:
        words = paragraph.words
        alone = False
        for found in _AGREED.finditer(words, max(len(words) - _TAIL_LENGTH, 0)):
            if escaped(words, found.start()) or not _AFTER_MARK.fullmatch(words, found.end()):
                continue
            alone = not words[: found.start()].strip()
            yield AgreedMark(
                of=before if alone and before else paragraph.id,
                state="agreed_ad_ref" if found.group("ad_ref") else "agreed",
                paragraph=paragraph.id,
                at=found.start(),
                end=found.end(),
                note=(found.group("note") or "").strip(" ,;–-"),
            )
            break
        if not alone:
            before = paragraph.id


def contested_paragraphs(text: Sequence[Paragraph], structure: Structure) -> frozenset[str]:
    """The paragraphs with contested words: a bracket begins, ends, or goes on in them."""
    order = {paragraph.id: index for index, paragraph in enumerate(text)}
    out = {item.place.paragraph for item in structure.unbalanced}
    for bracket in structure.contested:
        first, last = order[bracket.open.paragraph], order[bracket.close.paragraph]
        out.update(paragraph.id for paragraph in text[first : last + 1])
    return frozenset(out)


def _placeholders(text: Sequence[Paragraph], structure: Structure) -> Iterator[Placeholder]:
    for paragraph in text:
        for found in _BRACES.finditer(paragraph.words):
            yield Placeholder(paragraph.id, found.start(), found.end())
    for bracket in structure.brackets:
        if bracket.role == PLACEHOLDER:
            yield Placeholder(bracket.open.paragraph, bracket.open.at, bracket.close.at + 1)


def unescaped(words: str) -> str:
    """The words as they are printed: ``\\[sic\\]`` reads ``[sic]``."""
    return _ESCAPE.sub(r"\1", words)
