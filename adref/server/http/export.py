"""Files out: an edition of a text in one of the views, made in a worker thread."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from adref.drafting.edition import ENGLISH, FRENCH, VIEWS, WORKING, edition_for
from adref.drafting.floor import state_from_json
from adref.drafting.profiles import PROFILES
from adref.server.formats import FORMATS, MEDIA, render
from adref.server.http.door import Door, Visit, blocking, found
from adref.server.http.errors import Refused
from adref.server.http.office import Office
from adref.server.http.permits import may_read_floor
from adref.server.http.texts import TEXT, text_of_visit
from adref.server.store.directory_tables import TextRow

LONGEST_NAME = 80


@dataclass(frozen=True)
class Wanted:
    """Which edition is wanted, in which format. ``adopted`` are ids of open proposals."""

    view: str = WORKING
    format: str = "docx"
    adopted: tuple[str, ...] = ()
    language: str = ENGLISH


async def export(visit: Visit) -> Response:
    """An edition as a file."""
    wanted = _wanted(visit)
    row = await text_of_visit(visit)
    data = await file_of(visit.office, row, wanted)
    disposition = f"attachment; filename*=utf-8''{quote(file_name(row.title, wanted))}"
    headers = {"Cache-Control": "no-store", "Content-Disposition": disposition}
    return Response(data, media_type=MEDIA[wanted.format], headers=headers)


async def file_of(office: Office, row: TextRow, wanted: Wanted) -> bytes:
    """The bytes of the file. Refuses (422) a proposal that is not on this floor."""
    text = await office.hub.text(row.id)
    _seq, floor = await office.hub.floor(row.id)
    state = state_from_json(floor)
    for proposal in wanted.adopted:
        if proposal not in state.proposals:
            raise Refused(422, "no_such_proposal")
    negotiation = found(await blocking(office.directory.negotiation, row.negotiation))
    membership = await blocking(office.directory.membership, row.negotiation)

    def make() -> bytes:
        edition = edition_for(
            wanted.view,
            row.title,
            text,
            state,
            PROFILES[negotiation.profile],
            membership,
            wanted.adopted,
            wanted.language,
        )
        return render(edition, wanted.format)

    return await blocking(make)


def file_name(title: str, wanted: Wanted) -> str:
    """A name that every system can store: the title's words and the view."""
    return f"{file_stem(title)}-{wanted.view}.{wanted.format}"


def file_stem(title: str) -> str:
    """The words of a title, as every system can store them."""
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in title)
    return "-".join(words.split())[:LONGEST_NAME].strip("-") or "text"


def _wanted(visit: Visit) -> Wanted:
    asked = visit.request.query_params
    return Wanted(
        view=_one_of("view", asked.get("view", WORKING), VIEWS),
        format=_one_of("format", asked.get("format", "docx"), FORMATS),
        adopted=tuple(part for part in asked.get("adopt", "").split(",") if part),
        language=_one_of("language", asked.get("language", ENGLISH), (ENGLISH, FRENCH)),
    )


def _one_of(field: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise Refused(422, "field_unknown", field=field, allowed=", ".join(known))
    return value


DOORS = (
    Door(
        "GET",
        TEXT + "/export",
        export,
        "A file of the text in one of its views",
        may_read_floor,
        None,
        query=("view", "format", "adopt", "language"),
        media=tuple(MEDIA.values()),
    ),
)
