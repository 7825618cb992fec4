"""Who somebody is at this moment: asked at every delivery, never remembered."""

from collections.abc import Callable
from dataclasses import dataclass

from adref.drafting.parties import Actor, Membership
from adref.drafting.profiles import UN, Profile


@dataclass(frozen=True, slots=True)
class Standing:
    """A seat that takes part in the negotiation of a text, as it is now."""

    actor: Actor
    membership: Membership
    profile: Profile = UN


Access = Callable[[str, str], Standing | None]
"""``access(seat, text)``: None when the seat is revoked or unknown, when there is no such text,
and when the seat does not belong to its negotiation. Must be fast: it is asked for every reader of
every frame. It may have an attribute ``epoch``, which rises with everything that may change an
answer: what was answered is then good until it does (``audience``)."""
