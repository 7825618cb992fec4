"""What happened: facts on the floor (everybody reads) and on the desk (the bureau reads).

An event says who and when, and carries what ``evolve`` needs and what the record shows. Its
``body`` is JSON. Numbers are given by the log that keeps it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adref.drafting.parties import Actor

FIELDS: dict[str, tuple[str, ...]] = {
    "text_begun": ("text",),
    "text_edited": ("paragraphs", "authors", "edits"),
    "submitted": ("proposal",),
    "withdrawn": ("proposal",),
    "position_taken": ("proposal", "party", "stance", "statement"),
    "cosponsored": ("proposal", "party", "on"),
    "adopted": ("proposal", "edits", "rebased"),
    "bracketed": ("proposal", "edits", "rebased"),
    "parked": ("proposal",),
    "unparked": ("proposal",),
    "overtaken": ("proposal", "by_proposal"),
    "resolved": ("choice", "edits"),
    "brought_in": (
        *("file", "people", "edits", "rebased", "protected", "unplaced"),
        *("base", "batch", "proposals", "remarks"),
    ),
    "streamlined": ("step", "edits", "proof"),
    "marked": ("paragraph", "state"),
    "mode_switched": ("codrafting",),
    "pointed": ("paragraph",),
    "revision_issued": ("revision", "edits", "relabelled"),
    "remark_made": ("remark",),
    "remark_shown": ("remark",),
    "remark_hidden": ("remark",),
}
ON_DESK = ("remark_made",)
LONG = {"text_begun": "text", "text_edited": "edits", "brought_in": "edits"}
"""Acts with a field that who follows the text has seen already: it is told without."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act: its type, the instant (ISO 8601, UTC), who, and the fields of its type."""

    type: str
    at: str
    by: Actor
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def compartment(self) -> str:
        """``floor`` or ``desk``."""
        return "desk" if self.type in ON_DESK else "floor"


def actor_to_json(actor: Actor) -> dict[str, Any]:
    """The JSON shape: seat, name, role, party."""
    return {"seat": actor.seat, "name": actor.name, "role": actor.role, "party": actor.party}


def event_to_json(event: Event, seq: int | None = None) -> dict[str, Any]:
    """The JSON shape of docs/architecture.md; ``seq`` when the log has given one."""
    head: dict[str, Any] = {} if seq is None else {"seq": seq}
    return {
        **head,
        "type": event.type,
        "at": event.at,
        "by": actor_to_json(event.by),
        **event.body,
    }


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Read the JSON shape, with or without ``seq``; raises ``ValueError`` on an unknown type."""
    if data.get("type") not in FIELDS:
        raise ValueError(f"unknown event: {data.get('type')}")
    body = {name: data[name] for name in FIELDS[data["type"]] if name in data}
    return Event(data["type"], data["at"], actor_from_json(data["by"]), body)


def told(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event (JSON) as it is announced to the room; the record has it whole."""
    return {name: value for name, value in event.items() if name != LONG.get(event["type"])}


def actor_from_json(data: Mapping[str, Any]) -> Actor:
    """Read the JSON shape of an actor."""
    return Actor(data["seat"], data["name"], data["role"], data.get("party"))
