"""JSON written in one way only, so that its digest says whether two values are the same.

Keys sorted, no spaces, characters as they are, UTF-8. For what we keep (objects with ASCII keys,
strings, whole numbers, true, false, null) this is the form of RFC 8785.
"""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The bytes. Raises ``TypeError`` or ``ValueError`` for what JSON cannot hold."""
    words = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return words.encode()


def digest_of(data: bytes) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
