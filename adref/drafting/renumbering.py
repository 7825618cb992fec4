"""Numbering a text anew, as it is done when it is issued: ``7 bis.`` becomes ``8.``.

The way in which a text prints its labels is kept: numbers, letters, Roman numerals, what stands
before and after. ``bis``, ``ter``... are counted on; an alternative (``alt``) keeps the number of
what it is an alternative to; options that were numbered alike stay so. Ids are not touched.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from adref.drafting.numbering import Label, parse_label, same_label
from adref.drafting.text import Paragraph

AS_DRAFTED, OFFICIAL = SCHEMES = ("as_drafted", "official")
"""``as_drafted``: the labels that are there, counted anew. ``official``: as an organisation prints
a resolution: preambular paragraphs without labels (but for alternatives), operative ones ``1.``,
``2.``..."""

HEADINGS = ("title", "heading", "annex", "article")
"""Kinds after which a text may begin to count from one again; it does where it did before."""
HEADING, DECIMAL, ROMAN = "heading", "decimal", "roman"

_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
)
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"))


def renumbered(text: Iterable[Paragraph], scheme: str = AS_DRAFTED) -> dict[str, str]:
    """The labels that change: id -> new label. Raises ``ValueError`` for an unknown scheme."""
    if scheme not in SCHEMES:
        raise ValueError(f"unknown scheme of numbering: {scheme}")
    counting = _Counting(scheme)
    changed = {}
    for paragraph in text:
        label = counting.label_of(paragraph)
        if label != paragraph.label:
            changed[paragraph.id] = label
    return changed


@dataclass
class _Series:
    """One way of counting through a text: labels that are printed alike."""

    count: int = 0  # the last new number
    drafted: int = 0  # the last number as drafted
    fresh: bool = False  # something was passed beneath which a text may begin at one again
    known: dict[str, int] = field(default_factory=dict)  # drafted -> new, since it began
    highest: tuple[int, int] = (0, 0)  # the highest number as drafted, and the new one then

    def begin(self) -> None:
        """Count from one again."""
        self.count, self.drafted, self.known, self.highest = 0, 0, {}, (0, 0)

    def next(self, drafted: int, first: bool, parts: Label | None) -> int:
        """The next number. An alternative has the number of what it stands beside."""
        alternative = parts is not None and bool(parts.alt)
        if first and self.fresh and not alternative:
            self.begin()
        name = same_label(f"{parts.number}{parts.suffix}{parts.round}") if parts else ""
        if alternative:
            self.count = self.count or 1
        elif name in self.known and drafted <= self.drafted:
            self.count = self.known[name]  # another option, numbered like one before
        elif drafted > self.highest[0]:
            self.count = self.highest[1] + 1  # after all options, and after a list among them
        else:
            self.count += 1
        if name and not alternative:
            self.known[name] = self.count
        self.fresh, self.drafted = False, drafted
        self.highest = max(self.highest[0], drafted), max(self.highest[1], self.count)
        return self.count


@dataclass
class _Counting:
    """Counts through one text; ``series`` by kind of heading, level, what is before, style."""

    scheme: str
    series: dict[tuple[str, ...], _Series] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)  # of old stems, for ``3.2`` beneath ``3``

    def label_of(self, paragraph: Paragraph) -> str:
        """The label that this paragraph gets; paragraphs are asked in order."""
        self._pass(paragraph)
        parts = parse_label(paragraph.label)
        if self.scheme == OFFICIAL and paragraph.kind in ("pp", "op"):
            return self._official(paragraph, parts)
        if parts is None:
            return paragraph.label
        return self._counted(paragraph, parts)

    def _pass(self, paragraph: Paragraph) -> None:
        """Which series may begin at one again after this paragraph."""
        for key, series in self.series.items():
            if paragraph.kind in HEADINGS:
                series.fresh |= key[0] != HEADING or int(key[1]) > paragraph.level
            elif paragraph.kind != "item" and key[3] not in ("", DECIMAL):
                series.fresh = True  # (a) beneath each paragraph

    def _official(self, paragraph: Paragraph, parts: Label | None) -> str:
        drafted = int(parts.number) if parts and parts.number.isdecimal() else 0
        first = drafted == 1 and parts is not None and not (parts.suffix or parts.alt)
        series = self.series.setdefault((paragraph.kind, "", "", ""), _Series())
        number = series.next(drafted, first, parts)
        if paragraph.kind == "pp":
            # An alternative must still say to what it is one.
            return f"PP{number} {parts.alt}" if parts and parts.alt else ""
        if parts is not None:
            self.numbers[same_label(parts.number)] = str(number)
            return f"{number} {parts.alt}." if parts.alt else f"{number}."
        return f"{number}."

    def _counted(self, paragraph: Paragraph, parts: Label) -> str:
        stem, dot, last = parts.number.rpartition(".")
        style = _style_of(last, lambda name: self._series(paragraph, parts, name).drafted)
        if style is None or not (drafted := _STYLES[style][0](last)):
            return paragraph.label
        prefix = self.numbers.get(same_label(stem), stem) + dot if dot else ""
        series = self._series(paragraph, parts, style, prefix)
        back = drafted <= series.drafted and style != DECIMAL
        first = (drafted == 1 or back) and not (parts.suffix or parts.alt)
        if style == ROMAN and drafted == 1 and first:
            series.begin()  # (i) beneath each (a)
        number = series.next(drafted, first, parts)
        written = prefix + _as(last, _STYLES[style][1](number))
        self.numbers[same_label(f"{parts.number}{parts.suffix}")] = written
        return _without_suffix(parts, written).compose()

    def _series(self, paragraph: Paragraph, parts: Label, style: str, prefix: str = "") -> _Series:
        """Headings by their level; else what is printed alike, whatever its kind."""
        heading = paragraph.kind in HEADINGS
        group = (HEADING, str(paragraph.level)) if heading else ("", "")
        key = (*group, parts.before.strip().casefold(), style, prefix)
        return self.series.setdefault(key, _Series())


def _without_suffix(parts: Label, number: str) -> Label:
    if not parts.suffix:
        return replace(parts, number=number)
    gap = parts.gap.strip()
    # ``3 bis alt`` keeps the space before ``alt``.
    return replace(parts, number=number, gap=gap, suffix="", round="")


def _as(model: str, written: str) -> str:
    """A number in the case and the digits of the one that it replaces."""
    if model.isdecimal():
        zero = ord(model[0]) - unicodedata.decimal(model[0])
        return "".join(chr(zero + int(digit)) for digit in written)
    return written.upper() if model.isupper() else written


def _style_of(number: str, before: Callable[[str], int]) -> str | None:
    """How a series counts: decimal, roman, or the letters of an alphabet; None: in no known way.

    ``before``: the last number of a series of that style, as it was drafted.
    """
    if number.isdecimal():
        return DECIMAL
    low = number.lower()
    alphabets = [n for n, alphabet in enumerate(_ALPHABETS) if set(low) <= set(alphabet)]
    letters = f"letters{alphabets[0]}" if alphabets and len(set(low)) == 1 else None
    if _read_roman(low) and (len(low) > 1 or low in "ivx"):
        # ``i`` after ``h`` is a letter; else it is a number.
        place = _STYLES[letters][0](low) if letters else 0
        if letters is None or before(letters) not in (place, place - 1):
            return ROMAN
    return letters


def _read_roman(words: str) -> int:
    """The number that a Roman numeral writes (lower case, to 399); 0 when it is none."""
    total, rest = 0, words
    for value, sign in (*_ROMAN, (1, "i")):
        while rest.startswith(sign):
            total, rest = total + value, rest[len(sign) :]
    return total if not rest and _write_roman(total) == words else 0


def _write_roman(number: int) -> str:
    out = ""
    for value, sign in (*_ROMAN, (1, "i")):
        times, number = divmod(number, value)
        out += sign * times
    return out


def _letters(alphabet: str) -> tuple[Callable[[str], int], Callable[[int], str]]:
    """``a`` ... ``z``, ``aa``, ``bb``: the way of the United Nations."""

    def read(words: str) -> int:
        return (len(words) - 1) * len(alphabet) + alphabet.index(words[0].lower()) + 1

    def write(number: int) -> str:
        rounds, place = divmod(number - 1, len(alphabet))
        return alphabet[place] * (rounds + 1)

    return read, write


_STYLES: Mapping[str, tuple[Callable[[str], int], Callable[[int], str]]] = {
    DECIMAL: (int, str),
    ROMAN: (lambda words: _read_roman(words.lower()), _write_roman),
    **{f"letters{n}": _letters(alphabet) for n, alphabet in enumerate(_ALPHABETS)},
}
