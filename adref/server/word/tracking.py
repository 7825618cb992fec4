"""Tracked changes made plain: each ``ins`` and ``del`` stands in its paragraph, with its author.

Pandoc drops a deletion inside an insertion, and reads only what it knows. Here both become
neighbours whose author is a number, or ``1>2``: inserted by the one, deleted by the other.
"""

from copy import copy
from typing import Any

from lxml import etree

from adref.server.word.names import w

INS, DEL, RUN = w("ins"), w("del"), w("r")
_MOVED = {w("moveFrom"): DEL, w("moveTo"): INS}
UNNAMED = "?"


class Authors:
    """The people whose changes are tracked, in the order in which they are met."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def number(self, change: Any) -> str:
        """The number of the author of an ``ins``, ``del`` or comment."""
        name = " ".join((change.get(w("author")) or "").split())[:200] or UNNAMED
        if name not in self.names:
            self.names.append(name)
        return str(self.names.index(name))


def flatten(paragraph: Any, authors: Authors) -> None:
    """Put the changes of a paragraph side by side."""
    for child in list(paragraph):
        child.tag = _MOVED.get(child.tag, child.tag)
        if child.tag in (INS, DEL):
            parts = list(_parts(child, authors))
            at = paragraph.index(child)
            paragraph[at : at + 1] = parts


def _parts(change: Any, authors: Authors) -> Any:
    """One change as several, each of a single history."""
    outer = authors.number(change)
    held: list[Any] = []
    for child in list(change):
        child.tag = _MOVED.get(child.tag, child.tag)
        if child.tag in (INS, DEL):
            if held:
                yield _change(change.tag, outer, held)
                held = []
            yield _nested(change.tag, outer, child, authors)
        else:
            held.append(child)
    if held:
        yield _change(change.tag, outer, held)


def _nested(tag: str, outer: str, child: Any, authors: Authors) -> Any:
    inner = authors.number(child)
    if child.tag == tag:
        return _change(tag, inner, list(child))
    said = f"{outer}>{inner}" if tag == INS else f"{inner}>{outer}"
    return _change(DEL, said, list(child))


def _change(tag: str, author: str, children: list[Any]) -> Any:
    made = etree.Element(tag)
    made.set(w("id"), "0")
    made.set(w("author"), author)
    for child in children:
        if child.tag == RUN:
            _as_read(child, tag)
        made.append(child)
    return made


def _as_read(run: Any, tag: str) -> None:
    """Deleted words are written as such, others are not."""
    wrong, right = (w("t"), w("delText")) if tag == DEL else (w("delText"), w("t"))
    for text in run.iter(wrong):
        text.tag = right


def mark_rows(body: Any) -> None:
    """The words of a table's row that was inserted or deleted as a whole are so too."""
    for row in body.iter(w("tr")):
        properties = row.find(w("trPr"))
        for tag in (INS, DEL):
            change = properties.find(tag) if properties is not None else None
            if change is None:
                continue
            for run in [r for r in row.iter(RUN) if r.getparent().tag not in (INS, DEL)]:
                wrapped = copy(change)
                wrapped[:] = []
                run.getparent().replace(run, wrapped)
                wrapped.append(run)


def mark_of(paragraph: Any, authors: Authors) -> str:
    """``ins:0`` or ``del:0`` when the end of the paragraph is itself a change; else empty."""
    properties = paragraph.find(w("pPr"))
    marks = properties.find(w("rPr")) if properties is not None else None
    for tag, said in ((INS, "ins"), (w("moveTo"), "ins"), (DEL, "del"), (w("moveFrom"), "del")):
        change = marks.find(tag) if marks is not None else None
        if change is not None:
            return f"{said}:{authors.number(change)}"
    return ""


def is_inserted(paragraph: Any) -> bool:
    """Whether all words of a paragraph are tracked as inserted."""
    changes = list(paragraph.iterchildren(INS, w("moveTo")))
    return bool(changes) and not any(True for _ in paragraph.iterchildren(RUN, DEL, w("moveFrom")))
