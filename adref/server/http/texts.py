"""Texts: imported by the bureau, read by everybody who takes part."""

from adref.drafting.text import paragraph_to_json
from adref.server.http.answers import Floor, Record, Remarks, Report, TextAnswer, TextMade
from adref.server.http.bodies import NewText
from adref.server.http.door import Door, Visit, blocking, found
from adref.server.http.errors import NotFound, Refused
from adref.server.http.intake import take_in
from adref.server.http.permits import may_read_desk, may_read_floor, may_read_text, may_set_up
from adref.server.store.directory_tables import TextRow


async def create_text(visit: Visit) -> TextMade:
    """Import a source as a new text; every word and bracket of it is in the text."""
    body, office = visit.sent(NewText), visit.office
    limit = office.settings.text_limit
    if len(body.source.encode("utf-8")) > limit:
        raise Refused(413, "too_large", megabytes=limit // (1024 * 1024))
    made = await take_in(
        office, visit.negotiation, body.title, body.source, body.format, visit.actor
    )
    return TextMade(id=made.id, report=Report.model_validate_json(made.report))


async def text_of_visit(visit: Visit) -> TextRow:
    """The text in the address, if it belongs to the negotiation of who asks."""
    identifier = visit.path("text")
    if len(identifier) > 64:
        raise NotFound
    row = found(await blocking(visit.office.directory.text, identifier))
    if row.negotiation != visit.negotiation:
        raise NotFound
    return row


async def read_text(visit: Visit) -> TextAnswer:
    """The working text as it stands."""
    row = await text_of_visit(visit)
    hub = visit.office.hub
    paragraphs = await hub.text(row.id)
    seq, _state = await hub.floor(row.id)
    return TextAnswer(
        id=row.id,
        title=row.title,
        symbol=row.symbol,
        paragraphs=[paragraph_to_json(paragraph) for paragraph in paragraphs],
        seq=seq,
    )


async def read_floor(visit: Visit) -> Floor:
    """Proposals, positions, states and remarks as they stand."""
    row = await text_of_visit(visit)
    seq, state = await visit.office.hub.floor(row.id)
    return Floor(seq=seq, state=state)


async def read_record(visit: Visit) -> Record:
    """Every act on the text, with who and when; those after one if it is named."""
    row = await text_of_visit(visit)
    after = whole_number(visit, "after", 0)
    return Record(events=list(await visit.office.hub.record(row.id, after)))


async def my_remarks(visit: Visit) -> Remarks:
    """The remarks of who asks, shown to the room or not."""
    row = await text_of_visit(visit)
    told = await visit.office.hub.remarks(row.id, visit.actor)
    return Remarks(remarks=[r for r in told["remarks"] if r["seat"] == visit.sitting.id])


async def desk(visit: Visit) -> Remarks:
    """All remarks, for the bureau: those not yet shown too."""
    row = await text_of_visit(visit)
    return Remarks.model_validate(await visit.office.hub.remarks(row.id, visit.actor))


async def report(visit: Visit) -> Report:
    """What the import found."""
    row = await text_of_visit(visit)
    return Report.model_validate_json(row.report)


TEXTS = "/api/s/{seat}/texts"
TEXT = TEXTS + "/{text}"
# A source in JSON may take twice its bytes (each character of a Chinese text six for three).
SOURCE_IN_JSON = 42 * 1024 * 1024


def whole_number(visit: Visit, name: str, default: int) -> int:
    """A number from the address. Refuses (422) what is none."""
    words = visit.request.query_params.get(name, str(default))
    if not words.isdecimal() or len(words) > 12 or not words.isascii():
        raise Refused(422, "field_unknown", field=name, allowed="0, 1, 2, ...")
    return int(words)


DOORS = (
    Door(
        "POST",
        TEXTS,
        create_text,
        "Import a text",
        may_set_up,
        TextMade,
        NewText,
        limit=SOURCE_IN_JSON,
    ),
    Door("GET", TEXT, read_text, "The working text", may_read_text, TextAnswer, packed=True),
    Door(
        "GET",
        TEXT + "/floor",
        read_floor,
        "The floor as it stands",
        may_read_floor,
        Floor,
        packed=True,
    ),
    Door(
        "GET",
        TEXT + "/record",
        read_record,
        "Every act",
        may_read_floor,
        Record,
        query=("after",),
        packed=True,
    ),
    Door("GET", TEXT + "/remarks/mine", my_remarks, "My remarks", may_read_floor, Remarks),
    Door("GET", TEXT + "/desk", desk, "All remarks", may_read_desk, Remarks),
    Door("GET", TEXT + "/report", report, "What the import found", may_read_desk, Report),
)
