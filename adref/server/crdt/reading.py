"""Reading paragraphs out of a document, strictly: what is not of the agreed shape is refused."""

import re
from typing import Any, NamedTuple

from pycrdt import Map, XmlElement, XmlFragment, XmlText

from adref.drafting.content import EM, FOOTNOTE, OBJECT, STRONG, Content, Piece, tidy
from adref.drafting.ordering import is_key
from adref.drafting.text import KINDS, Paragraph, WorkingText

ROOT = "paragraphs"
TOO_LONG = "a paragraph is too long"
FOOTNOTE_TAG, TARGET = "footnote", "target"
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_ORDER, MAX_LABEL, MAX_LEVEL, MAX_WORDS = 256, 200, 20, 100_000
_MARKS = {EM, STRONG}
_FIELDS = {"order", "kind", "level", "label", "body"}


class Malformed(ValueError):
    """A paragraph in a document is not of the agreed shape."""


class Entry(NamedTuple):
    """A paragraph and its place."""

    order: str
    paragraph: Paragraph


def read_entry(root: "Map[Any]", identifier: str) -> Entry | None:
    """The paragraph under an id, None when there is none; raises ``Malformed``."""
    value = root.get(identifier)
    if value is None:
        if identifier in root:
            raise Malformed("a paragraph is null")
        return None
    if not isinstance(value, Map) or not IDENTIFIER.fullmatch(identifier):
        raise Malformed("not a paragraph")
    if not set(value.keys()) <= _FIELDS:
        raise Malformed("a paragraph has an unknown field")
    order, kind, level, label = (value.get(name) for name in ("order", "kind", "level", "label"))
    if not isinstance(order, str) or len(order) > MAX_ORDER or not is_key(order):
        raise Malformed("the order of a paragraph is not an order key")
    if kind not in KINDS:
        raise Malformed("unknown kind of paragraph")
    body = value.get("body")
    if not isinstance(body, XmlFragment):
        raise Malformed("a paragraph has no body")
    paragraph = Paragraph(identifier, kind, read_body(body), _label(label), _level(level))
    return Entry(order, paragraph)


def read_body(body: XmlFragment) -> Content:
    """The content of a body; raises ``Malformed``."""
    pieces: list[Piece] = []
    for child in body.children:
        if isinstance(child, XmlText):
            pieces += read_pieces(child)
        elif isinstance(child, XmlElement):
            pieces.append(_reference(child))
        else:
            raise Malformed("a body holds something unknown")
    content = tidy(pieces)
    if sum(len(piece.text) for piece in content) > MAX_WORDS:
        raise Malformed(TOO_LONG)
    return content


def read_pieces(text: XmlText) -> list[Piece]:
    """The runs of one text node; raises ``Malformed``."""
    if len(text.attributes):
        raise Malformed("a text node has attributes")
    pieces = []
    for words, marks in text.diff():
        if not isinstance(words, str):
            raise Malformed("a text node holds something that is not words")
        if marks and not all(name in _MARKS and value == {} for name, value in marks.items()):
            raise Malformed("unknown mark")
        pieces.append(Piece(words, frozenset(marks or ())))
    return pieces


def in_order(entries: dict[str, Entry]) -> WorkingText:
    """The paragraphs by order key, ties by id."""
    ordered = sorted(entries.values(), key=lambda entry: (entry.order, entry.paragraph.id))
    return tuple(entry.paragraph for entry in ordered)


def _reference(element: XmlElement) -> Piece:
    target = element.attributes.get(TARGET)
    lone = len(element.attributes) == 1 and not len(element.children)
    if element.tag != FOOTNOTE_TAG or not lone or not isinstance(target, str):
        raise Malformed("a body holds something that is not a footnote reference")
    if not IDENTIFIER.fullmatch(target):
        raise Malformed("a footnote reference names no paragraph")
    return Piece(OBJECT, frozenset({FOOTNOTE + target}))


def _label(label: Any) -> str:
    if label is None:
        return ""
    if not isinstance(label, str) or len(label) > MAX_LABEL:
        raise Malformed("the label of a paragraph is not a short string")
    return label


def _level(level: Any) -> int:
    if level is None:
        return 0
    if isinstance(level, bool) or not isinstance(level, int | float):
        raise Malformed("the level of a paragraph is not a number")
    if level != int(level) or not 0 <= level <= MAX_LEVEL:
        raise Malformed("the level of a paragraph is out of range")
    return int(level)
