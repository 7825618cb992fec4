"""Presence: who is where in a compartment. The server says who; the browser says only where.

A browser's entry counts only under its own client id. It is written anew, with the stamp of the
seat; nothing else that the browser put there travels on.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple

from adref.drafting.parties import Actor
from adref.server.crdt.states import MAX_CLIENT, Unreadable, read_varint, varint

MAX_CURSOR = 2_048  # bytes of JSON
MAX_ENTRIES = 200
_MAX_STATE = 8_192
_MAX_DEPTH = 6  # of a cursor
_NOWHERE = object()


class State(NamedTuple):
    """Where somebody is, and who it is: all of it JSON."""

    whole: str  # {"cursor", "user"}; null when gone
    where: str = ""  # the cursor, without what its readers take for granted
    who: str = ""


class Stamped(NamedTuple):
    """One client's presence, as everybody gets it."""

    clock: int
    state: State


GONE = State("null")
NOBODY = b"\0"
"""An update of no client."""


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


def stamp(state: Any, actor: Actor) -> State:
    """The state that travels on: the browser's cursor and the server's stamp."""
    cursor = state.get("cursor") if isinstance(state, dict) else None
    fits = isinstance(cursor, dict) and _is_plain(cursor)
    if not fits or len(_dump(cursor).encode()) > MAX_CURSOR:
        cursor = None
    return _state(cursor, user_of(actor))


def stamped_before(whole: str) -> State:
    """A state that was stamped at another process."""
    found = json.loads(whole)
    return _state(found["cursor"], found["user"])


def _state(cursor: Any, user: Any) -> State:
    whole = _dump({"cursor": cursor, "user": user})
    return State(whole, _dump(_without_defaults(cursor)), _dump(user))


def _without_defaults(cursor: Any) -> Any:
    """Without what a relative position of Yjs is when nothing is said, and without a head that is
    where the anchor is.
    """
    if not isinstance(cursor, dict):
        return cursor
    same = "anchor" in cursor and cursor["anchor"] == cursor.get("head", _NOWHERE)
    return {
        key: _place(value) if isinstance(value, dict) else value
        for key, value in cursor.items()
        if not (same and key == "head")
    }


def _place(place: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in place.items()
        if value is not None and not (key == "assoc" and value == 0)
    }


def user_of(actor: Actor) -> dict[str, str | None]:
    """The stamp of a person."""
    return {"seat": actor.seat, "name": actor.name, "party": actor.party, "role": actor.role}


def write(states: Mapping[int, Stamped], clients: Iterable[int]) -> bytes:
    """The states of these clients as one awareness update."""
    return _written(states, sorted(clients), lambda client: states[client].state.whole)


def write_brief(
    states: Mapping[int, Stamped], clients: Iterable[int], known: Collection[int]
) -> bytes:
    """The same, briefly: ``[cursor, user]``, of clients that are known ``[cursor]``."""

    def told(client: int) -> str:
        state = states[client].state
        if state == GONE:
            return state.whole
        return f"[{state.where}]" if client in known else f"[{state.where},{state.who}]"

    return _written(states, sorted(clients), told)


def _written(
    states: Mapping[int, Stamped], chosen: Sequence[int], told: Callable[[int], str]
) -> bytes:
    parts = [varint(len(chosen))]
    for client in chosen:
        body = told(client).encode()
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
