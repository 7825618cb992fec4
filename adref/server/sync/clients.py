"""Client ids of the CRDT: granted by the server, one for each stay, below 2^31."""

import secrets

_LOWEST = 2**16  # the server's own are below


def random_client(_compartment: str) -> int:
    """A client id that says nothing: neither order nor count."""
    return _LOWEST + secrets.randbelow(2**31 - _LOWEST)
