"""The opening that print sets in italics: *Recalling also*, *Takes note*, *Rappelant*.

A source seldom carries these italics, and a delegate who types a preambular paragraph does not
think of them. The rule is read off the words; where it finds no opening there is none.
"""

import re

_STRENGTH = (
    r"(?:Also|Further|Again|Once again|Deeply|Gravely|Seriously|Strongly|Fully|Firmly|Keenly|"
    r"Profoundly|Highly|Solemnly|Particularly|Extremely)"
)
_STATES = (
    r"Alarmed|Appalled|Appreciative|Aware|Cognizant|Committed|Concerned|Conscious|Convinced|"
    r"Desirous|Determined|Dismayed|Distressed|Disturbed|Encouraged|Grateful|Guided|Inspired|"
    r"Mindful|Resolved"
)
_FEELING = (
    r"with (?:(?:deep|great|grave|serious|particular|profound|full|much|keen|utmost) )?"
    r"(?:concern|appreciation|satisfaction|regret|interest|approval|alarm|gratitude|dismay)"
)
_TAILS = rf"(?: (?:also|further|again|once again|{_FEELING}))*"
_VERBS = (
    r"Accepts|Acknowledges|Adopts|Affirms|Agrees|Appeals|Approves|Authorizes|Calls upon|Commends|"
    r"Concludes|Condemns|Confirms|Considers|Decides|Declares|Deplores|Designates|Determines|"
    r"Directs|Emphasizes|Encourages|Endorses|Establishes|Expresses|Instructs|Invites|Looks "
    r"forward|Notes|Proclaims|Reaffirms|Recalls|Recognizes|Recommends|Regrets|Reiterates|"
    r"Remains|Renews|Requests|Resolves|Stresses|Supports|Takes note|Underlines|Underscores|"
    r"Urges|Welcomes"
)
_ENGLISH = {
    "pp": (
        rf"(?:{_STRENGTH} )*(?:Bearing in mind|Keeping in mind|Taking note|Taking into "
        rf"(?:account|consideration)|Paying tribute|Having (?:regard|\w+(?:ed|en|t|d))|"
        rf"\w+ing|{_STATES}){_TAILS}"
    ),
    "op": rf"(?:{_STRENGTH} )*(?:{_VERBS}){_TAILS}",
}
_FRENCH_TAILS = (
    r"(?: (?:également|aussi|en outre|de nouveau|une fois de plus|"
    r"avec (?:une (?:vive|profonde|grande) )?(?:préoccupation|satisfaction|intérêt|regret|"
    r"inquiétude|gratitude)))*"
)
_FRENCH = {
    "pp": (
        r"(?:(?:Profondément|Vivement|Gravement|Fermement|Pleinement) )?"
        r"(?:Ayant (?:à l’esprit|à l'esprit|présent à l’esprit|\w+)|Prenant (?:note|acte)|"
        r"Tenant compte|Gardant à l’esprit|Gardant à l'esprit|\w+ant|"
        rf"(?:Alarmé|Animé|Consciente?|Convaincu|Déterminé|Encouragé|Guidé|Inquiet|Préoccupé|"
        rf"Résolu|Soucieux|Soucieuse)(?:e?s?)){_FRENCH_TAILS}"
    ),
    "op": (
        r"(?:Accueille|Adopte|Affirme|Approuve|Appuie|Autorise|Considère|Constate|Convient|"
        r"Décide|Déclare|Demande|Déplore|Encourage|Engage|Exhorte|Exprime|Invite|Note|Prend note|"
        r"Prend acte|Prie|Proclame|Rappelle|Réaffirme|Recommande|Reconnaît|Réitère|Remercie|"
        rf"Salue|Se félicite|Souligne|Souscrit){_FRENCH_TAILS}"
    ),
}
_RULES = {
    (language, kind): re.compile(rf"([\[({{\s]*)(?=[A-ZÀ-Ý])(?i:{rule})(?!\w)")
    for language, rules in (("en", _ENGLISH), ("fr", _FRENCH))
    for kind, rule in rules.items()
}


def opening(kind: str, words: str, language: str = "en") -> tuple[int, int]:
    """Where the italic opening of a paragraph stands (code points); ``(0, 0)`` when it has none."""
    rule = _RULES.get((language.split("-")[0], kind))
    found = rule.match(words) if rule else None
    return (found.end(1), found.end()) if found else (0, 0)
