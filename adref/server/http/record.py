"""The record: how far it goes under a signature, as a file, and what of a party's words is gone."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from adref.drafting.checkpoints import checkpoint_to_json, fingerprint
from adref.drafting.gone import gone, gone_to_json
from adref.drafting.record_file import Header, record_lines
from adref.server.http.answers import Answer
from adref.server.http.door import Door, Visit, blocking
from adref.server.http.errors import NotFound
from adref.server.http.office import Office
from adref.server.http.ordering import file_stem
from adref.server.http.permits import may_read_floor
from adref.server.http.texts import TEXT, text_of_visit, whole_number
from adref.server.identity import instant
from adref.server.store.directory_tables import TextRow

MEDIA = "application/x-ndjson"


class RecordKey(Answer):
    """The public key with which this installation signs its records (Ed25519, hexadecimal)."""

    key: str
    fingerprint: str


class SignedCheckpoint(Answer):
    """How far the record of a text goes, and its head, signed."""

    format: str
    text: str
    seq: int
    head: str
    at: str
    key: str
    signature: str


class Digests(Answer):
    """The digests of the acts after one and up to another, in order."""

    after: int
    upto: int
    digests: list[str]


class GoneWords(Answer):
    """Words of a party that are gone since an act."""

    voice: str
    since: int
    rows: list[dict[str, Any]]


async def read_key(visit: Visit) -> RecordKey:
    """The key, for everybody: so that it can be compared by another way."""
    key = visit.office.signer.key
    return RecordKey(key=key, fingerprint=fingerprint(key))


async def read_checkpoint(visit: Visit) -> SignedCheckpoint:
    """How far the record goes now."""
    row, office = await text_of_visit(visit), visit.office
    signed = office.signer.checkpoint(row.id, await office.hub.chain(row.id), _now(office))
    return SignedCheckpoint(**checkpoint_to_json(signed))


async def read_digests(visit: Visit) -> Digests:
    """The digests between two acts: with them a browser continues from what it knows."""
    row, office = await text_of_visit(visit), visit.office
    last = (await office.hub.chain(row.id)).seq
    after, upto = whole_number(visit, "after", 0), min(whole_number(visit, "upto", last), last)
    found = await office.hub.digests(row.id, after, upto)
    return Digests(after=after, upto=upto, digests=found)


async def take_record(visit: Visit) -> Response:
    """The whole record as a file that is verified without a server."""
    row = await text_of_visit(visit)
    data = await record_of(visit.office, row)
    name = quote(f"{file_stem(row.title)}-record.jsonl")
    disposition = f"attachment; filename*=utf-8''{name}"
    headers = {"Cache-Control": "no-store", "Content-Disposition": disposition}
    return Response(data, media_type=MEDIA, headers=headers)


async def read_gone(visit: Visit) -> GoneWords:
    """What of a party's words is gone since an act, by which act and by whom."""
    row, office = await text_of_visit(visit), visit.office
    voice = visit.request.query_params.get("voice", "")
    membership = await blocking(office.directory.membership, visit.negotiation)
    if voice not in membership.parties and voice not in membership.coalitions:
        raise NotFound
    since = whole_number(visit, "since", 0)
    events = await office.hub.record(row.id)
    voices = {voice, *membership.coalitions_of(voice)}
    found = await blocking(gone, events, voices, since)
    return GoneWords(voice=voice, since=since, rows=[gone_to_json(each) for each in found])


async def record_of(office: Office, row: TextRow) -> bytes:
    """The record of a text as a file (``record_file``)."""
    events = await office.hub.record(row.id)
    issued = [e["revision"]["id"] for e in events if e["type"] == "revision_issued"]
    kept = {each: await office.hub.revision(row.id, each) for each in issued}
    header = Header(row.id, row.title, row.symbol, office.signer.key, _now(office))

    def lines() -> Iterator[bytes]:
        documents = {key: json.loads(data) for key, data in kept.items() if data is not None}
        return record_lines(header, events, documents, office.signer.sign)

    return await blocking(lambda: b"".join(lines()))


def _now(office: Office) -> str:
    return instant(office.clock())


RECORD = TEXT + "/record"
DOORS = (
    Door("GET", "/api/record-key", read_key, "The key of the records", None, RecordKey),
    Door(
        "GET",
        RECORD + "/checkpoint",
        read_checkpoint,
        "How far the record goes, signed",
        may_read_floor,
        SignedCheckpoint,
    ),
    Door(
        "GET",
        RECORD + "/digests",
        read_digests,
        "The digests of acts",
        may_read_floor,
        Digests,
        query=("after", "upto"),
        packed=True,
    ),
    Door(
        "GET",
        RECORD + "/file",
        take_record,
        "The record as a file",
        may_read_floor,
        None,
        media=(MEDIA,),
        packed=True,
    ),
    Door(
        "GET",
        RECORD + "/gone",
        read_gone,
        "What of a party's words is gone",
        may_read_floor,
        GoneWords,
        query=("voice", "since"),
        packed=True,
    ),
)
