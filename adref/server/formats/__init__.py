"""Files out. Each format sees an edition and nothing else, and gives bytes.

A further format is one function from ``Edition`` to ``bytes`` and one line in ``render``.
"""

from adref.drafting.edition import Edition

FORMATS = ("docx", "md")
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}


def render(edition: Edition, format: str) -> bytes:
    """The bytes of the file. Raises ``ValueError`` for an unknown format.

    The libraries of a format are loaded when it is asked for: the server starts without them.
    """
    if format == "docx":
        from adref.server.formats.docx import render_docx

        return render_docx(edition)
    if format == "md":
        from adref.server.formats.markdown import render_markdown

        return render_markdown(edition)
    raise ValueError(f"unknown format: {format}")


__all__ = ["FORMATS", "MEDIA", "render"]
