"""Taking words out of a paragraph so that it reads as if they had never stood there."""

from collections.abc import Iterable

from adref.drafting.content import Content, cut, join, splice, text_of
from adref.drafting.proposal import Span

STOPS = ",;:.，；：。、،؛"
"""Signs before which no space is left standing, and of which two in a row become one."""
WEAK_STOPS = ",;，；、،؛"


def without(content: Content, spans: Iterable[Span]) -> Content:
    """The content without the words in the spans (offsets in code points; they may overlap).

    At each seam doubled spaces and doubled stops become one, and no space is left before a stop,
    at the beginning or at the end. Nothing else is touched.
    """
    merged = _merged(spans)
    if not merged:
        return content
    out = cut(content, 0, merged[0][0])
    for number, (_, end) in enumerate(merged):
        following = merged[number + 1][0] if number + 1 < len(merged) else None
        out = _seam(out, cut(content, end, following))
    words = text_of(out)
    if merged[-1][1] >= len(text_of(content)):
        out = cut(out, 0, len(words.rstrip()))
    return out


def replaced(content: Content, span: Span, replacement: Content) -> Content:
    """A paragraph's content with words replaced; where words only go, the seam is tidied."""
    if text_of(replacement).strip() or span[0] == span[1]:
        return splice(content, *span, replacement)
    return without(content, [span])


def _merged(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if start < end and out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        elif start < end:
            out.append((start, end))
    return out


def _seam(left: Content, right: Content) -> Content:
    before, after = text_of(left), text_of(right)
    following = after.lstrip()
    if not before.strip():
        return join(cut(right, len(after) - len(following)))
    if following[:1] and following[0] in STOPS and not _is_number(following):
        kept = before.rstrip()
        if kept[-1] in WEAK_STOPS:
            left, after = cut(left, 0, len(kept) - 1), following
        elif before != kept:
            # "a [b], c" leaves no space before the comma; "mots [x] ; fin" keeps its own one
            left = cut(left, 0, len(kept))
        return join(left, cut(right, len(text_of(right)) - len(after)))
    if before != before.rstrip() and after != following:
        right = cut(right, len(after) - len(following))
    return join(left, right)


def _is_number(words: str) -> bool:
    return words[0] in ".," and words[1:2].isdigit()
