"""Agreed marks in a redline: they say what a paragraph's state is, and are no words of it."""

from collections.abc import Callable, Iterator, Sequence

from adref.drafting.content import plain
from adref.drafting.notation import read_agreed
from adref.drafting.redline import BREAK, INSERTED, STRUCK, RedlineRun
from adref.drafting.text import Paragraph


def agreed_in(runs: Sequence[RedlineRun]) -> tuple[str, str]:
    """What the marks of the older and of the newer wording say; empty where there is none."""
    before, after = (
        next((state for _, _, state in _marks(_side(runs, other))), "")
        for other in (INSERTED, STRUCK)
    )
    return before, after


def count(runs: Sequence[RedlineRun], fate: str, words: Callable[[str], Sequence[str]]) -> int:
    """How many words are inserted, or struck, beside agreed marks."""
    said = _beside_marks(runs, fate)
    return sum(any(sign.isalnum() for sign in word) for text in said for word in words(text))


def _beside_marks(runs: Sequence[RedlineRun], fate: str) -> Iterator[str]:
    other = STRUCK if fate == INSERTED else INSERTED
    marks = [(start, end) for start, end, _ in _marks(_side(runs, other))]
    at = 0
    for run in runs:
        if run.fate == other:
            continue
        start, at = at, at + len(run.text)
        if run.fate != fate:
            continue
        kept = start
        for first, last in marks:
            if first < at and last > kept:
                yield run.text[kept - start : max(first, kept) - start]
                kept = min(last, at)
        yield run.text[kept - start :]


def _side(runs: Sequence[RedlineRun], other: str) -> str:
    return "".join(run.text for run in runs if run.fate != other)


def _marks(words: str) -> Iterator[tuple[int, int, str]]:
    """Where the marks stand in the words of one paragraph, or of several, and what they say."""
    if "greed" not in words and "GREED" not in words:
        return
    at = 0
    for part in words.split(BREAK):
        for mark in read_agreed((Paragraph("", "plain", plain(part)),)):
            yield at + mark.at, at + mark.end, mark.state
        at += len(part) + len(BREAK)
