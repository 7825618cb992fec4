"""Presence as a browser reads it, strictly."""

import json
from collections.abc import Iterator
from typing import Any

from adref.server.crdt.states import read_varint
from tests.server.sync.browser import of


def stamps(frame: bytes) -> Iterator[tuple[int, str]]:
    """Client ids, and the seats with which they are stamped; nothing for other frames."""
    at = len(of(frame).encode()) + 1
    if len(frame) < 2 or frame[at] != 1:
        return
    _, at = read_varint(frame, at + 1, 2**31)
    count, at = read_varint(frame, at, 2**31)
    for _ in range(count):
        client, at = read_varint(frame, at, 2**53)
        _, at = read_varint(frame, at, 2**53)
        length, at = read_varint(frame, at, 2**31)
        state = json.loads(frame[at : at + length].decode(), parse_constant=_refuse)
        at += length
        if state is not None:
            state["cursor"] = json.dumps(state["cursor"]).encode()
            yield client, state["user"]["seat"]


def _refuse(constant: str) -> Any:
    raise AssertionError(f"no browser reads {constant}")
