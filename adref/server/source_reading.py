"""Reads a text or Markdown from outside: what is long in a process of its own, within limits.

``python -m adref.server.source_reading FOLDER FORMAT`` reads ``FOLDER/source`` (UTF-8) and writes
``FOLDER/answer.json``: what ``import_text`` gives, or ``{"bad": code, "params"}``.
"""

import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from adref.drafting.content import text_of
from adref.drafting.importing import Imported, import_text
from adref.drafting.rebasing import refer
from adref.drafting.text import Paragraph, WorkingText, paragraph_from_json, paragraph_to_json
from adref.server.word.bad_file import BadFile
from adref.server.word.bounded import ANSWER, answer_in, limit, run

SHORT = 64 * 1024  # characters that are read at once: the worst of them cost about a second
SECONDS = 10.0
MOST_PARAGRAPHS, MOST_BRACKETS, MOST_CHARACTERS = 30_000, 50_000, 5 * 1024 * 1024


def read_bounded(source: str, format: str, new_id: Callable[[], str]) -> Imported:
    """The same as ``import_text``, whatever the source is. Raises ``BadFile``; blocks."""
    try:
        if len(source) <= SHORT:
            read = import_text(source, format, new_id)
        else:
            read = _renamed(_elsewhere(source, format), new_id)
    except BadFile:
        raise
    except ValueError:
        raise BadFile("no_words") from None
    judge(read.paragraphs)
    return read


def judge(text: WorkingText) -> None:
    """Refuse what is no text that anybody negotiates. Raises ``BadFile``."""
    words = brackets = 0
    for paragraph in text:
        said = text_of(paragraph.content)
        words += len(said)
        brackets += said.count("[") + said.count("]")
    if len(text) > MOST_PARAGRAPHS or words > MOST_CHARACTERS or brackets > MOST_BRACKETS:
        raise BadFile("file_too_much")


def _elsewhere(source: str, format: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="adref-") as work:
        (Path(work) / "source").write_text(source, encoding="utf-8", newline="")
        ended = run(__name__, work, time.monotonic() + SECONDS, work, format)
        return answer_in(Path(work), ended)


def _renamed(answer: Mapping[str, Any], new_id: Callable[[], str]) -> Imported:
    """What was read elsewhere, its paragraphs under ids of ours."""
    text = [paragraph_from_json(said) for said in answer["paragraphs"]]
    ids = {paragraph.id: new_id() for paragraph in text}
    report = answer["report"]
    for item in report["unbalanced"]:
        item["paragraph"] = ids[item["paragraph"]]
    return Imported(
        answer["title"],
        tuple(Paragraph(ids[p.id], p.kind, refer(p.content, ids), p.label, p.level) for p in text),
        {ids[key]: state for key, state in answer["states"].items()},
        report,
    )


def main(folder: Path, format: str) -> None:
    """Read, within limits, and write down the answer."""
    limit()
    source = (folder / "source").read_bytes().decode("utf-8")
    numbers = itertools.count(1)
    answer: dict[str, Any]
    try:
        read = import_text(source, format, lambda: f"p{next(numbers)}")
        judge(read.paragraphs)
        answer = {
            "title": read.title,
            "paragraphs": [paragraph_to_json(paragraph) for paragraph in read.paragraphs],
            "states": dict(read.states),
            "report": dict(read.report),
        }
    except BadFile as bad:
        answer = {"bad": bad.code, "params": dict(bad.params)}
    except (MemoryError, RecursionError):
        answer = {"bad": "file_too_much", "params": {}}
    except ValueError:
        answer = {"bad": "no_words", "params": {}}
    (folder / ANSWER).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
