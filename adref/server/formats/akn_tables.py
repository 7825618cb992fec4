"""Rows as ``table``, ``tr`` and ``td`` in Akoma Ntoso, and back: nothing of a row is lost.

A row is written as any paragraph is, and cut afterwards where a bar stands between cells. A bar
inside a contest or inside brackets cuts nothing: the cell then holds the words of several.
"""

from copy import copy
from typing import Any

from lxml import etree

from adref.drafting.rows import BETWEEN, HEAD
from adref.server.formats.akn_words import ours, sub, tag

_BAR = ours("bar")  # of a cell before which the bar stood inside a change
_CUT = ("ins", "del", "inline")


def write_cells(row: Any, words: Any, level: int) -> None:
    """Put the words of a paragraph (an element of its own) into the cells of a ``tr``."""
    name = "th" if level >= HEAD else "td"
    at = sub(sub(row, name), "p")

    def new(inside: bool) -> Any:
        cell = sub(row, name)
        if inside:
            cell.set(_BAR, "inside")
        return sub(cell, "p")

    first, *others = (words.text or "").split(BETWEEN)
    at.text = first
    for text in others:
        at = new(False)
        at.text = text
    for child in list(words):
        tail, child.tail = child.tail or "", None
        parts = _parts(child)
        at.append(parts[0])
        for part in parts[1:]:
            at = new(True)
            at.append(part)
        first, *others = tail.split(BETWEEN)
        at[-1].tail = first or None
        for text in others:
            at = new(False)
            at.text = text


def _parts(child: Any) -> list[Any]:
    """A change of several cells as one for each."""
    if etree.QName(child).localname not in _CUT or len(child) or BETWEEN not in (child.text or ""):
        return [child]
    out = []
    for number, text in enumerate(child.text.split(BETWEEN)):
        part = copy(child)
        part.text = text
        if number and part.get("eId"):
            part.set("eId", f"{child.get('eId')}-{number + 1}")
        out.append(part)
    return out


def words_of_cells(row: Any) -> Any:
    """The words of a ``tr`` as the one element that they were cut from."""
    words = etree.Element(tag("p"))
    for number, cell in enumerate(row):
        held = copy(cell[0])
        if number and cell.get(_BAR):
            words[-1].text = (words[-1].text or "") + BETWEEN
        elif number:
            _append(words, BETWEEN)
        _append(words, held.text or "")
        for child in list(held):
            words.append(child)
    return words


def _append(words: Any, text: str) -> None:
    if len(words):
        words[-1].tail = (words[-1].tail or "") + text
    else:
        words.text = (words.text or "") + text
