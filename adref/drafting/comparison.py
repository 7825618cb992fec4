"""A redline of two texts: paragraph by paragraph, moved ones as moved, none of either lost."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from adref.drafting.agreed_words import agreed_in, count
from adref.drafting.content import OBJECT, Content, Piece, tidy
from adref.drafting.matching import Match, match
from adref.drafting.numbering import display_labels
from adref.drafting.redline import (
    BREAK,
    BREAK_MARK,
    INSERTED,
    STRUCK,
    RedlineRun,
    Words,
    newer,
    older,
    redline,
)
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.tokens import tokens

SAME, CHANGED, NEW, REMOVED, SPLIT, JOINED, DEPARTED = FATES = (
    "kept",
    "changed",
    "new",
    "removed",
    "split",
    "joined",
    "departed",
)
_OPENING, _LONGEST = 6, 48  # words and characters by which a paragraph without a label is named
_END = (Piece(BREAK, frozenset({BREAK_MARK})),)


class Head(NamedTuple):
    """A paragraph but for its words. ``name`` is what people call it (``OP3``, or how it opens)."""

    id: str
    kind: str
    level: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of a redline (several when split or joined; ``BREAK`` runs part them).

    ``fate``: kept, changed, new, removed, split, joined; or departed: the place from which a moved
    paragraph went, without words. ``moved``: it stands elsewhere than before; ``place`` names the
    paragraph after which it (or its counterpart) stood or stands, empty for the beginning.
    """

    fate: str
    before: tuple[Head, ...]
    after: tuple[Head, ...]
    runs: tuple[RedlineRun, ...]
    moved: bool = False
    place: str = ""
    inserted: int = 0  # words, agreed marks apart
    struck: int = 0
    agreed: tuple[str, str] = ("", "")  # what agreed marks say, before and after

    @property
    def name(self) -> str:
        """What the paragraph is called now, or was."""
        return (self.after or self.before)[0].name

    @property
    def relabelled(self) -> bool:
        """Whether only what is printed before it differs."""
        heads = bool(self.before and self.after)
        return heads and self.before[0].label != self.after[0].label

    @property
    def reshaped(self) -> bool:
        """Whether it became another kind of paragraph, or went to another level."""
        return bool(self.before and self.after) and self.before[0][1:3] != self.after[0][1:3]

    @property
    def reformatted(self) -> bool:
        """Whether emphasis was set or taken away in words that stay."""
        return any(run.reformatted for run in self.runs)

    @property
    def altered(self) -> bool:
        """Whether there is anything to look at; a new label alone is not."""
        return self.fate != SAME or self.moved or self.reshaped or self.reformatted


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows, in the order of the newer text; what is gone stands where it was."""

    rows: tuple[Row, ...]


def compare(
    before: Sequence[Paragraph],
    after: Sequence[Paragraph],
    by_id: bool = True,
    words: Words = tokens,
) -> Comparison:
    """The redline of two texts. ``by_id``: equal ids mean the same paragraph on both sides."""
    return _Comparer(before, after, match(before, after, by_id), words).compare()


class _Comparer:
    def __init__(
        self,
        before: Sequence[Paragraph],
        after: Sequence[Paragraph],
        matches: Sequence[Match],
        words: Words,
    ) -> None:
        self.before, self.after, self.matches, self.words = before, after, matches, words
        self.old_heads, self.new_heads = heads(before), heads(after)
        self.notes = {
            before[one.old[0]].id: after[one.new[0]].id for one in matches if len(one.new) == 1
        }

    def compare(self) -> Comparison:
        stays = set(_stays(self.matches, self.before))
        of_old = {old: index for index, one in enumerate(self.matches) for old in one.old}
        of_new = {new: index for index, one in enumerate(self.matches) for new in one.new}
        rows: list[Row] = []
        old = new = 0
        for index in [*sorted(stays, key=lambda i: self.matches[i].new), None]:
            one = self.matches[index] if index is not None else _end(self.before, self.after)
            while old < one.old[0]:
                rows.append(self._gone(old, of_old))
                old += 1 if old not in of_old else len(self.matches[of_old[old]].old)
            while new < one.new[0]:
                rows.append(self._come(new, of_new))
                new += 1 if new not in of_new else len(self.matches[of_new[new]].new)
            if index is not None:
                rows.append(self._row(one, moved=False))
                old, new = one.old[-1] + 1, one.new[-1] + 1
        return Comparison(tuple(rows))

    def _gone(self, old: int, of_old: Mapping[int, int]) -> Row:
        if old not in of_old:
            runs = tuple(
                RedlineRun(piece.text, piece.marks, STRUCK) for piece in self.before[old].content
            )
            struck = count(runs, STRUCK, self.words)
            return Row(REMOVED, (self.old_heads[old],), (), runs, struck=struck)
        one = self.matches[of_old[old]]
        place = self.new_heads[one.new[0] - 1].name if one.new[0] else ""
        return Row(
            DEPARTED,
            tuple(self.old_heads[index] for index in one.old),
            tuple(self.new_heads[index] for index in one.new),
            (),
            True,
            place,
        )

    def _come(self, new: int, of_new: Mapping[int, int]) -> Row:
        if new in of_new:
            return self._row(self.matches[of_new[new]], moved=True)
        runs = tuple(
            RedlineRun(piece.text, piece.marks, INSERTED) for piece in self.after[new].content
        )
        inserted, agreed = count(runs, INSERTED, self.words), agreed_in(runs)
        return Row(NEW, (), (self.new_heads[new],), runs, inserted=inserted, agreed=agreed)

    def _row(self, one: Match, moved: bool) -> Row:
        runs = redline(
            _joined(self.before[index].content for index in one.old),
            _joined(self.after[index].content for index in one.new),
            self.words,
            self.notes,
        )
        touched = any(run.fate != "kept" for run in runs)
        fate = CHANGED if touched else SAME
        if len(one.new) > 1:
            fate = SPLIT
        elif len(one.old) > 1:
            fate = JOINED
        place = self.old_heads[one.old[0] - 1].name if moved and one.old[0] else ""
        return Row(
            fate,
            tuple(self.old_heads[index] for index in one.old),
            tuple(self.new_heads[index] for index in one.new),
            runs,
            moved,
            place,
            count(runs, INSERTED, self.words),
            count(runs, STRUCK, self.words),
            agreed_in(runs),
        )


def heads(text: Sequence[Paragraph]) -> list[Head]:
    """Each paragraph with the name by which people know it."""
    labels = display_labels(text)
    return [
        Head(p.id, p.kind, p.level, p.label, labels.get(p.id) or _opening(p.words)) for p in text
    ]


def _opening(words: str) -> str:
    said = words.replace(OBJECT, "").split()
    if not said:
        return "¶"
    shown = " ".join(said[:_OPENING])
    whole = len(said) <= _OPENING and len(shown) <= _LONGEST
    return f"“{shown[:_LONGEST]}{'' if whole else '…'}”"


def _joined(contents: Iterator[Content]) -> Content:
    found = list(contents)
    parts = [part for content in found for part in (content, _END)][:-1]
    return found[0] if len(found) == 1 else _with_ends(parts)


def _with_ends(parts: Sequence[Content]) -> Content:
    return tuple(piece for part in parts for piece in part)


def _end(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> Match:
    return Match((len(before),), (len(after),))


def _stays(matches: Sequence[Match], before: Sequence[Paragraph]) -> Iterator[int]:
    """The matches that keep their order, chosen so that as few words as can be have moved."""
    tails: list[tuple[int, int, int]] = []  # (old place, weight of the best chain, its last match)
    back: list[int] = []
    for index, one in enumerate(matches):
        own = 1 + sum(len(before[old].words) for old in one.old)
        at = bisect_left(tails, (one.old[0],))
        weight = own + (tails[at - 1][1] if at else 0)
        back.append(tails[at - 1][2] if at else -1)
        end = at
        while end < len(tails) and tails[end][1] <= weight:
            end += 1
        tails[at:end] = [(one.old[0], weight, index)]
    index = tails[-1][2] if tails else -1
    while index >= 0:
        yield index
        index = back[index]


def older_text(comparison: Comparison) -> WorkingText:
    """The older text, rebuilt from the rows alone."""
    words = {row.before: row.runs for row in comparison.rows if row.fate != DEPARTED}
    out: list[Paragraph] = []
    for row in comparison.rows:
        if row.before and (not row.moved or row.fate == DEPARTED):
            out += _paragraphs(row.before, older(words[row.before]))
    return tuple(out)


def newer_text(comparison: Comparison) -> WorkingText:
    """The newer text, rebuilt from the rows alone."""
    out: list[Paragraph] = []
    for row in comparison.rows:
        if row.after and row.fate != DEPARTED:
            out += _paragraphs(row.after, newer(row.runs))
    return tuple(out)


def _paragraphs(heads: Sequence[Head], pieces: Sequence[Piece]) -> Iterator[Paragraph]:
    contents: list[list[Piece]] = [[]]
    for piece in pieces:
        if BREAK_MARK in piece.marks:
            contents.append([])
        else:
            contents[-1].append(piece)
    for head, content in zip(heads, contents, strict=True):
        yield Paragraph(head.id, head.kind, tidy(content), head.label, head.level)


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """``{rows: [...]}``; a row has fate, name, before, after, runs, and what else is true of it."""
    return {"rows": [_row_to_json(row) for row in comparison.rows]}


def _row_to_json(row: Row) -> dict[str, Any]:
    flags: dict[str, Any] = {
        "altered": row.altered,
        "relabelled": row.relabelled,
        "reshaped": row.reshaped,
        "reformatted": row.reformatted,
        "inserted": row.inserted,
        "struck": row.struck,
    }
    if row.agreed[0] != row.agreed[1]:
        flags["agreed"] = list(row.agreed)
    moved = {"moved": True, "place": row.place} if row.moved else {}
    return {
        "fate": row.fate,
        "name": row.name,
        "before": [head._asdict() for head in row.before],
        "after": [head._asdict() for head in row.after],
        "runs": [_run_to_json(run) for run in row.runs],
        **moved,
        **{name: value for name, value in flags.items() if value},
    }


def _run_to_json(run: RedlineRun) -> dict[str, Any]:
    out: dict[str, Any] = {"t": run.text}
    if run.marks:
        out["m"] = sorted(run.marks)
    if run.fate != "kept":
        out["fate"] = run.fate
    if run.was is not None:
        out["was"] = sorted(run.was)
    return out
