"""Who may do and read what: ONE table of pure predicates, printed whole into the fixtures.

A key is a command (``submit``, ``adopt``...) or a compartment with what one does there
(``read text``, ``write floor``...). A predicate sees the actor and the context, nothing else.
Mirrored in ``frontend/src/drafting/access.ts``.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from adref.drafting.parties import BUREAU_ROLES, ROLES, Actor, Coalition, Membership, Party
from adref.drafting.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Context:
    """What a predicate may look at besides the actor."""

    membership: Membership = field(default_factory=Membership)
    codrafting: Collection[str] = frozenset()
    proposal: Proposal | None = None
    voice: str | None = None  # the party or coalition in whose name one wants to act
    owner: str | None = None  # the party or coalition to which a compartment belongs


Predicate = Callable[[Actor, Context], bool]


def anybody(actor: Actor, context: Context) -> bool:
    """Every participant of the text."""
    return True


def nobody(actor: Actor, context: Context) -> bool:
    """No participant: the server alone."""
    return False


def in_bureau(actor: Actor, context: Context) -> bool:
    """Chair, facilitators and secretariat: they hold the pen."""
    return actor.in_bureau


def speaks_as_voice(actor: Actor, context: Context) -> bool:
    """A delegate, in the name of the own party or of a coalition that it belongs to."""
    return context.voice in context.membership.voices(actor)


def speaks_as_own_party(actor: Actor, context: Context) -> bool:
    """A delegate, in the name of the own party: no coalition takes positions for it."""
    return actor.role == "delegate" and actor.party is not None and context.voice == actor.party


def joins_another(actor: Actor, context: Context) -> bool:
    """A delegate, in a voice that did not submit the proposal itself."""
    own = context.proposal is not None and context.proposal.party == context.voice
    return speaks_as_voice(actor, context) and not own


def holds_proposal(actor: Actor, context: Context) -> bool:
    """A delegate of the voice that submitted the proposal."""
    return context.proposal is not None and context.proposal.party in context.membership.voices(
        actor
    )


def in_owning_party(actor: Actor, context: Context) -> bool:
    """A delegate of the party to which the compartment belongs."""
    return (
        actor.role == "delegate"
        and actor.party is not None
        and actor.party == context.owner
        and context.owner in context.membership.parties
    )


def in_owning_coalition(actor: Actor, context: Context) -> bool:
    """A delegate of a party that belongs to the coalition that has the compartment."""
    coalition = context.membership.coalitions.get(context.owner or "")
    return actor.role == "delegate" and coalition is not None and actor.party in coalition.members


def holds_pen(actor: Actor, context: Context) -> bool:
    """The bureau and, in co-drafting, the delegates of the parties named."""
    co_drafts = actor.role == "delegate" and actor.party in context.codrafting
    return actor.in_bureau or co_drafts


TABLE: dict[str, Predicate] = {
    "submit": speaks_as_voice,
    "withdraw": holds_proposal,
    "position": speaks_as_own_party,
    "cosponsor": joins_another,
    "adopt": in_bureau,
    "bracket": in_bureau,
    "park": in_bureau,
    "unpark": in_bureau,
    "overtake": in_bureau,
    "resolve": in_bureau,
    "option": in_bureau,
    "streamline": in_bureau,
    "mark": in_bureau,
    "mode": in_bureau,
    "point": in_bureau,
    "issue": in_bureau,
    "bring_in": in_bureau,
    "remark": anybody,
    "show_remark": in_bureau,
    "hide_remark": in_bureau,
    "read text": anybody,
    "write text": holds_pen,
    "read floor": anybody,
    "write floor": nobody,
    "read desk": in_bureau,
    "write desk": nobody,
    "read party": in_owning_party,
    "write party": in_owning_party,
    "read coalition": in_owning_coalition,
    "write coalition": in_owning_coalition,
    "read bureau": in_bureau,
    "write bureau": in_bureau,
}


def may(actor: Actor, what: str, context: Context) -> bool:
    """Whether this person may do this; what the table does not name nobody may."""
    return TABLE.get(what, nobody)(actor, context)


def compartment_access(
    name: str, actor: Actor, membership: Membership, codrafting: Collection[str] = ()
) -> str | None:
    """``write``, ``read`` or None for a compartment such as ``party/<text>/<party>``.

    The caller knows that the actor takes part in the text that the name carries.
    """
    kind, *rest = name.split("/")
    if len(rest) != (2 if kind in ("party", "coalition") else 1) or not all(rest):
        return None
    owner = rest[1] if len(rest) == 2 else None
    context = Context(membership=membership, codrafting=codrafting, owner=owner)
    if not may(actor, f"read {kind}", context):
        return None
    return "write" if may(actor, f"write {kind}", context) else "read"


_MEMBERSHIP = Membership(
    parties={"own": Party("own", "own", "own"), "other": Party("other", "other", "other")},
    coalitions={
        "ours": Coalition("ours", "ours", "ours", frozenset({"own"})),
        "theirs": Coalition("theirs", "theirs", "theirs", frozenset({"other"})),
    },
)
_SUBJECTS = (
    ("of the own party", "own", ()),
    ("of the own party, which co-drafts", "own", ("own",)),
    ("of a coalition of the own party", "ours", ()),
    ("of another party", "other", ()),
    ("of another coalition", "theirs", ()),
)


def print_table() -> str:
    """The whole table as text: what, whose, and which roles may. Kept in fixtures/."""
    out = [f"{'what':<18}{'whose':<38}" + "".join(f"{role:<13}" for role in ROLES)]
    for what in TABLE:
        rows = {whose: _row(what, voice, pens) for whose, voice, pens in _SUBJECTS}
        if len(set(rows.values())) == 1:
            rows = {"": next(iter(rows.values()))}
        out += [f"{what:<18}{whose:<38}{marks}" for whose, marks in rows.items()]
    return "".join(f"{line.rstrip()}\n" for line in out)


def _row(what: str, voice: str, pens: Collection[str]) -> str:
    proposal = Proposal("x", party=voice if what == "withdraw" else "")
    context = Context(_MEMBERSHIP, pens, proposal, voice, voice)
    actors = (Actor("s", "", role, None if role in BUREAU_ROLES else "own") for role in ROLES)
    return "".join(f"{'may' if may(actor, what, context) else '-':<13}" for actor in actors)
