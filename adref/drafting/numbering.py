"""Printed labels: read, composed, continued (``3.`` -> ``3 bis.`` -> ``3 ter.``), and counted.

A label is what is printed before a paragraph, with its punctuation; it is not identity. Mirrored in
frontend/src/drafting/numbering.ts; golden cases in fixtures/labels.json.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from adref.drafting.text import Paragraph

SUFFIXES = (
    *("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"),
    *("undecies", "duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies"),
    *("septdecies", "octodecies", "novodecies", "vicies"),
)
# Spellings found in real texts, and the one they mean.
VARIANTS = {"quat": "quater", "quarter": "quater", "quinquis": "quinquies", "quinque": "quinquies"}

_LATIN = "|".join(sorted((*SUFFIXES, *VARIANTS), key=len, reverse=True))
_LABEL = re.compile(
    r"(?P<before>\((?=.*\))|(?:PP|OP|Article|Art\.|Annex|Appendix|Section|Chapter|Part)\s*)?"
    rf"(?P<number>\d+(?:\.\d+)*(?:\s?(?:{_LATIN})(?:\.\d+)+)?|[ivxlc]+|[IVXLC]+|[^\W\d_]{{1,2}})"
    rf"(?P<gap>(?:\)(?=[ \u00a0]*(?:{_LATIN}|alt)))?\.?[ \u00a0]*)"
    rf"(?:(?P<suffix>{_LATIN})(?P<round>(?:-\d+)?))?"
    r"(?P<space>[ \u00a0]*)(?P<alt>alt(?:[. \u00a0]*\d+)?)?(?P<after>[.):]*)",
    re.IGNORECASE,
)
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Label:
    """The parts of a label as printed; ``compose`` puts them together again unchanged."""

    before: str
    number: str
    gap: str = ""
    suffix: str = ""
    round: str = ""
    space: str = ""
    alt: str = ""
    after: str = ""

    def compose(self) -> str:
        """The label as printed."""
        parts = (self.before, self.number, self.gap, self.suffix, self.round, self.space, self.alt)
        return "".join(parts) + self.after


def parse_label(label: str) -> Label | None:
    """The parts of a label, or None when it is not one that can be continued."""
    found = _LABEL.fullmatch(label)
    if found is None:
        return None
    parts = Label(**{name: value or "" for name, value in found.groupdict().items()})
    if parts.gap.startswith(".") and not (parts.suffix or parts.alt):
        return replace(parts, gap="", after=parts.gap + parts.after)
    return parts


def same_label(label: str) -> str:
    """What two spellings of one label have in common: ``3 bis.`` and ``3bis`` are the same."""
    return _NOISE.sub("", label).lower()


def next_label(label: str, taken: Iterable[str]) -> str:
    """The label of a paragraph inserted after the one with ``label``; never one of ``taken``.

    An unlabelled paragraph stays unlabelled: ``""``.
    """
    parts = parse_label(label)
    if parts is None:
        return ""
    used = {same_label(other) for other in taken} | {same_label(label)}
    start = _place(parts.suffix) + 1
    rounds = int(parts.round[1:]) if parts.round else 1
    while True:
        for suffix in SUFFIXES[start:]:
            composed = _with_suffix(parts, suffix, rounds)
            if same_label(composed) not in used:
                return composed
        start, rounds = 0, rounds + 1


def _place(suffix: str) -> int:
    name = VARIANTS.get(suffix.lower(), suffix.lower())
    return SUFFIXES.index(name) if name else -1


def _with_suffix(parts: Label, suffix: str, rounds: int) -> str:
    gap, after = parts.gap, parts.after
    if not parts.suffix:
        gap = ") " if parts.before == "(" else " "  # ``(a)`` is followed by ``(a) bis``
        after = after.removeprefix(")") if parts.before == "(" else after
    again = f"-{rounds}" if rounds > 1 else ""
    return replace(
        parts, gap=gap, suffix=suffix, round=again, space="", alt="", after=after
    ).compose()


def alternative_label(label: str, taken: Iterable[str]) -> str:
    """The label of an alternative to the paragraph with ``label``; never one of ``taken``."""
    parts = parse_label(label)
    used = {same_label(other) for other in taken} | {same_label(label)}
    stem = label.strip()
    if parts is not None:
        stem = replace(parts, space="", alt="", after="").compose().strip()
        stem += ")" if parts.before == "(" and ")" not in parts.gap else ""
    number = 1
    while True:
        tail = "alt" if number == 1 else f"alt {number}"
        composed = f"{stem} {tail}".strip()
        if same_label(composed) not in used:
            return composed
        number += 1


def display_labels(text: Iterable[Paragraph]) -> dict[str, str]:
    """What the outline shows for each paragraph that has or can be given a label.

    A printed label is shown as it is; preambular and operative paragraphs without one are counted
    on from the last one of their kind: ``PP4``, ``OP2``.
    """
    shown: dict[str, str] = {}
    counts = {"pp": 0, "op": 0}
    for paragraph in text:
        if paragraph.label:
            shown[paragraph.id] = paragraph.label.rstrip(".:")
        if paragraph.kind not in counts:
            continue
        if paragraph.label:
            parts = parse_label(paragraph.label)
            if parts is not None and parts.number.isdecimal():
                counts[paragraph.kind] = int(parts.number)
        else:
            counts[paragraph.kind] += 1
            shown[paragraph.id] = f"{paragraph.kind.upper()}{counts[paragraph.kind]}"
    return shown


_SPLIT = re.compile(
    rf"""(?:
      (?:PP|OP)\s?\d+(?:\.\d+)*\.?(?:\s?(?:{_LATIN})\b)?(?:\s?(?i:alt)(?:\s?\d+)?\b)?[.):]*
    | \d+(?:\.\d+)*\s?(?:{_LATIN})(?:\.\d+)*(?:\s?(?i:alt)\b)?[.):]*
    | \d+(?:\.\d+)*\.\s?(?:{_LATIN})\b[.):]*
    | \d+(?:\.\d+)*\s?(?i:alt)(?:\s?\d+)?\b[.):]*
    | \d+(?:\.\d+)+[.):]* (?=\s+[^a-z\s\d%°]|\s*$)
    | \d{{1,4}}[.):]
    | \((?:\d{{1,3}}|[ivxlc]+|[IVXLC]+|[^\W\d_]{{1,2}})\)(?:\s(?:{_LATIN})\b)?
    | [a-z](?:\s(?:{_LATIN}))?[.)] | [ivx]+[.)]
    | [一二三四五六七八九十]+、 | （[一二三四五六七八九十]+）
    )(?=\s|$|(?<=[、）]))""",
    re.VERBOSE,
)


def split_label(words: str) -> int:
    """The length of the label with which the words begin; 0 when they begin with none."""
    found = _SPLIT.match(words)
    return found.end() if found else 0
