"""The gate, asked about one update."""

from adref.server.crdt.working import WorkingDocument
from adref.server.sync.gate import Verdict, judge
from adref.server.sync.shapes import WORKING_TEXT
from tests.server.sync.scenes import START, TEXT
from tests.server.sync.typist import Typist

ME = 70001


def typist() -> Typist:
    return Typist(ME, start=START)


def tried(update: bytes, *, locked: tuple[str, ...] = ("agreed",)) -> Verdict:
    """The verdict; a refused update must leave the words as they were, once rebuilt."""
    shadow = WorkingDocument([START])
    verdict = judge(
        shadow,
        update,
        may_write=True,
        granted={ME},
        locked=locked,
        shape=WORKING_TEXT,
    )
    if not verdict.passes and not verdict.spoilt:
        assert shadow.text == TEXT
    return verdict
