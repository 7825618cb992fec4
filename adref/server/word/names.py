"""The names of Word's XML that are used here, and the signs by which words pass through pandoc."""

from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
STRICT = "http://purl.oclc.org/ooxml/"
SPACE = "\U000f0020"
"""Stands for a space on the way through pandoc, which joins several and moves those at edges."""
OPEN, CLOSE = "\U000f0001", "\U000f0002"
"""Around the number of a paragraph, at its beginning."""
PASSING = f"{SPACE}{OPEN}{CLOSE}"


FURNITURE = "furniture"
"""The kind of what is printed around a text in our own files: letterhead, imprint."""


def w(name: str) -> str:
    """A name of Word's own, as lxml writes it."""
    return f"{{{W}}}{name}"


def value(parent: Any, *path: str) -> str | None:
    """The ``w:val`` of the element at the end of a path of children."""
    for name in path:
        if parent is None:
            return None
        parent = parent.find(w(name))
    if parent is None:
        return None
    found = parent.get(w("val"))
    return None if found is None else str(found)


def number(said: str | None, default: int = 0) -> int:
    """A number as an attribute says it; ``default`` for what is none."""
    try:
        return int(said or "")
    except ValueError:
        return default


def switched(parent: Any, name: str) -> bool | None:
    """Whether a property such as bold is on; None when nothing is said."""
    found = parent.find(w(name)) if parent is not None else None
    if found is None:
        return None
    return found.get(w("val"), "true") not in ("0", "false", "off", "none")
