"""Who has said something in a negotiation: what may not be removed from under the record."""

from typing import Any

from adref.server.http.door import blocking
from adref.server.http.office import Office


async def voices_on_floor(office: Office, negotiation: str) -> set[str]:
    """The ids of parties and coalitions that stand on the floor of any text."""
    voices: set[str] = set()
    for text in await blocking(office.directory.texts, negotiation):
        _seq, state = await office.hub.floor(text.id)
        voices |= _voices(state)
    return voices


def _voices(state: dict[str, Any]) -> set[str]:
    found = set(state.get("codrafting", ()))
    for proposal in state.get("proposals", {}).values():
        found |= {proposal["party"], *proposal["cosponsors"], *proposal["positions"]}
    return found | {remark["party"] for remark in state.get("remarks", {}).values()}
