"""The clean text: no proposals, attributions or marks; unresolved brackets stay and are counted."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from adref.drafting.attributions import Attribution
from adref.drafting.brackets import Structure
from adref.drafting.content import OBJECT, Content, text_of
from adref.drafting.notation import read_notation
from adref.drafting.proposal import Proposal, Span
from adref.drafting.supposing import suppose
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.tidying import STOPS, without
from adref.drafting.writing import WrittenParagraph, WrittenRun


def clean(
    text: WorkingText,
    proposals: Iterable[Proposal] = (),
    adopted: Collection[str] = (),
    names: Iterable[str] = (),
    states: Mapping[str, str] | None = None,
) -> tuple[WrittenParagraph, ...]:
    """The text if the chosen proposals were adopted and every other one fell.

    ``names`` are the short names of parties and coalitions, by which attributions are known.
    """
    known = states or {}
    return tuple(
        WrittenParagraph(
            id=paragraph.id,
            kind=paragraph.kind,
            level=paragraph.level,
            label=paragraph.label,
            state=known.get(paragraph.id, "open"),
            runs=tuple(WrittenRun(piece.text, piece.marks) for piece in paragraph.content),
        )
        for paragraph in clean_text(suppose(text, proposals, adopted).text, names)
    )


def clean_text(text: WorkingText, names: Iterable[str] = ()) -> WorkingText:
    """The text without attributions and agreed marks; a paragraph that held nothing else goes."""
    notation = read_notation(text, names)
    cuts: dict[str, list[Span]] = {}
    words = {paragraph.id: paragraph.words for paragraph in text}
    for attribution in notation.attributions:
        cuts.setdefault(attribution.paragraph, []).append(_with_space(attribution, words))
    for mark in notation.agreed:
        start = len(words[mark.paragraph][: mark.at].rstrip())
        cuts.setdefault(mark.paragraph, []).append((start, mark.end))
    out = []
    for paragraph in text:
        after = without(paragraph.content, cuts.get(paragraph.id, ()))
        if paragraph.id not in cuts or _says_something(after):
            out.append(paragraph.reading(after))
    return tuple(out)


def _with_space(attribution: Attribution, words: Mapping[str, str]) -> Span:
    before = words[attribution.paragraph][: attribution.at]
    return (len(before.rstrip()), attribution.end)


def _says_something(content: Content) -> bool:
    return OBJECT in text_of(content) or any(
        sign not in f"{STOPS}[]" and not sign.isspace() for sign in text_of(content)
    )


def brackets_left(text: Sequence[Paragraph], structure: Structure) -> dict[str, int]:
    """How many contested brackets open in each paragraph; those without any are absent."""
    out: dict[str, int] = {}
    for bracket in structure.contested:
        out[bracket.open.paragraph] = out.get(bracket.open.paragraph, 0) + 1
    return {paragraph.id: out[paragraph.id] for paragraph in text if paragraph.id in out}
