"""The labels that Word prints by itself, counted as Word counts them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from adref.server.word.names import number, value, w

BULLET = "•"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LARGEST = 4_000  # as a Roman number, or as letters


@dataclass(frozen=True)
class Level:
    """How one level of a list is printed, and where it begins."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False  # numbers of the levels above are printed as 1, 2, 3
    restart: int | None = None


@dataclass
class _List:
    """One list as the paragraphs refer to it. Lists of one kind count on together."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """Counts the paragraphs of lists in the order of the text."""

    def __init__(self, root: Any) -> None:
        self._lists = _lists(root) if root is not None else {}
        self._at: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()

    def label(self, identifier: str, level: int, counts: bool = True) -> str | None:
        """What is printed before the next paragraph of a list; None when it is in none.

        One that does not count (it is only proposed) leaves the numbers as they are.
        """
        found = self._lists.get(identifier)
        if found is None or level not in found.levels:
            return None
        here = found.levels[level]
        if here.format == "bullet":
            return BULLET
        kept = dict(self._at[found.abstract]), set(self._started)
        self._count(identifier, found, level)
        printed = self._printed(found, level, here) if here.format != "none" else ""
        if not counts:
            self._at[found.abstract], self._started = kept
        return printed

    def _count(self, identifier: str, found: _List, level: int) -> None:
        at = self._at[found.abstract]
        start = found.levels[level].start
        if level in found.starts and (identifier, level) not in self._started:
            self._started.add((identifier, level))
            at[level] = found.starts[level]
        else:
            at[level] = at[level] + 1 if level in at else found.starts.get(level, start)
        for below in [other for other in at if other > level]:
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or (restart and level < restart):
                del at[below]

    def _printed(self, found: _List, level: int, here: Level) -> str:
        at = self._at[found.abstract]

        def said(place: re.Match[str]) -> str:
            other = int(place.group(1)) - 1
            shape = found.levels.get(other, Level())
            count = at.get(other, shape.start)
            return spelled(count, "decimal" if here.legal else shape.format)

        return _PLACE.sub(said, here.text).strip()


def spelled(count: int, format: str) -> str:
    """A number in one of Word's formats; in digits when the format is not known here."""
    if not 0 < count <= _LARGEST:
        return str(count)
    match format:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letter if format == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            return _roman(count) if format == "lowerRoman" else _roman(count).upper()
        case "decimalZero":
            return f"{count:02}"
    return str(count)


def _roman(count: int) -> str:
    out = ""
    for worth, letters in _ROMAN:
        out += letters * (count // worth)
        count %= worth
    return out


def _lists(root: Any) -> dict[str, _List]:
    abstracts = {
        item.get(w("abstractNumId")): _levels(item) for item in root.iter(w("abstractNum"))
    }
    out: dict[str, _List] = {}
    for item in root.iter(w("num")):
        identifier, abstract = item.get(w("numId")), value(item, "abstractNumId")
        if identifier is None or abstract is None or abstract not in abstracts:
            continue
        found = _List(abstract, dict(abstracts[abstract]))
        for override in item.iter(w("lvlOverride")):
            level = number(override.get(w("ilvl")))
            found.levels |= _levels(override)
            start = value(override, "startOverride")
            if start is not None:
                found.starts[level] = number(start, 1)
        out[identifier] = found
    return out


def _levels(parent: Any) -> dict[int, Level]:
    return {number(item.get(w("ilvl"))): _level(item) for item in parent.iter(w("lvl"))}


def _level(item: Any) -> Level:
    restart = value(item, "lvlRestart")
    return Level(
        format=value(item, "numFmt") or "decimal",
        text=value(item, "lvlText") or "",
        start=number(value(item, "start"), 1),
        legal=item.find(w("isLgl")) is not None,
        restart=None if restart is None else number(restart),
    )
