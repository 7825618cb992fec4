"""Options as they stand: two with the same words become one; they are put into another order.

The headings keep their manner (``Option 1:``) and are numbered anew in their place.
"""

from collections.abc import Sequence

from adref.drafting.attributions import PROPOSE, spans
from adref.drafting.content import plain, splice
from adref.drafting.edits import ContentEdit, Edit, MoveEdit, RemoveEdit
from adref.drafting.notation import Notation
from adref.drafting.options import Option, OptionGroup
from adref.drafting.text import Paragraph
from adref.drafting.tidying import without
from adref.drafting.tokens import tokens


class Cannot(Exception):
    """This step cannot be done; ``code`` is a key of the catalogue."""

    def __init__(self, code: str, paragraph: str) -> None:
        super().__init__(code)
        self.code, self.paragraph = code, paragraph


def twins(
    text: Sequence[Paragraph], notation: Notation, group: OptionGroup
) -> list[tuple[str, ...]]:
    """Options of a group with the same words: the paragraphs that open them."""
    if not _whole(text, notation, group):
        return []
    same: dict[tuple[str, ...], list[str]] = {}
    for option in group.options:
        same.setdefault(_said(text, notation, option), []).append(option.paragraph)
    return [tuple(found) for words, found in same.items() if len(found) > 1 and any(words)]


def merge_options(
    text: Sequence[Paragraph], notation: Notation, meant: Sequence[str]
) -> tuple[Edit, ...]:
    """The first of these options stays, with the names of all. Raises ``Cannot``."""
    group = _group(text, notation, meant)
    options = [option for option in group.options if option.paragraph in meant]
    if len({_said(text, notation, option) for option in options}) > 1:
        raise Cannot("cannot_streamline", meant[0])
    kept, gone = options[0], options[1:]
    edits: list[Edit] = [RemoveEdit(identifier) for option in gone for identifier in option.covers]
    left = [option for option in group.options if option not in gone]
    edits += _numbered(text, left, [o.number for o in group.options], _names(notation, kept, gone))
    return tuple(edits)


def order_options(
    text: Sequence[Paragraph], notation: Notation, wanted: Sequence[str]
) -> tuple[Edit, ...]:
    """The options of a group in another order. Raises ``Cannot``."""
    group = _group(text, notation, wanted)
    if sorted(wanted) != sorted(option.paragraph for option in group.options):
        raise Cannot("cannot_streamline", wanted[0])
    by_paragraph = {option.paragraph: option for option in group.options}
    ordered = [by_paragraph[paragraph] for paragraph in wanted]
    if ordered == list(group.options):
        raise Cannot("nothing_changes", wanted[0])
    rows = [paragraph.id for paragraph in text]
    first = rows.index(group.options[0].covers[0])
    after = rows[first - 1] if first else None
    edits: list[Edit] = []
    for option in ordered:
        for identifier in option.covers:
            edits.append(MoveEdit(identifier, after))
            after = identifier
    edits += _numbered(text, ordered, [option.number for option in group.options], {})
    return tuple(edits)


def orderable(text: Sequence[Paragraph], notation: Notation) -> list[OptionGroup]:
    """The groups of options whose order can be changed."""
    return [g for g in notation.options if len(g.options) > 1 and _whole(text, notation, g)]


def _group(text: Sequence[Paragraph], notation: Notation, meant: Sequence[str]) -> OptionGroup:
    for group in notation.options:
        if len(meant) > 1 and set(meant) <= {option.paragraph for option in group.options}:
            if not _whole(text, notation, group):
                raise Cannot("cannot_streamline", meant[0])
            return group
    raise Cannot("no_such_option", meant[0] if meant else "")


def _whole(text: Sequence[Paragraph], notation: Notation, group: OptionGroup) -> bool:
    """Whether each option has paragraphs and brackets of its own, one after the other."""
    if any(option.end == option.at for option in group.options):
        return False  # OP6 alt: its place is its label
    covers = [identifier for option in group.options for identifier in option.covers]
    rows = [paragraph.id for paragraph in text]
    first = rows.index(covers[0])
    if covers != rows[first : first + len(covers)]:
        return False
    home = {i: number for number, o in enumerate(group.options) for i in o.covers}
    signs = [(b.open.paragraph, b.close.paragraph) for b in notation.structure.brackets]
    lone = {item.place.paragraph for item in notation.structure.unbalanced}
    return lone.isdisjoint(home) and all(home.get(a) == home.get(b) for a, b in signs)


def _said(text: Sequence[Paragraph], notation: Notation, option: Option) -> tuple[str, ...]:
    """The words of each paragraph that an option covers, without heading and attributions."""
    out = []
    for paragraph in text:
        if paragraph.id not in option.covers:
            continue
        silent = list(spans(notation.attributions, paragraph.id))
        if paragraph.id == option.paragraph:
            silent.append((option.at, option.end))
        words = "".join(piece.text for piece in without(paragraph.content, silent))
        out.append(" ".join(token for token in tokens(words) if token.strip()))
    return tuple(out)


def _names(notation: Notation, kept: Option, gone: Sequence[Option]) -> dict[str, str]:
    """What is to be written behind a paragraph of the option that stays: the names of the others.

    Raises ``Cannot`` when somebody says anything else than that the words are theirs.
    """
    out: dict[str, str] = {}
    for position, identifier in enumerate(kept.covers):
        known = _voices(notation, identifier)
        more = [
            name
            for option in gone
            for name in _voices(notation, option.covers[position])
            if name not in known
        ]
        if more:
            out[identifier] = f" ({', '.join(dict.fromkeys(more))})"
    return out


def _voices(notation: Notation, paragraph: str) -> tuple[str, ...]:
    said = [a for a in notation.attributions if a.paragraph == paragraph]
    if any(a.stance != PROPOSE for a in said):
        raise Cannot("cannot_streamline", paragraph)
    return tuple(dict.fromkeys(name for a in said for name in a.parties))


def _numbered(
    text: Sequence[Paragraph],
    options: Sequence[Option],
    numbers: Sequence[str],
    behind: dict[str, str],
) -> list[Edit]:
    """The headings with the numbers of their places, and what is written behind paragraphs."""
    by_id = {paragraph.id: paragraph for paragraph in text}
    wanted = {
        option.paragraph: (option, number) for option, number in zip(options, numbers, strict=False)
    }
    edits: list[Edit] = []
    for identifier in dict.fromkeys((*wanted, *behind)):
        before = after = by_id[identifier].content
        if words := behind.get(identifier):
            end = len(by_id[identifier].words)
            after = splice(after, end, end, plain(words))
        if identifier in wanted:
            option, number = wanted[identifier]
            if number != option.number:
                heading = by_id[identifier].words[option.at : option.end]
                at = option.at + heading.rindex(option.number)
                after = splice(after, at, at + len(option.number), plain(number))
        if after != before:
            edits.append(ContentEdit(identifier, before, after))
    return edits
