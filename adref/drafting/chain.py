"""The chain of a record: each act is tied to all that came before it.

``h0`` is the SHA-256 of the canonical JSON of what record it is; ``h(n)`` is the SHA-256 of the
bytes of ``h(n-1)`` followed by those of the digest of act ``n``, which is the SHA-256 of the act's
canonical JSON (its ``seq`` included). So whoever holds ``h(a)`` can tell by the digests alone
whether a later ``h(b)`` continues the same record. Hashes are 64 hexadecimal digits.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from adref.drafting.canonical import canonical, digest_of

FORMAT = "adref-record/1"


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a record goes (the ``seq`` of its last act; 0: none), and its head."""

    seq: int
    head: str


def beginning(text: str) -> Chain:
    """The chain of a text's record before its first act; ``text`` is its id."""
    return Chain(0, digest_of(canonical({"format": FORMAT, "text": text})))


def digest_of_act(event: Mapping[str, Any]) -> str:
    """The digest of an act, which must have its ``seq``."""
    return digest_of(canonical(event))


def grown(chain: Chain, digests: Iterable[str]) -> Chain:
    """The chain after some more acts, given by their digests."""
    seq, head = chain.seq, chain.head
    for digest in digests:
        joined = bytes.fromhex(head) + bytes.fromhex(digest)
        seq, head = seq + 1, hashlib.sha256(joined).hexdigest()
    return Chain(seq, head)
