"""How long a redline takes: a text of 300,000 characters with 2,000 changes.

``python -m bench.comparison`` prints the section that ``make bench`` writes. The words are those of
our own fixture, put together anew by a fixed seed, so that no two paragraphs are alike.
"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from adref.drafting.comparison import compare
from adref.drafting.content import plain
from adref.drafting.text import Paragraph, WorkingText
from adref.server.words import icu_words

ROOT = Path(__file__).resolve().parent.parent
CHARACTERS, CHANGES, RUNS = 300_000, 2_000, 5
GOAL = 1.0  # seconds


def comparison() -> str:
    """The section: seconds and what was found, for each way of matching."""
    chance = random.Random(4)
    before = made(chance)
    after = changed(before, chance)
    moved = shuffled(after, chance)
    cases: dict[str, Callable[[], object]] = {
        "permanent ids": lambda: compare(before, after, True, icu_words),
        "files, matched by what they say": lambda: compare(
            before, renamed(after), False, icu_words
        ),
        "files, sections moved too": lambda: compare(before, renamed(moved), False, icu_words),
        "all in one paragraph": lambda: compare(whole(before), whole(after), True, icu_words),
    }
    size = sum(len(paragraph.words) for paragraph in before)
    lines = [
        f"## Redline [{CHARACTERS:,} characters, {CHANGES:,} changes: under {GOAL:.0f} s]\n",
        f"{size:,} characters in {len(before):,} paragraphs; the words are cut by ICU. "
        f"Median of {RUNS}.\n",
        "| texts | seconds | words struck | words inserted | words in all |",
        "|---|---|---|---|---|",
    ]
    words = sum(len(paragraph.words.split()) for paragraph in before)
    for name, work in cases.items():
        rows = work().rows  # type: ignore[attr-defined]
        struck, inserted = sum(row.struck for row in rows), sum(row.inserted for row in rows)
        lines.append(f"| {name} | {median(work):.2f} | {struck} | {inserted} | {words} |")
    return "\n".join(lines)


def median(work: Callable[[], object]) -> float:
    """Seconds."""
    took = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def made(chance: random.Random) -> WorkingText:
    """A text of the wanted length."""
    words = (ROOT / "fixtures" / "negotiation.md").read_text(encoding="utf-8").split()
    text: list[Paragraph] = []
    size = 0
    while size < CHARACTERS:
        said = " ".join(chance.choices(words, k=chance.randrange(8, 140)))
        text.append(Paragraph(f"p{len(text)}", "op", plain(said), f"{len(text) + 1}."))
        size += len(said)
    return tuple(text)


def changed(text: WorkingText, chance: random.Random) -> WorkingText:
    """The same with words replaced, inserted and deleted here and there."""
    said = [paragraph.words.split(" ") for paragraph in text]
    sizes = [len(words) for words in said]
    for words in chance.choices(said, sizes, k=CHANGES):
        at = chance.randrange(len(words))
        words[at : at + chance.randrange(2)] = [f"word{chance.randrange(10_000)}"]
        if len(words) > 3 and chance.random() < 0.3:
            del words[chance.randrange(len(words))]
    return tuple(p.reading(plain(" ".join(w))) for p, w in zip(text, said, strict=True))


def shuffled(text: WorkingText, chance: random.Random) -> WorkingText:
    """The same with ten sections elsewhere."""
    out = list(text)
    for _ in range(10):
        at, length = chance.randrange(len(out) - 12), chance.randrange(2, 12)
        section = out[at : at + length]
        del out[at : at + length]
        place = chance.randrange(len(out))
        out[place:place] = section
    return tuple(out)


def renamed(text: WorkingText) -> WorkingText:
    """The same as another file: other ids and labels."""
    return tuple(replace(p, id=f"q{n}", label=f"({n})") for n, p in enumerate(text))


def whole(text: WorkingText) -> WorkingText:
    """The same in a single paragraph."""
    return (Paragraph("p", "op", plain(" ".join(p.words for p in text))),)


if __name__ == "__main__":
    print(comparison())
