"""``OP7 in Rev.1: where is it now?``, followed by permanent ids through versions of a text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from adref.drafting.concordance import REMOVED, Row, concordance, rows_by_id
from adref.drafting.numbering import Label, display_labels, parse_label, same_label
from adref.drafting.text import WorkingText, find

NOW = "now"
FIRST_WORDS = 120  # code points
_KIND = re.compile(r"(?:preambular|operative|pp|op)", re.IGNORECASE)
_KINDS: Mapping[str, str] = {"pp": "pp", "op": "op", "preambular": "pp", "operative": "op"}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text: a revision's id, or ``now``."""

    id: str
    text: WorkingText


@dataclass(frozen=True, slots=True)
class Standing:
    """One paragraph as it stands in a version."""

    id: str
    label: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """What became of a paragraph from one version to the next; ``standing`` is empty: gone."""

    version: str
    fate: str
    standing: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """One paragraph that was asked for, and what became of it."""

    asked: Standing
    steps: tuple[Step, ...]


def whereabouts(query: str, versions: Sequence[Version]) -> tuple[Trail, ...]:
    """Follows what ``query`` names in the first version through the others, in their order.

    ``query`` is a label (``OP7``, ``7.``, ``operative 7``, ``66 quater``) or a permanent id. Two
    options may both have a paragraph of one label: each has its trail. Empty: none has it.
    """
    if not versions:
        return ()
    start = versions[0]
    changes = [
        (after, rows_by_id(concordance(before.text, after.text)))
        for before, after in pairwise(versions)
    ]
    shown = display_labels(start.text)
    return tuple(
        Trail(_standing(start.text, identifier, shown), _steps(identifier, changes))
        for identifier in named(query, start.text)
    )


def named(query: str, text: WorkingText) -> tuple[str, ...]:
    """The ids of the paragraphs that a label names; an id names itself."""
    query = " ".join(query.split())
    if find(text, query) is not None:
        return (query,)
    kind, rest = _kind_of(query)
    shown = display_labels(text)
    found = [
        p.id
        for p in text
        if shown.get(p.id) and same_label(query) in _spellings(p.kind, shown[p.id])
    ]
    if found or not rest:
        return tuple(found)
    wanted = _bare(rest)
    return tuple(
        p.id
        for p in text
        if shown.get(p.id) and (kind is None or p.kind == kind) and _bare(shown[p.id]) == wanted
    )


def _kind_of(query: str) -> tuple[str | None, str]:
    """``operative paragraph 7`` -> op, 7."""
    found = _KIND.match(query)
    if found is None:
        return None, query
    rest = re.sub(r"^(?:paragraphs?|para\.?)\s+", "", query[found.end() :].strip(" ."), flags=re.I)
    return _KINDS[found.group().lower()], rest


def _spellings(kind: str, label: str) -> set[str]:
    own = same_label(label)
    return {own, f"{kind}{own}"} if kind in ("pp", "op") else {own}


def _bare(label: str) -> str:
    """A label without what stands before its number: ``OP7 bis`` and ``7 bis.`` are alike."""
    parts = parse_label(label)
    if parts is None:
        return same_label(label)
    return same_label(
        Label("", parts.number, "", parts.suffix, parts.round, "", parts.alt).compose()
    )


def _steps(
    identifier: str, changes: Iterable[tuple[Version, Mapping[str, Row]]]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    current: tuple[str, ...] = (identifier,)
    for after, rows in changes:
        there = {paragraph.id for paragraph in after.text}
        shown = display_labels(after.text)
        following: dict[str, None] = {}
        fates = [rows[each].fate for each in current if each in rows]
        for each in current:
            if each in there:
                following[each] = None
            following.update(dict.fromkeys(rows[each].others if each in rows else ()))
        current = tuple(following)
        fate = fates[0] if fates else REMOVED
        standing = tuple(_standing(after.text, each, shown) for each in current)
        steps.append(Step(after.id, fate, standing))
        if not current:
            break
    return tuple(steps)


def _standing(text: WorkingText, identifier: str, shown: Mapping[str, str]) -> Standing:
    paragraph = find(text, identifier)
    assert paragraph is not None, identifier
    words = " ".join(paragraph.words[: FIRST_WORDS * 2].split())[:FIRST_WORDS]
    return Standing(identifier, shown.get(identifier, ""), paragraph.kind, words)


def trail_to_json(trail: Trail) -> dict[str, Any]:
    """The JSON shape: asked, and steps {version, fate, standing}."""
    return {
        "asked": standing_to_json(trail.asked),
        "steps": [
            {
                "version": step.version,
                "fate": step.fate,
                "standing": [standing_to_json(each) for each in step.standing],
            }
            for step in trail.steps
        ],
    }


def standing_to_json(standing: Standing) -> dict[str, str]:
    """The JSON shape: id, label, kind, words."""
    return {
        "id": standing.id,
        "label": standing.label,
        "kind": standing.kind,
        "words": standing.words,
    }
