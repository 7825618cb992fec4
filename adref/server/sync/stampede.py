"""A large message made once for all who come at the same time.

In a stampede each gets the same document: making its message, its name and its frame for each of
two hundred would be hundreds of megabytes that are copied. What was last made is at hand until the
next large one; no more, for it is memory. Private rooms neither find anything here nor put anything
in its place.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

from adref.server.sync import protocol
from adref.server.sync.compartments import brief
from adref.server.sync.frames import framed
from adref.server.sync.measures import is_public

_LARGE = 4_096  # bytes
Made = TypeVar("Made")


class Last(Generic[Made]):
    """What was last made of a large message. The message is known again by being the same object:
    to compare it would cost as much as to make it anew.
    """

    def __init__(self, make: Callable[[str, bytes], Made]) -> None:
        self._make = make
        self._last: tuple[str, bytes, Made] | None = None

    def __call__(self, name: str, message: bytes) -> Made:
        """What is made of it under this name of a room."""
        last = self._last
        if last is not None and last[1] is message and last[0] == name:
            return last[2]
        made = self._make(name, message)
        if len(message) >= _LARGE and is_public(name):
            self._last = name, message, made
        return made


Pushed = tuple[bytes, bytes]
"""A message as a connection takes it, and its frame."""


def _in_brief(name: str, message: bytes) -> Pushed:
    called = protocol.renamed(name, brief(name), message)
    return called, framed(called)


step2: Last[bytes] = Last(protocol.step2)
in_full: Last[Pushed] = Last(lambda _, message: (message, framed(message)))
in_brief: Last[Pushed] = Last(_in_brief)
"""Under the short name of its room."""
