"""A party's drafts as if they were submitted: for its own view only. Nothing here is kept."""

from collections.abc import Sequence

from adref.drafting.proposal import Proposal
from adref.drafting.submitted import Amendment, proposed
from adref.drafting.text import WorkingText


def drafted(
    amendments: Sequence[Amendment], party: str, text: WorkingText, first: int
) -> tuple[Proposal, ...]:
    """One proposal of the party for each amendment, numbered from ``first`` on."""
    return tuple(
        _proposal(amendment, party, text, first + index)
        for index, amendment in enumerate(amendments)
    )


def _proposal(amendment: Amendment, party: str, text: WorkingText, number: int) -> Proposal:
    return proposed(amendment, text).having(id=f"draft-{number}", number=number, party=party)
