"""What a draft proposes: derived from the wording it was made from, never typed as such."""

from collections.abc import Iterator
from typing import NamedTuple

from adref.drafting.content import Content, Piece, cut, text_of
from adref.drafting.difference import difference
from adref.drafting.proposal import Span
from adref.drafting.tokens import tokens


class Change(NamedTuple):
    """The words of the basis between two offsets (code points), and what is to stand there."""

    span: Span
    replacement: Content


class MarkedToken(NamedTuple):
    """A token with the marks of each of its characters (one set when they are all the same)."""

    text: str
    marks: tuple[frozenset[str], ...]


class _Hunk(NamedTuple):
    """A change counted in tokens: from and to in the basis, from and to in the draft."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


CONNECTORS = ("-", "\u2010", "\u2011", "/", "'", "\u2019")
"""Signs that hold two words together: changes on both sides of one are one change."""

UNSPACED = ((0x0E01, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3041, 0x30FF),
            (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))  # fmt: skip
"""Scripts in which words are not parted (Thai, Lao, Burmese, Khmer, Kana, Han), as code points."""


def amendments(basis: Content, draft: Content) -> tuple[Change, ...]:
    """The changes that make the draft of the basis, in order, each of whole tokens.

    Words that only change their marks count as changed. Changes with nothing but space, one
    connector or one Han character between them are one; so are those that open a bracket and
    close it.
    """
    old, new = marked_tokens(basis), marked_tokens(draft)
    hunks = _balanced(_joined(list(_hunks(old, new)), old), old, new)
    old_at, new_at = _offsets(old), _offsets(new)
    return tuple(
        Change(
            (old_at[hunk.old_from], old_at[hunk.old_to]),
            cut(draft, new_at[hunk.new_from], new_at[hunk.new_to]),
        )
        for hunk in hunks
    )


def marked_tokens(content: Content) -> list[MarkedToken]:
    """The tokens of a content, told apart by their words and their marks."""
    marks = [piece.marks for piece in content for _ in piece.text]
    out = []
    at = 0
    for token in tokens(text_of(content)):
        own = tuple(marks[at : at + len(token)])
        out.append(MarkedToken(token, own[:1] if len(set(own)) == 1 else own))
        at += len(token)
    return out


def content_of(marked: list[MarkedToken]) -> Iterator[Piece]:
    """The pieces of some tokens (not yet tidied)."""
    for token in marked:
        marks = token.marks * len(token.text) if len(token.marks) == 1 else token.marks
        for character, own in zip(token.text, marks, strict=True):
            yield Piece(character, own)


def _hunks(old: list[MarkedToken], new: list[MarkedToken]) -> Iterator[_Hunk]:
    old_at = new_at = old_from = new_from = 0
    for op, count in [*difference(old, new), (0, 0)]:
        if op == 0:
            if (old_from, new_from) != (old_at, new_at):
                yield _Hunk(old_from, old_at, new_from, new_at)
            old_from, new_from = old_at + count, new_at + count
        old_at += count if op != 1 else 0
        new_at += count if op != -1 else 0


def _joined(hunks: list[_Hunk], old: list[MarkedToken]) -> list[_Hunk]:
    out: list[_Hunk] = []
    for hunk in hunks:
        if out and _holds_together([token.text for token in old[out[-1].old_to : hunk.old_from]]):
            out[-1] = _both(out[-1], hunk)
        else:
            out.append(hunk)
    return out


def _holds_together(between: list[str]) -> bool:
    only_space = all(text.isspace() and text != "\n" for text in between)
    return only_space or (len(between) == 1 and _connects(between[0]))


def _connects(token: str) -> bool:
    """One sign that ties words, or one character of a script without spaces: no word by itself."""
    return token in CONNECTORS or any(low <= ord(token[0]) <= high for low, high in UNSPACED)


def _balanced(hunks: list[_Hunk], old: list[MarkedToken], new: list[MarkedToken]) -> list[_Hunk]:
    """Join the change that opens a bracket with the one that closes it, and all between."""
    out: list[_Hunk] = []
    at = 0
    while at < len(hunks):
        end = _balances_at(hunks, at, old, new)
        out.append(_both(hunks[at], hunks[end]))
        at = end + 1
    return out


def _balances_at(
    hunks: list[_Hunk], at: int, old: list[MarkedToken], new: list[MarkedToken]
) -> int:
    """The change by which the brackets opened in change ``at`` are closed; else ``at`` itself."""
    lifted = written = 0
    for index in range(at, len(hunks)):
        hunk = hunks[index]
        lifted += _depth(old[hunk.old_from : hunk.old_to])
        written += _depth(new[hunk.new_from : hunk.new_to])
        if lifted < 0 or written < 0:
            break
        if lifted == written == 0:
            return index
    return at


def _depth(marked: list[MarkedToken]) -> int:
    return sum((token.text == "[") - (token.text == "]") for token in marked)


def _both(first: _Hunk, last: _Hunk) -> _Hunk:
    return _Hunk(first.old_from, last.old_to, first.new_from, last.new_to)


def _offsets(marked: list[MarkedToken]) -> list[int]:
    out = [0]
    for token in marked:
        out.append(out[-1] + len(token.text))
    return out
