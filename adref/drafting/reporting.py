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
    by_id = {paragraph.id: paragraph for paragraph in text}
    for item in structure.unbalanced:
        words = by_id[item.place.paragraph].words
        line, column = _place(words, item.place.paragraph, item.place.at, places)
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
    words = {paragraph.id: paragraph.words for paragraph in text}
    found = [
        (bracket.open.paragraph, bracket.open.at, bracket.close.at)
        for bracket in structure.brackets
        if bracket.role in (UNCONTESTED, AGREED)
    ]
    for paragraph in text:
        found.extend((paragraph.id, *pair) for pair in _escaped_pairs(paragraph.words))
    order = {paragraph.id: index for index, paragraph in enumerate(text)}
    for identifier, start, end in sorted(found, key=lambda f: (order[f[0]], f[1])):
        line, column = _place(words[identifier], identifier, start, places)
        yield {"line": line, "column": column, "words": words[identifier][start + 1 : end][:80]}


def _escaped_pairs(words: str) -> Iterator[tuple[int, int]]:
    """The pairs of brackets behind backslashes."""
    waiting: list[int] = []
    for at, character in enumerate(words if "\\" in words else ""):
        if character == "[" and escaped(words, at):
            waiting.append(at)
        elif character == "]" and waiting and escaped(words, at):
            yield waiting.pop(), at


def _place(words: str, paragraph: str, at: int, places: Places) -> tuple[int, int]:
    """The place in the source of a bracket: it is the n-th of its paragraph in both."""
    number = words.count("[", 0, at) + words.count("]", 0, at)
    known = places.get(paragraph, ())
    return known[number] if number < len(known) else (0, 0)
