"""The structure of square brackets, derived from the words over an ordered text.

Tolerant: a bracket may open in one paragraph and close in another; what does not balance is
listed, never mended. ``combine`` is linear in the number of brackets, over scans that are kept per
paragraph. Mirrored in frontend/src/drafting/brackets.ts; golden cases in fixtures/brackets.json.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from adref.drafting.scanning import (
    CLOSE,
    CONTESTED,
    OPEN,
    PLACEHOLDER,
    Scan,
    adjacent,
    inside,
    roles_with_links,
    scan_paragraph,
    slashed,
)
from adref.drafting.text import Paragraph


class Place(NamedTuple):
    """A position: paragraph id and offset in code points."""

    paragraph: str
    at: int


class Bracket(NamedTuple):
    """A pair. ``at`` is the offset of the bracket character itself.

    ``depth`` counts the contested brackets around it and itself (0 when it is not contested);
    ``parent`` is the index of the contested bracket directly around it, or None.
    """

    open: Place
    close: Place
    depth: int
    parent: int | None
    role: str


class Unbalanced(NamedTuple):
    """A bracket character without partner."""

    place: Place
    char: str


class Group(NamedTuple):
    """Alternatives to one another.

    ``adjacent``: brackets that touch (``[shall][should]``), by index; ``spans`` are their insides.
    ``slash``: one bracket whose words are parted by `` / ``; ``spans`` are the parts.
    Spans are offsets in ``paragraph``, end exclusive.
    """

    kind: str
    paragraph: str
    brackets: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """The brackets of a text, in order of opening."""

    brackets: tuple[Bracket, ...] = ()
    unbalanced: tuple[Unbalanced, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def contested(self) -> tuple[Bracket, ...]:
        """The pairs around contested words (placeholders too: something is missing there)."""
        return tuple(b for b in self.brackets if b.role in (CONTESTED, PLACEHOLDER))

    @property
    def max_depth(self) -> int:
        """The deepest nesting of contested brackets; 0 when there are none."""
        return max((bracket.depth for bracket in self.brackets), default=0)


SECTION_KINDS = ("title", "heading", "article", "annex")


class Scanned(NamedTuple):
    """A paragraph as ``combine`` sees it. ``rank`` is None except for lines that begin a section:
    the smaller, the longer the section reaches (title 0, then the level of the heading)."""

    paragraph: str
    scan: Scan
    rank: int | None = None


def rank_of(kind: str, level: int) -> int | None:
    """The rank of a line that begins a section, or None for any other paragraph."""
    if kind not in SECTION_KINDS:
        return None
    return 0 if kind == "title" else max(level, 1)


def combine(scans: Iterable[Scanned]) -> Structure:
    """The brackets of a text, from the scans of its paragraphs in order."""
    ordered = tuple(scans)
    links = frozenset(item.scan.defines for item in ordered if item.scan.defines)
    pairing = _Pairing(links)
    for item in ordered:
        pairing.read(item)
    return pairing.structure()


class _Opening(NamedTuple):
    place: Place
    role: str
    limit: int  # the rank of heading that ends its reach; 0: none does


class _Pairing:
    """Pairs openings and closings over the whole text, then tells what is inside what."""

    def __init__(self, links: frozenset[str]) -> None:
        self.links = links
        self.openings: list[_Opening] = []
        self.closings: dict[int, Place] = {}  # by index of opening
        self.events: list[tuple[int, Place]] = []  # index of opening (-1: lost closing), place
        self.waiting: list[int] = []
        self.groups: list[Group] = []  # brackets still by index of opening
        self.section = 0

    def read(self, item: Scanned) -> None:
        if item.rank is not None:
            self._begin_section(item.rank)
        limit = 0 if item.rank is not None or _only_brackets(item.scan) else self.section
        roles = roles_with_links(item.scan, self.links) if self.links else item.scan.roles
        first = len(self.openings)
        numbers: list[int] = []
        for mark, role in zip(item.scan.marks, roles, strict=True):
            place = Place(item.paragraph, mark.at)
            numbers.append(self._open(place, role, limit) if mark.opens else self._close(place))
        if len(self.openings) > first:
            self._find_groups(item, roles, numbers)

    def _begin_section(self, rank: int) -> None:
        """Openings of the section that ends here wait no longer."""
        self.waiting = [
            i for i in self.waiting if not self.openings[i].limit or self.openings[i].limit < rank
        ]
        self.section = rank

    def _open(self, place: Place, role: str, limit: int) -> int:
        number = len(self.openings)
        self.openings.append(_Opening(place, role, limit))
        self.waiting.append(number)
        self.events.append((number, place))
        return number

    def _close(self, place: Place) -> int:
        number = self.waiting.pop() if self.waiting else -1
        if number >= 0:
            self.closings[number] = place
        self.events.append((number, place))
        return number

    def _find_groups(self, item: Scanned, roles: Sequence[str], numbers: Sequence[int]) -> None:
        scan = item.scan
        for chain in adjacent(scan, roles):
            spans = tuple(inside(scan, index) for index in chain)
            brackets = tuple(numbers[index] for index in chain)
            self.groups.append(Group("adjacent", item.paragraph, brackets, spans))
        for index, spans in slashed(scan, roles):
            self.groups.append(Group("slash", item.paragraph, (numbers[index],), spans))

    def structure(self) -> Structure:
        names: dict[int, int] = {}  # index of opening -> index of bracket
        brackets: list[Bracket] = []
        unbalanced: list[Unbalanced] = []
        around: list[int] = []
        for number, place in self.events:
            if number not in self.closings:
                unbalanced.append(Unbalanced(place, CLOSE if number < 0 else OPEN))
            elif number in names:
                if around and around[-1] == names[number]:
                    around.pop()
            else:
                names[number] = len(brackets)
                brackets.append(self._bracket(number, around))
                if brackets[-1].depth:
                    around.append(names[number])
        groups = tuple(
            g._replace(brackets=tuple(names[i] for i in g.brackets)) for g in self.groups
        )
        return Structure(tuple(brackets), tuple(unbalanced), groups)

    def _bracket(self, number: int, around: Sequence[int]) -> Bracket:
        opening = self.openings[number]
        contested = opening.role in (CONTESTED, PLACEHOLDER)
        return Bracket(
            opening.place,
            self.closings[number],
            len(around) + 1 if contested else 0,
            around[-1] if around else None,
            opening.role,
        )


def _only_brackets(scan: Scan) -> bool:
    return bool(scan.marks) and not scan.words.replace("[", "").replace("]", "").strip()


def bracket_at(structure: Structure, paragraph: str, at: int) -> int | None:
    """The index of the pair of which one bracket character stands at this place, or None."""
    place = Place(paragraph, at)
    for index, bracket in enumerate(structure.brackets):
        if place in (bracket.open, bracket.close):
            return index
    return None


def read_brackets(text: Iterable[Paragraph]) -> Structure:
    """The brackets of a text."""
    return combine(
        Scanned(
            paragraph.id, scan_paragraph(paragraph.words), rank_of(paragraph.kind, paragraph.level)
        )
        for paragraph in text
    )
