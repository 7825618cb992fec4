"""Who comes into a long text that nobody has read yet: sent as it is packed, before it is read.

A snapshot was read back and compared when it was made, and its bytes are sealed; with the few
updates after it, it is the document as it is on the disk. So who has nothing yet is sent just
that. Whatever else is said waits until the document has been read: client ids, what a browser
has, everything that is written.
"""

from collections.abc import Sequence

from adref.server.crdt.document import EMPTY_STATE, Broken, merged
from adref.server.store.log import Stored
from adref.server.sync import protocol

_FEW = 200  # updates after it
_BYTES = 2_000_000  # that one socket may say meanwhile
_EACH = 100  # bytes that a message costs at least


class Early:
    """What waits for the document."""

    def __init__(self, packed: Sequence[bytes]) -> None:
        self.packed = packed
        """The document for who has nothing: a snapshot, then updates."""
        self.waiting: list[tuple[int, protocol.Message | None]] = []
        """Who said what, in order; None: has been sent the document."""
        self._asked = False
        self._sizes: dict[int, int] = {}

    def is_asked(self) -> bool:
        """Whether this was asked before: the document is read for the first."""
        asked, self._asked = self._asked, True
        return asked

    def takes(self, number: int, message: protocol.Message | None) -> bool:
        """Keep what a socket said; False when that is too much."""
        said = getattr(message, "update", b"") or getattr(message, "state", b"")
        size = self._sizes.get(number, 0) + len(said) + _EACH
        if size > _BYTES:
            return False
        self._sizes[number] = size
        self.waiting.append((number, message))
        return True

    def forget(self, number: int) -> None:
        """A socket has gone."""
        self._sizes.pop(number, None)
        self.waiting = [one for one in self.waiting if one[0] != number]


def packed_of(stored: Stored, least: int) -> Sequence[bytes] | None:
    """The document as it is kept, if it is worth sending as such.

    ``least``: bytes of a snapshot; shorter ones are read in a few milliseconds.
    """
    if stored.snapshot is None or len(stored.snapshot) < least or len(stored.tail) > _FEW:
        return None
    updates = [entry.payload for entry in stored.tail]
    if not updates:
        return [stored.snapshot]
    try:
        return [stored.snapshot, merged(updates)]
    except Broken:
        return [stored.snapshot, *updates]


def is_nothing(message: protocol.Message) -> bool:
    """Whether a browser says that it has nothing of the document."""
    return isinstance(message, protocol.SyncStep1) and message.state == EMPTY_STATE
