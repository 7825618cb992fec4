"""Compartments by name: ``text/<text>``, ``party/<text>/<party>`` and so on."""

import re
from dataclasses import dataclass

from adref.server.sync.shapes import DRAFTS, WORKING_TEXT, Shape

_NAME = re.compile(
    r"(?:(text|floor|desk|bureau)/([A-Za-z0-9_-]{1,64})"
    r"|(party|coalition)/([A-Za-z0-9_-]{1,64})/([A-Za-z0-9_-]{1,64}))"
)
MEETING = ("text", "floor", "desk")
"""The compartments that decisions are written to; they are opened together."""


@dataclass(frozen=True, slots=True)
class Compartment:
    """One audience, and the text that it belongs to."""

    name: str
    kind: str
    text: str

    @property
    def shape(self) -> Shape:
        """What may stand in its document."""
        return WORKING_TEXT if self.kind == "text" else DRAFTS


def parse(name: str) -> Compartment | None:
    """The compartment of this name; None when it cannot be one."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return Compartment(name, found[1] or found[3], found[2] or found[4])
