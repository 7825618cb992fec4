"""What a verification of the log finds."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Cut(NamedTuple):
    """Entries taken from the end of a log. ``entries``: JSON lines, payloads in hexadecimal."""

    compartment: str
    first: int
    last: int
    entries: str


@dataclass(slots=True)
class Findings:
    """What a verification found: entries read, ends cut or mended, and where there is damage."""

    compartments: int = 0
    entries: int = 0
    cuts: list[Cut] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)  # all entries whole, but not what says so
    damaged: dict[str, int] = field(default_factory=dict)  # compartment -> seq; 0: beside the log
    documents: list[tuple[str, str]] = field(default_factory=list)  # compartment, id: damaged
