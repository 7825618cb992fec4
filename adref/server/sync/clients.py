"""Client ids of the CRDT: granted by the server, one for each stay, below 2^31."""

import secrets
from collections.abc import Callable, Collection, Mapping

from adref.server.crdt.document import SERVER

_LOWEST = 2**16  # the server's own are below


def random_client(_compartment: str) -> int:
    """A client id that says nothing: neither order nor count."""
    return _LOWEST + secrets.randbelow(2**31 - _LOWEST)


class ClientIds:
    """The client ids of one compartment, by the seat that each was granted to."""

    def __init__(self, granted: Mapping[int, str], new_client: Callable[[], int]) -> None:
        self._seats = dict(granted)
        self._of: dict[str, set[int]] = {}
        for client, seat in granted.items():
            self._of.setdefault(seat, set()).add(client)
        self._reserved: set[int] = {SERVER}
        self._new_client = new_client

    def of(self, seat: str) -> Collection[int]:
        """Every id that was ever granted to a seat."""
        return self._of.get(seat, ())

    def belongs(self, client: int | None, seat: str) -> bool:
        """Whether this id was granted to this seat, and the grant is on the disk."""
        return client is not None and self._seats.get(client) == seat

    def fresh(self, used: Collection[int]) -> int:
        """An id that nobody has or ever had; it is reserved from now on."""
        client = self._new_client()
        while client in used or client in self._seats or client in self._reserved:
            client = self._new_client()
        self._reserved.add(client)
        return client

    def keep(self, client: int, seat: str) -> None:
        """A grant is on the disk."""
        self._reserved.discard(client)
        self._seats[client] = seat
        self._of.setdefault(seat, set()).add(client)
