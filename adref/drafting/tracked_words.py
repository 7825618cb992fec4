"""The words of a paragraph with tracked changes, told apart by their history."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from adref.drafting.content import Content, Piece, tidy


@dataclass(slots=True)
class Word:
    """Words of one history: by whom they were inserted and deleted, of those who propose."""

    piece: Piece
    by: str = ""
    deleted: str = ""


@dataclass(slots=True)
class Group:
    """Neighbouring changes of one person."""

    by: str
    start: int
    end: int
    replacement: list[Piece] = field(default_factory=list)
    deleted: list[tuple[int, int, str]] = field(default_factory=list)  # in the replacement


def laid_out(words: Sequence[Word]) -> tuple[Content, list[Group]]:
    """The words that stand, and the changes on them."""
    base: list[Piece] = []
    groups: list[Group] = []
    open_group: Group | None = None
    at = 0
    for word in words:
        author = word.by or word.deleted
        if author and (open_group is None or open_group.by != author):
            open_group = Group(author, at, at)
            groups.append(open_group)
        elif not author:
            open_group = None
        if not word.by:
            base.append(word.piece)
            at += len(word.piece.text)
        if open_group is None:
            continue
        if word.by:
            start = sum(len(piece.text) for piece in open_group.replacement)
            open_group.replacement.append(word.piece)
            if word.deleted:
                open_group.deleted.append((start, start + len(word.piece.text), word.deleted))
        else:
            open_group.end = at
    return tidy(base), groups
