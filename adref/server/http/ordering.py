"""From what is wanted to an order: the text as it is read for this seat, now or in a revision."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from adref.drafting.edition import ENGLISH, PARTY, TRACKED, WORKING, Base, Imprint
from adref.drafting.fields import BadCommand
from adref.drafting.floor import State, state_from_json
from adref.drafting.own import drafted
from adref.drafting.proposal import in_order
from adref.drafting.revision import Revision, imprint_of
from adref.drafting.submission import MOST_AMENDMENTS
from adref.drafting.submitted import Amendment, amendment_from_json
from adref.drafting.text import WorkingText
from adref.server.formats import SUFFIXES
from adref.server.http.door import blocking, found
from adref.server.http.errors import Refused
from adref.server.http.office import Office
from adref.server.http.revisions import revision_of_text
from adref.server.outputs.order import Order
from adref.server.store.directory_tables import TextRow

LONGEST_NAME = 80
ALL = "all"
NOW = ""


@dataclass(frozen=True)
class Wanted:
    """Which edition is wanted, in which format.

    ``adopted`` are ids of open proposals, or ``("all",)``; ``revision`` the id of one, or empty
    for the text as it stands; ``base`` likewise, for tracked changes. ``party`` is whose view it
    is, with the ``drafts`` that its browser sent along.
    """

    view: str = WORKING
    format: str = "docx"
    adopted: tuple[str, ...] = ()
    language: str = ENGLISH
    revision: str = NOW
    base: str = NOW
    line_numbers: bool = False
    party: str = ""
    drafts: tuple[dict[str, Any], ...] = field(default=())


async def order_of(office: Office, row: TextRow, wanted: Wanted) -> Order:
    """Everything that the file takes. Refuses (422) a proposal that is not on this floor."""
    negotiation = found(await blocking(office.directory.negotiation, row.negotiation))
    membership = await blocking(office.directory.membership, row.negotiation)
    revision = None
    if wanted.revision:
        revision = await revision_of_text(office, row, wanted.revision)
        text, state, title = revision.text, revision.state, revision.head.title
        imprint = imprint_of(revision.head, negotiation.title)
        membership, profile = revision.membership, revision.profile.name
    else:
        text, title = await office.hub.text(row.id), row.title
        _seq, floor = await office.hub.floor(row.id)
        state, profile = state_from_json(floor), negotiation.profile
        today = office.clock().date().isoformat()
        imprint = Imprint(forum=negotiation.title, symbol=row.symbol, date=today)
    adopted = _adopted(state, wanted.adopted)
    base = None
    if wanted.view == TRACKED and wanted.base:
        base = await _base(office, row, wanted.base, revision)
    own = _drafts(wanted, text, len(state.proposals)) if wanted.view == PARTY else ()
    return Order(
        title=title,
        text=text,
        state=state,
        membership=membership,
        profile=profile,
        view=wanted.view,
        format=wanted.format,
        adopted=adopted,
        language=wanted.language,
        imprint=imprint,
        base=base,
        party=wanted.party if wanted.view == PARTY else "",
        drafts=own,
        line_numbers=wanted.line_numbers,
    )


def _adopted(state: State, adopted: tuple[str, ...]) -> tuple[str, ...]:
    if adopted == (ALL,):
        return tuple(p.id for p in in_order(state.proposals.values()) if p.stage == "open")
    for proposal in adopted:
        if proposal not in state.proposals:
            raise Refused(422, "no_such_proposal")
    return adopted


async def _base(office: Office, row: TextRow, identifier: str, until: Revision | None) -> Base:
    """A revision, and the acts since it was issued (up to a later one)."""
    revision = await revision_of_text(office, row, identifier)
    record = await office.hub.record(row.id)
    issued = {
        str(act["revision"]["id"]): number
        for number, act in enumerate(record)
        if act["type"] == "revision_issued"
    }
    end = issued[until.head.id] + 1 if until and until.head.id in issued else len(record)
    acts = record[issued.get(identifier, end) + 1 : end]
    return Base(revision.text, revision.head.symbol, tuple(acts))


def _drafts(wanted: Wanted, text: WorkingText, there: int) -> tuple[Any, ...]:
    if len(wanted.drafts) > MOST_AMENDMENTS:
        raise Refused(422, "field_too_long", field="drafts", max=MOST_AMENDMENTS)
    amendments: list[Amendment] = []
    for number, data in enumerate(wanted.drafts):
        try:
            amendments.append(amendment_from_json(data, f"drafts.{number}"))
        except BadCommand as problem:
            raise Refused(
                422, "field_invalid", field=f"drafts.{number}", reason=str(problem)
            ) from None
    return drafted(amendments, wanted.party, text, there + 1)


def file_name(title: str, wanted: Wanted) -> str:
    """A name that every system can store: the title's words and the view."""
    return f"{file_stem(title)}-{wanted.view}.{SUFFIXES[wanted.format]}"


def file_stem(title: str) -> str:
    """The words of a title, as every system can store them."""
    words = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in title)
    return "-".join(words.split())[:LONGEST_NAME].strip("-") or "text"
