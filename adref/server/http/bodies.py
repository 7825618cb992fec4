"""What the doors take: the bodies of requests, with their bounds."""

import unicodedata
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

_JOINERS = "\u200c\u200d"  # part of the spelling of Persian, Hindi and others


def _printable(value: str) -> str:
    """Without control characters and without marks that turn the direction of what follows."""
    shown = (c for c in " ".join(value.split()) if c in _JOINERS or not _is_control(c))
    words = "".join(shown).strip()
    if not words.strip(_JOINERS):
        raise PydanticCustomError("string_too_short", "nothing to be seen")
    return words


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs")


_Printable = AfterValidator(_printable)
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=120), _Printable]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300), _Printable]
PartyName = Annotated[str, StringConstraints(min_length=1, max_length=200), _Printable]
ShortName = Annotated[str, StringConstraints(min_length=1, max_length=40), _Printable]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Body(BaseModel):
    """A request's body; what it does not know it refuses, so that a typing error is noticed."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


class Join(Body):
    """Coming in through a link."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    name: PersonName


class NewNegotiation(Body):
    """A negotiation to be made."""

    title: Title
    profile: Identifier = "un"


class ChangeNegotiation(Body):
    """What of a negotiation may change."""

    title: Title | None = None
    profile: Identifier | None = None


class NewParty(Body):
    """A delegation or an observer organisation. ``short`` is what attributions print."""

    name: PartyName
    short: ShortName
    kind: Literal["delegation", "observer"] = "delegation"


class ChangeParty(Body):
    """What of a party changes."""

    name: PartyName | None = None
    short: ShortName | None = None
    kind: Literal["delegation", "observer"] | None = None


class NewCoalition(Body):
    """A group of parties that shares drafts."""

    name: PartyName
    short: ShortName
    members: list[Identifier] = Field(default_factory=list, max_length=300)


class ChangeCoalition(Body):
    """What of a coalition changes; ``members`` replaces the list."""

    name: PartyName | None = None
    short: ShortName | None = None
    members: list[Identifier] | None = Field(default=None, max_length=300)


class NewInvitation(Body):
    """A link to be made. Delegates need a party; observers may have one; the bureau has none."""

    role: Literal["chair", "facilitator", "secretariat", "delegate", "observer"]
    party: Identifier | None = None
    expires_at: AwareDatetime | None = None


class NewText(Body):
    """A source to be imported."""

    title: Title
    source: str
    format: Literal["md", "txt"] = "md"
    name: Annotated[str, StringConstraints(max_length=300)] = ""


class NewRevision(Body):
    """A revision to be issued. ``expect`` is the fingerprint of what was looked at (dry run)."""

    id: Identifier
    symbol: Annotated[str, StringConstraints(min_length=1, max_length=120), _Printable]
    title: Title
    language: Annotated[str, StringConstraints(min_length=2, max_length=35)] = "en"
    date: date
    status: Annotated[str, StringConstraints(max_length=300)] = ""
    disclaimers: list[Annotated[str, StringConstraints(max_length=2_000)]] = Field(
        default_factory=list, max_length=20
    )
    numbering: Literal["", "as_drafted", "official"] = ""
    expect: Annotated[str, StringConstraints(max_length=64)] = ""
    dry: bool = False

    def command(self) -> dict[str, Any]:
        """The command of the negotiation that issues it."""
        fields = self.model_dump(mode="json", exclude={"id", "dry"})
        return {"do": "issue", **fields}


class CommandBody(Body):
    """An act on a text. ``id`` is made by the client: the same id is carried out once."""

    id: Identifier
    command: dict[str, Any]
    dry: bool = False
