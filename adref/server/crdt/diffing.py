"""The smallest change from one content to another, so that others' typing beside it survives."""

import re
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from adref.drafting.content import OBJECT, Content, cut, text_of

_TOKEN = re.compile(r"\w+|\W", re.DOTALL)


class Step(NamedTuple):
    """Replace ``[start, end)`` (code points of the old content) by ``inserted``."""

    start: int
    end: int
    inserted: Content


def steps(old: Content, new: Content) -> list[Step]:
    """Steps in ascending order that turn the words of ``old`` into those of ``new``.

    Marks of words that stay are not compared. Footnote references are equal when their targets
    are.
    """
    alphabet: dict[str, str] = {}
    left, right = _tokens(old), _tokens(new)
    differ = diff_match_patch()
    differ.Diff_Timeout = 0
    diffs = differ.diff_main(_encode(left, alphabet), _encode(right, alphabet), False)
    length = {sign: 1 if token[0] == OBJECT else len(token) for token, sign in alphabet.items()}
    found: list[Step] = []
    at = to = 0
    pending: tuple[int, int, int, int] | None = None
    for operation, signs in diffs:
        size = sum(length[sign] for sign in signs)
        if operation == 0:
            if pending:
                found.append(_trim(old, new, pending))
                pending = None
            at, to = at + size, to + size
            continue
        start, end, first, last = pending or (at, at, to, to)
        if operation < 0:
            at += size
            end = at
        else:
            to += size
            last = to
        pending = (start, end, first, last)
    if pending:
        found.append(_trim(old, new, pending))
    return found


def _trim(old: Content, new: Content, span: tuple[int, int, int, int]) -> Step:
    """Leave out what both sides have in common at either end."""
    start, end, first, last = span
    before, after = _units(cut(old, start, end)), _units(cut(new, first, last))
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
        start, first = start + 1, first + 1
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
        end, last = end - 1, last - 1
    return Step(start, end, cut(new, first, last))


def _units(content: Content) -> list[str]:
    return [unit for piece in content for unit in _split(piece.text, piece.marks, single=True)]


def _tokens(content: Content) -> list[str]:
    """Words and single characters; a footnote reference with its target in one token."""
    if all(OBJECT not in piece.text for piece in content):
        return _TOKEN.findall(text_of(content))
    return [unit for piece in content for unit in _split(piece.text, piece.marks, single=False)]


def _split(text: str, marks: frozenset[str], *, single: bool) -> list[str]:
    units = list(text) if single else _TOKEN.findall(text)
    target = "".join(sorted(mark for mark in marks if mark.startswith("fn:")))
    return [unit + target if unit == OBJECT else unit for unit in units]


def _encode(tokens: list[str], alphabet: dict[str, str]) -> str:
    # Signs above the surrogates: the diff works on code points, and none of them is half a pair.
    return "".join(alphabet.setdefault(token, chr(0x10000 + len(alphabet))) for token in tokens)
