"""What a file says of itself: what it shows, for whom, and what stands at its head."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from adref.drafting.floor import State

WORKING, COMPILATION, UNATTRIBUTED, CLEAN, TRACKED, PARTY = VIEWS = (
    "working",
    "compilation",
    "unattributed",
    "clean",
    "tracked",
    "party",
)
ROOM_VIEWS = VIEWS[:4]  # those that need nothing but the text and its floor
ENGLISH, FRENCH = "en", "fr"
_SENTENCES: Mapping[str, Mapping[str, str]] = {
    ENGLISH: {
        "audience": "For the participants in this negotiation.",
        "audience_of": "For the participants in: {forum}.",
        "own": "For {party} only: it may hold drafts that have not been submitted.",
        WORKING: "Working text",
        COMPILATION: "Compilation of proposals",
        UNATTRIBUTED: "Compilation of proposals, without attributions",
        CLEAN: "Clean text, without the open proposals",
        TRACKED: "Changes since {base}, with their authors",
        PARTY: "The text with the proposals of {party}",
        "adopted": "Clean text, if {which} adopted",
        "one": "proposal {numbers} is",
        "several": "proposals {numbers} are",
        "now": "the text as it stands",
        "bureau": "Bureau",
        "beside": "Proposal {number} meets others here and is not shown as a change: {words}",
        "deletion": "delete",
    },
    FRENCH: {
        "audience": "À l’intention des participants à cette négociation.",
        "audience_of": "À l’intention des participants à : {forum}.",
        "own": "Pour {party} uniquement : peut contenir des projets qui n’ont pas été soumis.",
        WORKING: "Texte de travail",
        COMPILATION: "Compilation des propositions",
        UNATTRIBUTED: "Compilation des propositions, sans attributions",
        CLEAN: "Texte épuré, sans les propositions en suspens",
        TRACKED: "Modifications depuis {base}, avec leurs auteurs",
        PARTY: "Le texte avec les propositions de {party}",
        "adopted": "Texte épuré, si {which}",
        "one": "la proposition {numbers} est adoptée",
        "several": "les propositions {numbers} sont adoptées",
        "now": "le texte tel qu’il est",
        "bureau": "Bureau",
        "beside": "La proposition {number} en croise d’autres et n’est pas montrée ici : {words}",
        "deletion": "supprimer",
    },
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands at the head of the first page; an empty field is not printed.

    ``forum`` is the negotiation, ``date`` a day in ISO 8601.
    """

    forum: str = ""
    symbol: str = ""
    date: str = ""
    status: str = ""
    disclaimers: tuple[str, ...] = ()


def sentences(language: str) -> Mapping[str, str]:
    """The sentences in a language: French or, for every other, English."""
    return _SENTENCES[FRENCH if language.startswith(FRENCH) else ENGLISH]


def audience_sentence(language: str, forum: str = "", party: str = "") -> str:
    """Who may read the file: all who take part, or one party alone."""
    known = sentences(language)
    if party:
        return known["own"].format(party=party)
    return known["audience_of"].format(forum=forum) if forum else known["audience"]


def view_sentence(
    view: str,
    state: State,
    adopted: Collection[str],
    language: str,
    base: str = "",
    party: str = "",
) -> str:
    """What the file shows; a clean text names the proposals that it takes as adopted."""
    known = sentences(language)
    if view != CLEAN or not adopted:
        return known[view].format(base=base or known["now"], party=party)
    numbers = sorted(state.proposals[identifier].number for identifier in set(adopted))
    which = known["one" if len(numbers) == 1 else "several"]
    listed = which.format(numbers=", ".join(str(number) for number in numbers))
    return known["adopted"].format(which=listed)
