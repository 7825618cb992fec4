"""What ``neighbours`` works with: a way by which processes give each other hints, and our rooms."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from adref.server.sync.effects import RoomEffect
from adref.server.sync.opening import AnyRoom, OpenRooms

DIRECTORY = "directory"
"""The channel of what concerns everybody."""


class Hints(Protocol):
    """The way by which processes tell each other that there is something to read."""

    @property
    def alive(self) -> bool:
        """Whether hints can arrive at this moment."""
        ...

    async def start(self) -> None:
        """Begin to try."""
        ...

    async def stop(self) -> None:
        """Stop."""
        ...

    def opened(self, group: str) -> None:
        """Hints about a group are wanted."""
        ...

    def closed(self, group: str) -> None:
        """They are no longer."""
        ...

    def written(self, group: str) -> None:
        """Tell the others that there is something to read in a group."""
        ...

    def directory_changed(self) -> None:
        """Tell the others that the directory is another."""
        ...

    def say(self, channel: str, message: Mapping[str, Any], about: str) -> None:
        """Tell the others; of several messages about the same that wait, the last is enough."""
        ...


class Stage(Protocol):
    """Where our rooms are: what ``Rooms`` does for us."""

    open: OpenRooms

    def perform(self, room: AnyRoom, effects: Iterable[RoomEffect]) -> None:
        """Do what a room wants done."""
        ...

    def drop(self, room: AnyRoom) -> None:
        """Close a room and its sockets; it is opened anew from the log."""
        ...

    def hand_over(self) -> None:
        """What was judged up to here goes to the log, before anything else is asked of it."""
        ...

    def recheck(self) -> None:
        """Check every reader against the membership."""
        ...
