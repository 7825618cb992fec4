"""What a person may ask for: commands, read from JSON.

``command_from_json`` checks the shape only and raises ``BadCommand``, whose ``code`` and
``params`` are those of a refusal. Whether a well-formed command is carried out is decided in
``adref.drafting.negotiation``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adref.drafting.content import Content, content_from_json, content_to_json, text_of
from adref.drafting.proposal import PROPOSAL_KINDS, STANCES, Span
from adref.drafting.text import KINDS, STATES


class BadCommand(ValueError):
    """The JSON is no command: ``code`` is ``bad_command``, ``params`` says which field and why."""

    code = "bad_command"

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.params: dict[str, str | int] = {"field": where, "reason": why}


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change in a submission; the fields that its kind does not use are empty."""

    kind: str
    paragraph: str = ""
    on: str = ""
    after: str | None = None
    basis: Content = ()
    span: Span = (0, 0)
    replacement: Content = ()  # for new and alternative: the paragraph's words
    paragraph_kind: str = ""
    level: int = 0
    label: str = ""


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


Command = (
    Submit
    | Withdraw
    | TakePosition
    | Cosponsor
    | Dispose
    | Resolve
    | ChooseOption
    | Mark
    | SwitchMode
    | PointAt
    | MakeRemark
    | Moderate
)
DISPOSALS = ("adopt", "bracket", "park", "unpark", "overtake")
CHOICES = ("keep", "strike", "choose")


def command_from_json(data: Any) -> Command:
    """Read a command; raises ``BadCommand`` naming the field that is wrong."""
    do = _text(data, "do")
    reader = _READERS.get(do)
    if reader is None:
        raise BadCommand("do", f"there is no command {do[:40]!r}")
    return reader(data)


def _submit(data: Any) -> Submit:
    amendments = data.get("amendments")
    if not isinstance(amendments, list):
        raise BadCommand("amendments", "must be a list")
    return Submit(
        party=_text(data, "party"),
        amendments=tuple(
            _amendment(item, f"amendments[{index}]") for index, item in enumerate(amendments)
        ),
        rationale=_text(data, "rationale", ""),
    )


def _amendment(data: Any, where: str) -> Amendment:
    kind = _one_of(data, "kind", PROPOSAL_KINDS, where)
    words = "content" if kind in ("new", "alternative") else "replacement"
    basis = _content(data, "basis", where) if kind in ("change", "delete") else ()
    return Amendment(
        kind=kind,
        paragraph="" if kind == "new" else _text(data, "paragraph", where=where),
        on=_text(data, "on", "", where) if kind == "change" else "",
        after=_maybe(data, "after", where) if kind in ("new", "move") else None,
        basis=basis,
        span=_span(data, where, len(text_of(basis))) if kind == "change" else (0, 0),
        replacement=() if kind in ("delete", "move") else _content(data, words, where),
        paragraph_kind=_one_of(data, "paragraph_kind", KINDS, where) if kind == "new" else "",
        level=_number(data, "level", where, 0) if kind == "new" else 0,
        label=_text(data, "label", "", where) if kind == "new" else "",
    )


def _span(data: Any, where: str, length: int) -> Span:
    span = data.get("span")
    if (
        not isinstance(span, list)
        or len(span) != 2
        or not all(type(offset) is int for offset in span)
        or not 0 <= span[0] <= span[1] <= length
    ):
        raise BadCommand(f"{where}.span", "must be two offsets within the basis")
    return (span[0], span[1])


def _resolve(data: Any) -> Resolve:
    return Resolve(
        open=_place(data, "open"),
        close=_place(data, "close"),
        choice=_one_of(data, "choice", CHOICES),
        expect=_expect(data),
    )


def _place(data: Any, name: str) -> Place:
    place = data.get(name)
    return Place(_text(place, "paragraph", where=name), _number(place, "at", name))


def _expect(data: Any) -> Expected:
    expect = data.get("expect") or {}
    if not isinstance(expect, dict) or not all(isinstance(v, str) for v in expect.values()):
        raise BadCommand("expect", "must map paragraphs to words")
    return dict(expect)


def _position(data: Any) -> TakePosition:
    stance = None if data.get("stance") is None else _one_of(data, "stance", STANCES)
    statement = _text(data, "statement", "")
    return TakePosition(_text(data, "proposal"), _text(data, "party"), stance, statement)


def _cosponsor(data: Any) -> Cosponsor:
    if not isinstance(data.get("on"), bool):
        raise BadCommand("on", "must be true or false")
    return Cosponsor(_text(data, "proposal"), _text(data, "party"), data["on"])


def _mode(data: Any) -> SwitchMode:
    parties = data.get("codrafting")
    if not isinstance(parties, list) or not all(isinstance(party, str) for party in parties):
        raise BadCommand("codrafting", "must be a list of parties")
    return SwitchMode(tuple(dict.fromkeys(parties)))


def _dispose(data: Any) -> Dispose:
    return Dispose(data["do"], _text(data, "proposal"), _expect(data))


def _option(data: Any) -> ChooseOption:
    choice = _one_of(data, "choice", ("choose",)) if "choice" in data else "choose"
    return ChooseOption(_text(data, "paragraph"), choice, _text(data, "number", ""), _expect(data))


_READERS: dict[str, Callable[[Any], Command]] = {
    "submit": _submit,
    "withdraw": lambda data: Withdraw(_text(data, "proposal")),
    "position": _position,
    "cosponsor": _cosponsor,
    **dict.fromkeys(DISPOSALS, _dispose),
    "resolve": _resolve,
    "option": _option,
    "mark": lambda data: Mark(_text(data, "paragraph"), _one_of(data, "state", STATES)),
    "mode": _mode,
    "point": lambda data: PointAt(_maybe(data, "paragraph")),
    "remark": lambda data: MakeRemark(_text(data, "paragraph"), _text(data, "text")),
    "show_remark": lambda data: Moderate(data["do"], _text(data, "remark")),
    "hide_remark": lambda data: Moderate(data["do"], _text(data, "remark")),
}
COMMANDS = tuple(_READERS)


def _text(data: Any, name: str, default: str | None = None, where: str = "") -> str:
    at = f"{where}.{name}" if where else name
    if not isinstance(data, dict):
        raise BadCommand(where or "command", "must be an object")
    value = data.get(name, default)
    if not isinstance(value, str):
        raise BadCommand(at, "must be words")
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise BadCommand(at, "contains a character that cannot be written")
    return value


def _maybe(data: Any, name: str, where: str = "") -> str | None:
    if isinstance(data, dict) and name in data and data[name] is None:
        return None
    return _text(data, name, where=where)


def _one_of(data: Any, name: str, allowed: tuple[str, ...], where: str = "") -> str:
    value = _text(data, name, where=where)
    if value not in allowed:
        at = f"{where}.{name}" if where else name
        raise BadCommand(at, f"must be one of {', '.join(allowed)}")
    return value


def _number(data: Any, name: str, where: str, default: int | None = None) -> int:
    value = data.get(name, default) if isinstance(data, dict) else None
    if type(value) is not int or not 0 <= value <= 1_000_000:
        raise BadCommand(f"{where}.{name}", "must be a whole number from 0 on")
    return value


def _content(data: Any, name: str, where: str) -> Content:
    at = f"{where}.{name}"
    try:
        content = content_from_json(data.get(name))
    except ValueError as error:
        raise BadCommand(at, str(error)) from None
    _text({name: text_of(content)}, name, where=where)  # the same characters are barred
    return content


def amendment_to_json(amendment: Amendment) -> dict[str, Any]:
    """The JSON shape, as ``submit`` carries it."""
    out: dict[str, Any] = {"kind": amendment.kind}
    if amendment.kind != "new":
        out["paragraph"] = amendment.paragraph
    if amendment.kind in ("change", "delete"):
        out["basis"] = content_to_json(amendment.basis)
    if amendment.kind == "change":
        out |= {"span": list(amendment.span), "on": amendment.on}
        out["replacement"] = content_to_json(amendment.replacement)
    if amendment.kind in ("new", "move"):
        out["after"] = amendment.after
    if amendment.kind in ("new", "alternative"):
        out["content"] = content_to_json(amendment.replacement)
    if amendment.kind == "new":
        out |= {"paragraph_kind": amendment.paragraph_kind, "level": amendment.level}
        out["label"] = amendment.label
    return out
