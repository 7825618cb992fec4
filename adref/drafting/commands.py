"""What a person may ask for: commands, read from JSON.

``command_from_json`` checks the shape only and raises ``BadCommand``, whose ``code`` and
``params`` are those of a refusal. Whether a well-formed command is carried out is decided in
``adref.drafting.negotiation``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adref.drafting.fields import BadCommand as BadCommand
from adref.drafting.fields import (
    choice_field,
    number_field,
    optional_field,
    text_field,
)
from adref.drafting.proposal import STANCES
from adref.drafting.renumbering import SCHEMES
from adref.drafting.submitted import Amendment, amendment_from_json
from adref.drafting.text import STATES


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the working text: a paragraph and an offset in code points."""

    paragraph: str
    at: int


Expected = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Submit:
    """Put amendments before the room, for one's party or a coalition."""

    name = "submit"
    party: str
    amendments: tuple[Amendment, ...]
    rationale: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take one's own proposal back."""

    name = "withdraw"
    proposal: str


@dataclass(frozen=True, slots=True)
class TakePosition:
    """Say where one's party stands on a proposal; no stance takes the position back."""

    name = "position"
    proposal: str
    party: str
    stance: str | None
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Cosponsor:
    """Join a proposal, or leave it."""

    name = "cosponsor"
    proposal: str
    party: str
    on: bool = True


@dataclass(frozen=True, slots=True)
class Dispose:
    """The pen on a proposal: adopt, bracket, park, unpark or overtake (``name``)."""

    name: str
    proposal: str
    expect: Expected = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolve:
    """The pen on a bracket of the text: keep its words, strike them, or choose this one."""

    name = "resolve"
    open: Place
    close: Place
    choice: str
    expect: Expected = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChooseOption:
    """The option that this paragraph opens is chosen; the other options of its group go."""

    name = "option"
    paragraph: str
    choice: str = "choose"
    number: str = ""  # which, when one paragraph opens several
    expect: Expected = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Streamline:
    """The facilitator puts brackets or options together, or in order: no word more or less.

    ``at`` are the offsets of opening brackets; ``options`` the paragraphs that open options.
    """

    name = "streamline"
    kind: str
    paragraph: str
    at: tuple[int, ...] = ()
    options: tuple[str, ...] = ()
    expect: Expected = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark a paragraph agreed ad referendum, agreed, or open again."""

    name = "mark"
    paragraph: str
    state: str


@dataclass(frozen=True, slots=True)
class SwitchMode:
    """Name the parties that hold a pen in the working text."""

    name = "mode"
    codrafting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointAt:
    """Point at the paragraph under discussion."""

    name = "point"
    paragraph: str | None


@dataclass(frozen=True, slots=True)
class MakeRemark:
    """Comment on a paragraph, to the bureau first."""

    name = "remark"
    paragraph: str
    text: str


@dataclass(frozen=True, slots=True)
class Moderate:
    """Show a remark to the room, or hide it (``name``)."""

    name: str  # show_remark or hide_remark
    remark: str


@dataclass(frozen=True, slots=True)
class Issue:
    """Issue the text as a revision. ``date`` is YYYY-MM-DD; ``numbering`` empty: labels stay.

    ``expect``: the fingerprint (``foresight``) of what was looked at before; empty: as it is.
    """

    name = "issue"
    symbol: str
    title: str
    language: str
    date: str
    status: str = ""
    disclaimers: tuple[str, ...] = ()
    numbering: str = ""
    expect: str = ""


Command = (
    Submit
    | Withdraw
    | TakePosition
    | Cosponsor
    | Dispose
    | Resolve
    | ChooseOption
    | Streamline
    | Mark
    | SwitchMode
    | PointAt
    | MakeRemark
    | Moderate
    | Issue
)
DISPOSALS = ("adopt", "bracket", "park", "unpark", "overtake")
CHOICES = ("keep", "strike", "choose")
STEPS = ("merge_brackets", "join_brackets", "merge_options", "order_options")


def command_from_json(data: Any) -> Command:
    """Read a command; raises ``BadCommand`` naming the field that is wrong."""
    do = text_field(data, "do")
    reader = _READERS.get(do)
    if reader is None:
        raise BadCommand("do", f"there is no command {do[:40]!r}")
    return reader(data)


def _submit(data: Any) -> Submit:
    amendments = data.get("amendments")
    if not isinstance(amendments, list):
        raise BadCommand("amendments", "must be a list")
    return Submit(
        party=text_field(data, "party"),
        amendments=tuple(
            amendment_from_json(item, f"amendments[{index}]")
            for index, item in enumerate(amendments)
        ),
        rationale=text_field(data, "rationale", ""),
    )


def _resolve(data: Any) -> Resolve:
    return Resolve(
        open=_place(data, "open"),
        close=_place(data, "close"),
        choice=choice_field(data, "choice", CHOICES),
        expect=_expect(data),
    )


def _place(data: Any, name: str) -> Place:
    place = data.get(name)
    return Place(text_field(place, "paragraph", where=name), number_field(place, "at", name))


def _expect(data: Any) -> Expected:
    expect = data.get("expect") or {}
    if not isinstance(expect, dict) or not all(isinstance(v, str) for v in expect.values()):
        raise BadCommand("expect", "must map paragraphs to words")
    return dict(expect)


def _position(data: Any) -> TakePosition:
    stance = None if data.get("stance") is None else choice_field(data, "stance", STANCES)
    statement = text_field(data, "statement", "")
    return TakePosition(text_field(data, "proposal"), text_field(data, "party"), stance, statement)


def _cosponsor(data: Any) -> Cosponsor:
    if not isinstance(data.get("on"), bool):
        raise BadCommand("on", "must be true or false")
    return Cosponsor(text_field(data, "proposal"), text_field(data, "party"), data["on"])


def _mode(data: Any) -> SwitchMode:
    parties = data.get("codrafting")
    if not isinstance(parties, list) or not all(isinstance(party, str) for party in parties):
        raise BadCommand("codrafting", "must be a list of parties")
    return SwitchMode(tuple(dict.fromkeys(parties)))


def _issue(data: Any) -> Issue:
    disclaimers = data.get("disclaimers", [])
    if not isinstance(disclaimers, list):
        raise BadCommand("disclaimers", "must be a list of words")
    return Issue(
        symbol=text_field(data, "symbol"),
        title=text_field(data, "title"),
        language=text_field(data, "language", "en"),
        date=text_field(data, "date"),
        status=text_field(data, "status", ""),
        disclaimers=tuple(
            text_field({"disclaimer": words}, "disclaimer", where=f"disclaimers[{at}]")
            for at, words in enumerate(disclaimers)
        ),
        numbering=choice_field({"numbering": "", **data}, "numbering", ("", *SCHEMES)),
        expect=text_field(data, "expect", ""),
    )


def _dispose(data: Any) -> Dispose:
    return Dispose(data["do"], text_field(data, "proposal"), _expect(data))


def _option(data: Any) -> ChooseOption:
    choice = choice_field(data, "choice", ("choose",)) if "choice" in data else "choose"
    return ChooseOption(
        text_field(data, "paragraph"), choice, text_field(data, "number", ""), _expect(data)
    )


def _streamline(data: Any) -> Streamline:
    at, options = data.get("at", []), data.get("options", [])
    if not isinstance(at, list) or not all(type(place) is int for place in at):
        raise BadCommand("at", "must be a list of places")
    if not isinstance(options, list) or not all(isinstance(item, str) for item in options):
        raise BadCommand("options", "must be a list of paragraphs")
    kind = choice_field(data, "kind", STEPS)
    paragraph = text_field(data, "paragraph")
    return Streamline(kind, paragraph, tuple(at), tuple(options), _expect(data))


_READERS: dict[str, Callable[[Any], Command]] = {
    "submit": _submit,
    "withdraw": lambda data: Withdraw(text_field(data, "proposal")),
    "position": _position,
    "cosponsor": _cosponsor,
    **dict.fromkeys(DISPOSALS, _dispose),
    "resolve": _resolve,
    "option": _option,
    "streamline": _streamline,
    "mark": lambda data: Mark(text_field(data, "paragraph"), choice_field(data, "state", STATES)),
    "mode": _mode,
    "point": lambda data: PointAt(optional_field(data, "paragraph")),
    "remark": lambda data: MakeRemark(text_field(data, "paragraph"), text_field(data, "text")),
    "issue": _issue,
    "show_remark": lambda data: Moderate(data["do"], text_field(data, "remark")),
    "hide_remark": lambda data: Moderate(data["do"], text_field(data, "remark")),
}
COMMANDS = tuple(_READERS)
