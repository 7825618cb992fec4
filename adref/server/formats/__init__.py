"""Files out. Each format sees an edition and nothing else, and gives bytes.

A further format is one function from ``Edition`` to ``bytes`` and one line in ``_WRITERS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from adref.drafting.edition import Edition

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "akn": "application/akn+xml",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
FORMATS = tuple(MEDIA)
SUFFIXES = {**{name: name for name in FORMATS}, "akn": "akn.xml"}
_WRITERS = {
    "docx": ("docx", "render_docx"),
    "pdf": ("pdf", "render_pdf"),
    "html": ("html", "render_html"),
    "akn": ("akn", "render_akn"),
    "md": ("markdown", "render_markdown"),
    "txt": ("plain", "render_plain"),
    "json": ("jsonout", "render_json"),
}


@dataclass(frozen=True, slots=True)
class Options:
    """What may be chosen beside the edition. Formats without pages have no lines to number."""

    line_numbers: bool = False


def render(edition: Edition, format: str, options: Options | None = None) -> bytes:
    """The bytes of the file. Raises ``ValueError`` for an unknown format.

    The libraries of a format are loaded when it is asked for: the server starts without them.
    """
    if format not in _WRITERS:
        raise ValueError(f"unknown format: {format}")
    module, name = _WRITERS[format]
    writer: Callable[..., bytes] = getattr(import_module(f"{__name__}.{module}"), name)
    if format in ("docx", "pdf"):
        return writer(edition, (options or Options()).line_numbers)
    return writer(edition)


__all__ = ["FORMATS", "MEDIA", "SUFFIXES", "Options", "render"]
