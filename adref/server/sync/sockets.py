"""The sockets of one process, by number: who they are, what they are told, when they end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adref.server.sync import protocol
from adref.server.sync.compartments import brief
from adref.server.sync.connections import AnyConnection
from adref.server.sync.effects import NOT_ALLOWED, TOO_SLOW
from adref.server.sync.frames import framed
from adref.server.sync.limits import Buckets, Limits
from adref.server.sync.measures import Measures
from adref.server.sync.session import Session


@dataclass(frozen=True, slots=True)
class Socket:
    """One browser: what it has entered, and its wire."""

    session: Session
    connection: AnyConnection
    is_brief: bool = False  # its rooms have short names


class Sockets:
    """All sockets. What they say in rooms is for who knows the rooms."""

    def __init__(self, now: Callable[[], float], limits: Limits) -> None:
        self.measures = Measures()
        self.sockets: dict[int, Socket] = {}
        self._now, self._limits = now, limits
        self._windows: dict[str, int] = {}  # sockets, by seat
        self._arrivals = Buckets(*limits.arrivals)
        self._numbers = 0

    def arrive(self, session: Session, connection: AnyConnection) -> int:
        """A socket comes; its number."""
        seat = session.actor.seat
        self._windows[seat] = self._windows.get(seat, 0) + 1
        if self._windows[seat] > self._limits.sockets:
            connection.close(NOT_ALLOWED, "too many windows")
        elif not self._arrivals.take(seat, self._now()):
            connection.close(TOO_SLOW, "too much at once")
        self._numbers += 1
        self.sockets[self._numbers] = Socket(session, connection, bool(session.text))
        return self._numbers

    def _gone(self, number: int) -> Sequence[str]:
        """A socket has gone; the rooms that it was in."""
        socket = self.sockets.pop(number, None)
        if socket is None:
            return ()
        self._closed(socket.session.actor.seat)
        code = socket.connection.closed_with
        if code is not None:
            self.measures.closed[code] += 1
        return tuple(socket.session.rooms)

    def _closed(self, seat: str) -> None:
        left = self._windows.pop(seat) - 1
        if left:
            self._windows[seat] = left

    def close(self, number: int, code: int, reason: str) -> None:
        """Close a socket."""
        socket = self.sockets.get(number)
        if socket is not None:
            socket.connection.close(code, reason)

    def penalise(self, number: int) -> None:
        """What this socket sent was refused."""
        socket = self.sockets.get(number)
        for close in socket.session.penalty(self._now()) if socket else ():
            self.close(number, close.code, close.reason)

    def _deny(self, number: int, name: str) -> None:
        self._answer(number, protocol.denied(self._called(number, name)))

    def _called(self, number: int, name: str) -> str:
        """What a compartment is called on this socket."""
        socket = self.sockets.get(number)
        return brief(name) if socket is not None and socket.is_brief else name

    def _answer(self, number: int, frame: bytes) -> None:
        socket = self.sockets.get(number)
        if socket is not None:
            socket.connection.push(frame, framed(frame))

    def _seat_of(self, number: int) -> str | None:
        socket = self.sockets.get(number)
        return socket.session.actor.seat if socket else None
