"""A file from outside as a text that still carries its tracked changes and comments.

Tracked words are marked ``ins:<author>`` and ``del:<author>`` (numbers into ``authors``); nothing
is decided about them here. ``settle`` (``adref.drafting.tracked``) does that.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from adref.drafting.blocks import Block
from adref.drafting.content import FOOTNOTE, OBJECT, Content, Piece, join, plain, tidy
from adref.drafting.numbering import split_label
from adref.drafting.rows import row_of
from adref.drafting.shaping import Shape, Shaper
from adref.drafting.text import Paragraph, WorkingText

INS, DEL = "ins:", "del:"
INCOMING = ("md", "txt", "docx")


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote beside a paragraph of the file."""

    paragraph: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file from outside. ``ends``: paragraphs whose end is a tracked change (``ins:0``).

    ``moves``: paragraphs moved as a whole, by id where they now stand, to where they stood.
    ``notes`` counts what a text cannot hold (pictures, tables...), for the report.
    """

    format: str
    paragraphs: WorkingText
    authors: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    ends: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[str, str] = field(default_factory=dict)


def incoming_from_word(data: Mapping[str, Any], new_id: Callable[[], str]) -> Incoming:
    """What the reader of Word files gives: ``blocks``, ``authors`` and ``notes``.

    Raises ``ValueError`` with a sentence when it has no words.
    """
    blocks: Sequence[Mapping[str, Any]] = data["blocks"]
    if not blocks:
        raise ValueError("The file has no words.")
    authors = tuple(data["authors"])
    ids = [new_id() for _ in blocks]
    notes = {
        block["footnote"]: id for block, id in zip(blocks, ids, strict=True) if "footnote" in block
    }
    shaper = Shaper()
    shapes = [_shape(shaper, block, number) for number, block in enumerate(blocks)]
    return Incoming(
        "docx",
        tuple(
            Paragraph(id, shape.kind, _resolved(shape.content, notes), shape.label, shape.level)
            for id, shape in zip(ids, shapes, strict=True)
        ),
        authors,
        tuple(
            Comment(id, authors[int(said["author"])], said["text"])
            for id, block in zip(ids, blocks, strict=True)
            for said in block.get("comments", ())
        ),
        {id: block["mark"] for id, block in zip(ids, blocks, strict=True) if block.get("mark")},
        dict(data["notes"]),
        _moves({id: b["moved"] for id, b in zip(ids, blocks, strict=True) if b.get("moved")}),
    )


def _moves(said: Mapping[str, str]) -> dict[str, str]:
    """From the id where a paragraph now stands to the id where it stood."""
    left = {name.partition(":")[2]: id for id, name in said.items() if name.startswith("from:")}
    come = {id: name.removeprefix("to:") for id, name in said.items() if name.startswith("to:")}
    return {id: left[name] for id, name in come.items() if name in left}


def _shape(shaper: Shaper, said: Mapping[str, Any], number: int) -> Shape:
    if "cells" in said:
        row = row_of(_content(cell) for cell in said["cells"])
        return shaper.shape(Block(row, number, number, row=1 + bool(said["head"])))
    content = _labelled(_content(said["runs"]))
    label, heading = said.get("label", ""), said.get("heading", 0)
    if said.get("title") and not shaper.titled:
        shaper.titled = shaper.seen = True
        return Shape("title", "", 0, content)
    if heading and label:
        content, label = join(plain(f"{label} "), content), ""
    block = Block(
        content,
        number,
        number,
        heading=heading,
        depth=said.get("depth", 0) if label else 0,
        marker=label,
        footnote=said.get("footnote", ""),
    )
    shape = shaper.shape(block)
    if said.get("proposed"):  # it gets its label when it is adopted
        shape = replace(shape, label="")
    wanted = said.get("kind", "")
    return replace(shape, kind=wanted) if wanted and shape.kind != "footnote" else shape


def _content(runs: Sequence[Any]) -> Content:
    return tidy(Piece(text, frozenset(marks)) for text, marks in runs)


def _labelled(content: Content) -> Content:
    """A label in words that was tracked as changed is the one that stood there: a label is what is
    printed, and the text gives it anew."""
    tracked = list(itertools.takewhile(_is_tracked, content))
    said = {sign: "".join(p.text for p in tracked if _has(p, sign)) for sign in (DEL, INS)}
    if not tracked or not all(_is_label(words) for words in said.values() if words):
        return content
    label = said[DEL] or said[INS]
    return join(plain(label.rstrip() + " "), tidy(content[len(tracked) :]))


def _has(piece: Piece, sign: str) -> bool:
    return any(mark.startswith(sign) for mark in piece.marks)


def _is_tracked(piece: Piece) -> bool:
    return _has(piece, INS) or _has(piece, DEL)


def _is_label(words: str) -> bool:
    return split_label(f"{words.strip()} x") == len(words.strip()) > 0


def _resolved(content: Content, notes: Mapping[str, str]) -> Content:
    """References to footnotes by the ids of their paragraphs."""
    out = []
    for piece in content:
        names = [mark for mark in piece.marks if mark.startswith(FOOTNOTE)]
        others = frozenset(mark for mark in piece.marks if not mark.startswith(FOOTNOTE))
        if piece.text == OBJECT and names:
            out.append(Piece(OBJECT, others | {FOOTNOTE + notes[names[0].removeprefix(FOOTNOTE)]}))
        else:
            out.append(Piece(piece.text.replace(OBJECT, "\ufffd"), others))
    return tidy(out)
