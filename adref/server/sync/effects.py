"""What rooms and sessions want done. The shell performs effects in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from adref.server.store.log import Batch
from adref.server.sync.protocol import Message

GOING_AWAY, UNREADABLE, NOT_ALLOWED, TROUBLE, COME_AGAIN, TOO_SLOW = (
    1001,
    1007,
    1008,
    1011,
    1012,
    1013,
)


class Append(NamedTuple):
    """Write this; when it is on the disk, tell the room (``appended``) under this ticket."""

    batch: Batch
    ticket: int


class Gather:
    """Write what is typed on from here until the log asks for it (``batch``); then as ``Append``.

    Nothing that comes later in the same room may be handed over before it.
    """

    __slots__ = ("_batch", "_make", "compartment", "ticket")

    def __init__(self, compartment: str, ticket: int, make: Callable[[], Batch]) -> None:
        self.compartment, self.ticket = compartment, ticket
        self._make = make
        self._batch: Batch | None = None

    @property
    def batch(self) -> Batch:
        """All of it: nothing is added from here on."""
        if self._batch is None:
            self._batch = self._make()
        return self._batch


Forms = dict[bool, tuple[bytes, bytes]]
"""A frame and the bytes of it on the wire, by whether it is told briefly."""


@dataclass(frozen=True, slots=True)
class Send:
    """One frame to some readers of the room, by the number of their socket.

    ``brief``: the same for those who are told briefly, when there is less to say than a shorter
    name of the room.
    """

    to: tuple[int, ...]
    frame: bytes
    brief: bytes = b""
    forms: Forms | None = field(default=None, compare=False, repr=False)
    """What it is on the wire, kept where the same is sent again and again."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """This reader's update was refused: too many of those and the socket is closed."""

    reader: int
    code: str


@dataclass(frozen=True, slots=True)
class Wake:
    """Call ``tick`` at this time (seconds)."""

    at: float


@dataclass(frozen=True, slots=True)
class Compact:
    """The log has grown: make a snapshot, or keep what it amounts to."""


@dataclass(frozen=True, slots=True)
class Load:
    """Somebody waits for more than what is packed: read the document, then say ``loaded``."""


RoomEffect = Append | Gather | Send | Penalty | Wake | Compact | Load


@dataclass(frozen=True, slots=True)
class Enter:
    """The socket asks to enter a room, perhaps to resume a client id."""

    room: str
    resume: int | None


class Forward(NamedTuple):
    """A message for a room that the socket is in."""

    room: str
    message: Message


@dataclass(frozen=True, slots=True)
class Exit:
    """The socket leaves a room."""

    room: str


@dataclass(frozen=True, slots=True)
class Close:
    """The socket is to be closed, with a code of RFC 6455."""

    code: int
    reason: str


SessionEffect = Enter | Forward | Exit | Close
