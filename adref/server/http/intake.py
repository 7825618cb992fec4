"""Taking a source in: read it, make its working text, list it in the negotiation."""

import json

from anyio import to_thread

from adref.drafting.importing import import_text
from adref.server.http.office import Office
from adref.server.identity import instant
from adref.server.store.directory_tables import TextRow
