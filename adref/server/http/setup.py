"""The bureau's set-up: negotiations, parties and coalitions. What changes takes effect at once."""

from starlette.responses import Response

from adref.drafting.parties import Membership
from adref.drafting.profiles import PROFILES
from adref.server.http.answers import (
    CoalitionAnswer,
    Done,
    NegotiationAnswer,
    PartyAnswer,
    SeatTaken,
)
from adref.server.http.bodies import (
    ChangeCoalition,
    ChangeNegotiation,
    ChangeParty,
    NewCoalition,
    NewNegotiation,
    NewParty,
)
from adref.server.http.door import Door, Visit, blocking, found, keeper
from adref.server.http.errors import Refused
from adref.server.http.join import negotiation_answer, taken
from adref.server.http.permits import may_set_up
from adref.server.http.traces import voices_on_floor
from adref.server.identity import instant
from adref.server.store.directory_tables import CoalitionRow, NegotiationRow, PartyRow


async def create_negotiation(visit: Visit) -> Response:
    """Make a negotiation; the keeper sits in it as secretariat."""
    body, office = visit.sent(NewNegotiation), visit.office
    require_profile(body.profile)
    row = NegotiationRow(
        id=office.new_id(), title=body.title, profile=body.profile, created_at=_now(visit)
    )
    await blocking(office.directory.add, row)
    return taken(office, await blocking(office.identity.open_seat, visit.sitting, row.id))


async def change_negotiation(visit: Visit) -> NegotiationAnswer:
    """Give the negotiation another title or notation profile."""
    body = visit.sent(ChangeNegotiation)
    if body.profile is not None:
        require_profile(body.profile)
    was = vars(await visit.negotiation_row())
    row = NegotiationRow(**was | body.model_dump(exclude_none=True))
    kept = await blocking(visit.office.directory.save, row)
    visit.office.hub.membership_changed(visit.negotiation)
    return await negotiation_answer(visit.office, kept)


async def create_party(visit: Visit) -> PartyAnswer:
    """Add a party."""
    body = visit.sent(NewParty)
    await _require_free(visit, body.short)
    row = PartyRow(
        id=visit.office.new_id(),
        negotiation=visit.negotiation,
        name=body.name,
        short=body.short,
        kind=body.kind,
        created_at=_now(visit),
    )
    return await _keep_party(visit, row)


async def change_party(visit: Visit) -> PartyAnswer:
    """Change a party's names or kind."""
    body, party = visit.sent(ChangeParty), visit.path("party")
    found((await _membership(visit)).parties.get(party))
    await _require_free(visit, body.short, apart_from=party)
    row = found(await blocking(visit.office.directory.party, party))
    row.name, row.short = body.name or row.name, body.short or row.short
    row.kind = body.kind or row.kind
    return await _keep_party(visit, row)


async def remove_party(visit: Visit) -> Done:
    """Remove a party that nobody has used: no seat was taken and nothing was said for it."""
    party, office = visit.path("party"), visit.office
    found((await _membership(visit)).parties.get(party))
    if party in await voices_on_floor(office, visit.negotiation):
        raise Refused(409, "party_in_use")
    if not await blocking(office.directory.remove_party, party, _now(visit)):
        raise Refused(409, "party_in_use")
    office.hub.membership_changed(visit.negotiation)
    return Done()


async def create_coalition(visit: Visit) -> CoalitionAnswer:
    """Add a coalition."""
    body = visit.sent(NewCoalition)
    await _require_free(visit, body.short)
    await _require_parties(visit, body.members)
    row = CoalitionRow(
        id=visit.office.new_id(),
        negotiation=visit.negotiation,
        name=body.name,
        short=body.short,
        created_at=_now(visit),
    )
    return await _keep_coalition(visit, row, body.members)


async def change_coalition(visit: Visit) -> CoalitionAnswer:
    """Change a coalition's names or members."""
    body, coalition = visit.sent(ChangeCoalition), visit.path("coalition")
    was = found((await _membership(visit)).coalitions.get(coalition))
    await _require_free(visit, body.short, apart_from=coalition)
    members = sorted(was.members) if body.members is None else body.members
    await _require_parties(visit, members)
    row = found(await blocking(visit.office.directory.coalition, coalition))
    row.name, row.short = body.name or row.name, body.short or row.short
    return await _keep_coalition(visit, row, members)


async def remove_coalition(visit: Visit) -> Done:
    """Remove a coalition without members that has nothing on the floor.

    With members it might hold their drafts, of which the bureau may not learn; taking the
    members out first can be taken back.
    """
    coalition, office = visit.path("coalition"), visit.office
    row = found((await _membership(visit)).coalitions.get(coalition))
    if row.members:
        raise Refused(409, "coalition_has_members")
    if coalition in await voices_on_floor(office, visit.negotiation):
        raise Refused(409, "coalition_in_use")
    await blocking(office.directory.remove_coalition, coalition)
    office.hub.membership_changed(visit.negotiation)
    return Done()


def require_profile(profile: str) -> None:
    """Refuses a notation that is not known."""
    known = sorted(PROFILES)
    if profile not in known:
        raise Refused(422, "field_unknown", field="profile", allowed=", ".join(known))


async def _keep_party(visit: Visit, row: PartyRow) -> PartyAnswer:
    kept = await blocking(visit.office.directory.save, row)
    visit.office.hub.membership_changed(visit.negotiation)
    return PartyAnswer(id=kept.id, name=kept.name, short=kept.short, kind=kept.kind)


async def _keep_coalition(visit: Visit, row: CoalitionRow, members: list[str]) -> CoalitionAnswer:
    kept = await blocking(visit.office.directory.save_coalition, row, members)
    visit.office.hub.membership_changed(visit.negotiation)
    return CoalitionAnswer(
        id=kept.id, name=kept.name, short=kept.short, members=sorted(set(members))
    )


async def _membership(visit: Visit) -> Membership:
    return await blocking(visit.office.directory.membership, visit.negotiation)


async def _require_free(visit: Visit, short: str | None, apart_from: str = "") -> None:
    """Attributions name parties and coalitions by their short names: each stands once."""
    if short is None:
        return
    membership = await _membership(visit)
    others = {*membership.parties, *membership.coalitions} - {apart_from}
    if short.casefold() in {membership.short(other).casefold() for other in others}:
        raise Refused(409, "short_taken", short=short)


async def _require_parties(visit: Visit, members: list[str]) -> None:
    known = (await _membership(visit)).parties
    for member in members:
        if member not in known:
            raise Refused(422, "party_unknown", party=member)


def _now(visit: Visit) -> str:
    return instant(visit.office.clock())


_PARTIES = "/api/s/{seat}/parties"
_COALITIONS = "/api/s/{seat}/coalitions"
DOORS = (
    Door(
        "POST",
        "/api/s/{seat}/negotiations",
        create_negotiation,
        "Make a negotiation and sit in it as secretariat",
        keeper,
        SeatTaken,
        NewNegotiation,
    ),
    Door(
        "PATCH",
        "/api/s/{seat}/negotiation",
        change_negotiation,
        "Change the title or the notation",
        may_set_up,
        NegotiationAnswer,
        ChangeNegotiation,
    ),
    Door("POST", _PARTIES, create_party, "Add a party", may_set_up, PartyAnswer, NewParty),
    Door(
        "PATCH",
        _PARTIES + "/{party}",
        change_party,
        "Change a party",
        may_set_up,
        PartyAnswer,
        ChangeParty,
    ),
    Door("DELETE", _PARTIES + "/{party}", remove_party, "Remove a party", may_set_up, Done),
    Door(
        "POST",
        _COALITIONS,
        create_coalition,
        "Add a coalition",
        may_set_up,
        CoalitionAnswer,
        NewCoalition,
    ),
    Door(
        "PATCH",
        _COALITIONS + "/{coalition}",
        change_coalition,
        "Change a coalition",
        may_set_up,
        CoalitionAnswer,
        ChangeCoalition,
    ),
    Door(
        "DELETE",
        _COALITIONS + "/{coalition}",
        remove_coalition,
        "Remove a coalition",
        may_set_up,
        Done,
    ),
)
