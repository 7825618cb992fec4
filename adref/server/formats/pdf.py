"""An edition as PDF by typst: tagged, PDF/UA-1, the same layout as the Word file.

The page is a template (``pdf.typ``); the words reach it as JSON, so that none of them can be code.
The fonts lie beside it: nothing is fetched, and no font of the machine is used.
"""

import json
import unicodedata
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import typst

from adref.drafting.edition import Edition
from adref.drafting.sentences import printed_date
from adref.server.formats.docx_runs import NOT_IN_XML, reads_from_the_right
from adref.server.formats.setting import (
    LABEL_IN_LINE,
    Depth,
    Line,
    Table,
    Words,
    announces,
    set_edition,
    tables_in,
)
from adref.server.formats.spoken import said_of_move

STANDARD = "ua-1"
LONG_LABEL = 9  # characters; a longer one hangs as far as it needs
LETTER, STEP = 0.2, 1.25  # cm: of a label, of an indent


def render_pdf(edition: Edition, line_numbers: bool = False) -> bytes:
    """The bytes of the file; lines are numbered on request.

    A character that no bundled font has is looked for in the fonts of the machine; where these
    have none either, the file is made without the claim to PDF/UA, which forbids empty boxes. The
    words themselves are in the file in any case.
    """
    data = json.dumps(_printable(_data(edition, line_numbers)), ensure_ascii=False)
    for of_machine, standards in ((False, [STANDARD]), (True, [STANDARD])):
        try:
            return _compiled(data, of_machine, standards)
        except typst.TypstError as problem:
            if "could not be displayed" not in str(problem):
                raise
    return _compiled(data, True, [])


def _printable(value: Any) -> Any:
    """Without the characters that no page can show."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("\ufffd", value)
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value


def _compiled(data: str, of_machine: bool, standards: list[str]) -> bytes:
    made = _compiler(of_machine).compile(
        format="pdf", sys_inputs={"data": data}, pdf_standards=standards
    )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(of_machine: bool) -> Any:
    with resources.as_file(resources.files("adref.server.formats")) as here:
        return typst.Compiler(
            str(here / "pdf.typ"),
            root=str(here),
            font_paths=[str(here / "fonts")],
            ignore_system_fonts=not of_machine,
        )


def _data(edition: Edition, line_numbers: bool) -> dict[str, Any]:
    setting = set_edition(edition)
    head = edition.imprint
    seen: set[int] = set()
    depth = Depth()
    return {
        "title": edition.title or edition.view,
        "view": edition.view,
        "audience": edition.audience,
        "language": edition.language.split("-")[0],
        "line_numbers": line_numbers,
        "hang": _hang([line.label for line in setting.lines if line.kind not in LABEL_IN_LINE]),
        "head": {
            "forum": head.forum,
            "symbol": head.symbol,
            "date": printed_date(head.date, edition.language),
            "lines": [words for words in (head.status, *head.disclaimers) if words],
        },
        "lines": [
            _table(item, edition, seen, depth)
            if isinstance(item, Table)
            else _line(item, edition, seen, depth)
            for item in tables_in(setting.lines)
        ],
        "notes": {
            str(number): [_word(word, set(setting.notes)) for word in line.words]
            for number, line in setting.notes.items()
        },
    }


def _hang(labels: list[str]) -> float:
    """How far labels hang, in cm: enough for the usual ones of this text."""
    usual = max((len(label) for label in labels if len(label) <= LONG_LABEL), default=0)
    return max(STEP, usual * LETTER + LETTER)


def _table(table: Table, edition: Edition, seen: set[int], depth: Depth) -> dict[str, Any]:
    rows = []
    for row in table.rows:
        cells = [
            {
                "span": span,
                "turned": reads_from_the_right("".join(w.text for w in words), table.turned),
                "words": [_word(word, seen) for word in words],
            }
            for words, span in table.cells(row)
        ]
        rows.append({"cells": cells})
    said = [{"author": c.hand.author, "text": c.text} for r in table.rows for c in r.comments]
    frame = _line(replace(table.rows[0], words=(), comments=()), edition, seen, depth)
    return frame | {
        "columns": table.columns,
        "shares": [round(share, 4) for share in table.shares],
        "turned": table.turned,
        "head": table.head,
        "rows": rows,
        "comments": said,
    }


def _line(line: Line, edition: Edition, seen: set[int], depth: Depth) -> dict[str, Any]:
    turned = reads_from_the_right(line.text)
    return {
        "kind": line.kind,
        "level": min(max(line.level, 0), 6) if line.kind not in LABEL_IN_LINE else 0,
        "heading": depth.of(line),
        "label": line.label,
        "was": line.was,
        "width": max(len(line.label), len(line.was)) + 1,
        "fate": line.fate,
        "moved": said_of_move(edition.language, line.fate) if line.move else "",
        "turned": turned,
        "sticky": announces(line.text),
        "language": _language(line.text, turned, edition.language.split("-")[0]),
        "words": [_word(word, seen) for word in line.words],
        "comments": [{"author": c.hand.author, "text": c.text} for c in line.comments],
    }


def _word(word: Words, seen: set[int]) -> dict[str, Any]:
    first = word.note > 0 and word.note not in seen
    if word.note:
        seen.add(word.note)
    return {
        "text": word.text,
        "em": word.em,
        "strong": word.strong,
        "fate": word.fate,
        "note": word.note,
        "first": first,
    }


def _language(words: str, turned: bool, otherwise: str) -> str:
    """The language by the script, where the script tells it; for those who have it read aloud."""
    if turned:
        return "ar"
    letters = [unicodedata.name(c, "") for c in words[:200] if c.isalpha()]
    for script, language in (("CJK", "zh"), ("CYRILLIC", "ru")):
        if sum(name.startswith(script) for name in letters) * 2 > len(letters):
            return language
    return otherwise
