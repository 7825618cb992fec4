"""What a redline says, paragraph by paragraph, as messages to be put into words.

A message is a key and its values; the catalogue of each language makes a sentence of it
(``OP3: 4 words inserted, 2 struck; moved from after OP5``).
"""

from collections.abc import Iterator
from typing import NamedTuple

from adref.drafting.comparison import DEPARTED, JOINED, NEW, REMOVED, SPLIT, Comparison, Row

Value = str | int


class Message(NamedTuple):
    """A key of the catalogue and the values in it."""

    key: str
    values: dict[str, Value]


class Told(NamedTuple):
    """What is to be said of one row: its index, its name, and the messages in order."""

    row: int
    name: str
    said: tuple[Message, ...]


RELEVELED = Message("releveled", {})


class Totals(NamedTuple):
    """A whole redline in figures: words, and paragraphs of each fate. ``altered`` counts rows."""

    altered: int
    inserted: int
    struck: int
    new: int
    removed: int
    moved: int
    split: int
    joined: int
    relabelled: int


def tell(comparison: Comparison) -> tuple[Told, ...]:
    """The rows that are altered, each once: a moved paragraph is told where it stands now."""
    return tuple(
        Told(index, row.name, tuple(_messages(row)))
        for index, row in enumerate(comparison.rows)
        if row.altered and row.fate != DEPARTED
    )


def totals(comparison: Comparison) -> Totals:
    """The figures of a redline."""
    rows = [row for row in comparison.rows if row.fate != DEPARTED]
    fates = [row.fate for row in rows]
    return Totals(
        altered=sum(row.altered for row in rows),
        inserted=sum(row.inserted for row in rows),
        struck=sum(row.struck for row in rows),
        new=fates.count(NEW),
        removed=fates.count(REMOVED),
        moved=sum(row.moved for row in rows),
        split=fates.count(SPLIT),
        joined=fates.count(JOINED),
        relabelled=sum(row.relabelled for row in rows),
    )


def _messages(row: Row) -> Iterator[Message]:
    marked = row.agreed[0] != row.agreed[1]
    if row.fate == NEW:
        if row.inserted or not marked:
            yield Message("new", {"words": row.inserted})
        if marked:
            yield _agreed(row)
        return
    if row.fate == REMOVED:
        yield Message("removed", {"words": row.struck})
        return
    if row.fate == SPLIT:
        names = ", ".join(head.name for head in row.after)
        yield Message("split", {"count": len(row.after), "names": names})
    if row.fate == JOINED:
        names = ", ".join(head.name for head in row.before)
        yield Message("joined", {"count": len(row.before), "names": names})
    yield from _of_words(row, marked)
    if marked:
        yield _agreed(row)
    if row.reshaped:
        was, now = row.before[0].kind, row.after[0].kind
        other = was != now
        yield Message("reshaped", {"before": was, "after": now}) if other else RELEVELED
    if row.moved:
        yield Message("moved", {"place": row.place}) if row.place else Message("moved_down", {})
    # What is printed without its label is spoken of by the same name as before.
    if row.relabelled and row.before[0].label and row.before[0].name != row.name:
        yield Message("relabelled", {"label": row.before[0].name})


def _agreed(row: Row) -> Message:
    return Message("agreed", {"before": row.agreed[0] or "open", "after": row.agreed[1] or "open"})


def _of_words(row: Row, marked: bool) -> Iterator[Message]:
    if row.inserted and row.struck:
        yield Message("reworded", {"inserted": row.inserted, "struck": row.struck})
    elif row.inserted:
        yield Message("inserted", {"words": row.inserted})
    elif row.struck:
        yield Message("struck", {"words": row.struck})
    elif not marked and any(run.fate != "kept" and run.text.strip() for run in row.runs):
        yield Message("signs", {})
    if row.reformatted:
        yield Message("reformatted", {})
