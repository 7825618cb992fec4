"""What holds of every compilation, whatever was proposed. One call checks all of it."""

from collections.abc import Iterable, Sequence

from adref.drafting.brackets import read_brackets
from adref.drafting.compilation import compile, moved_on, rests
from adref.drafting.compiled import TEXT, CompiledParagraph, Contest, Segment, base_content
from adref.drafting.content import plain
from adref.drafting.profiles import PROFILES
from adref.drafting.proposal import Proposal
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.writing import WrittenParagraph, names_of, write
from tests.drafting.play import MEMBERSHIP


def obey(text: WorkingText, proposals: Iterable[Proposal]) -> tuple[CompiledParagraph, ...]:
    """Compile, and check the laws [C1], [C3], [C9] and [C10]."""
    given = list(proposals)
    compiled = compile(text, given)
    assert compile(text, given[::-1]) == compiled, "[C1] the order of arrival matters"
    assert compile(text, sorted(given, key=lambda p: p.id)) == compiled
    everything_has_a_place(text, given, compiled)
    without_insertions_is_the_text(text, compiled)
    written_parses_back(text, compiled)
    return compiled


def everything_has_a_place(
    text: WorkingText, proposals: Sequence[Proposal], compiled: Sequence[CompiledParagraph]
) -> None:
    """[C3] An open proposal stands in the compilation, is listed as moved on, or rests."""
    shown = mentioned(compiled)
    gone = set(moved_on(text, proposals))
    assert not shown & gone
    known = {p.id: p for p in proposals}
    due = {p.id for p in proposals if p.stage == "open"}
    assert shown | gone == due - {p.id for p in proposals if p.id in due and rests(p, known)}


def without_insertions_is_the_text(
    text: WorkingText, compiled: Sequence[CompiledParagraph]
) -> None:
    """[C9] What stands is the working text, paragraph by paragraph, words and marks."""
    standing = [p for p in compiled if p.fate != "inserted"]
    assert [p.id for p in standing] == [p.id for p in text]
    assert [base_content(p.segments) for p in standing] == [p.content for p in text]


def written_parses_back(text: WorkingText, compiled: Sequence[CompiledParagraph]) -> None:
    """[C10] Every bracket that is written is found again, and nothing else is unbalanced."""
    before = read_brackets(text)
    for profile in PROFILES.values():
        for attributions in (True, False):
            written = write(compiled, profile, names_of(MEMBERSHIP), attributions)
            after = read_brackets(as_text(written))
            if not before.unbalanced:
                assert not after.unbalanced, [paragraph.words for paragraph in written]


def as_text(written: Iterable[WrittenParagraph]) -> WorkingText:
    """Written paragraphs as somebody would import them."""
    return tuple(Paragraph(p.id, p.kind, plain(p.words), p.label, p.level) for p in written)


def mentioned(compiled: Iterable[CompiledParagraph]) -> set[str]:
    """The ids of all proposals that stand somewhere in a compilation."""
    out: set[str] = set()
    for paragraph in compiled:
        out |= {*paragraph.proposals, *_mentioned(paragraph.segments)}
        out |= {paragraph.origin} - {TEXT}
    return out


def _mentioned(segments: Iterable[Segment]) -> set[str]:
    out: set[str] = set()
    for segment in segments:
        if isinstance(segment, Contest):
            for alternative in segment.alternatives:
                out |= {*alternative.proposals, *_mentioned(alternative.segments)}
        elif segment.origin != TEXT:
            out.add(segment.origin)
    return out
