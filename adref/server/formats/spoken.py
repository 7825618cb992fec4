"""The few words that a format itself says, in the language of the edition."""

from collections.abc import Mapping

from adref.drafting.tracking import Hand

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "inserted": "insertion",
        "inserted_by": "insertion by {author}",
        "inserted_end": "end of insertion",
        "struck": "deletion",
        "struck_by": "deletion by {author}",
        "struck_end": "end of deletion",
        "notes": "Notes",
        "note": "note {number}",
        "back": "Back to the text, note {number}",
        "comment": "Comment by {author}:",
        "page": "Page",
        "was": "formerly {label}",
    },
    "fr": {
        "inserted": "insertion",
        "inserted_by": "insertion de {author}",
        "inserted_end": "fin de l’insertion",
        "struck": "suppression",
        "struck_by": "suppression de {author}",
        "struck_end": "fin de la suppression",
        "notes": "Notes",
        "note": "note {number}",
        "back": "Retour au texte, note {number}",
        "comment": "Commentaire de {author} :",
        "page": "Page",
        "was": "ancien {label}",
    },
}


def says(language: str, what: str, **names: object) -> str:
    """One of the words; English for every language but French."""
    table = _WORDS["fr" if language.startswith("fr") else "en"]
    return table[what].format(**names)


def said_of(language: str, fate: str, hand: Hand) -> str:
    """How a change is announced: ``insertion by Kenya``."""
    if hand.author:
        return says(language, f"{fate}_by", author=hand.author)
    return says(language, fate)
