"""One message of a room as it goes out: under the name of the room, and briefly."""

from functools import lru_cache

from adref.server.sync import protocol
from adref.server.sync.compartments import brief
from adref.server.sync.frames import framed

_KEPT = 32  # bytes: acknowledgements are the same again and again
Pushed = tuple[bytes, bytes]
"""A message as a connection takes it, and its frame."""


class Forms:
    """Each form is made once, when the first who is told in it is met.

    ``shortened``: the message for those who are told briefly, when it is not the same under the
    room's short name.
    """

    __slots__ = ("_brief", "_full", "_name", "frame", "shortened")

    def __init__(self, name: str, frame: bytes, shortened: bytes = b"") -> None:
        self.frame, self.shortened = frame, shortened or frame
        self._name = name
        self._full: Pushed | None = None
        self._brief: Pushed | None = None

    def full(self) -> Pushed:
        """Under the name of the room."""
        if self._full is None:
            self._full = self.frame, framed(self.frame)
        return self._full

    def brief(self) -> Pushed:
        """Under its short name."""
        if self._brief is None:
            called = protocol.renamed(self._name, brief(self._name), self.shortened)
            self._brief = called, framed(called)
        return self._brief


def forms_of(name: str, frame: bytes) -> Forms:
    """The forms of a message of a room."""
    return _kept(name, frame) if len(frame) < _KEPT else Forms(name, frame)


_kept = lru_cache(1_000)(Forms)
