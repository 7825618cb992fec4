"""An edition as Markdown that can be imported again.

Nothing but the text is in it: whatever else stood in the file would be read as words of the text.
"""

from adref.drafting.edition import Edition, printed
from adref.drafting.markdown_source import to_markdown


def render_markdown(edition: Edition) -> bytes:
    """The bytes of the file, in UTF-8."""
    return to_markdown([printed(paragraph) for paragraph in edition.paragraphs]).encode()
