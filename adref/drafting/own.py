"""A party's drafts as if they were submitted: for its own view only. Nothing here is kept."""

from collections.abc import Sequence

from adref.drafting.numbering import alternative_label
from adref.drafting.proposal import ALTERNATIVE, Proposal
from adref.drafting.submitted import Amendment
from adref.drafting.text import WorkingText, find


def drafted(
    amendments: Sequence[Amendment], party: str, text: WorkingText, first: int
) -> tuple[Proposal, ...]:
    """One proposal of the party for each amendment, numbered from ``first`` on."""
    return tuple(
        _proposal(amendment, party, text, first + index)
        for index, amendment in enumerate(amendments)
    )


def _proposal(amendment: Amendment, party: str, text: WorkingText, number: int) -> Proposal:
    kind, level, label = amendment.paragraph_kind, amendment.level, amendment.label
    target = find(text, amendment.paragraph)
    if amendment.kind == ALTERNATIVE and target is not None:
        taken = [paragraph.label for paragraph in text if paragraph.label]
        kind, level = target.kind, target.level
        label = alternative_label(target.label, taken)
    return Proposal(
        id=f"draft-{number}",
        number=number,
        kind=amendment.kind,
        paragraph=amendment.paragraph,
        after=amendment.after,
        on=amendment.on,
        basis=amendment.basis,
        span=amendment.span,
        replacement=amendment.replacement,
        paragraph_kind=kind,
        level=level,
        label=label,
        party=party,
    )
