"""The comments of a Word file: who said what, and beside which paragraph."""

from collections import defaultdict
from typing import Any

from adref.server.word.names import w
from adref.server.word.tracking import Authors

_ANCHORS = (w("commentRangeStart"), w("commentReference"), w("commentRangeEnd"))


def comments_of(root: Any, authors: Authors) -> dict[str, dict[str, str]]:
    """Each comment by its id: the number of its author, its date and its words."""
    found: dict[str, dict[str, str]] = {}
    for comment in root.iter(w("comment")) if root is not None else ():
        lines = (_words(paragraph) for paragraph in comment.iter(w("p")))
        words = "\n".join(line for line in lines if line.strip())
        if words:
            name = comment.get(w("id"), "")
            while name in found:  # a file that gives one number twice: neither is lost
                name += "'"
            found[name] = {
                "author": authors.number(comment),
                "date": comment.get(w("date"), ""),
                "text": words,
            }
    return found


def anchors_of(body: Any) -> dict[Any, list[str]]:
    """The ids of the comments at each paragraph, where each first stands; anchors are taken away.

    A comment that hangs between paragraphs belongs to the next one, or to the last.
    """
    at: dict[Any, list[str]] = defaultdict(list)
    seen: set[str] = set()
    waiting: list[str] = []
    last = None
    for item in list(body.iter(w("p"), *_ANCHORS)):
        if item.tag == w("p"):
            last = item
            at[item] += waiting
            waiting = []
            continue
        identifier = item.get(w("id"), "")
        if identifier not in seen:
            seen.add(identifier)
            host = _paragraph_of(item)
            (at[host] if host is not None else waiting).append(identifier)
        item.getparent().remove(item)
    if waiting and last is not None:
        at[last] += waiting
    return at


def _paragraph_of(item: Any) -> Any:
    while item is not None and item.tag != w("p"):
        item = item.getparent()
    return item


def _words(paragraph: Any) -> str:
    parts = []
    for item in paragraph.iter(w("t"), w("tab"), w("br"), w("cr")):
        parts.append(item.text or "" if item.tag == w("t") else " ")
    return "".join(parts)
