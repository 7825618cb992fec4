"""What the styles of a Word file say: headings, titles, emphasis, and numbering by style."""

import re
from dataclasses import dataclass
from typing import Any

from adref.server.word.names import FURNITURE, number, switched, value, w

_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
_DEEPEST = 12  # styles based on styles
KINDS = {
    "adref preambular": "pp",
    "adref operative": "op",
    "adref chapeau": "chapeau",
    "adref item": "item",
    "adref masthead": FURNITURE,
    "adref imprint": FURNITURE,
    "adref end": FURNITURE,
}
"""The styles of our own files, and the kind of paragraph that each is for."""


@dataclass(frozen=True)
class Style:
    """One style, with what it takes from those it is based on."""

    heading: int = 0
    title: bool = False
    kind: str = ""
    bold: bool = False
    italic: bool = False
    list: tuple[str, int] | None = None  # numId, level


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: Any) -> None:
        self._raw = {} if root is None else {s.get(w("styleId")): s for s in root.iter(w("style"))}
        self._known: dict[str, Style] = {}

    @property
    def ours(self) -> bool:
        """Whether the file has the styles of those that we write."""
        names = ((value(style, "name") or "").lower() for style in self._raw.values())
        return any(KINDS.get(name) == FURNITURE for name in names)

    def get(self, identifier: str | None) -> Style:
        """The style; an unknown one says nothing."""
        if identifier is None or identifier not in self._raw:
            return Style()
        if identifier not in self._known:
            self._known[identifier] = self._read(identifier)
        return self._known[identifier]

    def _chain(self, identifier: str) -> list[Any]:
        chain: list[Any] = []
        at: str | None = identifier
        while at in self._raw and self._raw[at] not in chain and len(chain) < _DEEPEST:
            chain.append(self._raw[at])
            at = value(self._raw[at], "basedOn")
        return chain

    def _read(self, identifier: str) -> Style:
        chain = self._chain(identifier)
        own = (value(chain[0], "name") or "").lower()
        return Style(
            heading=next((level for level in map(_heading, chain) if level), 0),
            title=own == "title",
            kind=KINDS.get(own, ""),
            bold=_first(chain, "b"),
            italic=_first(chain, "i"),
            list=_list(chain),
        )


def _heading(style: Any) -> int:
    found = _HEADING.fullmatch(value(style, "name") or "")
    if found:
        return min(int(found.group(1)), 6)
    outline = value(style, "pPr", "outlineLvl")
    level = number(outline, 9)
    return min(level + 1, 6) if 0 <= level < 9 else 0


def _first(chain: list[Any], name: str) -> bool:
    said = (switched(style.find(w("rPr")), name) for style in chain)
    return next((on for on in said if on is not None), False)


def _list(chain: list[Any]) -> tuple[str, int] | None:
    for style in chain:
        identifier = value(style, "pPr", "numPr", "numId")
        if identifier is not None:
            return identifier, number(value(chain[0], "pPr", "numPr", "ilvl"))
    return None
