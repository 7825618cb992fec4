"""An order for a file: everything it takes, as plain data, so that another process can fill it."""

from dataclasses import dataclass, field

from adref.drafting.edition import ENGLISH, WORKING, Base, Imprint, edition_for
from adref.drafting.floor import State
from adref.drafting.parties import Membership
from adref.drafting.profiles import PROFILES
from adref.drafting.proposal import Proposal
from adref.drafting.text import WorkingText
from adref.server.formats import Options, render


@dataclass(frozen=True)
class Order:
    """One file. The fields are those of ``edition_for``; ``profile`` is the name of a notation."""

    title: str
    text: WorkingText
    state: State
    membership: Membership
    profile: str = "un"
    view: str = WORKING
    format: str = "docx"
    adopted: tuple[str, ...] = ()
    language: str = ENGLISH
    imprint: Imprint = field(default_factory=Imprint)
    base: Base | None = None
    party: str = ""
    drafts: tuple[Proposal, ...] = ()
    line_numbers: bool = False


def fill(order: Order) -> bytes:
    """The bytes of the file. Raises ``ValueError`` for an unknown view, format or proposal."""
    edition = edition_for(
        order.view,
        order.title,
        order.text,
        order.state,
        PROFILES[order.profile],
        order.membership,
        order.adopted,
        order.language,
        order.imprint,
        order.base,
        order.party,
        order.drafts,
    )
    return render(edition, order.format, Options(line_numbers=order.line_numbers))
