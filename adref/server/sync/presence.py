"""Presence: who is where in a compartment. The server says who; the browser says only where.

A browser's entry counts only under its own client id. It is written anew, with the stamp of the
seat; nothing else that the browser put there travels on.
"""

import json
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any, NamedTuple

from adref.drafting.parties import Actor
from adref.server.crdt.states import MAX_CLIENT, Unreadable, read_varint, varint

MAX_CURSOR = 2_048  # bytes of JSON
MAX_ENTRIES = 200
_MAX_STATE = 8_192
_MAX_DEPTH = 6  # of a cursor


class Stamped(NamedTuple):
    """One client's presence, as everybody gets it; ``state`` is JSON, ``null`` when gone."""

    clock: int
    state: str


GONE = "null"


class Said(NamedTuple):
    """What a browser says of itself; None when it says that it goes."""

    state: Any


def read_own(update: bytes, client: int) -> Said | None:
    """What the update carries for this client, None when it carries nothing.

    Raises ``Unreadable``.
    """
    count, at = read_varint(update, 0, MAX_ENTRIES)
    found: Said | None = None
    for _ in range(count):
        who, at = read_varint(update, at, MAX_CLIENT)
        _, at = read_varint(update, at, MAX_CLIENT)  # ours are times
        length, at = read_varint(update, at, _MAX_STATE)
        if at + length > len(update):
            raise Unreadable("presence is cut off")
        if who == client:
            found = Said(_json(update[at : at + length]))
        at += length
    if at != len(update):
        raise Unreadable("bytes after the end of presence")
    return found


def stamp(state: Any, actor: Actor) -> str:
    """The state that travels on, as JSON: the browser's cursor and the server's stamp."""
    cursor = state.get("cursor") if isinstance(state, dict) else None
    fits = isinstance(cursor, dict) and _is_plain(cursor)
    if not fits or len(_dump(cursor).encode()) > MAX_CURSOR:
        cursor = None
    return _dump({"cursor": cursor, "user": user_of(actor)})


def user_of(actor: Actor) -> dict[str, str | None]:
    """The stamp of a person."""
    return {"seat": actor.seat, "name": actor.name, "party": actor.party, "role": actor.role}


def write(states: Mapping[int, Stamped], clients: Iterable[int]) -> bytes:
    """The states of these clients as one awareness update."""
    chosen = sorted(clients)
    parts = [varint(len(chosen))]
    for client in chosen:
        body = states[client].state.encode()
        parts += [varint(client), varint(states[client].clock), varint(len(body)), body]
    return b"".join(parts)


def _is_plain(value: Any, depth: int = _MAX_DEPTH) -> bool:
    """Whether every browser reads it: Python's JSON lets more pass than theirs (numbers that are
    none, halves of characters).
    """
    if isinstance(value, dict):
        return depth > 0 and all(
            _is_plain(key) and _is_plain(v, depth - 1) for key, v in value.items()
        )
    if isinstance(value, list):
        return depth > 0 and all(_is_plain(v, depth - 1) for v in value)
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, float):
        return isfinite(value)
    return value is None or isinstance(value, bool | int)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable("presence is not JSON") from None


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
