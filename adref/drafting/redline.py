"""What changes between two contents, word by word: struck, inserted, kept.

Words are compared, whatever their marks; words that stay and change only their marks are kept, and
say which marks they had. The comparison never gives up: a long content is first tied together at
the phrases that occur once on both sides (``alignment``).
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from adref.drafting.alignment import aligned
from adref.drafting.content import FOOTNOTE, Content, Piece, cut, text_of
from adref.drafting.tidying_changes import Hunk, tidied
from adref.drafting.tokens import tokens

Words = Callable[[str], Sequence[str]]
"""Cuts a text into words and what stands between them; joined they are the text."""

KEPT, INSERTED, STRUCK = "kept", "inserted", "struck"
BREAK = "\u2029"
BREAK_MARK = "paragraph"
"""The end of a paragraph inside a redline of several (split, joined): ``BREAK`` with this mark."""


class RedlineRun(NamedTuple):
    """Words with their marks; ``was``: the marks they had before, if they stay with others."""

    text: str
    marks: frozenset[str] = frozenset()
    fate: str = KEPT
    was: frozenset[str] | None = None

    @property
    def reformatted(self) -> bool:
        """Whether emphasis was set or taken away (a footnote's new number is no such thing)."""
        return self.was is not None and _emphasis(self.was) != _emphasis(self.marks)


def redline(
    before: Content,
    after: Content,
    words: Words = tokens,
    notes: Mapping[str, str] | None = None,
) -> tuple[RedlineRun, ...]:
    """Runs of fate ``kept``, ``struck`` and ``inserted``; deletions stand before insertions.

    The runs that are not inserted are ``before`` (with the marks of ``was``), those that are not
    struck are ``after``. ``notes`` gives the present id of a footnote of ``before``.
    """
    if before == after:
        return tuple(RedlineRun(piece.text, piece.marks) for piece in before)
    old = _Side(before, words, notes or {})
    new = _Side(after, words, {})
    hunks = tidied(list(_hunks(old.keys, new.keys)), old.texts, new.texts)
    return _tidy(list(_runs(old, new, hunks)))


def older(runs: Sequence[RedlineRun]) -> list[Piece]:
    """The pieces of the older wording."""
    return [
        Piece(run.text, run.marks if run.was is None else run.was)
        for run in runs
        if run.fate != INSERTED
    ]


def newer(runs: Sequence[RedlineRun]) -> list[Piece]:
    """The pieces of the newer wording."""
    return [Piece(run.text, run.marks) for run in runs if run.fate != STRUCK]


class _Side:
    """One wording, cut into words."""

    def __init__(self, content: Content, words: Words, notes: Mapping[str, str]) -> None:
        self.content = content
        self.texts: list[str] = []
        self.keys: list[Hashable] = []
        for piece in _stretches(content):
            note = _note(piece.marks)
            if note is None and BREAK_MARK not in piece.marks:
                cut_up = list(words(piece.text))
                self.texts += cut_up
                self.keys += cut_up
            else:
                self.texts.append(piece.text)
                known = notes.get(note, note) if note else BREAK_MARK
                self.keys.append((piece.text, known))
        self.at = [0]
        for text in self.texts:
            self.at.append(self.at[-1] + len(text))

    def cut(self, start: int, end: int) -> Content:
        """The content between two words."""
        return cut(self.content, self.at[start], self.at[end])


def _stretches(content: Content) -> Iterator[Piece]:
    """Words whatever their emphasis, parted at references to footnotes and at ends of lines."""
    for apart, pieces in groupby(content, key=lambda piece: _apart(piece.marks)):
        if apart:
            yield from pieces
        else:
            yield Piece(text_of(tuple(pieces)))


def _apart(marks: frozenset[str]) -> bool:
    return BREAK_MARK in marks or _note(marks) is not None


def _note(marks: frozenset[str]) -> str | None:
    return next((m.removeprefix(FOOTNOTE) for m in marks if m.startswith(FOOTNOTE)), None)


def _emphasis(marks: frozenset[str]) -> frozenset[str]:
    return frozenset(mark for mark in marks if not mark.startswith(FOOTNOTE))


def _hunks(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Hunk]:
    old_at = new_at = old_from = new_from = 0
    for op, count in [*aligned(old, new), (0, 0)]:
        if op == 0:
            if (old_from, new_from) != (old_at, new_at):
                yield Hunk(old_from, old_at, new_from, new_at)
            old_from, new_from = old_at + count, new_at + count
        old_at += count if op != 1 else 0
        new_at += count if op != -1 else 0


def _runs(old: _Side, new: _Side, hunks: Sequence[Hunk]) -> Iterator[RedlineRun]:
    old_at = new_at = 0
    for hunk in hunks:
        yield from _kept(old.cut(old_at, hunk.old_from), new.cut(new_at, hunk.new_from))
        for piece in old.cut(hunk.old_from, hunk.old_to):
            yield RedlineRun(piece.text, piece.marks, STRUCK)
        for piece in new.cut(hunk.new_from, hunk.new_to):
            yield RedlineRun(piece.text, piece.marks, INSERTED)
        old_at, new_at = hunk.old_to, hunk.new_to
    yield from _kept(old.cut(old_at, len(old.texts)), new.cut(new_at, len(new.texts)))


def _kept(before: Content, after: Content) -> Iterator[RedlineRun]:
    """The same words twice, cut where the marks of either change."""
    if before == after:
        yield from (RedlineRun(piece.text, piece.marks) for piece in after)
        return
    edges = sorted({*_edges(before), *_edges(after)})
    for start, end in zip([0, *edges], edges, strict=False):
        (was,), (now,) = cut(before, start, end), cut(after, start, end)
        yield RedlineRun(now.text, now.marks, KEPT, None if was.marks == now.marks else was.marks)


def _edges(content: Content) -> Iterator[int]:
    at = 0
    for piece in content:
        at += len(piece.text)
        yield at


def _tidy(runs: Sequence[RedlineRun]) -> tuple[RedlineRun, ...]:
    """Neighbours of one kind joined; ends of paragraphs and references stay by themselves."""
    out: list[RedlineRun] = []
    for run in runs:
        if out and out[-1][1:] == run[1:] and not _apart(run.marks):
            out[-1] = run._replace(text=out[-1].text + run.text)
        else:
            out.append(run)
    return tuple(out)
