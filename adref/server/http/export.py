"""Files out: an edition of a text in one of the views, made by another process.

``GET .../export`` waits for the file. ``.../outputs`` are jobs: asked for, looked after, fetched.
Each request asks again whether the seat takes part: who is revoked fetches nothing any more.
"""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import Field, StringConstraints
from starlette.responses import JSONResponse, Response

from adref.drafting.edition import ENGLISH, FRENCH, PARTY, ROOM_VIEWS, TRACKED, WORKING
from adref.server.formats import FORMATS, MEDIA
from adref.server.http.answers import OutputJob, OutputJobs
from adref.server.http.bodies import Body, Identifier
from adref.server.http.door import Door, Visit, blocking, found
from adref.server.http.errors import NotFound, Refused
from adref.server.http.office import Office
from adref.server.http.ordering import Wanted, file_name, order_of
from adref.server.http.permits import may_read_floor
from adref.server.http.texts import TEXT, text_of_visit
from adref.server.identity import cookie_of
from adref.server.outputs.workshop import CannotMake
from adref.server.store.directory_tables import TextRow
from adref.server.store.jobs import DONE, FAILED, ON_ITS_WAY, Job

AT_ONCE = 1.5  # seconds for which an answer waits for a file that may be short work
IN_ADDRESS = (*ROOM_VIEWS, TRACKED)  # a party's drafts are not for an address
Revision = Annotated[str, StringConstraints(max_length=64)]


class WantedOutput(Body):
    """A file to be made. ``drafts``: amendments as in ``submit``, for the party's own view.

    ``adopt``: ids of open proposals, or ``["all"]``. ``revision`` and ``base`` are ids; empty: the
    text as it stands.
    """

    view: Literal["working", "compilation", "unattributed", "clean", "tracked", "party"] = "working"
    format: Literal["docx", "pdf", "html", "akn", "md", "txt", "json"] = "docx"
    adopt: Annotated[list[Identifier], Field(max_length=5_000)] = Field(default_factory=list)
    language: Literal["ar", "en", "es", "fr", "ru", "zh"] = "en"
    revision: Revision = ""
    base: Revision = ""
    line_numbers: bool = False
    party: Revision = ""
    drafts: Annotated[list[dict[str, Any]], Field(max_length=200)] = Field(default_factory=list)

    def wanted(self) -> Wanted:
        """The same as a value."""
        fields = self.model_dump(exclude={"adopt", "drafts"})
        return Wanted(**fields, adopted=tuple(self.adopt), drafts=tuple(self.drafts))


async def export(visit: Visit) -> Response:
    """An edition as a file, waited for."""
    wanted = _wanted(visit)
    row = await text_of_visit(visit)
    data = await file_of(visit.office, row, wanted, visit.sitting.id)
    return _file(file_name(row.title, wanted), wanted.format, data)


async def file_of(office: Office, row: TextRow, wanted: Wanted, seat: str = "") -> bytes:
    """The bytes of the file. Refuses (422) a proposal that is not on this floor."""
    order = await order_of(office, row, wanted)
    try:
        return await office.press.make(seat, order)
    except CannotMake as problem:
        raise Refused(503, problem.code) from None


async def ask(visit: Visit) -> Response:
    """Ask for a file: 201 when it is there at once, else 202; either way with the job."""
    row = await text_of_visit(visit)
    wanted = visit.sent(WantedOutput).wanted()
    if wanted.view == PARTY:
        await _own(visit, wanted.party)
    order = await order_of(visit.office, row, wanted)
    press, name = visit.office.press, file_name(row.title, wanted)
    try:
        job = await press.ask(visit.sitting.id, row.id, name, order, _secret(visit))
    except CannotMake as problem:
        raise Refused(503, problem.code) from None
    job = await press.wait(job, AT_ONCE)
    told = (await _job(visit, job)).model_dump(mode="json")
    headers = {"Cache-Control": "no-store", "Location": f"{visit.request.url.path}/{job.id}"}
    return JSONResponse(told, 202 if job.state in ON_ITS_WAY else 201, headers=headers)


async def _own(visit: Visit, party: str) -> None:
    """A party's view is for those who speak for it."""
    membership = await blocking(visit.office.directory.membership, visit.negotiation)
    if party not in membership.voices(visit.actor):
        raise NotFound


async def list_jobs(visit: Visit) -> OutputJobs:
    """The files that this seat has asked for, the latest first."""
    row = await text_of_visit(visit)
    jobs = await visit.office.press.of(visit.sitting.id, row.id)
    return OutputJobs(outputs=[await _job(visit, job) for job in jobs])


async def read_job(visit: Visit) -> OutputJob:
    """How far a file is."""
    return await _job(visit, await _found(visit))


async def read_file(visit: Visit) -> Response:
    """The file, once it is done, for who may have it now."""
    job = await _found(visit)
    if job.state == FAILED:
        raise Refused(503, job.code)
    if job.state != DONE:
        raise Refused(409, "output_not_ready")
    if job.party:
        await _own(visit, job.party)
    made = found(await visit.office.press.file(job, _secret(visit)))
    suffix = job.name.rpartition(".")[2]
    return _file(job.name, "akn" if suffix == "xml" else suffix, made)


def _secret(visit: Visit) -> str:
    """What this browser proves its seat with."""
    return visit.request.cookies[cookie_of(visit.sitting.id)]


async def _found(visit: Visit) -> Job:
    row = await text_of_visit(visit)
    return found(await visit.office.press.find(visit.sitting.id, row.id, visit.path("job")))


async def _job(visit: Visit, job: Job) -> OutputJob:
    return OutputJob(
        id=job.id,
        name=job.name,
        state=job.state,
        code=job.code,
        ahead=await visit.office.press.ahead(job),
        bytes=job.size,
        asked=job.asked.isoformat(),
    )


def _file(name: str, format: str, data: bytes) -> Response:
    disposition = f"attachment; filename*=utf-8''{quote(name)}"
    headers = {"Cache-Control": "no-store", "Content-Disposition": disposition}
    return Response(data, media_type=MEDIA[format], headers=headers)


def _wanted(visit: Visit) -> Wanted:
    asked = visit.request.query_params
    return Wanted(
        view=_one_of("view", asked.get("view", WORKING), IN_ADDRESS),
        format=_one_of("format", asked.get("format", "docx"), FORMATS),
        adopted=tuple(part for part in asked.get("adopt", "").split(",") if part),
        language=_one_of("language", asked.get("language", ENGLISH), (ENGLISH, FRENCH)),
        revision=asked.get("revision", ""),
        base=asked.get("base", ""),
        line_numbers=asked.get("line_numbers", "") in ("1", "true"),
    )


def _one_of(field: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise Refused(422, "field_unknown", field=field, allowed=", ".join(known))
    return value


OUTPUTS = TEXT + "/outputs"
OUTPUT = OUTPUTS + "/{job}"
DOORS = (
    Door(
        "GET",
        TEXT + "/export",
        export,
        "A file of the text in one of its views",
        may_read_floor,
        None,
        query=("view", "format", "adopt", "language", "revision", "base", "line_numbers"),
        media=tuple(MEDIA.values()),
    ),
    Door(
        "POST",
        OUTPUTS,
        ask,
        "Ask for a file; 201 when it is there at once",
        may_read_floor,
        OutputJob,
        WantedOutput,
        status=202,
    ),
    Door("GET", OUTPUTS, list_jobs, "The files I asked for", may_read_floor, OutputJobs),
    Door("GET", OUTPUT, read_job, "How far a file is", may_read_floor, OutputJob),
    Door(
        "GET",
        OUTPUT + "/file",
        read_file,
        "The file, once it is done",
        may_read_floor,
        None,
        media=tuple(MEDIA.values()),
    ),
)
