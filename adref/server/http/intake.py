"""Taking a source in: read it, store its working text, and then list it in the negotiation."""

import json
from collections.abc import Mapping
from typing import Any

from adref.drafting.bringing import BringIn, File
from adref.drafting.notation import read_notation
from adref.drafting.parties import Actor
from adref.drafting.tracked import Settled
from adref.server.http.door import blocking
from adref.server.http.errors import Refused
from adref.server.http.office import Office
from adref.server.identity import instant
from adref.server.source_reading import read_bounded
from adref.server.store.directory_tables import TextRow
from adref.server.word.bad_file import BadFile


async def take_in(
    office: Office, negotiation: str, title: str, source: str, format: str, by: Actor
) -> TextRow:
    """Import a source as a new text of a negotiation. It is listed when it is stored whole.

    Refuses (422) a source without any word, and one that would take too long.
    """
    try:
        imported = await blocking(read_bounded, source, format, office.new_id)
    except BadFile as bad:
        raise Refused(422, bad.code, **bad.params) from None
    row = TextRow(
        id=office.new_id(),
        negotiation=negotiation,
        title=title,
        report=json.dumps(dict(imported.report), ensure_ascii=False),
        created_at=instant(office.clock()),
    )
    await office.hub.create_text(row.id, imported.paragraphs, imported.states, by)
    await blocking(office.directory.add, row)
    return row


async def take_in_file(
    office: Office,
    negotiation: str,
    title: str,
    file: File,
    settled: Settled,
    people: Mapping[str, str],
    report: Mapping[str, Any],
    by: Actor,
) -> TextRow:
    """The same for a file with tracked changes and comments: text, proposals, remarks as one."""
    row = TextRow(
        id=office.new_id(),
        negotiation=negotiation,
        title=title,
        report=json.dumps(dict(report), ensure_ascii=False),
        created_at=instant(office.clock()),
    )
    membership = await blocking(office.directory.membership, negotiation)
    states = (await blocking(read_notation, settled.text)).states
    brings = None
    if settled.proposals or settled.remarks:
        brings = BringIn(
            file=file,
            was=settled.text,
            ids={paragraph.id: paragraph.id for paragraph in settled.text},
            proposals=settled.proposals,
            remarks=settled.remarks,
            people=dict(people),
        )
    whole = (brings, membership) if brings is not None else None
    await office.hub.create_text(row.id, settled.text, states, by, whole)
    await blocking(office.directory.add, row)
    return row
