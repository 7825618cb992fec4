"""Inline content of a paragraph: words with marks, as an immutable value.

A ``Content`` is a tuple of ``Piece``. Two neighbouring pieces never carry the same marks and no
piece is empty (``tidy`` makes it so), so equal contents are equal values. Offsets count Unicode
code points over the concatenated text. A footnote reference is the one character U+FFFC with the
mark ``fn:<id of the footnote paragraph>``.

JSON shape: ``[{"t": "words"}, {"t": "more", "m": ["em"]}]``; a bare string stands for one
unmarked piece.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

OBJECT = "\ufffc"
EM, STRONG = "em", "strong"
FOOTNOTE = "fn:"


class Piece(NamedTuple):
    """A run of words under the same marks (``em``, ``strong`` or ``fn:<paragraph id>``)."""

    text: str
    marks: frozenset[str] = frozenset()


Content = tuple[Piece, ...]


def plain(text: str) -> Content:
    """Unmarked content."""
    return (Piece(text),) if text else ()


def text_of(content: Content) -> str:
    """The words alone; a footnote reference is U+FFFC."""
    return "".join(piece.text for piece in content)


def tidy(pieces: Iterable[Piece]) -> Content:
    """The same content with empty pieces dropped and equal neighbours joined."""
    written = (piece for piece in pieces if piece.text)
    return tuple(
        Piece("".join(piece.text for piece in same), marks)
        for marks, same in groupby(written, key=lambda piece: piece.marks)
    )


def cut(content: Content, start: int, end: int | None = None) -> Content:
    """The content between two offsets (code points)."""
    out: list[Piece] = []
    at = 0
    for piece in content:
        low = max(start - at, 0)
        high = len(piece.text) if end is None else min(end - at, len(piece.text))
        if low < high:
            out.append(Piece(piece.text[low:high], piece.marks))
        at += len(piece.text)
    return tidy(out)


def join(*parts: Content) -> Content:
    """Contents one after the other."""
    return tidy(piece for part in parts for piece in part)


def splice(content: Content, start: int, end: int, replacement: Content) -> Content:
    """``content`` with the words between two offsets replaced."""
    return join(cut(content, 0, start), replacement, cut(content, end))


def content_to_json(content: Content) -> list[dict[str, Any]]:
    """The JSON shape of a content."""
    return [
        {"t": piece.text, "m": sorted(piece.marks)} if piece.marks else {"t": piece.text}
        for piece in content
    ]


def content_from_json(data: Any) -> Content:
    """Read the JSON shape; raises ``ValueError`` with the reason when it is not one."""
    if isinstance(data, str):
        return plain(data)
    if not isinstance(data, list):
        raise ValueError("content must be a string or a list of pieces")
    pieces = []
    for item in data:
        if not isinstance(item, dict) or not isinstance(item.get("t"), str):
            raise ValueError("a piece of content needs its words under 't'")
        marks = item.get("m", [])
        if not isinstance(marks, list) or not all(_known(mark) for mark in marks):
            raise ValueError("a piece of content carries an unknown mark")
        pieces.append(Piece(item["t"], frozenset(marks)))
    return tidy(pieces)


def _known(mark: Any) -> bool:
    return isinstance(mark, str) and (mark in (EM, STRONG) or mark.startswith(FOOTNOTE))
