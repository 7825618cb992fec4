"""Symbols of documents: read, composed, and continued (``-/L.5`` -> ``-/L.5/Rev.1``).

Source: Dag Hammarskjöld Library, *UN Document Symbols* (https://research.un.org/en/docs/symbols):
components between slashes name the organ, the subsidiary body and the nature of the document
(``L.`` limited, ``CRP.`` conference room paper...); the last ones say how an earlier document is
modified (``Rev.``, ``Add.``, ``Corr.``, ``Amend.``, ``Summary``); ``*`` marks a re-issue for
technical reasons. Negotiating texts without a symbol are named by their instant, as in climate
talks: ``Version of 11 June 2015 @ 16:30``.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

REV, ADD, CORR, AMEND, SUMMARY = MODIFIERS = ("Rev", "Add", "Corr", "Amend", "Summary")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_COMPONENT = r"[A-Za-z0-9][A-Za-z0-9.()\-]*"
_SYMBOL = re.compile(rf"(?P<components>(?:-|{_COMPONENT})(?:/{_COMPONENT})+)(?P<mark>\**)")
_MODIFIER = re.compile(r"(?P<kind>Rev|Add|Corr|Amend)\.(?P<number>[1-9]\d{0,3})|(?P<bare>Summary)")
_NATURE = re.compile(r"(?:L|CRP|WP|INF|R|NGO|PET|PV|SR)(?:\.\d+)?|\d+")
_VERSION = re.compile(
    rf"Version of (?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})"
    r" (?:@|at) ?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
)


@dataclass(frozen=True, slots=True)
class Modifier:
    """How an earlier document is modified: ``Rev.1``. ``Summary`` has the number 0."""

    kind: str
    number: int = 0

    def compose(self) -> str:
        """As it is printed."""
        return f"{self.kind}.{self.number}" if self.number else self.kind


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document: its stem (``A/C.2/81/L.5``) and what modifies it, the first first."""

    stem: str
    modifiers: tuple[Modifier, ...] = ()
    mark: str = ""  # asterisks

    def compose(self) -> str:
        """As it is printed."""
        return "/".join((self.stem, *(m.compose() for m in self.modifiers))) + self.mark

    def modified(self, *modifiers: Modifier) -> "Symbol":
        """The same stem, modified so."""
        return Symbol(self.stem, modifiers)


@dataclass(frozen=True, slots=True)
class Version:
    """A text named by the instant at which it was made (local to the meeting; no zone)."""

    at: datetime

    def compose(self) -> str:
        """``Version of 11 June 2015 @ 16:30``."""
        day = f"{self.at.day} {MONTHS[self.at.month - 1]} {self.at.year:04}"
        return f"Version of {day} @ {self.at.hour:02}:{self.at.minute:02}"


def parse_symbol(words: str) -> Symbol | Version | None:
    """Read a symbol; None for words that are none (they may name a document all the same)."""
    words = " ".join(words.split())
    version = _VERSION.fullmatch(words)
    if version is not None:
        return _version(version)
    found = _SYMBOL.fullmatch(words)
    if found is None:
        return None
    components = found["components"].split("/")
    modifiers: list[Modifier] = []
    while len(components) > 2 and (last := _MODIFIER.fullmatch(components[-1])):
        modifiers.insert(0, Modifier(last["kind"] or last["bare"], int(last["number"] or 0)))
        components.pop()
    return Symbol("/".join(components), tuple(modifiers), found["mark"])


def _version(found: re.Match[str]) -> Version | None:
    month = MONTHS.index(found["month"]) + 1
    day, hour, minute = (int(found[name]) for name in ("day", "hour", "minute"))
    try:
        return Version(datetime(int(found["year"]), month, day, hour, minute))
    except ValueError:
        return None


def same_symbol(left: str, right: str) -> bool:
    """Whether two spellings name one document: case, spaces and asterisks make no difference."""
    return _plain(left) == _plain(right)


def _plain(symbol: str) -> str:
    return "".join(symbol.split()).rstrip("*").casefold()


REVISION, ADDENDUM, CORRIGENDUM, ROOM_PAPER, VERSION = FORMS = (
    "revision",
    "addendum",
    "corrigendum",
    "room_paper",
    "version",
)


def next_symbols(issued: Sequence[str], now: datetime) -> dict[str, str]:
    """What the next document may be called: form (``FORMS``) -> symbol, in order of likelihood.

    ``issued``: the symbols of this text so far, the newest last (empty ones do not count).
    ``now``: the instant, in the meeting's own time.
    """
    known = [parsed for words in issued if isinstance(parsed := parse_symbol(words), Symbol)]
    proposed: dict[str, str] = {}
    if known:
        for form in _CONTINUATIONS:
            proposed[form] = _free(form, known[-1], issued)
    version = Version(now.replace(second=0, microsecond=0, tzinfo=None)).compose()
    if not any(same_symbol(version, other) for other in issued):
        proposed[VERSION] = version
    return proposed


def _free(form: str, last: Symbol, issued: Iterable[str]) -> str:
    """The first symbol of this form after the last one that is not taken."""
    taken = {_plain(words) for words in issued}
    stem, kept, kind, number = _CONTINUATIONS[form](last)
    while True:
        number += 1
        if kind == _PAPER:
            words = f"{stem}{_PAPER}.{number}"
        else:
            words = last.modified(*kept, Modifier(kind, number)).compose()
        if _plain(words) not in taken:
            return words


_Continued = tuple[str, tuple[Modifier, ...], str, int]
"""Stem, the modifiers that stay, the kind of the next one, and the number before it."""
_PAPER = "CRP"


def _revision(last: Symbol) -> _Continued:
    """Replaces what was issued: what corrected it goes; an addendum is revised as such."""
    kept = _until(last.modifiers, (CORR, AMEND, SUMMARY))
    before = kept[-1].number if kept and kept[-1].kind == REV else 0
    return last.stem, kept[:-1] if before else kept, REV, before


def _adding(kind: str, *closing: str) -> Callable[[Symbol], _Continued]:
    def continued(last: Symbol) -> _Continued:
        kept = _until(last.modifiers, (kind, *closing))
        rest = last.modifiers[len(kept) :]
        before = rest[0].number if rest and rest[0].kind == kind else 0
        return last.stem, kept, kind, before

    return continued


def _room_paper(last: Symbol) -> _Continued:
    """A document of its own in the same body: ``A/C.2/81/L.5`` -> ``A/C.2/81/CRP.1``."""
    components = last.stem.split("/")
    if len(components) > 1 and _NATURE.fullmatch(components[-1]):
        components.pop()
    return "/".join((*components, "")), (), _PAPER, 0


def _until(modifiers: Sequence[Modifier], kinds: Iterable[str]) -> tuple[Modifier, ...]:
    """The modifiers before the first of these kinds."""
    stop = set(kinds)
    at = next((n for n, m in enumerate(modifiers) if m.kind in stop), len(modifiers))
    return tuple(modifiers[:at])


_CONTINUATIONS: Mapping[str, Callable[[Symbol], _Continued]] = {
    REVISION: _revision,
    ADDENDUM: _adding(ADD, CORR, AMEND, SUMMARY),
    CORRIGENDUM: _adding(CORR, SUMMARY),
    ROOM_PAPER: _room_paper,
}
