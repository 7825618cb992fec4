"""An edition: what one file out contains, and for whom it is. Formats see nothing else."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from adref.drafting.clean import clean_text
from adref.drafting.compilation import compile
from adref.drafting.compiled import CompiledParagraph, anonymous
from adref.drafting.content import Piece, tidy
from adref.drafting.floor import State
from adref.drafting.imprint import (
    CLEAN,
    COMPILATION,
    PARTY,
    ROOM_VIEWS,
    TRACKED,
    UNATTRIBUTED,
    VIEWS,
    WORKING,
    Imprint,
    audience_sentence,
    view_sentence,
)
from adref.drafting.notation import read_agreed
from adref.drafting.parties import Membership
from adref.drafting.profiles import PROFILES, Profile
from adref.drafting.proposal import Proposal
from adref.drafting.sentences import ENGLISH, FRENCH, LANGUAGES
from adref.drafting.steps import Base, tracked_since
from adref.drafting.supposing import suppose
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.tracking import TrackedParagraph, written
from adref.drafting.writing import (
    WrittenParagraph,
    WrittenRun,
    names_of,
    write,
)

__all__ = [
    "CLEAN",
    "COMPILATION",
    "ENGLISH",
    "FRENCH",
    "LANGUAGES",
    "PARTY",
    "ROOM_VIEWS",
    "TRACKED",
    "UNATTRIBUTED",
    "VIEWS",
    "WORKING",
    "Base",
    "Edition",
    "Imprint",
    "edition_for",
    "printed",
    "written_out",
]


@dataclass(frozen=True, slots=True)
class Edition:
    """One text, in one view, as it is written down.

    ``audience`` is a sentence that says who may read it and ``view`` one that says what it shows;
    both are printed on every page. ``language`` is a BCP 47 tag. ``shows`` is the view's name.
    ``compiled``, ``names`` (of parties, by id), ``profile`` and ``states`` are what the paragraphs
    were written from (``written_out``); where parties are not to be named they are not in it.
    """

    title: str
    audience: str
    view: str
    language: str
    paragraphs: tuple[WrittenParagraph, ...]
    imprint: Imprint = field(default_factory=Imprint)
    shows: str = WORKING
    profile: str = "un"
    names: Mapping[str, str] = field(default_factory=dict)
    compiled: tuple[CompiledParagraph, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    tracked: tuple[TrackedParagraph, ...] = ()
    reserves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By paragraph, the names of the parties that reserve their position on a proposal to it."""


def edition_for(
    view: str,
    title: str,
    text: WorkingText,
    state: State,
    profile: Profile,
    membership: Membership,
    adopted: Collection[str] = (),
    language: str = ENGLISH,
    imprint: Imprint | None = None,
    base: Base | None = None,
    party: str = "",
    drafts: Iterable[Proposal] = (),
) -> Edition:
    """The edition of a text in one of the views; made of the room's text and floor alone.

    ``adopted`` are ids of open proposals that the clean text takes as adopted, and that a tracked
    edition shows as changes; ``base`` is what these are against (absent: the text as it stands).
    ``party`` and its ``drafts`` (not on the floor) are for the party's own view, which names that
    party as its only audience. Raises ``ValueError`` for an unknown view or proposal.
    """
    if view not in VIEWS:
        raise ValueError(f"unknown view: {view}")
    for identifier in adopted:
        if identifier not in state.proposals:
            raise ValueError(f"unknown proposal: {identifier}")
    head = imprint or Imprint()
    name = membership.short(party) if view == PARTY else ""
    blank = Edition(
        title=title,
        audience=audience_sentence(language, head.forum, name),
        view=view_sentence(view, state, adopted, language, base.name if base else "", name),
        language=language,
        paragraphs=(),
        imprint=head,
        shows=view,
        profile=profile.name,
    )
    if view == TRACKED:
        since = base or Base(text)
        tracked = tracked_since(since, text, state, membership, adopted, language)
        return replace(blank, tracked=tracked, paragraphs=tuple(written(p) for p in tracked))
    return _compiled(blank, text, state, membership, adopted, (party, tuple(drafts)))


def _compiled(
    blank: Edition,
    text: WorkingText,
    state: State,
    membership: Membership,
    adopted: Collection[str],
    own: tuple[str, tuple[Proposal, ...]],
) -> Edition:
    every = tuple(state.proposals.values())
    names = names_of(membership)
    if blank.shows == CLEAN:
        text = clean_text(suppose(text, every, adopted).text, names.values())
        return written_out(replace(blank, compiled=compile(text, ())))
    proposals: tuple[Proposal, ...] = () if blank.shows == WORKING else every
    if blank.shows == PARTY:
        proposals = (*(p for p in every if own[0] in p.parties), *own[1])
    compiled = compile(text, proposals)
    if blank.shows == UNATTRIBUTED:
        compiled, names = anonymous(compiled), {}
    elif blank.shows == WORKING:
        names = {}
    made = replace(blank, compiled=compiled, names=names, states=state.states)
    reserves = _reserves(proposals, names) if blank.shows == COMPILATION else {}
    return written_out(replace(made, reserves=reserves))


def _reserves(
    proposals: Iterable[Proposal], names: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for proposal in proposals:
        said = [p for p, position in proposal.positions.items() if position.stance == "reserve"]
        if said and proposal.stage == "open" and proposal.paragraph:
            there = out.get(proposal.paragraph, ())
            named = (*there, *(names.get(party, party) for party in said))
            out[proposal.paragraph] = tuple(dict.fromkeys(named))
    return out


def written_out(edition: Edition) -> Edition:
    """The same edition with its paragraphs written from what it was compiled to."""
    profile = PROFILES[edition.profile]
    paragraphs = write(
        edition.compiled,
        profile,
        edition.names,
        attributions=edition.shows != UNATTRIBUTED,
        states=edition.states,
    )
    said = {mark.of for mark in read_agreed([printed(paragraph) for paragraph in paragraphs])}
    marked = tuple(p if p.id in said else _marked(p, profile) for p in paragraphs)
    return replace(edition, paragraphs=paragraphs if edition.shows == CLEAN else marked)


def printed(paragraph: WrittenParagraph) -> Paragraph:
    """A written paragraph as one of a text: its brackets, names and marks are words then."""
    content = tidy(Piece(run.text, run.marks) for run in paragraph.runs)
    return Paragraph(paragraph.id, paragraph.kind, content, paragraph.label, paragraph.level)


def _marked(paragraph: WrittenParagraph, profile: Profile) -> WrittenParagraph:
    """With ``(Agreed ad ref)`` at its end, as the sources write it."""
    mark = profile.agreed.get(paragraph.state)
    if not mark:
        return paragraph
    return replace(paragraph, runs=(*paragraph.runs, WrittenRun(f" {mark}", fate="notation")))
