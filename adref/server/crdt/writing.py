"""Writing paragraphs into a document, as the browser's binding writes them."""

from typing import TYPE_CHECKING, Any

from pycrdt import Map, XmlElement, XmlFragment, XmlText

from adref.drafting.content import EM, FOOTNOTE, OBJECT, STRONG, Content, Piece, cut, tidy
from adref.drafting.text import Paragraph
from adref.server.crdt.reading import FOOTNOTE_TAG, TARGET, read_body, read_pieces

if TYPE_CHECKING:
    from adref.server.crdt.diffing import Step

MARKS = (EM, STRONG)


def write_paragraph(root: "Map[Any]", order: str, paragraph: Paragraph) -> None:
    """Put a paragraph into the root map, inside a transaction."""
    entry: Map[Any] = Map()
    root[paragraph.id] = entry
    entry["order"] = order
    entry["kind"] = paragraph.kind
    entry["level"] = paragraph.level
    entry["label"] = paragraph.label
    body = XmlFragment()
    entry["body"] = body
    _append(body, 0, paragraph.content)


def change_body(body: XmlFragment, after: Content) -> None:
    """Turn the content of a body into ``after``, touching only the words that differ."""
    from adref.server.crdt.diffing import steps  # typing does without

    before = read_body(body)
    for step in reversed(steps(before, after)):
        _take(body, step)
        _put(body, step.start, step.inserted)
    _mend_marks(body, after)
    if read_body(body) != after:
        # A layout that cannot be reached word by word (text nodes that split at a footnote).
        for index in reversed(range(len(body.children))):
            del body.children[index]
        _append(body, 0, after)


def _append(body: XmlFragment, at: int, content: Content) -> None:
    """New nodes at child index ``at``."""
    text: XmlText | None = None
    for piece in content:
        target = _target(piece)
        if target is not None:
            for _ in piece.text:
                body.children.insert(at, XmlElement(FOOTNOTE_TAG, {TARGET: target}))
                at += 1
            text = None
            continue
        if text is None:
            text = XmlText("")
            body.children.insert(at, text)
            at += 1
        text.insert(len(text), piece.text, _attributes(piece))


def _take(body: XmlFragment, step: "Step") -> None:
    """Remove the words of a step."""
    for index, child, start, words in reversed(_layout(body)):
        low, high = max(step.start, start), min(step.end, start + len(words))
        if low >= high:
            continue
        if isinstance(child, XmlText):
            del child[_bytes(words, low - start) : _bytes(words, high - start)]
        else:
            del body.children[index]


def _put(body: XmlFragment, at: int, content: Content) -> None:
    """Insert content at an offset."""
    for piece in reversed(content):
        target = _target(piece)
        if target is None:
            _put_words(body, at, piece)
        else:
            for _ in piece.text:
                index = _split_at(body, at)
                body.children.insert(index, XmlElement(FOOTNOTE_TAG, {TARGET: target}))


def _put_words(body: XmlFragment, at: int, piece: Piece) -> None:
    index = 0
    for position, child, start, words in _layout(body):
        if isinstance(child, XmlText) and start <= at <= start + len(words):
            child.insert(_bytes(words, at - start), piece.text, _attributes(piece))
            return
        if start + len(words) <= at:
            index = position + 1
    _append(body, index, (piece,))


def _split_at(body: XmlFragment, at: int) -> int:
    """The child index at which something can stand at an offset; a text node is cut in two."""
    index = 0
    for position, child, start, words in _layout(body):
        if start + len(words) <= at:
            index = position + 1
        elif isinstance(child, XmlText) and start < at:
            tail = cut(tidy(read_pieces(child)), at - start)
            del child[_bytes(words, at - start) : len(child)]
            _append(body, position + 1, tail)
            return position + 1
    return index


def _mend_marks(body: XmlFragment, after: Content) -> None:
    """Give the words the marks they should have."""
    for _, child, start, words in _layout(body):
        if not isinstance(child, XmlText):
            continue
        wanted = cut(after, start, start + len(words))
        for mark in MARKS:
            have = _covered(tidy(read_pieces(child)), mark)
            want = _covered(wanted, mark)
            for low, high in _runs([left != right for left, right in zip(have, want, strict=True)]):
                for first, last in _runs([want[i] for i in range(low, high)]):
                    _format(child, words, low + first, low + last, {mark: {}})
                for first, last in _runs([not want[i] for i in range(low, high)]):
                    _format(child, words, low + first, low + last, {mark: None})


def _format(text: XmlText, words: str, low: int, high: int, attributes: dict[str, Any]) -> None:
    text.format(_bytes(words, low), _bytes(words, high), attributes)


def _covered(content: Content, mark: str) -> list[bool]:
    return [mark in piece.marks for piece in content for _ in piece.text]


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    """The stretches that are true."""
    found, start = [], None
    for at, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            found.append((start, at))
            start = None
    return found


def _layout(body: XmlFragment) -> list[tuple[int, Any, int, str]]:
    """Each child with its index, its offset in code points and its words."""
    found, at = [], 0
    for index, child in enumerate(body.children):
        words = (
            "".join(piece.text for piece in read_pieces(child))
            if isinstance(child, XmlText)
            else OBJECT
        )
        found.append((index, child, at, words))
        at += len(words)
    return found


def _bytes(words: str, at: int) -> int:
    """The library counts in UTF-8 bytes."""
    return len(words[:at].encode())


def _target(piece: Piece) -> str | None:
    for mark in piece.marks:
        if mark.startswith(FOOTNOTE):
            return mark.removeprefix(FOOTNOTE)
    return None


def _attributes(piece: Piece) -> dict[str, Any]:
    return {mark: {} for mark in MARKS if mark in piece.marks}
