"""The installation's key, with which it signs how far a record went (Ed25519)."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from adref.drafting.chain import Chain
from adref.drafting.checkpoints import Checkpoint

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signer:
    """Signs with a key made of the installation's secret: it is the same on every machine.

    The library comes with the first signature: seven megabytes, which no meeting needs to begin.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @cached_property
    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        seed = HKDF(SHA256(), 32, salt=None, info=b"adref record key").derive(self._secret)
        return Ed25519PrivateKey.from_private_bytes(seed)

    @cached_property
    def key(self) -> str:
        """The public key, hexadecimal."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint under this installation's key."""
        own = replace(checkpoint, key=self.key, signature="")
        return replace(own, signature=self._private.sign(own.signed_bytes()).hex())

    def checkpoint(self, text: str, chain: Chain, at: str) -> Checkpoint:
        """How far the record of a text goes, signed."""
        return self.sign(Checkpoint(text, chain.seq, chain.head, at, self.key))


def is_signed(key: str, data: bytes, signature: str) -> bool:
    """Whether the signature is of these bytes and by this key; anything that is none is not."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if (key, signature) != (key.lower(), signature.lower()) or len(signature) != 128:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True
