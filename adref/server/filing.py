"""An order for a file that is made of a file: no server, no proposals, the text as it stands."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from adref.drafting.compiled import TEXT, base_content
from adref.drafting.edition import TRACKED, Base, Edition
from adref.drafting.floor import State
from adref.drafting.importing import import_text
from adref.drafting.matching import match
from adref.drafting.text import Paragraph, WorkingText
from adref.server.comparing import Side, side_of_file
from adref.server.config import PlainError
from adref.server.formats.akn_in import read_akn
from adref.server.outputs.order import Order
from adref.server.sources import UnreadableSourceError, decoded


def order_of_file(file: Path, base: Path | None, order: Order) -> Order:
    """The order with the text of a file: Markdown, plain text, Word, a revision, our own AKN.

    For tracked changes ``base`` is the older file; its paragraphs are found again by their words.
    Raises ``PlainError`` with the reason.
    """
    title, text, states = _read(file)
    made = replace(order, title=title, text=text, state=State(states=states))
    if order.view != TRACKED:
        return made
    if base is None:
        raise PlainError("Changes since what? Name the older file with --base.")
    name, older, _ = _read(base)
    return replace(made, base=Base(same_ids(older, text), base.name or name))


def same_ids(older: Sequence[Paragraph], newer: WorkingText) -> WorkingText:
    """The older text, its paragraphs under the ids of those that they have become."""
    pairs = {
        found.old[0]: newer[found.new[0]].id
        for found in match(older, newer, by_id=False)
        if len(found.old) == len(found.new) == 1
    }
    return tuple(
        replace(paragraph, id=pairs.get(number, f"gone-{number}"))
        for number, paragraph in enumerate(older)
    )


def _read(file: Path) -> tuple[str, WorkingText, dict[str, str]]:
    try:
        data = file.read_bytes()
        if file.suffix.lower() in (".akn", ".xml"):
            return _of_edition(read_akn(data))
        side = side_of_file(file.name, data)
        if file.suffix.lower() in (".docx", ".json") or data.startswith(b"PK\x03\x04"):
            return _title(side), side.text, {}
        source = decoded(data, file.name)
        kind = "md" if file.suffix.lower() in (".md", ".markdown") else "txt"
        ids = iter(range(1, len(source) + 2))
        read = import_text(source, kind, lambda: f"p{next(ids)}")
        return read.title or file.stem, read.paragraphs, dict(read.states)
    except OSError as problem:
        raise PlainError(f"{file} cannot be read: {problem.strerror}.") from None
    except UnreadableSourceError as problem:
        raise PlainError(str(problem)) from None
    except ValueError as problem:
        raise PlainError(f"{file} cannot be read: {problem}.") from None


def _of_edition(edition: Edition) -> tuple[str, WorkingText, dict[str, str]]:
    if edition.shows == TRACKED:
        raise ValueError("it holds tracked changes, not one text")
    text = tuple(
        Paragraph(p.id, p.kind, base_content(p.segments), p.label, p.level)
        for p in edition.compiled  # the words of the text itself: proposals are none of it
        if p.origin == TEXT
    )
    return edition.title, text, dict(edition.states)


def _title(side: Side) -> str:
    first = next((p.words for p in side.text if p.kind == "title"), "")
    return first or side.name
