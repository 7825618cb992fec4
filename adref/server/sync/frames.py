"""Frames of a websocket (RFC 6455): whole small ones, to and from bytes."""

from functools import lru_cache

from websockets.frames import apply_mask  # type: ignore[attr-defined]

_BINARY_AND_LAST, _MASKED = 0x82, 0x80
_SMALL = 126
_KEPT = 48  # bytes: acknowledgements are the same again and again


def framed(payload: bytes) -> bytes:
    """A binary message of the server as it goes over the wire: the same bytes to every browser."""
    return _small(payload) if len(payload) < _KEPT else _framed(payload)


@lru_cache(1_000)
def _small(payload: bytes) -> bytes:
    return _framed(payload)


def _framed(payload: bytes) -> bytes:
    size = len(payload)
    if size < _SMALL:
        return bytes((_BINARY_AND_LAST, size)) + payload
    if size < 65_536:
        return b"\x82\x7e" + size.to_bytes(2, "big") + payload
    return b"\x82\x7f" + size.to_bytes(8, "big") + payload


def take_small(data: bytes, at: int) -> tuple[bytes, int] | None:
    """The binary message of one small masked frame at ``at`` that is all there, and what follows.

    None for everything else: that is for a reader of all the protocol.
    """
    if len(data) - at < 6 or data[at] != _BINARY_AND_LAST:
        return None
    size = data[at + 1] - _MASKED
    end = at + 6 + size
    if not 0 <= size < _SMALL or end > len(data):
        return None
    return apply_mask(data[at + 6 : end], data[at + 2 : at + 6]), end
