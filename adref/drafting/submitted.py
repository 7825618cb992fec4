"""One amendment of a submission: the value and its JSON shape."""

from dataclasses import dataclass
from typing import Any

from adref.drafting.content import Content, content_from_json, content_to_json, text_of
from adref.drafting.fields import (
    BadCommand,
    choice_field,
    number_field,
    optional_field,
    text_field,
)
from adref.drafting.numbering import alternative_label
from adref.drafting.proposal import ALTERNATIVE, PROPOSAL_KINDS, Proposal, Span
from adref.drafting.text import KINDS, WorkingText, find


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


def proposed(amendment: Amendment, text: WorkingText) -> Proposal:
    """The amendment as a proposal without id, number and party.

    An alternative takes kind, level and the next free label of the paragraph to which it is one.
    """
    kind, level, label = amendment.paragraph_kind, amendment.level, amendment.label
    target = find(text, amendment.paragraph)
    if amendment.kind == ALTERNATIVE and target is not None:
        taken = [paragraph.label for paragraph in text if paragraph.label]
        kind, level = target.kind, target.level
        label = alternative_label(target.label, taken)
    return Proposal(
        id="",
        kind=amendment.kind,
        paragraph=amendment.paragraph,
        after=amendment.after,
        on=amendment.on,
        basis=amendment.basis,
        span=amendment.span,
        replacement=amendment.replacement,
        paragraph_kind=kind,
        level=level,
        label=label,
    )


def amendment_from_json(data: Any, where: str) -> Amendment:
    """Read the JSON shape; raises ``BadCommand`` naming the field under ``where``."""
    kind = choice_field(data, "kind", PROPOSAL_KINDS, where)
    words = "content" if kind in ("new", "alternative") else "replacement"
    basis = _content(data, "basis", where) if kind in ("change", "delete") else ()
    return Amendment(
        kind=kind,
        paragraph="" if kind == "new" else text_field(data, "paragraph", where=where),
        on=text_field(data, "on", "", where) if kind == "change" else "",
        after=optional_field(data, "after", where) if kind in ("new", "move") else None,
        basis=basis,
        span=_span(data, where, len(text_of(basis))) if kind == "change" else (0, 0),
        replacement=() if kind in ("delete", "move") else _content(data, words, where),
        paragraph_kind=choice_field(data, "paragraph_kind", KINDS, where) if kind == "new" else "",
        level=number_field(data, "level", where, 0) if kind == "new" else 0,
        label=text_field(data, "label", "", where) if kind == "new" else "",
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


def _content(data: Any, name: str, where: str) -> Content:
    at = f"{where}.{name}"
    try:
        content = content_from_json(data.get(name))
    except ValueError as error:
        raise BadCommand(at, str(error)) from None
    text_field({name: text_of(content)}, name, where=where)  # the same characters are barred
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
