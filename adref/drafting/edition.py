"""An edition: what one file out contains, and for whom it is. Formats see nothing else."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from adref.drafting.clean import clean
from adref.drafting.compilation import compile
from adref.drafting.content import Piece, tidy
from adref.drafting.floor import State
from adref.drafting.notation import read_agreed
from adref.drafting.parties import Membership
from adref.drafting.profiles import Profile
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.writing import (
    WrittenParagraph,
    WrittenRun,
    names_of,
    write,
)

WORKING, COMPILATION, UNATTRIBUTED, CLEAN = VIEWS = (
    "working",
    "compilation",
    "unattributed",
    "clean",
)
ENGLISH, FRENCH = "en", "fr"
_SENTENCES = {
    ENGLISH: {
        "audience": "For the participants in this negotiation.",
        WORKING: "Working text",
        COMPILATION: "Compilation of proposals",
        UNATTRIBUTED: "Compilation of proposals, without attributions",
        CLEAN: "Clean text, without the open proposals",
        "adopted": "Clean text, if {which} adopted",
        "one": "proposal {numbers} is",
        "several": "proposals {numbers} are",
    },
    FRENCH: {
        "audience": "À l’intention des participants à cette négociation.",
        WORKING: "Texte de travail",
        COMPILATION: "Compilation des propositions",
        UNATTRIBUTED: "Compilation des propositions, sans attributions",
        CLEAN: "Texte épuré, sans les propositions en suspens",
        "adopted": "Texte épuré, si {which}",
        "one": "la proposition {numbers} est adoptée",
        "several": "les propositions {numbers} sont adoptées",
    },
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One text, in one view, as it is written down.

    ``audience`` is a sentence that says who may read it and ``view`` one that says what it shows;
    both are printed on every page. ``language`` is a BCP 47 tag.
    """

    title: str
    audience: str
    view: str
    language: str
    paragraphs: tuple[WrittenParagraph, ...]


def edition_for(
    view: str,
    title: str,
    text: WorkingText,
    state: State,
    profile: Profile,
    membership: Membership,
    adopted: Collection[str] = (),
    language: str = ENGLISH,
) -> Edition:
    """The edition of a text in one of the four views; made of the room's text and floor alone.

    ``adopted`` are ids of open proposals that the clean text takes as adopted. Raises
    ``ValueError`` for an unknown view or proposal.
    """
    if view not in VIEWS:
        raise ValueError(f"unknown view: {view}")
    for identifier in adopted:
        if identifier not in state.proposals:
            raise ValueError(f"unknown proposal: {identifier}")
    sentences = _SENTENCES[FRENCH if language.startswith(FRENCH) else ENGLISH]
    return Edition(
        title=title,
        audience=sentences["audience"],
        view=_view_sentence(view, state, adopted, sentences),
        language=language,
        paragraphs=_paragraphs(view, text, state, profile, membership, adopted),
    )


def _paragraphs(
    view: str,
    text: WorkingText,
    state: State,
    profile: Profile,
    membership: Membership,
    adopted: Collection[str],
) -> tuple[WrittenParagraph, ...]:
    if view == CLEAN:
        names = names_of(membership).values()
        return clean(text, state.proposals.values(), adopted, names)
    proposals = () if view == WORKING else tuple(state.proposals.values())
    written = write(
        compile(text, proposals),
        profile,
        names_of(membership),
        attributions=view != UNATTRIBUTED,
        states=state.states,
    )
    said = {mark.of for mark in read_agreed([printed(paragraph) for paragraph in written])}
    return tuple(
        paragraph if paragraph.id in said else _marked(paragraph, profile) for paragraph in written
    )


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


def _view_sentence(
    view: str, state: State, adopted: Collection[str], sentences: dict[str, str]
) -> str:
    if view != CLEAN or not adopted:
        return sentences[view]
    numbers = sorted(state.proposals[identifier].number for identifier in set(adopted))
    which = sentences["one" if len(numbers) == 1 else "several"]
    listed = which.format(numbers=", ".join(str(number) for number in numbers))
    return sentences["adopted"].format(which=listed)
