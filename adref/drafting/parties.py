"""Who takes part: parties, coalitions, and the person who acts for one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

BUREAU_ROLES = ("chair", "facilitator", "secretariat")
ROLES = (*BUREAU_ROLES, "delegate", "observer")


@dataclass(frozen=True, slots=True)
class Party:
    """A delegation or an observer organisation. ``short`` is what attributions print."""

    id: str
    name: str
    short: str
    kind: str = "delegation"  # or "observer"


@dataclass(frozen=True, slots=True)
class Coalition:
    """A group of parties that shares drafts and may submit under its own name."""

    id: str
    name: str
    short: str
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts: a seat in the negotiation. Bureau members have no party."""

    seat: str
    name: str
    role: str
    party: str | None = None

    @property
    def in_bureau(self) -> bool:
        """Whether this person holds the pen."""
        return self.role in BUREAU_ROLES


@dataclass(frozen=True, slots=True)
class Membership:
    """The parties and coalitions of one negotiation."""

    parties: Mapping[str, Party] = field(default_factory=dict)
    coalitions: Mapping[str, Coalition] = field(default_factory=dict)

    def voices(self, actor: Actor) -> tuple[str, ...]:
        """The ids under which this person may submit: the own party, then its coalitions."""
        if actor.party is None or actor.role != "delegate":
            return ()
        return (actor.party, *self.coalitions_of(actor.party))

    def coalitions_of(self, party: str) -> tuple[str, ...]:
        """The ids of the coalitions to which a party belongs, in a fixed order."""
        return tuple(sorted(c.id for c in self.coalitions.values() if party in c.members))

    def short(self, identifier: str) -> str:
        """What attributions print for a party or coalition."""
        found = self.parties.get(identifier) or self.coalitions.get(identifier)
        return found.short if found else identifier

    def shorts(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        """``short`` of several, in the given order."""
        return tuple(self.short(identifier) for identifier in identifiers)
