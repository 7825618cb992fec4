"""The messages of the Hocuspocus protocol (``@hocuspocus/provider`` 4), to and from bytes.

Every message but the heartbeat begins with the name of the room. Nothing here trusts a length.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from adref.server.crdt.document import EMPTY_UPDATE
from adref.server.crdt.states import Unreadable, read_varint, varint

MAX_NAME = 256  # bytes
MAX_TOKEN = 4_096
MAX_STATELESS = 4_096
MAX_PRESENCE = 16_384
MAX_BODY = 1_100_000
MAX_MESSAGE = MAX_BODY + MAX_NAME + 16

_SYNC, _AWARENESS, _AUTH, _QUERY, _STATELESS, _CLOSE, _STATUS, _PING, _PONG = (
    *(0, 1, 2, 3, 5, 7, 8, 9, 10),
)
_STEP1, _STEP2, _UPDATE = 0, 1, 2
_KEYSTROKE = bytes((_SYNC, _UPDATE))
_TOKEN, _DENIED, _AUTHENTICATED = 0, 1, 2

PING = bytes([_PING])
DENIED = "permission-denied"


@dataclass(frozen=True, slots=True)
class Auth:
    """A browser asks to enter a room."""

    token: str


@dataclass(frozen=True, slots=True)
class SyncStep1:
    """What the other side has (an encoded state vector)."""

    state: bytes


@dataclass(frozen=True, slots=True)
class SyncStep2:
    """What the other side lacked."""

    update: bytes


class Update(NamedTuple):
    """A change. (A tuple: it is made for every keystroke.)"""

    update: bytes


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is where."""

    update: bytes


@dataclass(frozen=True, slots=True)
class QueryPresence:
    """Asks for everybody's presence."""


@dataclass(frozen=True, slots=True)
class Stateless:
    """Anything else; browsers need not send any."""

    payload: str


@dataclass(frozen=True, slots=True)
class Leave:
    """A browser leaves a room; the socket stays."""


@dataclass(frozen=True, slots=True)
class Pong:
    """The answer to a heartbeat; belongs to no room."""


Message = (
    Auth | SyncStep1 | SyncStep2 | Update | Presence | QueryPresence | Stateless | Leave | Pong
)


def read_message(data: bytes) -> tuple[str, Message]:
    """The room and the message; raises ``Unreadable``."""
    if len(data) == 1 and data[0] == _PONG:
        return "", Pong()
    if len(data) > MAX_MESSAGE:
        raise Unreadable("a message is too large")
    if data and (typed := _small_update(data, 1 + data[0])) is not None:
        return _name(data[1 : 1 + data[0]]), typed
    name, at = _words(data, 0, MAX_NAME)
    kind, at = read_varint(data, at, 127)
    return name, _read_body(kind, data, at)


def keystroke_head(room: str) -> bytes:
    """What every update of a room begins with, up to the length of the update itself."""
    return _string(room) + _KEYSTROKE


def _small_update(data: bytes, at: int) -> Update | None:
    """A keystroke: an update of less than 128 bytes after a name of less than 128."""
    if len(data) - at < 3 or data[at : at + 2] != _KEYSTROKE or data[0] > 127:
        return None
    size = data[at + 2]
    return Update(data[at + 3 :]) if size < 128 and at + 3 + size == len(data) else None


@lru_cache(10_000)
def _name(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        raise Unreadable("words are not UTF-8") from None


def brings(message: Message) -> bool:
    """Whether there is something in it to be saved."""
    return isinstance(message, SyncStep2 | Update) and message.update != EMPTY_UPDATE


def _read_body(kind: int, data: bytes, at: int) -> Message:
    if kind == _SYNC:
        step, at = read_varint(data, at, 127)
        body, _ = _bytes(data, at, MAX_BODY)
        if step not in (_STEP1, _STEP2, _UPDATE):
            raise Unreadable("an unknown step of synchronising")
        return (SyncStep1, SyncStep2, Update)[step](body)
    if kind == _AUTH:
        step, at = read_varint(data, at, 127)
        if step != _TOKEN:
            raise Unreadable("an unknown step of authentication")
        return Auth(_words(data, at, MAX_TOKEN)[0])  # the provider's version follows
    if kind == _AWARENESS:
        return Presence(_bytes(data, at, MAX_PRESENCE)[0])
    if kind == _STATELESS:
        return Stateless(_words(data, at, MAX_STATELESS)[0])
    if kind == _QUERY:
        return QueryPresence()
    if kind == _CLOSE:
        return Leave()
    raise Unreadable("an unknown kind of message")


def authenticated(room: str, *, may_write: bool) -> bytes:
    """The browser is in."""
    scope = "read-write" if may_write else "readonly"
    return _frame(room, _AUTH, varint(_AUTHENTICATED) + _string(scope))


def denied(room: str) -> bytes:
    """The same bytes for what is forbidden and for what does not exist."""
    return _frame(room, _AUTH, varint(_DENIED) + _string(DENIED))


def step1(room: str, state: bytes) -> bytes:
    """What the server has."""
    return _frame(room, _SYNC, varint(_STEP1) + _block(state))


def step2(room: str, update: bytes) -> bytes:
    """What the browser lacked."""
    return _frame(room, _SYNC, varint(_STEP2) + _block(update))


def update(room: str, change: bytes) -> bytes:
    """A change."""
    return _frame(room, _SYNC, varint(_UPDATE) + _block(change))


@lru_cache(10_000)
def sync_status(room: str, *, applied: bool) -> bytes:
    """The acknowledgement: after the fsync, or that there will be none."""
    return _frame(room, _STATUS, b"\x01" if applied else b"\x00")


def presence(room: str, states: bytes) -> bytes:
    """Stamped presence (``adref.server.sync.presence``)."""
    return _frame(room, _AWARENESS, _block(states))


def stateless(room: str, payload: str) -> bytes:
    """JSON: a grant, a refusal, an event of the floor."""
    return _frame(room, _STATELESS, _string(payload))


def renamed(room: str, name: str, frame: bytes) -> bytes:
    """A frame of a room under another name."""
    cut, head = _heads(room, name)
    return head + frame[cut:]


@lru_cache(10_000)
def _heads(room: str, name: str) -> tuple[int, bytes]:
    return len(_string(room)), _string(name)


def _frame(room: str, kind: int, body: bytes) -> bytes:
    return _string(room) + varint(kind) + body


def _string(value: str) -> bytes:
    return _block(value.encode())


def _block(value: bytes) -> bytes:
    return varint(len(value)) + value


def _bytes(data: bytes, at: int, limit: int) -> tuple[bytes, int]:
    length, at = read_varint(data, at, limit)
    end = at + length
    if end > len(data):
        raise Unreadable("a message is cut off")
    return data[at:end], end


def _words(data: bytes, at: int, limit: int) -> tuple[str, int]:
    value, end = _bytes(data, at, limit)
    try:
        return value.decode(), end
    except UnicodeDecodeError:
        raise Unreadable("words are not UTF-8") from None
