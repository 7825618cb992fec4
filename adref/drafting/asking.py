"""Reading commands from JSON.

``command_from_json`` checks the shape only and raises ``BadCommand``, whose ``code`` and
``params`` are those of a refusal.
"""

from collections.abc import Callable
from typing import Any

from adref.drafting.commands import (
    CHOICES,
    DISPOSALS,
    STEPS,
    ChooseOption,
    Command,
    Cosponsor,
    Dispose,
    Expected,
    Issue,
    MakeRemark,
    Mark,
    Moderate,
    Place,
    PointAt,
    Resolve,
    Streamline,
    Submit,
    SwitchMode,
    TakePosition,
    Withdraw,
)
from adref.drafting.fields import BadCommand as BadCommand
from adref.drafting.fields import (
    choice_field,
    number_field,
    optional_field,
    text_field,
)
from adref.drafting.proposal import STANCES
from adref.drafting.renumbering import SCHEMES
from adref.drafting.submitted import amendment_from_json
from adref.drafting.text import STATES


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
