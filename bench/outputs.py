"""How long a file takes: a text of a hundred pages in every format, each in a process of its own.

``python -m bench.outputs [FOLDER]`` prints a table, and lays the files there; the time includes the
start of the process, as it does when somebody asks for a file.
"""

import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from adref.drafting.content import plain
from adref.drafting.edition import COMPILATION
from adref.drafting.floor import State
from adref.drafting.importing import import_text
from adref.drafting.parties import Membership, Party
from adref.drafting.proposal import Proposal
from adref.drafting.text import Paragraph, WorkingText
from adref.server.formats import FORMATS
from adref.server.outputs.order import Order
from adref.server.outputs.press import Press

SOURCE = Path(__file__).parents[1] / "fixtures" / "negotiation.md"
TIMES = 36  # the fixture is nearly three pages long: a hundred in all
EVERY = 5  # one paragraph in so many has a proposal


def order(format: str) -> Order:
    """The fixture again and again, with a proposal on every fifth paragraph."""
    numbers = iter(range(10_000))
    read = import_text(SOURCE.read_text(encoding="utf-8"), "md", lambda: f"p{next(numbers)}")
    text: WorkingText = tuple(
        Paragraph(f"{p.id}-{n}", p.kind, p.content, p.label, p.level)
        for n in range(TIMES)
        for p in read.paragraphs
        if p.kind != "footnote"
    )
    proposals = {
        p.id: Proposal(p.id, paragraph=p.id, basis=p.content, span=(0, 5),
                       replacement=plain("Other words"), party="a", number=n + 1)
        for n, p in enumerate(text[::EVERY])
    }  # fmt: skip
    named = Membership({"a": Party("a", "Avelia", "Avelia")})
    return Order("A long text", text, State(proposals), named, view=COMPILATION, format=format)


async def measured(format: str) -> tuple[float, bytes]:
    """Seconds, and the file."""
    press = Press(lambda: datetime.now(UTC), lambda: format)
    made = order(format)
    started = time.perf_counter()
    data = await press.make("seat", made)
    return time.perf_counter() - started, data


def outputs(folder: Path | None = None) -> str:
    """A section of ``RESULTS.md``. The files are laid into ``folder``."""
    lines = [
        "## Files out [a text of a hundred pages as PDF: under 3 s]\n",
        "The compilation of our own text 36 times over, a proposal on every fifth paragraph.\n",
        "| file | seconds | kB |",
        "|---|--:|--:|",
    ]
    for format in FORMATS:
        seconds, data = asyncio.run(measured(format))
        lines.append(f"| {format} | {seconds:.2f} | {len(data) / 1024:,.0f} |")
        if folder is not None:
            (folder / f"long.{format}").write_bytes(data)
    return "\n".join(lines)


if __name__ == "__main__":
    print(outputs(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
