"""Checkpoints: how far a record went and what its head was, said under a signature.

What signs and what checks a signature is passed in (Ed25519): ``Check(key, data, signature)``,
keys and signatures in hexadecimal digits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from adref.drafting.canonical import canonical
from adref.drafting.chain import Chain

FORMAT = "adref-checkpoint/1"
Check = Callable[[str, bytes, str], bool]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``file``: the SHA-256 of the exported file that it closes; empty when it closes none."""

    text: str
    seq: int
    head: str
    at: str
    key: str
    file: str = ""
    signature: str = ""

    @property
    def chain(self) -> Chain:
        """The chain that it vouches for."""
        return Chain(self.seq, self.head)

    def signed_bytes(self) -> bytes:
        """What the signature is of."""
        return canonical(checkpoint_to_json(replace(self, signature="")))

    def stands(self, check: Check) -> bool:
        """Whether its signature is that of its key."""
        return check(self.key, self.signed_bytes(), self.signature)


def checkpoint_to_json(checkpoint: Checkpoint) -> dict[str, Any]:
    """The JSON shape: format, text, seq, head, at, key; file and signature unless empty."""
    head = {
        "format": FORMAT,
        "text": checkpoint.text,
        "seq": checkpoint.seq,
        "head": checkpoint.head,
        "at": checkpoint.at,
        "key": checkpoint.key,
    }
    file = {"file": checkpoint.file} if checkpoint.file else {}
    return head | file | ({"signature": checkpoint.signature} if checkpoint.signature else {})


def checkpoint_from_json(data: Any) -> Checkpoint:
    """Read the JSON shape; raises ``ValueError`` when it is none."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise ValueError("not a checkpoint")
    words = {name: data.get(name, "") for name in ("file", "signature")}
    words |= {name: data.get(name) for name in ("text", "head", "at", "key")}
    seq = data.get("seq")
    if not all(isinstance(value, str) for value in words.values()):
        raise ValueError("a checkpoint has a field that is not words")
    if not isinstance(seq, int) or isinstance(seq, bool):
        raise ValueError("a checkpoint has no number of an act")
    known = {"format", "text", "seq", "head", "at", "key", "file", "signature"}
    if set(data) - known:
        raise ValueError("a checkpoint has an unknown field")
    return Checkpoint(seq=seq, **words)


def fingerprint(digits: str) -> str:
    """The first sixteen digits in groups of four, as people compare them aloud."""
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))
