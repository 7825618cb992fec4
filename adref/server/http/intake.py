"""Taking a source in: read it, store its working text, and then list it in the negotiation."""

import json

from adref.drafting.importing import import_text
from adref.drafting.parties import Actor
from adref.server.http.door import blocking
from adref.server.http.errors import Refused
from adref.server.http.office import Office
from adref.server.identity import instant
from adref.server.store.directory_tables import TextRow


async def take_in(
    office: Office, negotiation: str, title: str, source: str, format: str, by: Actor
) -> TextRow:
    """Import a source as a new text of a negotiation. It is listed when it is stored whole.

    Refuses (422) a source without any word.
    """
    try:
        imported = await blocking(import_text, source, format, office.new_id)
    except ValueError:
        raise Refused(422, "no_words") from None
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
