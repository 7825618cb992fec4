"""Compartments by name: ``text/<text>``, ``party/<text>/<party>`` and so on."""

import re
from dataclasses import dataclass
from functools import lru_cache

from adref.server.sync.shapes import DRAFTS, WORKING_TEXT, Shape

_NAME = re.compile(
    r"(?:(text|floor|desk|bureau)/([A-Za-z0-9_-]{1,64})"
    r"|(party|coalition)/([A-Za-z0-9_-]{1,64})/([A-Za-z0-9_-]{1,64}))"
)
_TEXT = re.compile("[A-Za-z0-9_-]{1,64}")
_BRIEF = {"text": "t", "floor": "f", "desk": "d", "bureau": "b", "party": "p", "coalition": "c"}
_KINDS = {brief: kind for kind, brief in _BRIEF.items()}
_NONE = "/"  # before what is no name: no compartment's name begins so
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


# Short names: those on a socket whose address has said which text it is about


def can_be_text(text: str) -> bool:
    """Whether there may be a text of this id."""
    return _TEXT.fullmatch(text) is not None


@lru_cache(10_000)
def whole(text: str, said: str) -> str:
    """The compartment that is meant by a short name on a socket of this text.

    What is not a short name gives the name of nothing, from which ``brief`` makes it again.
    """
    short, parted, audience = said.partition("/")
    kind = _KINDS.get(short)
    if kind is None or bool(parted) != (kind in ("party", "coalition")):
        return _NONE + said
    return f"{kind}/{text}{parted}{audience}"


@lru_cache(10_000)
def brief(name: str) -> str:
    """What a compartment is called on a socket of its text."""
    if name.startswith(_NONE):
        return name.removeprefix(_NONE)
    kind, _, *audience = name.split("/", 2)
    return "/".join((_BRIEF[kind], *audience))
