"""A file under a key that only the browser of its seat holds.

The key is derived from the secret in the seat's cookie, of which the server keeps a digest alone,
and from the job: it seals one file, once. A copy of the database opens none.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded with the first file: a start does not wait for it
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_ONCE = bytes(12)  # each key is used for one file


class Unopened(Exception):
    """This secret does not open it."""


def seal(file: bytes, secret: str, job: str) -> bytes:
    """The file as it is kept."""
    return _cipher(secret, job).encrypt(_ONCE, file, None)


def unseal(sealed: bytes, secret: str, job: str) -> bytes:
    """The file as it was made. Raises ``Unopened``."""
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(secret, job).decrypt(_ONCE, sealed, None)
    except InvalidTag:
        raise Unopened from None


def _cipher(secret: str, job: str) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    info = b"adref output " + job.encode()
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=info).derive(secret.encode()))
