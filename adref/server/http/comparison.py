"""Two versions of a text compared, and its life in figures. Nothing that is sent here is kept."""

import base64
import binascii
import json
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from starlette.responses import Response

from adref.server.charting import Step, chart, chart_to_json
from adref.server.comparing import (
    Side,
    compared,
    is_word,
    paragraphs_of_json,
    rendered,
    side_of_file,
)
from adref.server.formats import MEDIA
from adref.server.http.answers import ComparisonAnswer, HistoryAnswer
from adref.server.http.aside import aside
from adref.server.http.bodies import Body, Identifier
from adref.server.http.door import Door, Visit, blocking
from adref.server.http.errors import Refused
from adref.server.http.permits import may_read_floor, may_read_text
from adref.server.http.revisions import revision_of_text
from adref.server.http.texts import SOURCE_IN_JSON, TEXT, text_of_visit
from adref.server.identity import instant
from adref.server.sources import UnreadableSourceError
from adref.server.store.directory_tables import TextRow
from adref.server.store.log import EVENT, UPDATE
from adref.server.word.bad_file import BadFile

Name = Annotated[str, StringConstraints(max_length=300)]


_MEDIA = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "docx": MEDIA["docx"],
}


class NowSide(Body):
    """The working text as it stands."""

    kind: Literal["now"]


class RevisionSide(Body):
    """An issued revision."""

    kind: Literal["revision"]
    id: Identifier


class ContentSide(Body):
    """What the browser has made itself: a party's own view never comes from the server."""

    kind: Literal["content"]
    name: Name
    paragraphs: Annotated[list[dict[str, Any]], Field(max_length=20_000)]


class FileSide(Body):
    """A file from outside, as base64."""

    kind: Literal["file"]
    name: Name
    data: str


AnySide = Annotated[NowSide | RevisionSide | ContentSide | FileSide, Field(discriminator="kind")]


class Comparing(Body):
    """The two sides, the older first. ``now`` is named by ``name`` in the answer."""

    before: AnySide
    after: AnySide
    language: Literal["en", "fr"] = "en"
    now: Name = "now"
    format: Literal["json", "html", "docx"] = "json"


async def comparison(visit: Visit) -> Response:
    """The redline of two sides, as JSON."""
    row = await text_of_visit(visit)
    body = visit.sent(Comparing)
    old = await _side(visit, row, body.before, body.now)
    new = await _side(visit, row, body.after, body.now)
    at = f"{instant(visit.office.clock())[:19]}Z"
    made = await aside(_compared, old, new, body.language, at, body.format)
    if isinstance(made, str):
        raise Refused(422, "file_unreadable", name=made)
    return Response(made, media_type=_MEDIA[body.format], headers={"Cache-Control": "no-store"})


Given = Side | tuple[str, bytes]
"""A side at hand, or a file yet to be read: its name and its bytes."""


async def _side(visit: Visit, row: TextRow, side: AnySide, now: str) -> Given:
    match side:
        case NowSide():
            return Side(now, await visit.office.hub.text(row.id), lasting=True)
        case RevisionSide():
            revision = await revision_of_text(visit.office, row, side.id)
            return Side(revision.head.symbol, revision.text, lasting=True)
        case ContentSide():
            try:
                paragraphs = await blocking(paragraphs_of_json, side.paragraphs)
            except (ValueError, TypeError) as problem:
                raise Refused(
                    422, "field_invalid", field="paragraphs", reason=str(problem)
                ) from None
            return Side(side.name, paragraphs, lasting=True)
        case FileSide():
            limit = visit.office.settings.compared_limit
            data = await blocking(_bytes_of, side, limit)
            name = side.name or "?"
            # Word files are read by processes of their own, which end before comparing begins.
            return await blocking(_read_word, name, data) if is_word(name, data) else (name, data)


def _bytes_of(side: FileSide, limit: int) -> bytes:
    try:
        data = base64.b64decode(side.data, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(422, "file_unreadable", name=side.name) from None
    if len(data) > limit:
        raise Refused(413, "too_large", megabytes=limit // (1024 * 1024))
    return data


def _read_word(name: str, data: bytes) -> Side:
    try:
        return side_of_file(name, data)
    except UnreadableSourceError as problem:
        bad = problem.__cause__
        if isinstance(bad, BadFile):
            raise Refused(422, bad.code, **bad.params) from None
        raise Refused(422, "file_unreadable", name=name) from None


def _compared(old: Given, new: Given, language: str, at: str, format: str) -> bytes | str:
    """In the worker: the answer, or the name of the file that cannot be read."""
    sides = []
    for given in (old, new):
        if isinstance(given, Side):
            sides.append(given)
            continue
        try:
            sides.append(side_of_file(*given))
        except UnreadableSourceError:
            return given[0]
    return rendered(compared(sides[0], sides[1], language, at), format)


async def history(visit: Visit) -> Response:
    """The life of the text: brackets, options, contested words, agreed paragraphs, proposals."""
    row = await text_of_visit(visit)
    await visit.office.hub.text(row.id)  # everything that was said is written now
    steps = await blocking(_steps, visit, row.id)
    membership = await blocking(visit.office.directory.membership, row.negotiation)
    names = [membership.short(voice) for voice in (*membership.parties, *membership.coalitions)]
    return _json(await aside(_charted, steps, names, ours=True))


def _steps(visit: Visit, text: str) -> list[Step]:
    log = visit.office.log
    updates = [
        Step(entry.at, entry.seq, entry.payload, None)
        for entry in log.read(f"text/{text}")
        if entry.kind == UPDATE
    ]
    events = [
        Step(entry.at, entry.seq, None, entry.payload)
        for entry in log.read(f"floor/{text}")
        if entry.kind == EVENT
    ]
    return updates + events


def _charted(steps: list[Step], names: list[str]) -> bytes:
    return json.dumps(chart_to_json(chart(steps, names))).encode()


def _json(data: bytes) -> Response:
    return Response(data, media_type="application/json", headers={"Cache-Control": "no-store"})


DOORS = (
    Door(
        "POST",
        TEXT + "/comparison",
        comparison,
        "Two versions compared: now, a revision, a file, or what is sent",
        may_read_text,
        ComparisonAnswer,
        Comparing,
        limit=SOURCE_IN_JSON,
        media=tuple(_MEDIA.values()),
    ),
    Door(
        "GET",
        TEXT + "/history",
        history,
        "The life of the text in figures",
        may_read_floor,
        HistoryAnswer,
        packed=True,
    ),
)
"""Two doors: neither changes anything."""
