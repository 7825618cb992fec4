"""Files from outside: as a new text, or over a text; first looked at, then done."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response

from adref.drafting.bringing import BringIn, File
from adref.drafting.brought_report import people_of, report_on
from adref.drafting.comparison import compare, comparison_to_json
from adref.drafting.decision import Refusal
from adref.drafting.edits import apply_edits
from adref.drafting.floor import state_from_json
from adref.drafting.incoming import Incoming
from adref.drafting.parties import Membership
from adref.drafting.rebasing import Rebased, placed, rebase
from adref.drafting.text import LOCKED, WorkingText, paragraph_to_json
from adref.drafting.tracked import CHOICES, Choice, settle
from adref.server.http.answers import BroughtFile, BroughtIn, BroughtText, PersonOfFile, Report
from adref.server.http.door import Door, Visit, blocking
from adref.server.http.errors import Refused, refusal
from adref.server.http.intake import take_in_file
from adref.server.http.permits import may_bring_in
from adref.server.http.texts import TEXT, text_of_visit
from adref.server.http.uploads import received
from adref.server.incoming_file import read_incoming
from adref.server.sync.outcome import Outcome
from adref.server.word.bad_file import BadFile

MOST_PEOPLE = 300
_TRIES = 3  # a room in which people type may change the text while a file is laid over it


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the file's name, who is whose, and whether to do it."""

    name: str
    people: Mapping[str, str]
    dry: bool
    base: bool
    seen: str


async def bring_text(visit: Visit) -> BroughtText:
    """Bring a file in as a new text; ``dry``: say only what is in it."""
    asked, office = _asked(visit), visit.office
    membership = await blocking(office.directory.membership, visit.negotiation)
    async with received(visit.request, office.settings.file_limit) as path:
        file, incoming = await _read(visit, path, asked)
    settled = await blocking(settle, incoming, _choices(asked.people, membership))
    report = await blocking(report_on, settled.text)
    report |= {"notes": dict(sorted(incoming.notes.items()))}
    answer = BroughtText(
        id=None,
        title=report["title"],
        file=BroughtFile.model_validate(vars_of(file)),
        people=[PersonOfFile(**who) for who in people_of(incoming, membership)],
        report=Report.model_validate(report),
        proposals=len(settled.proposals),
        remarks=len(settled.remarks),
    )
    if asked.dry:
        return answer
    title = visit.request.query_params.get("title", "").strip()[:300] or report["title"]
    row = await take_in_file(
        office, visit.negotiation, title, file, settled, asked.people, report, visit.actor
    )
    return answer.model_copy(update={"id": row.id, "title": row.title})


async def bring_over(visit: Visit) -> BroughtIn | Response:
    """Lay a file over a text: its tracked changes as proposals, its words (``base``) as the new
    base. ``dry``: show what it would do, under a stamp; ``seen``: do it if it is still that."""
    asked, office = _asked(visit), visit.office
    row = await text_of_visit(visit)
    membership = await blocking(office.directory.membership, visit.negotiation)
    async with received(visit.request, office.settings.file_limit) as path:
        file, incoming = await _read(visit, path, asked)
    identifier = visit.request.query_params.get("id", "")[:64] or office.new_id()
    for _ in range(_TRIES):
        text = await office.hub.text(row.id)
        _seq, floor = await office.hub.floor(row.id)
        states = state_from_json(floor).states
        locked = frozenset(key for key, state in states.items() if state in LOCKED)
        plan = await blocking(_plan, file, incoming, asked, membership, text, locked)
        if not asked.dry and asked.seen != plan.stamp:
            return refusal(409, "base_moved_on")
        outcome = await office.hub.command(
            row.id, visit.actor, plan.command, identifier, dry=asked.dry
        )
        if not isinstance(outcome, Refusal):
            return await blocking(_brought, plan, outcome)
        if outcome.code == "nothing_changes" and asked.dry:
            return await blocking(_brought, plan, None)
        if outcome.code != "moved_on":
            return refusal(outcome.status, outcome.code, outcome.params)
    return refusal(409, "base_moved_on")


@dataclass(frozen=True)
class _Plan:
    command: BringIn
    stamp: str
    told: dict[str, Any]


def _plan(
    file: File,
    incoming: Incoming,
    asked: Asked,
    membership: Membership,
    text: WorkingText,
    locked: frozenset[str],
) -> _Plan:
    """What the file would do to the text as it stands."""
    settled = settle(incoming, _choices(asked.people, membership))
    found = (
        rebase(text, settled.text, locked)
        if asked.base
        else Rebased((), placed(text, settled.text))
    )
    after = apply_edits(text, found.edits)
    rows = comparison_to_json(compare(text, after))["rows"]
    aside = (
        [] if asked.base else comparison_to_json(compare(text, settled.text, by_id=False))["rows"]
    )
    command = BringIn(
        file=file,
        was=text,
        edits=found.edits,
        ids=found.ids,
        protected=found.protected,
        proposals=settled.proposals,
        remarks=settled.remarks,
        people=dict(asked.people),
    )
    stamp = _stamp(text, file, asked, sorted(locked))
    told = {
        "stamp": stamp,
        "file": vars_of(file),
        "people": people_of(incoming, membership),
        "notes": dict(sorted(incoming.notes.items())),
        "rows": rows,
        "otherwise": sum(1 for row in aside if row.get("altered")),
    }
    return _Plan(command, stamp, told)


def _stamp(text: WorkingText, file: File, asked: Asked, locked: list[str]) -> str:
    """What was looked at: the text, the file, the choices."""
    whole = [
        [paragraph_to_json(paragraph) for paragraph in text],
        file.digest,
        sorted(asked.people.items()),
        asked.base,
        locked,
    ]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def _brought(plan: _Plan, outcome: Outcome | None) -> BroughtIn:
    """The answer; without an outcome there is nothing that the file would do."""
    if outcome is None:
        return BroughtIn(**plan.told, moved_on=[])
    return BroughtIn(**plan.told, **_told(outcome.events), moved_on=list(outcome.moved_on))


def _told(events: Any) -> dict[str, Any]:
    act = next(event for event in events if event["type"] == "brought_in")
    proposals = [event["proposal"] for event in events if event["type"] == "submitted"]
    return {
        "proposals": proposals,
        "remarks": act["remarks"],
        "protected": act["protected"],
        "unplaced": act["unplaced"],
    }


async def _read(visit: Visit, path: Path, asked: Asked) -> tuple[File, Incoming]:
    try:
        return await blocking(read_incoming, path, asked.name, visit.office.new_id)
    except BadFile as bad:
        raise Refused(422, bad.code, **bad.params) from None


def _asked(visit: Visit) -> Asked:
    query = visit.request.query_params
    try:
        people = json.loads(query.get("people") or "{}")
    except ValueError:
        raise Refused(422, "field_invalid", field="people", reason="not JSON") from None
    fits = isinstance(people, dict) and all(isinstance(said, str) for said in people.values())
    if not fits or len(people) > MOST_PEOPLE:
        raise Refused(422, "field_invalid", field="people", reason="must map names to choices")
    return Asked(
        name=query.get("name", "")[:300] or "file",
        people=people,
        dry=query.get("dry") in ("1", "true"),
        base=query.get("base") in ("1", "true"),
        seen=query.get("seen", ""),
    )


def _choices(people: Mapping[str, str], membership: Membership) -> dict[str, Choice]:
    """Who is whose: the id of a party or coalition, or one of ``CHOICES``."""
    known = {*membership.parties, *membership.coalitions}
    out = {}
    for name, said in people.items():
        if said not in known and said not in CHOICES:
            raise Refused(422, "party_unknown", party=said[:64])
        out[name] = Choice(said) if said in CHOICES else Choice("party", said)
    return out


def vars_of(file: File) -> dict[str, str]:
    """The file as the answers name it."""
    return {"name": file.name, "digest": file.digest, "format": file.format}


_FILE = ("name", "people", "dry")
DOORS = (
    Door(
        "POST",
        "/api/s/{seat}/files",
        bring_text,
        "Bring a file in as a new text, or (dry) see what is in it",
        may_bring_in,
        BroughtText,
        query=(*_FILE, "title"),
        takes_file=True,
    ),
    Door(
        "POST",
        TEXT + "/file",
        bring_over,
        "Lay a file over a text, or (dry) see what that would do",
        may_bring_in,
        BroughtIn,
        query=(*_FILE, "base", "seen", "id"),
        takes_file=True,
    ),
)
