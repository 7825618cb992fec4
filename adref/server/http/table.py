"""All doors, by family, and the routes made of them.

What people need to come in and to negotiate is loaded together. Another family is loaded when one
of its own addresses is asked for: on most days of a server several are not.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial

from starlette.routing import BaseRoute

from adref.server.http import commands, invitations, join, public, setup, texts
from adref.server.http.door import Door
from adref.server.http.late import LateDoors
from adref.server.http.office import Office
from adref.server.sync import deciding

# ``deciding``: so that no command finds the rules not loaded yet.
__all__ = ["FAMILIES", "USUAL", "deciding", "every_door", "routes"]

Doors = Sequence[Door]

USUAL: Doors = (
    *public.DOORS,
    *join.DOORS,
    *setup.DOORS,
    *invitations.DOORS,
    *texts.DOORS,
    *commands.DOORS,
)


def _streamlining() -> Doors:
    from adref.server.http import streamlining

    return streamlining.DOORS


def _export() -> Doors:
    from adref.server.http import export

    return export.DOORS


def _bringing() -> Doors:
    from adref.server.http import bringing

    return bringing.DOORS


def _revisions() -> Doors:
    from adref.server.http import revisions

    return revisions.DOORS


def _record() -> Doors:
    from adref.server.http import record

    return record.DOORS


def _comparison() -> Doors:
    from adref.server.http import comparison

    return comparison.DOORS


_SEAT = "/api/s/[^/]+"
_TEXT = f"{_SEAT}/texts/[^/]+"
FAMILIES: Sequence[tuple[str, Callable[[], Doors]]] = (
    (f"{_TEXT}/(streamline|proof)", _streamlining),
    (f"{_TEXT}/(export|outputs(/.*)?)", _export),
    (f"{_SEAT}/files|{_TEXT}/file", _bringing),
    (f"{_TEXT}/(revisions(/.*)?|concordance|whereabouts)", _revisions),
    (f"/api/record-key|{_TEXT}/record/.*", _record),
    (f"{_TEXT}/(comparison|history)", _comparison),
)
"""What the addresses of each other family are like, whatever is done there, and what loads it."""


def every_door() -> tuple[Door, ...]:
    """All of them; loads every family."""
    return (*USUAL, *(door for _, load in FAMILIES for door in load()))


def routes(office: Office) -> list[BaseRoute]:
    """A route for each usual door and for each other family."""
    late = [
        LateDoors(re.compile(addresses).fullmatch, partial(_routed, load, office))
        for addresses, load in FAMILIES
    ]
    return [*_routed(lambda: USUAL, office), public.description_route(every_door), *late]


def _routed(load: Callable[[], Doors], office: Office) -> list[BaseRoute]:
    return [door.route(office) for door in load()]
