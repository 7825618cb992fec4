"""One Word file read, in processes of its own, one after the other so that none adds to another.

``python -m adref.server.word.convert prepare FOLDER FILE PANDOC`` judges and rewrites the file and
then *becomes* pandoc; ``... shape FOLDER`` reads what pandoc said. ``FOLDER/answer.json`` gets
``{"blocks", "authors", "notes"}`` or ``{"bad": code, "params"}``. Limits are set before anything
is opened; when a process dies of one, its parent knows what that means.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from adref.server.word.bounded import ANSWER, limit


def prepare(folder: Path, source: Path, pandoc: str) -> None:
    """Judge and rewrite the file, and go on as pandoc."""
    from adref.server.word.preparing import prepare as prepared

    with source.open("rb") as file:
        plain, aside = prepared(file)
    (folder / "plain.docx").write_bytes(plain)
    known = {
        "known": aside.paragraphs,
        "tables": aside.tables.shapes,
        "authors": aside.authors.names,
        "notes": aside.notes,
    }
    (folder / "aside.json").write_text(json.dumps(known), encoding="utf-8")
    out = os.open(folder / "pandoc.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    os.dup2(out, 1)
    os.chdir(folder)
    reading = [pandoc, "--sandbox", "--track-changes=all", "-f", "docx", "-t", "json"]
    os.execve(pandoc, [*reading, "plain.docx"], {"LANG": "C.UTF-8", "HOME": str(folder)})


def shape(folder: Path) -> dict[str, Any]:
    """What the file says, from what pandoc and ``prepare`` left."""
    from adref.server.word.pandoc_blocks import blocks_of

    aside = json.loads((folder / "aside.json").read_bytes())
    document = json.loads((folder / "pandoc.json").read_bytes())
    blocks, of_tables = blocks_of(document, aside["known"], aside["tables"])
    notes = {**aside["notes"], **of_tables}
    return {
        "blocks": blocks,
        "authors": aside["authors"],
        "notes": {name: count for name, count in notes.items() if count},
    }


def main(stage: str, folder: Path, *more: str) -> None:
    """Carry out a stage; what is wrong with the file is written down as the answer."""
    limit()
    from adref.server.word.bad_file import BadFile

    try:
        if stage == "prepare":
            prepare(folder, Path(more[0]), more[1])
        answer = shape(folder)
    except BadFile as bad:
        answer = {"bad": bad.code, "params": dict(bad.params)}
    except (MemoryError, RecursionError):
        answer = {"bad": "file_too_much", "params": {}}
    (folder / ANSWER).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
