"""The installation's key, with which it signs how far a record went (Ed25519)."""

from dataclasses import replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adref.drafting.chain import Chain
from adref.drafting.checkpoints import Checkpoint


class Signer:
    """Signs with a key made of the installation's secret: it is the same on every machine."""

    def __init__(self, secret: bytes) -> None:
        seed = HKDF(SHA256(), 32, salt=None, info=b"adref record key").derive(secret)
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = self._private.public_key().public_bytes_raw().hex()

    def sign(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint under this installation's key."""
        own = replace(checkpoint, key=self.key, signature="")
        return replace(own, signature=self._private.sign(own.signed_bytes()).hex())

    def checkpoint(self, text: str, chain: Chain, at: str) -> Checkpoint:
        """How far the record of a text goes, signed."""
        return self.sign(Checkpoint(text, chain.seq, chain.head, at, self.key))


def is_signed(key: str, data: bytes, signature: str) -> bool:
    """Whether the signature is of these bytes and by this key; anything that is none is not."""
    if (key, signature) != (key.lower(), signature.lower()) or len(signature) != 128:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True
