"""What a file says of itself: what it shows, for whom, and what stands at its head."""

from collections.abc import Collection
from dataclasses import dataclass

from adref.drafting.floor import State
from adref.drafting.sentences import sentences

WORKING, COMPILATION, UNATTRIBUTED, CLEAN, TRACKED, PARTY = VIEWS = (
    "working",
    "compilation",
    "unattributed",
    "clean",
    "tracked",
    "party",
)
ROOM_VIEWS = VIEWS[:4]  # those that need nothing but the text and its floor


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
    which = "one_adopted" if len(numbers) == 1 else "several_adopted"
    return known[which].format(numbers=", ".join(str(number) for number in numbers))
