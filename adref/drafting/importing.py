"""Imports a source: every word and every bracket of it is in the working text afterwards.

What is read is taken as it is. What does not balance is reported with its place in the source.
"""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adref.drafting.blocks import Block
from adref.drafting.content import FOOTNOTE, OBJECT, Content, Piece, tidy
from adref.drafting.notation import read_notation
from adref.drafting.plain import read_plain
from adref.drafting.reporting import Places, report_of
from adref.drafting.shaping import Shaper
from adref.drafting.text import Paragraph, WorkingText

FORMATS = ("md", "txt")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BRACKET = re.compile(r"[\[\]]")
_BRACKET_OR_ENTITY = re.compile(r"[\[\]]|&(?:#(?:91|93|[xX]0*5[bBdD])|lbrack|rbrack|lsqb|rsqb);")
_REFERENCE = re.compile(r"\[\^([^\s\[\]]+)\]:?")


@dataclass(frozen=True, slots=True)
class Imported:
    """A text as imported.

    ``states`` has the paragraphs that carry an agreed mark and no contested bracket (``agreed`` or
    ``agreed_ad_ref``); ``report`` is what ``adref brackets --json`` prints.
    """

    title: str
    paragraphs: WorkingText
    states: Mapping[str, str]
    report: Mapping[str, Any]


def import_text(source: str, format: str, new_id: Callable[[], str]) -> Imported:
    """Read a source. ``format`` is ``md`` or ``txt``; ``new_id`` makes ids of paragraphs.

    Raises ``ValueError`` with a sentence when the format is unknown or the source has no words.
    """
    text, places = _read(source, format, new_id)
    notation = read_notation(text)
    title = title_of(text)
    report = report_of(source, title, text, notation, places)
    return Imported(title, text, notation.states, report)


def read_paragraphs(source: str, format: str, new_id: Callable[[], str]) -> WorkingText:
    """The working text of a source alone, without what its notation says. Raises as above."""
    return _read(source, format, new_id)[0]


def _read(source: str, format: str, new_id: Callable[[], str]) -> tuple[WorkingText, Places]:
    if format not in FORMATS:
        raise ValueError(f"Unknown format “{format}”: expected md or txt.")
    lines = normal(source)
    blocks = _read_markdown(lines) if format == "md" else read_plain(lines)
    if not blocks:
        raise ValueError("The file has no words.")
    text = shaped(blocks, new_id)
    ids = [paragraph.id for paragraph in text]
    bracket = _BRACKET_OR_ENTITY if format == "md" else _BRACKET
    return text, _places(lines, blocks, ids, _footnotes(blocks, ids), bracket)


def _read_markdown(lines: str) -> list[Block]:
    # markdown-it is loaded for who brings Markdown: a server that starts does not wait for it.
    from adref.drafting.markdown import read_markdown

    return read_markdown(lines)


def shaped(blocks: Sequence[Block], new_id: Callable[[], str]) -> WorkingText:
    """The paragraphs that blocks of any source make, each under a new id."""
    shaper = Shaper()
    shapes = [shaper.shape(block) for block in blocks]
    ids = [new_id() for _ in blocks]
    notes = _footnotes(blocks, ids)
    return tuple(
        Paragraph(id, shape.kind, _resolved(shape.content, notes), shape.label, shape.level)
        for id, shape in zip(ids, shapes, strict=True)
    )


def brackets_report(source: str, format: str) -> dict[str, Any]:
    """The report on a source; ``format`` is ``md`` or ``txt``. Raises ``ValueError``."""
    numbers = itertools.count(1)
    return dict(import_text(source, format, lambda: f"p{next(numbers)}").report)


def normal(source: str) -> str:
    """The source with one kind of line ending and without control characters; same columns."""
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(" ", lines)


def _footnotes(blocks: Sequence[Block], ids: Sequence[str]) -> dict[str, str]:
    """The paragraph of each footnote by its name in the source; the first of one name counts."""
    notes: dict[str, str] = {}
    for block, id in zip(blocks, ids, strict=True):
        if block.footnote:
            notes.setdefault(block.footnote, id)
    return notes


def _resolved(content: Content, notes: Mapping[str, str]) -> Content:
    """References to footnotes by id; a reference to none is the characters that stood there."""
    out: list[Piece] = []
    for piece in content:
        name = next((m.removeprefix(FOOTNOTE) for m in piece.marks if m.startswith(FOOTNOTE)), None)
        if name is None:
            out.append(piece)
            continue
        others = frozenset(m for m in piece.marks if not m.startswith(FOOTNOTE))
        if name in notes:
            out.append(Piece(OBJECT, others | {FOOTNOTE + notes[name]}))
        else:
            out.append(Piece(f"[^{name}]", others))
    return tidy(out)


def title_of(text: WorkingText) -> str:
    """The title by which a text is called until it is given one."""
    chosen = next((p for p in text if p.kind == "title"), None) or next(
        (p for p in text if p.words.strip()), text[0]
    )
    words = " ".join(chosen.words.replace(OBJECT, "").split()).strip("\"'")
    return words[:200] or chosen.label


def _places(
    source: str,
    blocks: Sequence[Block],
    ids: Sequence[str],
    notes: Mapping[str, str],
    bracket: re.Pattern[str],
) -> dict[str, list[tuple[int, int]]]:
    """Where the brackets of each block stand in the source. Footnote syntax is not a bracket."""
    lines = source.split("\n")
    places: dict[str, list[tuple[int, int]]] = {}
    for block, id in zip(blocks, ids, strict=True):
        found: list[tuple[int, int]] = []
        for number in range(block.first, block.last + 1):
            line = lines[number]
            if notes and "[^" in line:
                line = _REFERENCE.sub(
                    lambda m: " " * len(m.group()) if m.group(1) in notes else m.group(), line
                )
            found.extend((number + 1, m.start() + 1) for m in bracket.finditer(line))
        if found:
            places[id] = found
    return places
