"""[B29] Texts and Markdown from outside: long ones are read elsewhere, within limits."""

import itertools
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from adref.drafting.importing import import_text
from adref.server import source_reading
from adref.server.source_reading import MOST_BRACKETS, MOST_PARAGRAPHS, SHORT, read_bounded
from adref.server.word import bounded
from adref.server.word.bad_file import BadFile

ROOT = Path(__file__).parents[2]
LONG = (ROOT / "fixtures" / "negotiation.md").read_text(encoding="utf-8")


def names() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"n{next(numbers)}"


@pytest.mark.parametrize("format", ["md", "txt"])
def test_b29_what_is_read_elsewhere_is_the_same(format: str, monkeypatch) -> None:
    """Words, footnotes, states and report, under ids of the server."""
    monkeypatch.setattr(source_reading, "SHORT", 100)
    here = import_text(LONG, format, names())
    assert read_bounded(LONG, format, names()) == here
    assert len(here.paragraphs) > 20


def refused(source: str, format: str = "md") -> str:
    with pytest.raises(BadFile) as bad:
        read_bounded(source, format, names())
    return bad.value.code


def test_b29_what_is_no_text_is_refused(monkeypatch) -> None:
    """More paragraphs or brackets than any text has, wherever it is read; no words at all."""
    assert refused("a\n\n" * (MOST_PARAGRAPHS + 1), "txt") == "file_too_much"
    monkeypatch.setattr(source_reading, "MOST_BRACKETS", 20)
    assert refused("[a] " * 11) == "file_too_much"
    monkeypatch.setattr(source_reading, "MOST_CHARACTERS", 50)
    assert refused("word " * 11) == "file_too_much"
    assert refused(" \n") == "no_words"
    assert refused(" \n" * SHORT) == "no_words"
    assert MOST_BRACKETS > 10_000  # a text of the Geneva kind has five thousand


def test_b29_what_takes_too_long_is_ended(monkeypatch) -> None:
    """Nobody waits, and no process goes on."""
    monkeypatch.setattr(source_reading, "SECONDS", 0.0)
    assert refused("word " * SHORT) == "file_too_much"


def test_b29_what_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    """The process has 500 MB of address space and nine seconds of a processor, and no more."""
    bound = "import resource, adref.server.word.bounded as b; b.limit(); print(" + ", ".join(
        f"resource.getrlimit(resource.RLIMIT_{name})[1]" for name in ("AS", "CPU")
    )
    said = subprocess.run(
        [sys.executable, "-c", f"{bound})"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert [int(number) for number in said] == [500_000_000, 9]
    assert bounded.MEMORY <= 512_000_000
    assert source_reading.SECONDS <= 10
    (tmp_path / "ended").mkdir()
    with pytest.raises(BadFile) as bad:
        bounded.answer_in(tmp_path / "ended", -signal.SIGKILL)
    assert bad.value.code == "file_too_much"
