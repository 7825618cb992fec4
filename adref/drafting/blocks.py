"""What a reader of sources hands over: blocks of words, before they are given kinds and labels."""

from dataclasses import dataclass

from adref.drafting.content import Content


@dataclass(frozen=True, slots=True)
class Explicit:
    """Kind, level and label as a marker of our own in the source states them."""

    kind: str
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a source. ``first`` and ``last`` are its lines there, from 0, inclusive.

    ``depth`` counts the list items around it, itself included if it begins with ``marker``.
    A footnote reference in ``content`` is U+FFFC with the mark ``fn:<name>``, a name of the source.
    """

    content: Content
    first: int
    last: int
    heading: int = 0  # 1 to 6 for a heading of the source
    depth: int = 0
    marker: str = ""  # the list marker as printed, "•" for any bullet
    footnote: str = ""  # the name of the footnote that this block defines
    label: str = ""  # a label that the source sets apart
    title: bool = False
    furniture: bool = False  # page numbers and running heads: words of the text, but no part of it
    row: int = 0  # 1 for a row of a table, 2 for one of its head
    explicit: Explicit | None = None
