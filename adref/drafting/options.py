"""Options: alternatives that the text offers by name (``Option 1:``, ``Alt 2``, ``OP6 alt``)."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from adref.drafting.brackets import Structure
from adref.drafting.numbering import parse_label, same_label
from adref.drafting.text import Paragraph

_HEADING = re.compile(
    r"(?<![\w-])(?P<name>Option|Alternative|Alt)\.?\s+"
    r"(?P<number>\(\w{1,4}\)|\d{1,2}|[IVX]{1,5}|[ivx]{1,5}|[A-Za-z])(?:\s*\([^()]{1,80}\))?(?P<end>\s*:|\.?$)"
)
_BEFORE = re.compile(r"[\s\[\](*{]*")
_NESTED = 8  # groups of one series that may be open inside one another
SECTIONS = ("title", "heading", "article", "annex")


class Option(NamedTuple):
    """One option. ``at`` and ``end`` are the offsets of its heading in ``paragraph``.

    ``covers`` are the ids of the paragraphs that it offers, in order; where several options stand
    in one paragraph, each covers that paragraph alone. An alternative paragraph (``OP6 alt``) and
    the paragraph to which it is one have ``at == end == 0``: their label is their heading.
    """

    series: str
    number: str
    paragraph: str
    at: int
    end: int
    covers: tuple[str, ...]


class OptionGroup(NamedTuple):
    """Options of one series that are alternatives to one another."""

    options: tuple[Option, ...]


class _Found(NamedTuple):
    series: str
    number: str
    order: int
    row: int  # of the paragraph
    at: int
    end: int
    alone: bool  # nothing follows in its paragraph


def read_options(text: Sequence[Paragraph], structure: Structure) -> tuple[OptionGroup, ...]:
    """The groups of options of a text, in order of their first option."""
    groups = [_group(text, chain, structure) for chain in _chains(text, list(_headings(text)))]
    groups.extend(_alternatives(text))
    order = {paragraph.id: index for index, paragraph in enumerate(text)}
    return tuple(sorted(groups, key=lambda g: (order[g.options[0].paragraph], g.options[0].at)))


def _headings(text: Sequence[Paragraph]) -> Iterator[_Found]:
    for index, paragraph in enumerate(text):
        words = paragraph.words
        if "ption" not in words and "lt" not in words:
            continue
        for found in _HEADING.finditer(words):
            leading = _BEFORE.fullmatch(words, 0, found.start()) is not None
            if not leading and not found.group("end").endswith(":"):
                continue  # a mention in a sentence
            number = found.group("number").strip("()")
            style = f"{'(' if found.group('number').startswith('(') else ''}{_style(number)}"
            alone = not words[found.end() :].strip(" []{}*")
            yield _Found(
                f"{found.group('name').lower()} {style}",
                found.group("number"),
                _order(number, style),
                index,
                found.start(),
                found.end(),
                alone,
            )


def _style(number: str) -> str:
    if number.isdigit():
        return "1"
    if re.fullmatch(r"[IVX]+|[ivx]+", number):
        return "I" if number.isupper() else "i"
    return "A" if number[:1].isupper() else "a"


def _order(number: str, style: str) -> int:
    if number.isdigit():
        return int(number)
    if style.endswith(("I", "i")):
        values = {"i": 1, "v": 5, "x": 10}
        digits = [values[letter] for letter in number.lower()]
        pairs = zip(digits, [*digits[1:], 0], strict=True)
        return sum(-a if a < b else a for a, b in pairs)
    return ord(number[0].lower()) - ord("a") + 1


def _chains(text: Sequence[Paragraph], found: Sequence[_Found]) -> list[list[_Found]]:
    """Consecutive options of a series: 1, 2, 3... A new 1, or a new section, begins another."""
    sections = _sections(text)
    chains: list[list[_Found]] = []
    waiting: dict[tuple[str, int, int], list[list[_Found]]] = {}  # by series, next number, section
    for option in found:
        section, level = sections[option.row], text[option.row].level
        candidates = [
            chain
            for chain in waiting.get((option.series, option.order, section), [])[-_NESTED:]
            if not _parted(text, chain[-1].row, option.row)
        ]
        same = [chain for chain in candidates if text[chain[-1].row].level == level]
        chosen = max(same or candidates, key=lambda chain: chain[-1].row, default=None)
        if chosen is None:
            chosen = []
            chains.append(chosen)
        else:
            waiting[option.series, option.order, section].remove(chosen)
        chosen.append(option)
        waiting.setdefault((option.series, option.order + 1, section), []).append(chosen)
    return chains


def _parted(text: Sequence[Paragraph], first: int, last: int) -> bool:
    """Whether a paragraph less deep than both stands between two options."""
    level = min(text[first].level, text[last].level)
    return any(paragraph.level < level for paragraph in text[first + 1 : last])


def _sections(text: Sequence[Paragraph]) -> list[int]:
    """The number of the section in which each paragraph stands."""
    out, number = [], 0
    for paragraph in text:
        number += paragraph.kind in SECTIONS
        out.append(number)
    return out


def _group(text: Sequence[Paragraph], chain: Sequence[_Found], structure: Structure) -> OptionGroup:
    options = []
    for position, option in enumerate(chain):
        if position + 1 < len(chain):
            stop = max(chain[position + 1].row, option.row + 1)
        else:
            stop = _end_of_last(text, chain, structure)
        covers = tuple(paragraph.id for paragraph in text[option.row : stop])
        options.append(
            Option(
                option.series.split()[0],
                option.number,
                text[option.row].id,
                option.at,
                option.end,
                covers,
            )
        )
    return OptionGroup(tuple(options))


def _end_of_last(text: Sequence[Paragraph], chain: Sequence[_Found], structure: Structure) -> int:
    """Where the last option ends: with the bracket around the options, with the section, before
    a paragraph that is less deep, or where the numbering goes beyond that of the options before."""
    last = chain[-1]
    around = _closing_around(text, chain[0], structure)
    known = {
        same_label(p.label) for p in text[chain[0].row : last.row] if len(chain) > 1 and p.label
    }
    level = text[last.row].level
    end = last.row + 1
    open_ended = last.alone or text[last.row].words.rstrip(" ]*").endswith(":")
    while end < len(text):
        paragraph = text[end]
        if around is not None:
            if end > around:
                break
        elif paragraph.kind in SECTIONS or paragraph.level < level or paragraph.kind == "footnote":
            break
        elif paragraph.level == level:
            global_number = paragraph.kind in ("op", "pp") and paragraph.label[:1].isalpha()
            if global_number and known and same_label(paragraph.label) not in known:
                break
            if not open_ended or _HEADING.match(paragraph.words):
                break
        end += 1
    return end


def _closing_around(text: Sequence[Paragraph], first: _Found, structure: Structure) -> int | None:
    """The index of the paragraph that closes a bracket opened just before the first option."""
    paragraph = text[first.row]
    if "[" not in paragraph.words[: first.at]:
        return None
    closings = [
        bracket.close.paragraph
        for bracket in structure.brackets
        if bracket.open.paragraph == paragraph.id
        and bracket.open.at < first.at
        and (bracket.close.paragraph != paragraph.id or bracket.close.at > first.end)
    ]
    if not closings:
        return None
    places = {p.id: index for index, p in enumerate(text)}
    return min(places[closing] for closing in closings)


def _alternatives(text: Sequence[Paragraph]) -> Iterator[OptionGroup]:
    """``OP6`` with ``OP6 alt``, ``OP6 alt 2``: each covers itself and the items under it."""
    sections = _sections(text)
    latest: dict[tuple[str, int], list[int]] = {}
    groups: list[list[int]] = []
    for index, paragraph in enumerate(text):
        parts = parse_label(paragraph.label) if paragraph.label else None
        if parts is None or paragraph.kind in ("footnote", *SECTIONS):
            continue
        key = (
            same_label(f"{parts.before}{parts.number}{parts.suffix}"),
            -1 if parts.before.strip().lower() in ("pp", "op") else sections[index],
        )
        if parts.alt and key in latest:
            latest[key].append(index)
        elif not parts.alt:
            latest[key] = [index]
            groups.append(latest[key])
    for indexes in groups:
        if len(indexes) > 1:
            yield OptionGroup(tuple(_alternative(text, index) for index in indexes))


def _alternative(text: Sequence[Paragraph], index: int) -> Option:
    end = index + 1
    while end < len(text) and text[end].kind == "item" and text[end].level > text[index].level:
        end += 1
    paragraph = text[index]
    covers = tuple(p.id for p in text[index:end])
    return Option("alt", paragraph.label, paragraph.id, 0, 0, covers)
