"""All doors, and the routes made of them."""

from starlette.routing import BaseRoute

from adref.server.http import (
    bringing,
    commands,
    comparison,
    export,
    invitations,
    join,
    public,
    record,
    revisions,
    setup,
    streamlining,
    texts,
)
from adref.server.http.office import Office
from adref.server.sync import deciding

__all__ = ["DOORS", "deciding", "routes"]  # so that no command finds the rules not loaded yet

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
    """Every door's route."""
    return [*(door.route(office) for door in DOORS), public.description_route(DOORS)]
