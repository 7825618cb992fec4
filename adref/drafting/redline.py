"""What changes between two contents, word by word: struck, inserted, kept."""

from adref.drafting.amendments import amendments
from adref.drafting.content import Content, cut
from adref.drafting.writing import WrittenRun, tidy_runs


def redline(before: Content, after: Content) -> tuple[WrittenRun, ...]:
    """Runs of fate ``kept``, ``struck`` and ``inserted``; deletions stand before insertions.

    The runs that are not inserted are ``before``, those that are not struck are ``after``.
    """
    out: list[WrittenRun] = []
    at = 0
    for (start, end), replacement in amendments(before, after):
        out += _runs(cut(before, at, start), "kept")
        out += _runs(cut(before, start, end), "struck")
        out += _runs(replacement, "inserted")
        at = end
    return tidy_runs([*out, *_runs(cut(before, at), "kept")])


def _runs(content: Content, fate: str) -> list[WrittenRun]:
    return [WrittenRun(piece.text, piece.marks, fate) for piece in content]
