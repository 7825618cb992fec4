"""How long a file takes: a text of a hundred pages in every format, each in a process of its own.

``python -m bench.outputs`` prints a table; the time includes the start of the process, as it does
when somebody asks for a file.
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


async def measured(format: str) -> tuple[float, int]:
    """Seconds and bytes of one file."""
    press = Press(lambda: datetime.now(UTC), lambda: format)
    made = order(format)
    started = time.perf_counter()
    data = await press.make("seat", made)
    if len(sys.argv) > 1:
        Path(sys.argv[1], f"long.{format}").write_bytes(data)
    return time.perf_counter() - started, len(data)


def main() -> None:
    for format in FORMATS:
        seconds, size = asyncio.run(measured(format))
        print(f"{format:5} {seconds:6.2f} s {size / 1024:8.0f} kB")


if __name__ == "__main__":
    main()
