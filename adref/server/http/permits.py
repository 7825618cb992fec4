"""Which seats may use a door: the negotiation's own table of permissions, asked for a seat."""

from adref.drafting.access import Context, in_bureau, may
from adref.server.identity import actor_of
from adref.server.store.directory_tables import SeatRow


def may_set_up(seat: SeatRow) -> bool:
    """Whether this seat sets up its negotiation: parties, coalitions, links, texts."""
    return seat.negotiation is not None and in_bureau(actor_of(seat), Context())


def may_read_text(seat: SeatRow) -> bool:
    """Whether this seat reads the texts of its negotiation."""
    return seat.negotiation is not None and may(actor_of(seat), "read text", Context())


def may_issue(seat: SeatRow) -> bool:
    """Whether this seat issues revisions."""
    return seat.negotiation is not None and may(actor_of(seat), "issue", Context())


def may_read_floor(seat: SeatRow) -> bool:
    """Whether this seat follows the floor."""
    return seat.negotiation is not None and may(actor_of(seat), "read floor", Context())


def may_read_desk(seat: SeatRow) -> bool:
    """Whether this seat reads the desk: remarks not yet shown, what the import found."""
    return seat.negotiation is not None and may(actor_of(seat), "read desk", Context())


def may_bring_in(seat: SeatRow) -> bool:
    """Whether this seat brings files in, for the text and for parties."""
    return seat.negotiation is not None and may(actor_of(seat), "bring_in", Context())
