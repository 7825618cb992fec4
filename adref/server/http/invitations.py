"""Links: handed out by the bureau, read again by it, and revoked."""

from adref.server.http.answers import Done, InvitationAnswer, Invitations
from adref.server.http.bodies import NewInvitation
from adref.server.http.door import Door, Visit, blocking, found
from adref.server.http.errors import Refused
from adref.server.http.office import Office
from adref.server.http.permits import may_set_up
from adref.server.store.directory_tables import InvitationRow


async def create_invitation(visit: Visit) -> InvitationAnswer:
    """Make a link for a party or for a role."""
    body, office = visit.sent(NewInvitation), visit.office
    await _require_fitting(visit, body)
    if body.expires_at and body.expires_at <= office.clock():
        raise Refused(422, "expiry_is_past")
    row = await blocking(
        office.identity.invite, visit.negotiation, body.role, body.party, body.expires_at
    )
    return described(office, row)


async def list_invitations(visit: Visit) -> Invitations:
    """All links of this negotiation, revoked and expired ones too."""
    rows = await blocking(visit.office.directory.invitations, visit.negotiation)
    return Invitations(invitations=[described(visit.office, row) for row in rows])


async def revoke_invitation(visit: Visit) -> Done:
    """Revoke a link: nobody comes in through it, and who came in is shown out at once."""
    office = visit.office
    row = found(await blocking(office.directory.invitation, visit.path("invitation")))
    if row.negotiation != visit.negotiation:
        found(None)
    for seat in await blocking(office.identity.revoke, row.id):
        await office.hub.close_seat(seat)
    return Done()


def described(office: Office, row: InvitationRow) -> InvitationAnswer:
    """An invitation as the bureau sees it."""
    token = office.identity.token(row)
    return InvitationAnswer(
        id=row.id,
        url=f"{office.settings.base_url}/i/{token}" if token else None,
        role=row.role,
        party=row.party,
        expires_at=row.expires_at,
        revoked=row.revoked_at is not None,
        used=row.used,
    )


async def _require_fitting(visit: Visit, body: NewInvitation) -> None:
    """Delegates act for a delegation, observers may for an organisation, the bureau for none."""
    if body.party is None:
        if body.role == "delegate":
            raise Refused(422, "party_needed")
        return
    membership = await blocking(visit.office.directory.membership, visit.negotiation)
    party = membership.parties.get(body.party)
    if party is None:
        raise Refused(422, "party_unknown", party=body.party)
    fitting = {"delegate": "delegation", "observer": "observer"}.get(body.role)
    if party.kind != fitting:
        raise Refused(422, "party_not_for_role", party=party.short, role=body.role)


_INVITATIONS = "/api/s/{seat}/invitations"
DOORS = (
    Door("GET", _INVITATIONS, list_invitations, "All links", may_set_up, Invitations),
    Door(
        "POST",
        _INVITATIONS,
        create_invitation,
        "Make a link",
        may_set_up,
        InvitationAnswer,
        NewInvitation,
    ),
    Door(
        "DELETE",
        _INVITATIONS + "/{invitation}",
        revoke_invitation,
        "Revoke a link and the seats taken through it",
        may_set_up,
        Done,
    ),
)
