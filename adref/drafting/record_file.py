"""A record as a file that is checked without a server: JSON lines, each in canonical form.

First ``{"record": header}``, then ``{"act": event, "hash": h}`` for each act, after
``revision_issued`` also ``{"revision": the issued document}``, at last ``{"checkpoint": signed}``,
whose ``file`` is the SHA-256 of all bytes before it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adref.drafting.canonical import canonical
from adref.drafting.chain import FORMAT, beginning, digest_of_act, grown
from adref.drafting.checkpoints import Checkpoint, checkpoint_to_json


@dataclass(frozen=True, slots=True)
class Header:
    """Whose record it is. ``key`` is the public key, in hexadecimal digits."""

    text: str
    title: str
    symbol: str
    key: str
    at: str


def header_to_json(header: Header) -> dict[str, str]:
    """The JSON shape of a header."""
    return {
        "format": FORMAT,
        "text": header.text,
        "title": header.title,
        "symbol": header.symbol,
        "key": header.key,
        "at": header.at,
    }


def record_lines(
    header: Header,
    events: Iterable[Mapping[str, Any]],
    documents: Mapping[str, Any],
    sign: Callable[[Checkpoint], Checkpoint],
) -> Iterator[bytes]:
    """The lines of the file. ``documents``: issued revisions (JSON) by id."""
    digest = hashlib.sha256()
    chain = beginning(header.text)

    def line(value: Any) -> bytes:
        data = canonical(value) + b"\n"
        digest.update(data)
        return data

    yield line({"record": header_to_json(header)})
    for event in events:
        chain = grown(chain, [digest_of_act(event)])
        yield line({"act": event, "hash": chain.head})
        revision = event["revision"]["id"] if event["type"] == "revision_issued" else ""
        if revision in documents:
            yield line({"revision": documents[revision]})
    last = Checkpoint(header.text, chain.seq, chain.head, header.at, header.key, digest.hexdigest())
    yield canonical({"checkpoint": checkpoint_to_json(sign(last))}) + b"\n"
