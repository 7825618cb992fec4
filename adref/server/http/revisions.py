"""Revisions: issued by the bureau, read by everybody who takes part."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from adref.drafting.concordance import concordance, row_to_json
from adref.drafting.decision import Refusal
from adref.drafting.edition import ROOM_VIEWS, WORKING
from adref.drafting.floor import State, state_from_json
from adref.drafting.foresight import foresee
from adref.drafting.heads import RevisionHead, head_to_json
from adref.drafting.profiles import PROFILES
from adref.drafting.provenance import source_to_json, sources
from adref.drafting.revision import Revision, edition_of, revision_from_bytes
from adref.drafting.symbols import next_symbols
from adref.drafting.text import WorkingText
from adref.drafting.whereabouts import NOW, Version, trail_to_json, whereabouts
from adref.drafting.writing import written_to_json
from adref.server.http.bodies import NewRevision
from adref.server.http.door import Door, Visit, blocking, found
from adref.server.http.errors import NotFound, Refused, refusal
from adref.server.http.office import Office
from adref.server.http.permits import may_issue, may_read_text
from adref.server.http.revision_answers import (
    Concordance,
    Foreseen,
    Head,
    RevisionContent,
    RevisionIssued,
    Revisions,
    Sources,
    Whereabouts,
)
from adref.server.http.texts import TEXT, text_of_visit
from adref.server.store.directory_tables import TextRow

SEALED = "application/vnd.adref.revision+json"
LONGEST_QUERY = 120  # code points


async def list_revisions(visit: Visit) -> Revisions:
    """What was issued, and what the next one may be called.

    ``offset``: the minutes by which the meeting's own time is ahead of UTC.
    """
    row = await text_of_visit(visit)
    state = await floor_of(visit.office, row)
    negotiation = await visit.negotiation_row()
    symbols = [row.symbol, *(head.symbol for head in state.revisions)]
    return Revisions(
        revisions=[_head(head) for head in state.revisions],
        next=next_symbols(symbols, visit.office.clock() + _offset(visit)),
        numbering=list(PROFILES[negotiation.profile].numbering),
    )


async def issue(visit: Visit) -> RevisionIssued | Response:
    """Issue a revision; or (dry) say what it would hold. Refused when the symbol is taken."""
    body, row, hub = visit.sent(NewRevision), await text_of_visit(visit), visit.office.hub
    foreseen = None
    if body.dry:
        text, state = await hub.text(row.id), await floor_of(visit.office, row)
        seen = await blocking(foresee, text, state, body.numbering)
        foreseen = Foreseen.model_validate(seen)
    outcome = await hub.command(row.id, visit.actor, body.command(), body.id, dry=body.dry)
    if isinstance(outcome, Refusal):
        return refusal(outcome.status, outcome.code, outcome.params)
    event = next(event for event in outcome.events if event["type"] == "revision_issued")
    return RevisionIssued(revision=Head(**event["revision"]), foreseen=foreseen)


async def read_revision(visit: Visit) -> RevisionContent:
    """A revision in one of the views, as it is written."""
    row = await text_of_visit(visit)
    view = visit.request.query_params.get("view", WORKING)
    if view not in ROOM_VIEWS:
        raise Refused(422, "field_unknown", field="view", allowed=", ".join(ROOM_VIEWS))
    revision = await revision_of_text(visit.office, row, visit.path("revision"))

    def written() -> RevisionContent:
        edition = edition_of(revision, view)
        return RevisionContent(
            revision=_head(revision.head),
            view=edition.view,
            audience=edition.audience,
            paragraphs=[written_to_json(paragraph) for paragraph in edition.paragraphs],
        )

    return await blocking(written)


async def read_content(visit: Visit) -> Response:
    """The bytes of which the digest is taken, as a file that is read without a server."""
    row = await text_of_visit(visit)
    identifier = visit.path("revision")
    data = await _bytes_of(visit.office, row, identifier)
    heads = (await floor_of(visit.office, row)).revisions
    symbol = next((head.symbol for head in heads if head.id == identifier), identifier)
    name = quote("-".join(re.findall(r"[\w.]+", symbol)) + ".adref.json")
    disposition = f"attachment; filename*=utf-8''{name}"
    headers = {"Cache-Control": "no-store", "Content-Disposition": disposition}
    return Response(data, media_type=SEALED, headers=headers)


async def read_sources(visit: Visit) -> Sources:
    """From where each paragraph came, by whom, and by which acts."""
    row, office = await text_of_visit(visit), visit.office
    revision = await revision_of_text(office, row, visit.path("revision"))
    before = revision.head.previous
    previous = await revision_of_text(office, row, before) if before else None
    record = await office.hub.record(row.id)

    def table() -> Sources:
        rows = sources(revision, previous, record)
        return Sources(revision=revision.head.id, paragraphs=[source_to_json(s) for s in rows])

    return await blocking(table)


async def read_concordance(visit: Visit) -> Concordance:
    """Old and new labels of every paragraph, between two versions."""
    row, asked = await text_of_visit(visit), visit.request.query_params
    since, until = asked.get("since", ""), asked.get("until", NOW)
    old = await version_of_text(visit.office, row, since)
    new = await version_of_text(visit.office, row, until)
    rows = await blocking(concordance, old, new)
    return Concordance(since=since, until=until, rows=[row_to_json(each) for each in rows])


async def read_whereabouts(visit: Visit) -> Whereabouts:
    """Where the paragraph is that had this label: in every later revision, and now."""
    row, asked = await text_of_visit(visit), visit.request.query_params
    since, query = asked.get("since", ""), asked.get("query", "")
    if not query.strip():
        raise Refused(422, "field_empty", field="query")
    if len(query) > LONGEST_QUERY:
        raise Refused(422, "field_too_long", field="query", max=LONGEST_QUERY)
    state = await floor_of(visit.office, row)
    names = [*(head.id for head in state.revisions), NOW]
    if since not in names:
        raise NotFound
    later = names[names.index(since) :]
    versions = [Version(name, await version_of_text(visit.office, row, name)) for name in later]
    trails = await blocking(whereabouts, query, versions)
    return Whereabouts(
        since=since,
        query=query,
        versions=_named(later, state.revisions),
        trails=[trail_to_json(trail) for trail in trails],
    )


def _named(names: list[str], heads: tuple[RevisionHead, ...]) -> list[dict[str, Any]]:
    symbols = {head.id: head.symbol for head in heads}
    return [{"id": name, "symbol": symbols.get(name, "")} for name in names]


def _offset(visit: Visit) -> timedelta:
    words = visit.request.query_params.get("offset", "0")
    if not re.fullmatch(r"-?\d{1,3}", words):
        raise Refused(422, "field_invalid", field="offset", reason="minutes")
    return timedelta(minutes=int(words))


def _head(head: RevisionHead) -> Head:
    return Head(**head_to_json(head))


async def floor_of(office: Office, row: TextRow) -> State:
    """The floor of a text as everybody reads it."""
    _seq, floor = await office.hub.floor(row.id)
    return state_from_json(floor)


async def revision_of_text(office: Office, row: TextRow, identifier: str) -> Revision:
    """A revision of this text; ``NotFound`` when there is none under this id."""
    return await blocking(revision_from_bytes, await _bytes_of(office, row, identifier))


async def version_of_text(office: Office, row: TextRow, identifier: str) -> WorkingText:
    """The text of a revision, or (``now``) as it stands."""
    if identifier == NOW:
        return await office.hub.text(row.id)
    return (await revision_of_text(office, row, identifier)).text


async def _bytes_of(office: Office, row: TextRow, identifier: str) -> bytes:
    if len(identifier) > 64:
        raise NotFound
    return found(await office.hub.revision(row.id, identifier))


REVISIONS = TEXT + "/revisions"
REVISION = REVISIONS + "/{revision}"
_COMPARED = ("since", "until")
DOORS = (
    Door(
        "GET",
        REVISIONS,
        list_revisions,
        "What was issued, and what the next one may be called",
        may_read_text,
        Revisions,
        query=("offset",),
    ),
    Door(
        "POST",
        REVISIONS,
        issue,
        "Issue a revision, or (dry) see what it would hold",
        may_issue,
        RevisionIssued,
        NewRevision,
    ),
    Door(
        "GET",
        REVISION,
        read_revision,
        "A revision in one of the views",
        may_read_text,
        RevisionContent,
        query=("view",),
        packed=True,
    ),
    Door(
        "GET",
        REVISION + "/content",
        read_content,
        "A revision whole, byte for byte as it was sealed",
        may_read_text,
        None,
        media=(SEALED,),
        packed=True,
    ),
    Door(
        "GET",
        REVISION + "/sources",
        read_sources,
        "From where each paragraph of a revision came",
        may_read_text,
        Sources,
        packed=True,
    ),
    Door(
        "GET",
        TEXT + "/concordance",
        read_concordance,
        "Old and new labels between two revisions, or a revision and the text now",
        may_read_text,
        Concordance,
        query=_COMPARED,
        packed=True,
    ),
    Door(
        "GET",
        TEXT + "/whereabouts",
        read_whereabouts,
        "Where a paragraph of a revision is now",
        may_read_text,
        Whereabouts,
        query=("since", "query"),
    ),
)
