"""Plays the negotiation over four revisions into a folder and prints the way in for a secretary:

``python -m tests.server.keep_stages FOLDER``, then ``adref serve --data FOLDER``.
"""

import asyncio
import sys
from pathlib import Path

from adref.server.app import at_work, open_office
from adref.server.config import Settings
from tests.server.stages import Calendar
from tests.server.stages_story import tell


async def _keep(data: Path) -> None:
    calendar = Calendar()
    async with at_work(open_office(Settings(data=data), clock=calendar)) as office:
        table = await tell(office, calendar)
        link = office.identity.invite(table.negotiation, "secretariat")
        print(f"/i/{office.identity.token(link)}")


if __name__ == "__main__":
    asyncio.run(_keep(Path(sys.argv[1])))
