"""All doors, and the routes made of them."""

from starlette.routing import BaseRoute

from adref.server.http import (
    bringing,
    commands,
    comparison,
    export,
    invitations,
    join,
    live,
    public,
    record,
    revisions,
    setup,
    spa,
    streamlining,
    texts,
)
from adref.server.http.office import Office

DOORS = (
    *public.DOORS,
    *join.DOORS,
    *setup.DOORS,
    *invitations.DOORS,
    *texts.DOORS,
    *commands.DOORS,
    *streamlining.DOORS,
    *export.DOORS,
    *bringing.DOORS,
    *revisions.DOORS,
    *record.DOORS,
    *comparison.DOORS,
)


def routes(office: Office) -> list[BaseRoute]:
    """Every route of the server."""
    described = public.description_route(DOORS)
    return [
        *(door.route(office) for door in DOORS),
        described,
        live.socket_route(office),
        *spa.routes(office.settings.static),
    ]
