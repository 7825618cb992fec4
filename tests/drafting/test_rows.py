"""[B30] Rows of tables: cells are words between bars."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from adref.drafting.amendments import amendments
from adref.drafting.content import Piece, plain, text_of
from adref.drafting.importing import read_paragraphs
from adref.drafting.markdown_source import to_markdown
from adref.drafting.redline import RedlineRun
from adref.drafting.rows import bars, cells_of, columns, row_of, shares, with_tidy_edges
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.tracking import Hand, Step, accepted, rejected, track

GOLDEN = json.loads((Path(__file__).parents[2] / "fixtures" / "rows.json").read_text("utf-8"))
EM = frozenset({"em"})


def cells(words: str) -> list[str]:
    return [text_of(tuple(cell)) for cell in cells_of(plain(words))]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["words"])
def test_b30_cells_are_parted_by_bars(case: dict[str, Any]) -> None:
    assert cells(case["words"]) == case["cells"]
    assert len(bars(case["words"])) == len(case["cells"]) - 1


def test_b30_a_row_of_cells_has_these_cells_with_their_marks() -> None:
    made = row_of([plain("a|b"), (Piece("c", EM), Piece(" d")), ()])
    assert [tuple(cell) for cell in cells_of(made)] == [
        (Piece("a|b"),),
        (Piece("c", EM), Piece(" d")),
        (),
    ]


def test_b30_changes_in_two_cells_are_two_changes() -> None:
    changes = amendments(plain("2030 | 5 | levy"), plain("2031 | 6 | levy"))
    assert [change.span for change in changes] == [(0, 4), (7, 8)]


def test_b33_a_row_that_gets_another_cell_goes_and_comes_anew() -> None:
    base = (Paragraph("h", "row", plain("Year | Share"), "", 1), row("2030 | 5"))
    text = (base[0], row("2030 | 5 | levy"))
    tracked = track(base, [Step(text, Hand("Avon", "2026-01-01T00:00:00Z"))])
    assert [p.fate for p in tracked] == ["kept", "struck", "inserted"]
    assert accepted(tracked) == text
    assert rejected(tracked) == base


def test_b33_words_that_change_leave_the_row_where_it_is() -> None:
    tracked = track((row("2030 | 5"),), [Step((row("2030 | 6 per cent"),), Hand("Avon"))])
    assert [p.fate for p in tracked] == ["kept"]


def row(words: str, id: str = "r") -> Paragraph:
    return Paragraph(id, "row", plain(words))


def read(source: str) -> WorkingText:
    numbers = count()
    return read_paragraphs(source, "md", lambda: str(next(numbers)))


def test_b32_markdown_has_real_tables_and_reads_them_back() -> None:
    source = (
        "Text.\n\n| Year | Share |\n| --- | --- |\n| 2030 | [5][7] *per* cent |\n| a \\| b | |\n\n"
        "| | |\n|-|-|\n| no | head |\n"
    )
    text = read(source)
    assert [(p.kind, p.level, p.words) for p in text[1:]] == [
        ("row", 1, "Year | Share"),
        ("row", 0, "2030 | [5][7] per cent"),
        ("row", 0, "a \\| b | "),
        ("row", 0, "no | head"),
    ]
    assert read(to_markdown(text)) == text


def test_b31_b32_rows_in_every_form_come_back_from_markdown() -> None:
    told = [("a | b", 1), ("c|d", 1), ("alone", 0), ("|", 0), ("", 0), ("- x | #y | 1. z", 0)]
    text = tuple(Paragraph(str(n), "row", plain(w), "", level) for n, (w, level) in enumerate(told))
    assert read(to_markdown(text)) == text


def test_b31_a_table_is_as_wide_as_most_of_its_rows() -> None:
    assert columns([3, 3, 5]) == 3
    assert columns([1]) == 1


def test_a_cell_has_no_space_at_its_edges_with_its_changes_and_without():
    """[B30] Words that come at an edge bring their space, words that go take it."""
    runs = [RedlineRun(" a", fate="inserted"), RedlineRun(" levy "), RedlineRun("b", fate="struck")]
    tidied = with_tidy_edges(cells_of([RedlineRun("x |"), *runs])[1])
    assert [run.text for run in tidied] == ["a ", "levy", " b"]
    rivals = [RedlineRun("a", fate="struck"), RedlineRun("b", fate="inserted"), RedlineRun(" c")]
    assert with_tidy_edges(rivals) == rivals


def test_columns_are_as_wide_as_their_words_want():
    """[F15] Years take less than sentences; nothing takes all."""
    found = shares([[4, 12, 900], [4, 0], [4, 12, 80, 7]], 3)
    assert sum(found) == pytest.approx(1)
    assert found[0] < found[1] < found[2] < 0.7
    assert shares([], 2) == [0.5, 0.5]
