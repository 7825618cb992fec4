"""The head of a revision: what everybody reads of it without opening it. It stands on the floor."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RevisionHead:
    """One issued version of a text.

    ``number`` counts the revisions of the text from 1; ``date`` is the printed one (YYYY-MM-DD);
    ``at`` the instant of issue (ISO 8601, UTC); ``numbering`` the scheme by which labels were
    counted anew, empty when they were left; ``digest`` the SHA-256 (hex) of the whole content.
    """

    id: str
    number: int
    symbol: str
    title: str
    language: str = "en"
    date: str = ""
    status: str = ""
    disclaimers: tuple[str, ...] = ()
    numbering: str = ""
    previous: str = ""
    by: str = ""
    role: str = ""
    at: str = ""
    digest: str = ""


def head_to_json(head: RevisionHead) -> dict[str, Any]:
    """The JSON shape: the fields as they are named."""
    return {**asdict(head), "disclaimers": list(head.disclaimers)}


def head_from_json(data: Mapping[str, Any]) -> RevisionHead:
    """Read the JSON shape."""
    return RevisionHead(**{**data, "disclaimers": tuple(data.get("disclaimers", ()))})
