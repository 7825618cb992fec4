"""What the pen does with options: one is chosen, the others of its group go."""

from collections.abc import Mapping

from adref.drafting.commands import ChooseOption
from adref.drafting.decision import Case, Decision, Refused
from adref.drafting.edits import ContentEdit, Edit, MoveEdit, RemoveEdit, edit_to_json
from adref.drafting.options import Option, OptionGroup
from adref.drafting.resolving import Cuts, lift, read, written

ALTERNATIVE = "alt"


def choose_option(case: Case, command: ChooseOption) -> Decision:
    """Keep the option that this paragraph opens, without its heading; its siblings go."""
    case.permit("option")
    case.as_expected(command.expect)
    case.paragraph(command.paragraph)
    reading = read(case)
    group, chosen = _meant(reading.notation.options, command)
    if chosen.series == ALTERNATIVE:
        return _choose_alternative(case, group, chosen)
    struck = {
        identifier
        for option in group.options
        if option != chosen
        for identifier in option.covers
        if identifier not in chosen.covers
    }
    cuts: Cuts = {}
    if chosen.end > chosen.at:
        cuts[chosen.paragraph] = [(chosen.at, chosen.end)]
    if len({option.paragraph for option in group.options}) < len(group.options):
        cuts[chosen.paragraph] += _others_in_paragraph(group, chosen, reading.words)
    for identifier in struck:
        case.unlocked(identifier)
    for index, bracket in enumerate(reading.notation.structure.brackets):
        ends = (bracket.open.paragraph in struck, bracket.close.paragraph in struck)
        if ends[0] != ends[1]:
            for identifier, span in lift(reading, index):
                if identifier not in struck:
                    cuts.setdefault(identifier, []).append(span)
    gone = (RemoveEdit(identifier) for identifier in reading.ids if identifier in struck)
    return written(case, cuts, "option", *gone)


def _meant(groups: tuple[OptionGroup, ...], command: ChooseOption) -> tuple[OptionGroup, Option]:
    for group in groups:
        here = [option for option in group.options if option.paragraph == command.paragraph]
        if command.number:
            here = [option for option in here if option.number == command.number]
        if len(here) == 1 and len(group.options) > 1:
            return group, here[0]
    raise Refused("no_such_option", paragraph=command.paragraph)


def _others_in_paragraph(
    group: OptionGroup, chosen: Option, words: Mapping[str, str]
) -> list[tuple[int, int]]:
    """The spans of the other options that stand in the same paragraph as the chosen one."""
    here = sorted((o for o in group.options if o.paragraph == chosen.paragraph), key=lambda o: o.at)
    ends = [option.at for option in here[1:]] + [len(words[chosen.paragraph])]
    return [(option.at, end) for option, end in zip(here, ends, strict=True) if option != chosen]


def _choose_alternative(case: Case, group: OptionGroup, chosen: Option) -> Decision:
    """``OP6 alt`` is chosen: its words stand in ``OP6``, with its items; the others go."""
    first = group.options[0]
    place = case.unlocked(first.paragraph)
    words = case.unlocked(chosen.paragraph).content
    edits: list[Edit] = []
    if words != place.content:
        edits.append(ContentEdit(place.id, place.content, words))
    covered = [identifier for option in group.options for identifier in option.covers]
    items = chosen.covers[1:]
    for identifier in covered:
        case.unlocked(identifier)
        if identifier != place.id and identifier not in items:
            edits.append(RemoveEdit(identifier))
    if chosen != first:
        after = place.id
        for item in items:
            edits.append(MoveEdit(item, after))
            after = item
    body = [edit_to_json(edit) for edit in edits]
    return Decision((case.event("resolved", choice="option", edits=body),), tuple(edits))
