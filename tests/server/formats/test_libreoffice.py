"""LibreOffice opens every Word file with tracked changes, and agrees about both texts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from adref.drafting.comparison import compare
from adref.drafting.edition import CLEAN, COMPILATION
from adref.drafting.text import WorkingText
from adref.drafting.tracking import accepted, rejected
from adref.server.formats import render
from adref.server.formats.docx_styles import END, IMPRINT, MASTHEAD
from adref.server.formats.redline_docx import render_redline_docx
from adref.server.formats.redlined import Redlined
from tests.server.formats.editions import negotiation
from tests.server.formats.libreoffice import ACCEPTED, REJECTED, Line, Seen, looked_at
from tests.server.formats.test_docx_changes import CHANGED, printed
from tests.server.formats.test_redline_docx import NOTES, PAIRS
from tests.server.formats.test_redline_docx import printed as redlined_text
from tests.server.formats.test_redline_tables import TABLES

WAYS = (ACCEPTED, REJECTED)


def test_o19_libreoffice_agrees_about_accepting_and_rejecting(tmp_path: Path) -> None:
    """[O19] [O3] [D22] Every fixture, and every redline, in one LibreOffice for all."""
    files = {name: render(made, "docx") for name, made in CHANGED}
    files |= {f"redline {name}": redline(*pair) for name, pair in PAIRS.items()}
    files |= {f"noted {name}": redline(*pair) for name, pair in NOTES.items()}
    files |= {f"table {name}": redline(*pair) for name, pair in TABLES.items()}
    files |= {view: render(negotiation(view), "docx") for view in (CLEAN, COMPILATION)}
    seen = looked_at(tmp_path, files)
    assert [key for key, document in seen.items() if document.left] == []
    differing = {key: pair for key, pair in expected(seen) if pair[0] != pair[1]}
    assert differing == {}
    assert len(seen[CLEAN, ACCEPTED].lines) > 20


def expected(seen: dict[tuple[str, str], Seen]) -> Iterator[tuple[object, object]]:
    for name, made in CHANGED:
        for way, text in zip(WAYS, (accepted(made.tracked), rejected(made.tracked)), strict=True):
            yield (name, way), (body(seen[name, way].lines), printed(text))
    for name, (before, after) in PAIRS.items():
        for way, text in zip(WAYS, (after, before), strict=True):
            lines = [spaced(line) for line in seen[f"redline {name}", way].lines if line.words]
            yield (name, way), (lines, redlined_text(text))

    for name, (before, after) in TABLES.items():
        for way, text in zip(WAYS, (after, before), strict=True):
            lines = [line.words.replace("\ufffc", "") for line in seen[f"table {name}", way].lines]
            rows = [p.words.replace("\ufffc", "") for p in text if p.kind != "footnote"]
            yield (f"table {name}", way), ([line for line in lines if line], rows)

    for name, (before, after) in NOTES.items():
        for way, text in zip(WAYS, (after, before), strict=True):
            document = seen[f"noted {name}", way]
            lines = [spaced(line).replace("\ufffc", "") for line in document.lines if line.words]
            above = tuple(p for p in text if p.kind != "footnote")
            yield (
                (f"noted {name}", way),
                (lines, [line.replace("\ufffc", "") for line in redlined_text(above)]),
            )
            words = [p.words for p in text if p.kind == "footnote"]
            yield (f"notes {name}", way), ([note.strip() for note in document.notes], words)


def spaced(line: Line) -> str:
    """The words with their label, which a tab parts from them."""
    return line.words.replace("\t", " ")


def redline(before: WorkingText, after: WorkingText) -> bytes:
    compared = compare(before, after)
    return render_redline_docx(Redlined("a", "b", compared, at="2026-01-02T03:04:05Z"))


def body(lines: Iterable[Line]) -> list[str]:
    """The text between the letterhead and the line after the last word.

    That one has no words and stands last; its style may be that of a paragraph rejected before it.
    """
    *text, end = [line for line in lines if line.style not in (MASTHEAD, IMPRINT)]
    assert end.words == ""
    assert END not in [line.style for line in text]
    return [f"{line.label}\t{line.words}" if line.label else line.words for line in text]
