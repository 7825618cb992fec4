"""Reads plain text into blocks: re-flows hard-wrapped lines, and keeps page furniture as words.

A text is hard-wrapped when its lines end at a common margin. There a line continues a paragraph
unless something says otherwise: a blank line, a label at its beginning, or a line before it into
which its first word would have fitted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from adref.drafting.blocks import Block
from adref.drafting.content import Piece, join, plain, text_of
from adref.drafting.numbering import split_label

_LONG = 160  # more characters than a printed line has: such lines are whole paragraphs
_SLACK = 0.87  # of the width: proportional type wraps at uneven numbers of characters
_NUMBER = re.compile(
    r"(?:page\s+)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"[.;:!?,…。；：，！？؛،؟][\])}\"'”’»*]*$|\]$|\)$")
_FULL_STOP = re.compile(r"[.;:!?…。；：！？؛؟][\])}\"'”’»*]*$|[\])]$")
_OPTION = re.compile(r"\[*\s*(?:(?:Option|Alternative)\s+\(?\w{1,4}\)?|Alt\.?\s*\d+)\s*(?::|\(|$)")
_SECTION = re.compile(
    r"(?:[A-Z]|[IVXLC]+)\.\s|(?:Annex|ANNEX|Appendix|Article|ARTICLE|Chapter|Part)\s+\w+"
)
_BULLET = re.compile(r"([•◦▪‣\uf0b7\uf0a7–-])\s+")
_HYPHEN = re.compile(r"\w-$")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


def read_plain(source: str) -> list[Block]:
    """The blocks of a plain text, in order."""
    lines = [line.replace("\f", " ").rstrip() for line in source.split("\n")]
    full = [len(line) for line in lines if line.strip()]
    if not full:
        return []
    if sum(length > _LONG for length in full) * 20 > len(full):
        return [_block([line], number) for number, line in enumerate(lines) if line.strip()]
    return _Flow(lines, _width(full), _running_heads(lines)).blocks()


def _width(lengths: Sequence[int]) -> int:
    ordered = sorted(lengths)
    return ordered[int(len(ordered) * 0.9)]


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line.strip())


def _running_heads(lines: Sequence[str]) -> frozenset[str]:
    """The shapes of short lines that stand next to page numbers, three times or more."""
    beside: Counter[str] = Counter()
    written = [line for line in lines if line.strip()]
    for before, line, after in zip(["", *written], written, [*written[1:], ""], strict=False):
        if _NUMBER.fullmatch(line.strip()):
            beside.update({_shape(near) for near in (before, after) if len(near.strip()) < 100})
    return frozenset(shape for shape, times in beside.items() if times >= 3 and shape != "0")


@dataclass
class _Flow:
    """Goes down the lines and gathers them into paragraphs."""

    lines: Sequence[str]
    width: int
    heads: frozenset[str]
    done: list[Block] = field(default_factory=list)
    gathered: list[str] = field(default_factory=list)
    first: int = 0
    interrupted: list[Block] = field(default_factory=list)  # furniture inside a paragraph
    blank: bool = True

    def blocks(self) -> list[Block]:
        for number, line in enumerate(self.lines):
            if not line.strip():
                self.blank = True
            elif self._is_furniture(number):
                self.interrupted.append(replace(_block([line], number), furniture=True))
                self.blank = True
            else:
                self._take(number, line)
        self._end()
        return self.done

    def _take(self, number: int, line: str) -> None:
        if not self.gathered or not self._continues(line):
            self._end()
            self.first = number
        self.gathered.append(line)
        self.blank = False

    def _end(self) -> None:
        """The paragraph ends here; furniture that interrupted it follows it."""
        if self.gathered:
            last = self.first + len(self.gathered) - 1
            self.done.append(replace(_block(self.gathered, self.first), last=last))
            self.gathered = []
        self.done.extend(self.interrupted)
        self.interrupted = []

    def _is_furniture(self, number: int) -> bool:
        line = self.lines[number].strip()
        if _shape(line) in self.heads:
            return True
        if not _NUMBER.fullmatch(line) or not self.heads:
            return False
        return not self._is_footnote_number(number)

    def _is_footnote_number(self, number: int) -> bool:
        """A lone number directly above words is the number of a footnote."""
        following = self.lines[number + 1].strip() if number + 1 < len(self.lines) else ""
        return bool(following) and _shape(following) not in self.heads

    def _continues(self, line: str) -> bool:
        before, here = self.gathered[-1], line.strip()
        if self.blank:
            return bool(self.interrupted) and not _ENDS.search(before) and here[:1].islower()
        if len(self.gathered) == 1 and _NUMBER.fullmatch(before.strip()):
            return True
        if len(self.gathered) == 1 and split_label(before.strip()) == len(before.strip()):
            return not split_label(here)
        if self._begins(before, here):
            return False
        word = here.split(maxsplit=1)[0]
        fitted = len(before) + 1 + len(word) <= self.width * _SLACK
        return not (fitted and _starts_anew(before, here))

    def _begins(self, before: str, here: str) -> bool:
        if _OPTION.match(here) or _BULLET.match(here):
            return True
        ended = _ENDS.search(before) is not None
        if split_label(here) or split_label(here.lstrip("[ ")):
            return ended or len(before) < self.width * _SLACK
        if _SECTION.match(here):
            return _FULL_STOP.search(before) is not None and len(before) < self.width * _SLACK
        # Neighbouring preambular paragraphs: one bracket ends, another begins with a capital.
        closed = before.rstrip("]") != before and before.rstrip("] ").endswith((",", ";", "."))
        return closed and here[:1] == "[" and here.lstrip("[ ")[:1].isupper()


def _starts_anew(before: str, here: str) -> bool:
    """Whether a line after an unfilled one begins a paragraph rather than going on."""
    return _ENDS.search(before) is not None or not here[:1].islower()


def _block(lines: Sequence[str], first: int) -> Block:
    if len(lines) > 1 and _NUMBER.fullmatch(lines[0].strip()):
        number, rest = lines[0].strip(), list(lines[1:])
        return Block(_flowed(rest), first, first, label=number, footnote=number)
    bullet = _BULLET.match(lines[0].lstrip())
    content = _flowed(lines)
    if bullet and bullet.group(1) not in "–-":
        words = text_of(content)[1:].lstrip()
        return Block(plain(words), first, first, marker="•", depth=1)
    return Block(content, first, first)


def _flowed(lines: Sequence[str]) -> tuple[Piece, ...]:
    return join(*(plain(part) for part in _joined([" ".join(line.split()) for line in lines])))


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines with what stands between them: a space, or nothing inside a word."""
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        divided = _HYPHEN.search(line) and following[:1].islower()
        cjk = _CJK.match(line[-1:]) and _CJK.match(following[:1])
        yield line if divided or cjk or not following else f"{line} "
