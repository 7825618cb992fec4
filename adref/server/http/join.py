"""Coming in: what a link says, taking a seat, and who I then am."""

from starlette.responses import JSONResponse, Response

from adref.server.http.answers import (
    CoalitionAnswer,
    InvitationSeen,
    Me,
    NegotiationAnswer,
    NegotiationKept,
    PartyAnswer,
    SeatAnswer,
    SeatTaken,
    TextListed,
)
from adref.server.http.bodies import Join
from adref.server.http.door import Door, Visit, anybody, blocking, found
from adref.server.http.errors import NotFound
from adref.server.http.office import Office
from adref.server.identity import Joined, cookie_of, digest
from adref.server.store.directory_tables import InvitationRow, NegotiationRow, SeatRow

DAY = 24 * 60 * 60


async def look(visit: Visit) -> InvitationSeen:
    """What a link lets one into, before one gives a name."""
    office = visit.office
    invitation, seat = await _seen_before(visit, visit.path("token"))
    if invitation is None:
        invitation = await _invitation(visit, visit.path("token"))
    title, party = "", None
    if invitation.negotiation:
        title = found(await blocking(office.directory.negotiation, invitation.negotiation)).title
        membership = await blocking(office.directory.membership, invitation.negotiation)
        if invitation.party:
            party = found(membership.parties.get(invitation.party)).name
    return InvitationSeen(negotiation=title, party=party, role=invitation.role, seat=seat)


async def join(visit: Visit) -> Response:
    """Take a seat: the answer sets the cookie that proves it."""
    body = visit.sent(Join)
    invitation = await _invitation(visit, body.token)
    visit.office.throttle.before_join(invitation.token_hash)
    joined = await blocking(visit.office.identity.join, body.token, body.name)
    if joined is None:  # used, expired or revoked in this very moment
        raise NotFound
    return taken(visit.office, joined)


async def me(visit: Visit) -> Me:
    """Who I am in this seat, and what I can open from it."""
    seat, directory = visit.sitting, visit.office.directory
    mine = SeatAnswer(id=seat.id, name=seat.name, role=seat.role, party=seat.party)
    if seat.negotiation is None:
        return Me(seat=mine, negotiation=None, texts=[], kept=await _kept(visit.office, seat))
    row = await visit.negotiation_row()
    texts = await blocking(directory.texts, row.id)
    return Me(
        seat=mine,
        negotiation=await negotiation_answer(visit.office, row),
        texts=[TextListed(id=t.id, title=t.title, symbol=t.symbol) for t in texts],
        kept=[],
    )


def taken(office: Office, joined: Joined) -> JSONResponse:
    """The answer that hands over a seat, with its cookie."""
    answer = SeatTaken(seat=joined.seat.id, negotiation=joined.seat.negotiation)
    response = JSONResponse(answer.model_dump(), headers={"Cache-Control": "no-store"})
    response.set_cookie(
        cookie_of(joined.seat.id),
        joined.secret,
        max_age=office.settings.seat_days * DAY,
        httponly=True,
        samesite="lax",
        secure=office.settings.is_https,
        path="/",
    )
    return response


async def negotiation_answer(office: Office, row: NegotiationRow) -> NegotiationAnswer:
    """A negotiation with its parties and coalitions."""
    membership = await blocking(office.directory.membership, row.id)
    return NegotiationAnswer(
        id=row.id,
        title=row.title,
        profile=row.profile,
        parties=[
            PartyAnswer(id=p.id, name=p.name, short=p.short, kind=p.kind)
            for p in membership.parties.values()
        ],
        coalitions=[
            CoalitionAnswer(id=c.id, name=c.name, short=c.short, members=sorted(c.members))
            for c in membership.coalitions.values()
        ],
    )


async def _invitation(visit: Visit, token: str) -> InvitationRow:
    throttle = visit.office.throttle
    throttle.before_link(visit.address)
    invitation = await blocking(visit.office.identity.read, token)
    if invitation is None:
        throttle.wrong_link(visit.address)
        raise NotFound
    return invitation


async def _seen_before(visit: Visit, token: str) -> tuple[InvitationRow | None, str | None]:
    """The invitation and the seat that this browser already took through it, or Nones.

    Such a link goes on showing the way in when it has ended for others: people keep their link.
    """
    office = visit.office
    for name, secret in visit.request.cookies.items():
        if not name.startswith(cookie_of("")):
            continue
        seat = await blocking(office.identity.recognise, name.removeprefix(cookie_of("")), secret)
        if seat is None or seat.invitation is None:
            continue
        invitation = await blocking(office.directory.invitation, seat.invitation)
        if invitation and invitation.token_hash == digest(token):
            return invitation, seat.id
    return None, None


async def _kept(office: Office, keeper: SeatRow) -> list[NegotiationKept]:
    kept = []
    for seat in await blocking(office.directory.seats_opened_by, keeper.id):
        row = await blocking(office.directory.negotiation, seat.negotiation)
        if row:
            kept.append(NegotiationKept(id=row.id, title=row.title, seat=seat.id))
    return kept


DOORS = (
    Door(
        "GET", "/api/invitations/{token}", look, "What a link lets one into", None, InvitationSeen
    ),
    Door("POST", "/api/join", join, "Take a seat through a link", None, SeatTaken, body=Join),
    Door("GET", "/api/s/{seat}/me", me, "Who I am, and what there is", anybody, Me),
)
