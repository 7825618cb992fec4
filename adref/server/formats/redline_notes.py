"""The footnotes of a redline: which rows of it stand below the page, and under which reference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from adref.drafting.comparison import DEPARTED, Row
from adref.drafting.content import FOOTNOTE
from adref.drafting.redline import INSERTED, KEPT, STRUCK, RedlineRun

OLD, NEW, BOTH = "old", "new", "both"


@dataclass
class Notes:
    """The rows that are footnotes with a reference on each side on which they stand."""

    rows: Sequence[Row]
    below: dict[str, Row] = field(default_factory=dict)  # by their ids on both sides

    def __post_init__(self) -> None:
        """A footnote to which nothing refers on one of its sides stays a paragraph."""
        notes = [row for row in self.rows if _is_note(row) and row.fate != DEPARTED]
        aside = {id(row) for row in notes}
        others = [row for row in self.rows if id(row) not in aside]
        old = _referred(run for row in others for run in row.runs if run.fate != INSERTED)
        new = _referred(run for row in others for run in row.runs if run.fate != STRUCK)
        for row in notes:
            if all(h.id in old for h in row.before) and all(h.id in new for h in row.after):
                self.below |= {head.id: row for head in (*row.before, *row.after)}

    def is_below(self, row: Row) -> bool:
        """Whether a row is not written as a paragraph."""
        heads = (*row.before, *row.after)
        return bool(heads) and all(head.id in self.below for head in heads) and _is_note(row)

    def words(self, target: str, side: str) -> list[RedlineRun]:
        """The words of a footnote: as they were, as they are, or with what changed in them."""
        row = self.below[target]
        if side == BOTH:
            return list(row.runs)
        gone = INSERTED if side == OLD else STRUCK
        runs = (run for run in row.runs if run.fate != gone)
        return [
            run._replace(
                fate=KEPT,
                marks=run.was if side == OLD and run.was is not None else run.marks,
                was=None,
            )
            for run in runs
        ]


def _is_note(row: Row) -> bool:
    heads = (*row.before, *row.after)
    single = len(row.before) <= 1 and len(row.after) <= 1
    return single and bool(heads) and all(head.kind == "footnote" for head in heads)


def _referred(runs: Iterable[RedlineRun]) -> set[str]:
    return {
        mark.removeprefix(FOOTNOTE)
        for run in runs
        for mark in (*run.marks, *(run.was or ()))
        if mark.startswith(FOOTNOTE)
    }
