"""What a room needs of a browser's socket, however it is served."""

from typing import Protocol


class AnyConnection(Protocol):
    """What a room needs of a browser's socket."""

    @property
    def closing(self) -> bool:
        """Whether this socket has been given up."""
        ...

    @property
    def closed_with(self) -> int | None:
        """The code with which the server gave it up, if it did."""
        ...

    def push(self, frame: bytes, wire: bytes) -> None:
        """Send a message in its turn; ``wire`` is its frame."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Close as soon as may be."""
        ...
