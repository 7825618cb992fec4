"""Which paragraphs of a Word file were moved as a whole, and where to."""

from collections import Counter
from typing import Any

from adref.server.word.names import w

_SIDES = {"moveFrom": "from", "moveTo": "to"}
_STARTS = {w(f"{name}RangeStart"): side for name, side in _SIDES.items()}
_ENDS = {w(f"{name}RangeEnd") for name in _SIDES}
_MOVED = {w(name): side for name, side in _SIDES.items()}
_LONGEST_NAME = 100


def moved_paragraphs(body: Any) -> dict[Any, str]:
    """``from:<name>:<number>`` and ``to:...`` of paragraphs all of whose words were moved.

    The name is that of the move, the number that of the paragraph in it: both sides have it.
    """
    found: dict[Any, str] = {}
    opened: dict[str, tuple[str, str]] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for item in body.iter(w("p"), *_STARTS, *_ENDS):
        if item.tag in _STARTS:
            name = (item.get(w("name")) or "")[:_LONGEST_NAME]
            opened[item.get(w("id"), "")] = (_STARTS[item.tag], name)
        elif item.tag in _ENDS:
            opened.pop(item.get(w("id"), ""), None)
        elif side := _side(item):
            inside = [
                (_STARTS[start.tag], (start.get(w("name")) or "")[:_LONGEST_NAME])
                for start in item.iter(*_STARTS)
            ]
            ranges = [known for known in (*opened.values(), *inside) if known[0] == side]
            if ranges:
                counted[ranges[-1]] += 1
                found[item] = f"{side}:{ranges[-1][1]}:{counted[ranges[-1]]}"
    return found


def _side(paragraph: Any) -> str:
    """``from`` or ``to`` when all words of a paragraph stand in such a change, and in one only."""
    sides = set()
    for words in paragraph.iter(w("t"), w("delText")):
        if words.text:
            around = [_MOVED[a.tag] for a in words.iterancestors() if a.tag in _MOVED]
            other = any(a.tag in (w("ins"), w("del")) for a in words.iterancestors())
            sides.add(around[0] if around and not other else "")
    return sides.pop() if len(sides) == 1 else ""
