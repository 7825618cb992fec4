"""What a proposal would do to the text, on whatever it was proposed; and who proposes the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from adref.drafting.anchoring import map_span
from adref.drafting.compilation import anchor_of, stands
from adref.drafting.content import Content, content_to_json, splice, text_of
from adref.drafting.decision import Case, Refused
from adref.drafting.numbering import alternative_label, next_label, same_label
from adref.drafting.proposal import ALTERNATIVE, CHANGE, DELETE, MOVE, NEW, Proposal, Span, in_order
from adref.drafting.text import find


@dataclass(frozen=True, slots=True)
class Link:
    """A proposal in a chain of proposals on proposals, as amended by the one below it.

    ``offset`` is where its words begin in the words of the chain's root.
    """

    proposal: Proposal
    amended: Content
    offset: int


@dataclass(frozen=True, slots=True)
class Effect:
    """A proposal brought down to the text: ``root`` is what it does there, under its own id.

    ``span`` is where that stands now (for a change), ``chain`` the proposals it was made on,
    itself first.
    """

    root: Proposal
    span: Span
    chain: tuple[Link, ...]

    @property
    def brings(self) -> str:
        """The id under which adopting brings a new paragraph: that of the proposal for it."""
        return self.chain[-1].proposal.id

    @property
    def start(self) -> int:
        """Where the proposed words begin in the paragraph, once they are in the text."""
        return self.span[0] if self.root.kind == CHANGE else 0


def effect_of(case: Case, proposal: Proposal) -> Effect:
    """What the proposal does to the text; ``moved_on`` when that is no longer possible."""
    words = {paragraph.id: paragraph.words for paragraph in case.text}
    if not stands(proposal, words, case.state.proposals):
        raise Refused("moved_on", paragraph=proposal.paragraph or proposal.after or "")
    chain = [(proposal, proposal.replacement, 0)]
    while chain[-1][0].on:
        child, amended, _ = chain[-1]
        parent = case.proposal(child.on)
        span = map_span(text_of(child.basis), text_of(parent.replacement), child.span)
        if span is None:
            raise Refused("moved_on", paragraph=proposal.paragraph)
        chain[-1] = (child, amended, span[0])
        chain.append((parent, splice(parent.replacement, *span, amended), 0))
    return _effect(case, proposal, chain)


def _effect(case: Case, proposal: Proposal, chain: list[tuple[Proposal, Content, int]]) -> Effect:
    links: list[Link] = []
    offset = 0
    for link, amended, within in reversed(chain):
        offset += within
        links.insert(0, Link(link, amended, offset))
    top = chain[-1][0]
    root = top.having(
        id=proposal.id,
        number=proposal.number,
        party=proposal.party,
        cosponsors=proposal.cosponsors,
        replacement=links[-1].amended,
    )
    span = (0, 0)
    if root.kind == CHANGE:
        words = case.paragraph(root.paragraph).words
        span = map_span(text_of(root.basis), words, root.span) or (0, 0)
    return Effect(root, span, tuple(links))


def result(case: Case, effect: Effect) -> object:
    """What the text would be, as a value: equal for proposals that do the same."""
    root = effect.root
    match root.kind:
        case "change":
            words = case.paragraph(root.paragraph).content
            return (CHANGE, root.paragraph, splice(words, *effect.span, root.replacement))
        case "alternative":
            return (ALTERNATIVE, root.paragraph, root.replacement)
        case "delete":
            return (DELETE, root.paragraph)
        case "move":
            return (MOVE, root.paragraph, root.after)
        case _:
            return (NEW, place(case, root), root.paragraph_kind, root.level, root.replacement)


def place(case: Case, proposal: Proposal) -> str | None:
    """What a new paragraph is to stand after in the text as it is."""
    ids = [paragraph.id for paragraph in case.text]
    known = case.state.proposals
    anchored = proposal
    while anchored.after is not None and anchored.after not in ids:
        anchored = known[anchored.after]  # itself only proposed: what that one stands after
    return anchor_of(proposal.having(after=anchored.after), ids, known)


def fitting_label(case: Case, proposal: Proposal) -> str:
    """The label with which a new paragraph enters the text: its own, if no other has it."""
    taken = [paragraph.label for paragraph in case.text if paragraph.label]
    if proposal.kind == ALTERNATIVE:
        return alternative_label(case.paragraph(proposal.paragraph).label, taken)
    if not proposal.label:
        anchor = find(case.text, place(case, proposal) or "")
        alike = anchor is not None and anchor.kind == proposal.paragraph_kind
        return next_label(anchor.label, taken) if anchor is not None and alike else ""
    if same_label(proposal.label) in {same_label(label) for label in taken}:
        return next_label(proposal.label, taken) or proposal.label
    return proposal.label


def twins(case: Case, effect: Effect) -> tuple[Effect, ...]:
    """The effects of all open proposals that do the same to the text, this one first."""
    wanted = result(case, effect)
    out = [effect]
    for other in in_order(case.state.proposals.values()):
        if other.id == effect.root.id or other.stage != "open":
            continue
        below = _root_of(other, case.state.proposals)
        if (below.kind, below.paragraph) != (effect.root.kind, effect.root.paragraph):
            continue
        try:
            found = effect_of(case, other)
        except Refused:
            continue  # its words are gone: it does nothing
        if result(case, found) == wanted:
            out.append(found)
    return tuple(out)


def _root_of(proposal: Proposal, known: Mapping[str, Proposal]) -> Proposal:
    while (parent := known.get(proposal.on)) is not None and parent.number < proposal.number:
        proposal = parent
    return proposal


def rebase(
    case: Case, link: Link, paragraph: str, content: Content, start: int
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Where the proposals on a settled proposal stand now that its words are in the text.

    ``start`` is where the words of ``link`` begin in the paragraph's new ``content``. Answers
    with ``rebased`` of the event, and the ids of those that lost their words.
    """
    before, after = text_of(link.proposal.replacement), text_of(link.amended)
    rebased: dict[str, Any] = {}
    lost: list[str] = []
    for child in answers(case, link.proposal.id):
        there = map_span(text_of(child.basis), before, child.span)
        now = there and map_span(before, after, there)
        if now is None:
            lost.append(child.id)
        else:
            rebased[child.id] = {
                "paragraph": paragraph,
                "basis": content_to_json(content),
                "span": [start + now[0], start + now[1]],
            }
    return rebased, tuple(lost)


def answers(case: Case, identifier: str) -> Iterable[Proposal]:
    """The live proposals made directly on a proposal."""
    return (
        child
        for child in in_order(case.state.proposals.values())
        if child.on == identifier and child.stage in ("open", "parked")
    )
