"""What is told of a file before it is brought in: what is in it, and whose changes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from adref.drafting.importing import title_of
from adref.drafting.incoming import DEL, INS, Incoming
from adref.drafting.notation import read_notation
from adref.drafting.parties import Coalition, Membership, Party
from adref.drafting.reporting import report_of
from adref.drafting.text import WorkingText

_SAMPLE = 160  # code points of the words by which somebody recognises a change


def report_on(text: WorkingText) -> dict[str, Any]:
    """The report of ``adref brackets`` on a text without lines: a line is a paragraph."""
    source = "\n".join(paragraph.words for paragraph in text)
    places = {
        paragraph.id: [(number, at + 1) for at, sign in enumerate(paragraph.words) if sign in "[]"]
        for number, paragraph in enumerate(text, 1)
    }
    return report_of(source, title_of(text), text, read_notation(text), places)


def people_of(incoming: Incoming, membership: Membership) -> list[dict[str, Any]]:
    """Each person of the file: what they changed (insertions, deletions, comments, the first
    words), and the party that bears their name, if one does."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in incoming.authors}
    samples: dict[str, str] = {}
    for name, what, words in _changes(incoming):
        counts[name][what] += 1
        samples.setdefault(name, words)
    for comment in incoming.comments:
        counts[comment.author]["comments"] += 1
        samples.setdefault(comment.author, comment.text)
    return [
        {
            "name": name,
            "insertions": count["insertions"],
            "deletions": count["deletions"],
            "comments": count["comments"],
            "sample": " ".join(samples.get(name, "").split())[:_SAMPLE],
            "party": suggested(name, membership),
        }
        for name, count in counts.items()
        if count.total()
    ]


def _changes(incoming: Incoming) -> Iterator[tuple[str, str, str]]:
    """Each stretch of tracked words: whose, what, and the words."""
    for paragraph in incoming.paragraphs:
        before: set[str] = set()
        for piece in paragraph.content:
            here = {mark for mark in piece.marks if mark.startswith((INS, DEL))}
            for mark in sorted(here - before):
                what = "insertions" if mark.startswith(INS) else "deletions"
                yield incoming.authors[int(mark.partition(":")[2])], what, piece.text
            before = here


def suggested(name: str, membership: Membership) -> str:
    """The party or coalition that a person's name in Word names; empty when none, or several."""
    said = _plain(name)
    voices: list[Party | Coalition] = [
        *membership.parties.values(),
        *membership.coalitions.values(),
    ]
    exact = [v.id for v in voices if said in (_plain(v.name), _plain(v.short))]
    if exact:
        return exact[0] if len(exact) == 1 else ""
    words = f" {said} "
    within = [
        v.id
        for v in voices
        if f" {_plain(v.name)} " in words or (len(v.short) > 1 and f" {_plain(v.short)} " in words)
    ]
    return within[0] if len(within) == 1 else ""


def _plain(words: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in words.casefold()).split())
