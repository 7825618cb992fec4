"""The text as it would be if some open proposals were adopted and all others fell."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from adref.drafting.compilation import anchor_of, sort_out
from adref.drafting.content import Content, splice, text_of
from adref.drafting.contests import Placed, placed
from adref.drafting.edits import insert_after
from adref.drafting.proposal import ALTERNATIVE, CHANGE, DELETE, MOVE, NEW, Proposal, Span, in_order
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.tidying import replaced


class Supposed(NamedTuple):
    """The text, and the chosen proposals that could not be carried out beside the others."""

    text: WorkingText
    left_out: tuple[str, ...]


def suppose(
    text: WorkingText, proposals: Iterable[Proposal], adopted: Collection[str] = ()
) -> Supposed:
    """Adopt the chosen in the order of their numbers, each where it still has its place.

    A chosen proposal on a proposal brings what it amends with it. Of two that change the same
    words differently the one with the lower number is adopted, the other is left out.
    """
    return _Supposition(text, in_order(proposals), frozenset(adopted)).made()


class _Supposition:
    def __init__(
        self, text: WorkingText, everything: Sequence[Proposal], adopted: frozenset[str]
    ) -> None:
        self.text = text
        self.everything = everything
        self.adopted = adopted
        self.known = {proposal.id: proposal for proposal in everything}
        self.floor = sort_out(text, everything)
        self.left_out: set[str] = set()

    def made(self) -> Supposed:
        groups = (*self.floor.on_paragraph.values(), *self.floor.after.values())
        standing = {proposal.id: proposal for group in groups for proposal in group}
        wanted = in_order(p for p in standing.values() if self.wants(p))
        reached = standing.keys() | {a.id for g in self.floor.on_proposal.values() for a in g}
        out = self.text
        for paragraph in self.text:
            about = [p for p in wanted if p.paragraph == paragraph.id]
            out = self.reworded(out, paragraph, about) if about else out
        for proposal in wanted:
            if proposal.kind in (NEW, MOVE):
                out = self.placed(out, proposal)
        done = ("adopted", "bracketed")
        lost = {p.id for p in self.everything if p.id not in reached and p.stage not in done}
        left = self.left_out | (lost & self.adopted)
        return Supposed(out, tuple(p.id for p in self.everything if p.id in left))

    def wants(self, proposal: Proposal) -> bool:
        """Whether a proposal is chosen, or one that was made on it."""
        return proposal.id in self.adopted or any(map(self.wants, self.answers(proposal)))

    def answers(self, proposal: Proposal) -> Sequence[Proposal]:
        return self.floor.on_proposal.get(proposal.id, ())

    def amended(self, proposal: Proposal) -> Content:
        """What a proposal would bring, with the chosen proposals on it."""
        return self.changed(proposal.replacement, filter(self.wants, self.answers(proposal)))

    def changed(
        self, content: Content, changes: Iterable[Proposal], whole: bool = False
    ) -> Content:
        """A content with some changes; ``whole`` when it is all of a paragraph."""
        accepted: list[tuple[Placed, Content]] = []
        for one in placed(changes, text_of(content)):
            said = self.amended(one.proposal)
            alone = splice(content, *one.span, said)
            if any(splice(content, *other.span, its) == alone for other, its in accepted):
                continue  # somebody else's proposal of the same words
            if all(_apart(one.span, other.span) for other, _ in accepted):
                accepted.append((one, said))
            else:
                self.left_out.add(one.proposal.id)
        accepted.sort(key=lambda item: (item[0].span, item[0].proposal.rank))
        for (span, _), said in reversed(accepted):
            content = replaced(content, span, said) if whole else splice(content, *span, said)
        return content

    def reworded(
        self, text: WorkingText, paragraph: Paragraph, about: Sequence[Proposal]
    ) -> WorkingText:
        changes = [p for p in about if p.kind == CHANGE]
        whole = [p for p in about if p.kind in (DELETE, ALTERNATIVE)]
        if not whole:
            after = self.changed(paragraph.content, changes, whole=True)
            return tuple(p.reading(after) if p.id == paragraph.id else p for p in text)
        first = whole[0]
        for other in (*whole[1:], *changes):
            if (other.kind, other.replacement) != (first.kind, first.replacement):
                self.left_out.add(other.id)
        if first.kind == DELETE:
            return tuple(p for p in text if p.id != paragraph.id)
        after = self.amended(first)
        return tuple(p.reading(after) if p.id == paragraph.id else p for p in text)

    def placed(self, text: WorkingText, proposal: Proposal) -> WorkingText:
        """The text with a new or a moved paragraph in its place."""
        ids = [paragraph.id for paragraph in text]
        anchor = proposal.after
        while anchor is not None and anchor not in ids and anchor in self.known:
            anchor = self.known[anchor].after
        found = next((p for p in text if p.id == proposal.paragraph), None)
        if (anchor is not None and anchor not in ids) or (proposal.kind == MOVE and not found):
            self.left_out.add(proposal.id)  # another chosen proposal has struck it, or its place
            return text
        place = anchor_of(proposal.having(after=anchor), ids, self.known)
        if proposal.kind == MOVE and found:
            return insert_after(tuple(p for p in text if p.id != found.id), place, found)
        content = self.amended(proposal)
        if any(self.brings(p, proposal, content) for p in text):
            return text
        kind, level = proposal.paragraph_kind, proposal.level
        new = Paragraph(proposal.id, kind, content, proposal.label, level)
        return insert_after(text, place, new)

    def brings(self, there: Paragraph, proposal: Proposal, content: Content) -> bool:
        """Whether a paragraph came in by another proposal of the same words in this place."""
        by = self.known.get(there.id)
        if by is None or by.stage != "open" or there.content != content:
            return False
        same = (proposal.kind, proposal.after, proposal.paragraph_kind, proposal.level)
        return (by.kind, by.after, by.paragraph_kind, by.level) == same


def _apart(one: Span, other: Span) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]
