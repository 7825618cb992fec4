"""From a base to the clean text of now, by the acts on the record and the proposals still open."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adref.drafting.clean import clean_text
from adref.drafting.content import text_of
from adref.drafting.edits import ContentEdit, Edit, apply_edits, edit_from_json
from adref.drafting.floor import State
from adref.drafting.parties import Membership
from adref.drafting.proposal import Proposal, in_order
from adref.drafting.sentences import sentences
from adref.drafting.supposing import suppose
from adref.drafting.text import WorkingText
from adref.drafting.tracking import Comment, Hand, Step, TrackedParagraph, track
from adref.drafting.writing import names_of


@dataclass(frozen=True, slots=True)
class Base:
    """What the changes are against: a text, and the acts since (events as JSON, in order)."""

    text: WorkingText
    name: str = ""
    acts: tuple[Mapping[str, Any], ...] = ()


def tracked_since(
    base: Base,
    text: WorkingText,
    state: State,
    membership: Membership,
    adopted: Collection[str],
    language: str,
) -> tuple[TrackedParagraph, ...]:
    """The clean text of now, as tracked changes against a base.

    Words of a proposal are its parties'; all else is the bureau's, named in ``language``. Proposals
    that are ``adopted`` here count as carried out; those that cannot stand beside another become
    comments, as do rationales and the remarks that the room has been shown.
    """
    every, bureau = tuple(state.proposals.values()), sentences(language)["bureau"]
    steps = list(_acts(base, text, state, membership, bureau))
    carried: list[str] = []
    for proposal in in_order(p for p in every if p.id in set(adopted)):
        carried.append(proposal.id)
        steps.append(Step(suppose(text, every, carried).text, hand_of(proposal, membership)))
    supposed = suppose(text, every, carried)
    cleaned = clean_text(supposed.text, names_of(membership).values())
    steps.append(Step(cleaned, Hand(bureau)))
    comments = _comments(state, membership, carried, supposed.left_out, base, language)
    return track(base.text, steps, comments)


def hand_of(proposal: Proposal, membership: Membership) -> Hand:
    """The parties of a proposal as one author, and when they submitted it."""
    return Hand(", ".join(membership.shorts(proposal.parties)), proposal.at)


def _acts(
    base: Base, text: WorkingText, state: State, membership: Membership, bureau: str
) -> Iterator[Step]:
    """One step for each act that changed words; what was typed in between is the bureau's."""
    now = base.text
    for act in base.acts:
        edits = [edit_from_json(dict(edit)) for edit in act.get("edits", ())]
        if not edits:
            continue
        hand = Hand(bureau, str(act.get("at", "")))
        typed = apply_edits(now, _before(edits))
        if typed != now:
            yield Step(typed, hand)
        now = apply_edits(typed, edits)
        proposal = state.proposals.get(str(act.get("proposal", "")))
        yield Step(now, hand_of(proposal, membership) if proposal else hand)
    if now != text:
        yield Step(text, Hand(bureau))


def _before(edits: Iterable[Edit]) -> list[Edit]:
    """The words as an act found them."""
    return [ContentEdit(e.paragraph, (), e.before) for e in edits if isinstance(e, ContentEdit)]


def _comments(
    state: State,
    membership: Membership,
    carried: Collection[str],
    left_out: Collection[str],
    base: Base,
    language: str,
) -> dict[str, list[Comment]]:
    out: dict[str, list[Comment]] = {}
    done = {str(act.get("proposal", "")) for act in base.acts if act.get("edits")} | set(carried)
    for proposal in in_order(state.proposals.values()):
        said = [proposal.rationale] if proposal.id in done and proposal.rationale else []
        if proposal.id in left_out:
            said.append(_beside(proposal, language))
        where = proposal.paragraph or proposal.id
        comments = [Comment(hand_of(proposal, membership), words) for words in said]
        if comments:
            out.setdefault(where, []).extend(comments)
    for remark in (r for r in state.remarks.values() if r.shown):
        author = membership.short(remark.party) if remark.party else remark.by
        out.setdefault(remark.paragraph, []).append(Comment(Hand(author, remark.at), remark.text))
    return out


def _beside(proposal: Proposal, language: str) -> str:
    """What a proposal asks for that could not be carried out beside the others."""
    known = sentences(language)
    words = text_of(proposal.replacement) or known["deletion"]
    return known["beside"].format(number=proposal.number, words=words)
