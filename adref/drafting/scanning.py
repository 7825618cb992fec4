"""What one paragraph shows of its square brackets by itself.

A scan depends on the words alone, so it can be kept until they change. A backslash before a
bracket makes it an ordinary character (``\\[sic\\]``). Some brackets are known not to be contested;
they are found, but carry another role. Mirrored in frontend/src/drafting/scanning.ts.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

OPEN, CLOSE = "[", "]"
CONTESTED, UNCONTESTED, AGREED, PLACEHOLDER = "contested", "uncontested", "agreed", "placeholder"

_BRACKET = re.compile(r"[\[\]]")
_SLASH = re.compile(r"(?<= )/(?= )")
_KNOWN = re.compile(
    r"\s*(?:sic|recte|emphasis added|emphasis in original|footnotes? omitted|original: [^\s\[\]]+"
    r"|without reference to a Main Committee.*|on (?:the|a) (?:report|recommendation) of .*"
    r"|adopted (?:without a vote|by consensus).*|\^[^\s\[\]]+)[\s.]*",
    re.IGNORECASE,
)
_AGREED = re.compile(r"\s*(?:Agreed|AGREED)(?: [Aa][Dd] [Rr][Ee][Ff]\w*\.?)?\s*(?:,[^\[\]]*)?")
_PLACEHOLDER = re.compile(r"\s*Placeholder\b.*", re.IGNORECASE)
_DEFINITION = re.compile(r"\s*\[([^\[\]]+)\]:\s*(?:https?://|mailto:|/|<)\S*", re.IGNORECASE)
_WEB = re.compile(r"\((?:https?://|mailto:|/|#)[^\s()]*\)", re.IGNORECASE)


class Mark(NamedTuple):
    """One unescaped bracket character of a paragraph. ``mate`` is the index of its partner here.

    ``mate`` is -1 when the partner is not in this paragraph.
    """

    at: int
    opens: bool
    mate: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What one paragraph shows by itself. ``roles`` belong to opening marks, by index."""

    words: str
    marks: tuple[Mark, ...]
    roles: tuple[str, ...]
    slashes: tuple[int, ...]
    defines: str = ""  # the name of a link defined here, as in ``[name]: http://...``


def escaped(words: str, at: int) -> bool:
    """Whether the character stands behind an odd number of backslashes."""
    before = at
    while before > 0 and words[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def scan_paragraph(words: str) -> Scan:
    """What the words of one paragraph show by themselves."""
    marks: list[Mark] = []
    waiting: list[int] = []
    for found in _BRACKET.finditer(words):
        at, opens = found.start(), found.group() == OPEN
        if escaped(words, at):
            continue
        index, mate = len(marks), -1
        if opens:
            waiting.append(index)
        elif waiting:
            mate = waiting.pop()
            marks[mate] = marks[mate]._replace(mate=index)
        marks.append(Mark(at, opens, mate))
    roles = tuple(_role(words, marks, mark) for mark in marks)
    definition = _DEFINITION.match(words)
    return Scan(
        words,
        tuple(marks),
        roles,
        tuple(found.start() for found in _SLASH.finditer(words)) if marks else (),
        definition.group(1).lower() if definition else "",
    )


def _role(words: str, marks: Sequence[Mark], mark: Mark) -> str:
    if not mark.opens or mark.mate < 0:
        return CONTESTED
    end = marks[mark.mate].at
    inside = words[mark.at + 1 : end]
    if _AGREED.fullmatch(inside):
        return AGREED
    if _KNOWN.fullmatch(inside) or _WEB.match(words, end + 1):
        return UNCONTESTED
    return PLACEHOLDER if _PLACEHOLDER.fullmatch(inside) else CONTESTED


def roles_with_links(scan: Scan, links: frozenset[str]) -> tuple[str, ...]:
    """The roles with ``[words][name]`` and ``[name]: http://...`` of defined links uncontested."""
    roles = list(scan.roles)
    for index, mark in enumerate(scan.marks):
        if not mark.opens or mark.mate < 0:
            continue
        if scan.words[mark.at + 1 : scan.marks[mark.mate].at].lower() not in links:
            continue
        before = index - 1
        if scan.defines and index == 0:
            roles[index] = UNCONTESTED
        elif before >= 0 and scan.marks[before].at == mark.at - 1 and scan.marks[before].mate >= 0:
            roles[index] = roles[scan.marks[before].mate] = UNCONTESTED
    return tuple(roles)


def inside(scan: Scan, index: int) -> tuple[int, int]:
    """The offsets of the words between the pair that opens at this mark."""
    return scan.marks[index].at + 1, scan.marks[scan.marks[index].mate].at


def _is_pair(scan: Scan, roles: Sequence[str], index: int) -> bool:
    return scan.marks[index].mate >= 0 and roles[index] in (CONTESTED, PLACEHOLDER)


def adjacent(scan: Scan, roles: Sequence[str]) -> list[list[int]]:
    """Chains of two or more pairs of this paragraph that touch one another."""
    chains: list[list[int]] = []
    taken: set[int] = set()
    for index, mark in enumerate(scan.marks):
        if not mark.opens or index in taken or not _is_pair(scan, roles, index):
            continue
        chain = [index]
        while True:
            end = scan.marks[chain[-1]].mate
            following = end + 1
            if following >= len(scan.marks) or scan.marks[following].at != scan.marks[end].at + 1:
                break
            if not scan.marks[following].opens or not _is_pair(scan, roles, following):
                break
            chain.append(following)
        taken.update(chain)
        if len(chain) > 1:
            chains.append(chain)
    return chains


def slashed(scan: Scan, roles: Sequence[str]) -> list[tuple[int, tuple[tuple[int, int], ...]]]:
    """The pairs of this paragraph with slashes directly inside them, and the parts between these.

    Parts are offsets, end exclusive, without the spaces around the slashes.
    """
    cuts: dict[int, list[int]] = {}
    around: list[int] = []
    upcoming = iter((*enumerate(scan.marks), None))
    coming = next(upcoming)
    for slash in scan.slashes:
        while coming is not None and coming[1].at < slash:
            if coming[1].opens:
                around.append(coming[0])
            elif around:
                around.pop()
            coming = next(upcoming)
        if around and _is_pair(scan, roles, around[-1]):
            cuts.setdefault(around[-1], []).append(slash)
    return [(index, _parts(inside(scan, index), cuts[index])) for index in sorted(cuts)]


def _parts(whole: tuple[int, int], slashes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    edges = (whole[0] - 2, *slashes, whole[1] + 1)
    return tuple((left + 2, right - 1) for left, right in itertools.pairwise(edges))
