"""Words as ICU cuts them: Chinese, Thai and Arabic by words too. For redlines only.

Anchors and proposals use the project's own tokens, which are the same on every machine.
"""

from collections.abc import Iterator
from itertools import pairwise


def icu_words(text: str) -> list[str]:
    """The words of a text and what stands between them; joined they are the text."""
    if not text:
        return []
    if not text.isascii() and max(text) > "\uffff":
        return _beyond(text)
    return [text[start:end] for start, end in _segments(text)]


def _segments(text: str) -> Iterator[tuple[int, int]]:
    # With the first redline: ICU brings five megabytes.
    from icu4py.breakers import WordBreaker

    yield from WordBreaker(text, "en").segments()


def _beyond(text: str) -> list[str]:
    """ICU counts UTF-16 units: a character beyond the first 65,536 is two of them."""
    units = text.encode("utf-16-le", "surrogatepass")
    ends = [end for _, end in _segments(text)]
    return [
        units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        for start, end in pairwise([0, *ends])
    ]
