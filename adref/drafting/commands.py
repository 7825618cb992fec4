"""What a person may ask for: commands.

They are read from JSON in ``adref.drafting.asking``; whether one is carried out is decided in
``adref.drafting.negotiation``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from adref.drafting.submitted import Amendment


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
