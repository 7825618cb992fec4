"""Writes ``fixtures/stages`` anew: ``python -m tests.server.make_stages``."""

import asyncio
import tempfile
from pathlib import Path

from adref.drafting.edition import WORKING
from adref.drafting.revision import edition_of, revision_from_bytes
from adref.server.app import at_work, open_office
from adref.server.config import Settings
from adref.server.formats import render
from tests.server.stages import FILES, FOLDER, Calendar, Table
from tests.server.stages_story import tell


async def files_of(table: Table) -> dict[str, bytes]:
    """The revisions after the first as Markdown, by the names of their files."""
    found = {}
    for name, identifier in zip(FILES[1:], table.revisions[1:], strict=True):
        data = await table.office.hub.revision(table.text, identifier)
        assert data is not None
        found[name] = render(edition_of(revision_from_bytes(data), WORKING), "md")
    return found


async def _make(data: Path) -> None:
    calendar = Calendar()
    async with at_work(open_office(Settings(data=data), clock=calendar)) as office:
        table = await tell(office, calendar)
        for name, words in (await files_of(table)).items():
            (FOLDER / name).write_bytes(words)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_make(Path(folder)))
