"""Acts on a text: decided by the negotiation's own rules, carried out once for each id."""

from starlette.responses import Response

from adref.drafting.decision import Refusal
from adref.server.http.answers import Effect
from adref.server.http.bodies import CommandBody
from adref.server.http.door import Door, Visit
from adref.server.http.errors import refusal
from adref.server.http.permits import may_read_floor
from adref.server.http.texts import TEXT, text_of_visit


async def act(visit: Visit) -> Effect | Response:
    """Carry out a command, or say what it would do; a refusal says why and does nothing."""
    body = visit.sent(CommandBody)
    row = await text_of_visit(visit)
    outcome = await visit.office.hub.command(
        row.id, visit.actor, body.command, body.id, dry=body.dry
    )
    if isinstance(outcome, Refusal):
        return refusal(outcome.status, outcome.code, outcome.params)
    return Effect.model_validate(outcome.to_json())


DOORS = (
    Door(
        "POST",
        TEXT + "/commands",
        act,
        "Act on a text, or (dry) see what an act would do",
        may_read_floor,
        Effect,
        CommandBody,
    ),
)
