"""The two sides of a comparison, from files: what each is called, its paragraphs, their identity.

Nothing of a file is kept. Everything here blocks: it is for the command line and for workers.
"""

import itertools
import json
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from adref.drafting.comparison import compare
from adref.drafting.importing import read_paragraphs
from adref.drafting.text import Paragraph, WorkingText, paragraph_from_json
from adref.server.formats.redlined import Redlined, redlined_to_json
from adref.server.incoming_file import accepted_text
from adref.server.sources import UnreadableSourceError, decoded, format_of
from adref.server.words import icu_words

KINDS = ("md", "txt", "docx", "json")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts. ``lasting``: the ids of its paragraphs are the permanent ones."""

    name: str
    text: WorkingText
    lasting: bool = False


def compared(old: Side, new: Side, language: str = "en", at: str = "") -> Redlined:
    """The redline of two sides, by words of ICU; by identity if both have permanent ids."""
    by_id = old.lasting and new.lasting
    comparison = compare(old.text, new.text, by_id, icu_words)
    return Redlined(old.name, new.name, comparison, language, at)


def rendered(redlined: Redlined, format: str) -> bytes:
    """The bytes of a redline as ``html``, ``docx`` or ``json``."""
    if format == "html":
        from adref.server.formats.redline_html import render_redline_html

        return render_redline_html(redlined)
    if format == "docx":
        from adref.server.formats.redline_docx import render_redline_docx

        return render_redline_docx(redlined)
    if format == "json":
        return f"{json.dumps(redlined_to_json(redlined), ensure_ascii=False)}\n".encode()
    raise ValueError(f"unknown format: {format}")


def side_of_file(name: str, data: bytes, kind: str | None = None) -> Side:
    """A file as a side; its kind is told by its name and its first bytes.

    Markdown, plain text, Word, or JSON with ``paragraphs`` (a revision, a text as the server gives
    it). Raises ``UnreadableSourceError`` with a sentence.
    """
    chosen = kind or _kind_of(name, data)
    shown = PurePath(name).name
    try:
        if chosen == "docx":
            return Side(shown, accepted_text(data, name, _numbers()))
        if chosen == "json":
            return _side_of_json(shown, data)
        return Side(shown, read_paragraphs(decoded(data, name), chosen, _numbers()))
    except UnreadableSourceError:
        raise
    except ValueError as problem:
        raise UnreadableSourceError(f"“{name}”: {problem}") from problem


def is_word(name: str, data: bytes) -> bool:
    """Whether a file is read as one of Word's."""
    return _kind_of(name, data) == "docx"


def _kind_of(name: str, data: bytes) -> str:
    ending = PurePath(name).suffix.lower()
    if data.startswith(_ZIP) or ending == ".docx":
        return "docx"
    if ending == ".json":
        return "json"
    return format_of(name)


def _side_of_json(name: str, data: bytes) -> Side:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise ValueError("this is not JSON.") from None
    text = paragraphs_of_json(found["paragraphs"] if isinstance(found, dict) and
                              "paragraphs" in found else found)  # fmt: skip
    head = found.get("head", found) if isinstance(found, dict) else {}
    title = head.get("symbol") or head.get("title") if isinstance(head, dict) else None
    return Side(title if isinstance(title, str) else name, text, lasting=True)


def paragraphs_of_json(data: Any) -> WorkingText:
    """Paragraphs in the JSON shape, each under an id of its own. Raises ``ValueError``."""
    if not isinstance(data, list) or not data:
        raise ValueError("there are no paragraphs in it.")
    text: list[Paragraph] = []
    for item in data:
        try:
            text.append(paragraph_from_json(item))
        except (TypeError, OverflowError):
            raise ValueError("a paragraph in it is not of the known shape.") from None
    if len({paragraph.id for paragraph in text}) < len(text):
        raise ValueError("two paragraphs in it have the same id.")
    return tuple(text)


def _numbers() -> Any:
    numbers = itertools.count(1)
    return lambda: f"p{next(numbers)}"
