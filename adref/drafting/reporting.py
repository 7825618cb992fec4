"""The report on a source: what it contains, counted, and what does not balance, with its place."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adref.drafting.attributions import by_party
from adref.drafting.brackets import Structure
from adref.drafting.notation import Notation
from adref.drafting.numbering import display_labels
from adref.drafting.scanning import AGREED, UNCONTESTED, escaped
from adref.drafting.text import Paragraph

Places = Mapping[str, Sequence[tuple[int, int]]]
"""For each paragraph the places of its brackets in the source, in order: (line, column), from 1."""


def report_of(
    source: str, title: str, text: Sequence[Paragraph], notation: Notation, places: Places
) -> dict[str, Any]:
    """The report as ``adref brackets --json`` prints it.

    ``open`` and ``close`` count characters of the source. They are ``brackets`` (contested pairs),
    ``uncontested`` pairs, ``unbalanced`` ones, and ``syntax``: footnotes of Markdown, and brackets
    behind a backslash that have no partner.
    """
    structure = notation.structure
    contested = len(structure.contested)
    opening, closing = source.count("["), source.count("]")
    lost = Counter(item.char for item in structure.unbalanced)
    aside = list(_uncontested(text, structure, places))
    uncontested = len(aside)
    return {
        "title": title,
        "open": opening,
        "close": closing,
        "brackets": contested,
        "uncontested": uncontested,
        "syntax": {
            "open": opening - contested - uncontested - lost["["],
            "close": closing - contested - uncontested - lost["]"],
        },
        "max_depth": structure.max_depth,
        "unbalanced": list(_unbalanced(text, structure, places)),
        "uncontested_brackets": aside,
        "groups": dict(Counter(group.kind for group in structure.groups)),
        "options": sum(len(group.options) for group in notation.options),
        "option_groups": [
            [f"{option.series} {option.number}" for option in group.options]
            for group in notation.options
        ],
        "attributions": by_party(notation.attributions),
        "agreed": len(notation.agreed),
        "placeholders": len(notation.placeholders),
        "paragraphs": dict(Counter(paragraph.kind for paragraph in text)),
    }


def _unbalanced(
    text: Sequence[Paragraph], structure: Structure, places: Places
) -> Iterator[dict[str, Any]]:
    labels = display_labels(text)
    finder = _Finder(text, places)
    for item in structure.unbalanced:
        words = finder.words[item.place.paragraph]
        line, column = finder.place(item.place.paragraph, item.place.at)
        yield {
            "line": line,
            "column": column,
            "char": item.char,
            "paragraph": item.place.paragraph,
            "label": labels.get(item.place.paragraph, ""),
            "near": words[max(0, item.place.at - 30) : item.place.at + 30],
        }


def _uncontested(
    text: Sequence[Paragraph], structure: Structure, places: Places
) -> Iterator[dict[str, Any]]:
    finder = _Finder(text, places)
    found = [
        (bracket.open.paragraph, bracket.open.at, bracket.close.at)
        for bracket in structure.brackets
        if bracket.role in (UNCONTESTED, AGREED)
    ]
    for paragraph in text:
        found.extend((paragraph.id, *pair) for pair in _escaped_pairs(paragraph.words))
    order = {paragraph.id: index for index, paragraph in enumerate(text)}
    for identifier, start, end in sorted(found, key=lambda f: (order[f[0]], f[1])):
        line, column = finder.place(identifier, start)
        inside = finder.words[identifier][start + 1 : end]
        yield {"line": line, "column": column, "words": inside[:80]}


def _escaped_pairs(words: str) -> Iterator[tuple[int, int]]:
    """The pairs of brackets behind backslashes."""
    waiting: list[int] = []
    for at, character in enumerate(words if "\\" in words else ""):
        if character == "[" and escaped(words, at):
            waiting.append(at)
        elif character == "]" and waiting and escaped(words, at):
            yield waiting.pop(), at


class _Finder:
    """Finds the place in the source of a bracket: it is the n-th of its paragraph in both."""

    def __init__(self, text: Sequence[Paragraph], places: Places) -> None:
        self.words = {paragraph.id: paragraph.words for paragraph in text}
        self.places = places
        self.numbers: dict[str, dict[int, int]] = {}

    def place(self, paragraph: str, at: int) -> tuple[int, int]:
        """Line and column, from 1."""
        if paragraph not in self.numbers:
            found = (i for i, c in enumerate(self.words[paragraph]) if c in "[]")
            self.numbers[paragraph] = {offset: number for number, offset in enumerate(found)}
        return self.places[paragraph][self.numbers[paragraph][at]]
