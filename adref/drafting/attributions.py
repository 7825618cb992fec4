"""Who says what about contested words, read from the notations in use:

``[words - A, B]``, ``[words - A; B delete]``, ``[these - A retain / those - B]``,
``[words] (A) (B, C: delete)``, and statements at the end of a paragraph ``(A, B: no change)``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from adref.drafting.brackets import Structure
from adref.drafting.text import Paragraph

PROPOSE = "propose"
_DASH = re.compile(r"(?:^|(?<=\s))[-–—]\s*(?=\S)")
_DONE = "delete|retain|reserve|support|oppose|keep|add|bracket"
_VERB = re.compile(rf"\s+(?:to\s+)?(?P<verb>(?:{_DONE})s?)$", re.IGNORECASE)
_STATEMENT = re.compile(
    rf"(?:{_DONE}|reflect|withdraw|prefer|flexible|accept|question|amend|replace|move|alternative"
    r"|no change|would|could|can|cannot|to )",
    re.IGNORECASE,
)
_PAREN = re.compile(r"\s?\(([^()\[\]{}]{1,400})\)(?![^\W\d_])")
_LAST_PAREN = re.compile(r"(?:\s?\([^()\[\]{}]{1,400}\))+[\s.;,]*$")
_SUPPORT = re.compile(r"\s+(?:with (?:the )?supports? of|supported by)\s+", re.IGNORECASE)
_SMALL = frozenset(
    [*("of", "and", "the", "de", "da", "du", "des", "del", "la", "le", "et", "y", "for", "in")]
)
_NOT_NAMES = frozenset(
    [
        *("option", "article", "annex", "agreed", "placeholder", "alt", "alternative", "chapter"),
        *("section", "paragraph", "para", "note", "other", "others", "see", "table", "figure"),
        *("decision", "resolution", "no", "new"),
    ]
)
# Names with an "and" of their own; everywhere else "and" parts two names.
_DOUBLE = re.compile(
    r"(?:Antigua|Bosnia|Saint Kitts|Saint Vincent|S[aã]o Tom[eé]|Trinidad|Turks) and (?:the )?\w+"
)
_JOIN = "\x00"
_LENGTH = 400  # of an attribution, at most


class Attribution(NamedTuple):
    """What some parties say. ``at`` and ``end`` are the offsets of the notation itself.

    ``stance`` is ``propose``, the verb as a word (``delete``, ``retain``...), or a statement in the
    words of the text. ``bracket`` is the index of the pair it belongs to, or None when it speaks of
    the paragraph; ``part`` is which of the words parted by slashes, from 0.
    """

    parties: tuple[str, ...]
    stance: str
    paragraph: str
    at: int
    end: int
    bracket: int | None = None
    part: int = 0


class Clause(NamedTuple):
    """Some names and what they say."""

    names: tuple[str, ...]
    stance: str
    strong: bool  # cannot be anything but an attribution


def read_attributions(
    text: Sequence[Paragraph], structure: Structure, names: Iterable[str] = ()
) -> tuple[Attribution, ...]:
    """The attributions of a text in order. ``names`` are the parties known to take part: they are
    recognized in any form; without them, capitals and verbs decide."""
    return _Reader(text, structure, frozenset(names)).read()


class _Reader:
    def __init__(
        self, text: Sequence[Paragraph], structure: Structure, known: frozenset[str]
    ) -> None:
        self.known = known
        self.structure = structure
        self.order = {paragraph.id: index for index, paragraph in enumerate(text)}
        self.words: Mapping[str, str] = {p.id: p.words for p in text if _worth(p.words)}
        self.found: list[Attribution] = []
        self.weak: list[Attribution] = []
        self.strong = bool(known)

    def read(self) -> tuple[Attribution, ...]:
        parts = {g.brackets[0]: g.spans for g in self.structure.groups if g.kind == "slash"}
        for index, bracket in enumerate(self.structure.brackets):
            words = self.words.get(bracket.close.paragraph)
            if words is None or not bracket.depth:
                continue
            self._inside(index, words, parts.get(index))
            self._after(index, words)
        for paragraph, words in self.words.items():
            self._at_the_end(paragraph, words)
        chosen = self.found + (self.weak if self.strong else [])
        return tuple(sorted(chosen, key=lambda a: (self.order[a.paragraph], a.at)))

    def _inside(self, index: int, words: str, parts: Sequence[tuple[int, int]] | None) -> None:
        bracket = self.structure.brackets[index]
        same = bracket.open.paragraph == bracket.close.paragraph
        whole = (bracket.open.at + 1 if same else 0, bracket.close.at)
        for part, (start, end) in enumerate(parts or (whole,)):
            start = max(start, end - _LENGTH)
            start = max(start, words.rfind("]", start, end) + 1, words.rfind("[", start, end) + 1)
            for dash in _DASH.finditer(words, start, end):
                clauses = self._clauses(words[dash.end() : end])
                if clauses:
                    for clause in clauses:
                        self.found.append(
                            Attribution(
                                *(clause.names, clause.stance, bracket.close.paragraph),
                                *(dash.start(), end, index, part),
                            )
                        )
                    break

    def _after(self, index: int, words: str) -> None:
        bracket = self.structure.brackets[index]
        at = bracket.close.at + 1
        while found := _PAREN.match(words, at):
            clauses = self._clauses(found.group(1), statements=True)
            if not clauses:
                break
            self._keep(clauses, bracket.close.paragraph, found.start(), found.end(), index)
            at = found.end()

    def _at_the_end(self, paragraph: str, words: str) -> None:
        last = _LAST_PAREN.search(words, max(len(words) - 1200, 0))
        if last is None:
            return
        taken = {a.at for a in (*self.found, *self.weak) if a.paragraph == paragraph}
        for found in _PAREN.finditer(words, last.start()):
            clauses = self._clauses(found.group(1), statements=True)
            if clauses and found.start() not in taken:
                self._keep(clauses, paragraph, found.start(), found.end(), None)

    def _keep(
        self, clauses: Sequence[Clause], paragraph: str, at: int, end: int, bracket: int | None
    ) -> None:
        for clause in clauses:
            attribution = Attribution(clause.names, clause.stance, paragraph, at, end, bracket)
            (self.found if clause.strong else self.weak).append(attribution)
            self.strong = self.strong or clause.strong

    def _clauses(self, words: str, statements: bool = False) -> list[Clause]:
        """The clauses of which the words consist, or none if they are anything else."""
        out = []
        for part in words.strip(" .").split(";"):
            clause = self._clause(part.strip(" ."), statements)
            if clause is None:
                return []
            out.append(clause)
        return out

    def _clause(self, words: str, statements: bool) -> Clause | None:
        names, colon, said = words.partition(":")
        if colon:
            said = said.strip()
            if not (_STATEMENT.match(said) or (statements and said)):
                return None
            found = self._names(names)
            strong = _STATEMENT.search(said) is not None
            return (
                Clause(found, _stance(said), strong) if found and (strong or self.known) else None
            )
        verb = _VERB.search(words)
        if verb:
            found = self._names(words[: verb.start()])
            return Clause(found, _stance(verb.group("verb")), True) if found else None
        found = self._names(words)
        sure = len(found) > 1 or bool(found and self.known.issuperset(found))
        return Clause(found, PROPOSE, sure) if found else None

    def _names(self, words: str) -> tuple[str, ...]:
        kept = _DOUBLE.sub(lambda m: m.group().replace(" and ", _JOIN), words.strip())
        parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*", _SUPPORT.sub(", ", kept))
        names = tuple(part.replace(_JOIN, " and ").strip(" *") for part in parts)
        return names if all(name in self.known or _is_name(name) for name in names) else ()


def _worth(words: str) -> bool:
    return "[" in words or "]" in words or "(" in words


def _stance(said: str) -> str:
    first = said.strip().rstrip(".").lower()
    for verb in ("delete", "retain", "reserve", "support", "oppose", "keep"):
        if re.fullmatch(rf"{verb}s?", first):
            return verb
    return said.strip()


def _is_name(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 6 or len(name) > 48:
        return False
    first = words[0]
    if not first[0].isalpha() or first[0].islower() or first.lower() in _NOT_NAMES:
        return False
    return all(word in _SMALL or _can_stand_in_name(word) for word in words)


def _can_stand_in_name(word: str) -> bool:
    if any(sign in word for sign in '"“”!?:;%[]{}<>='):
        return False
    return not word[0].islower()


def by_party(attributions: Iterable[Attribution]) -> dict[str, int]:
    """How often each name speaks, the most frequent first."""
    counts: dict[str, int] = {}
    for attribution in attributions:
        for name in attribution.parties:
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def spans(attributions: Iterable[Attribution], paragraph: str) -> Iterator[tuple[int, int]]:
    """Where the attributions of a paragraph stand, each place once."""
    seen: set[tuple[int, int]] = set()
    for attribution in attributions:
        span = (attribution.at, attribution.end)
        if attribution.paragraph == paragraph and span not in seen:
            seen.add(span)
            yield span
