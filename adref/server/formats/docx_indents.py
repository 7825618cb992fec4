"""How paragraphs of a Word file are set: labels hang, each level is one step further in."""

from collections.abc import Iterable

from docx.shared import Cm, Length
from docx.text.paragraph import Paragraph

from adref.server.formats.docx_styles import DEEPEST, STEP
from adref.server.formats.setting import announces

LETTER = Cm(0.2)  # of a label, on average
LONG_LABEL = 9  # characters; a longer one, such as "66 quinquies", hangs as far as it needs


def hang_of(labels: Iterable[str]) -> Length:
    """How far labels hang: enough for the usual ones of a text (``OP3``, ``OP3 bis``)."""
    usual = max((len(label) for label in labels if len(label) <= LONG_LABEL), default=0)
    return Length(max(STEP, Length(usual * LETTER + LETTER)))


def keep_together(paragraph: Paragraph, words: str) -> None:
    """A paragraph that announces something stands on the page on which that begins."""
    if announces(words):
        paragraph.paragraph_format.keep_with_next = True


def indent(paragraph: Paragraph, kind: str, level: int, label: str, usual: Length) -> None:
    """Indent a paragraph; ``label`` is the longest that it has, ``usual`` how far labels hang."""
    form = paragraph.paragraph_format
    level = min(max(level, 0), DEEPEST)
    base = usual + (level - 1) * STEP if level else 0
    if label:
        hang = STEP if level else usual
        if len(label) > LONG_LABEL:
            hang = Length(len(label) * LETTER + LETTER)
        form.left_indent = Length(base + hang)
        form.first_line_indent = Length(-hang)
        form.tab_stops.add_tab_stop(form.left_indent)
    elif kind == "pp":
        form.first_line_indent = usual
    elif base:
        form.left_indent = Length(base)
