"""Reads Markdown into blocks. Not one word or bracket is lost: what Markdown would swallow (links,
images, code, HTML) is read as the characters that stand there."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from adref.drafting.blocks import Block, Explicit
from adref.drafting.content import EM, FOOTNOTE, OBJECT, STRONG, Content, Piece, cut, text_of, tidy
from adref.drafting.rows import row_of
from adref.drafting.text import KINDS

_READER = MarkdownIt("commonmark", {"html": False}).disable(
    [
        *("code", "fence", "html_block", "reference"),
        *("backticks", "link", "image", "autolink", "html_inline"),
        "text_join",  # keeps escaped characters apart from written ones
    ]
)
_READER.enable("table")
_FRONT = re.compile(r"([\w-]+:)\s*(.*)")
_OF_TABLES = ("thead_open", "thead_close", "tr_open", "tr_close")
_TAG = re.compile(r"(</?(?:em|strong|i|b)>)")
_TAG_MARK = {"em": EM, "i": EM, "strong": STRONG, "b": STRONG}
_REFERENCE = re.compile(r"\[\^([^\s\[\]]+)\]")
_DEFINITION = re.compile(r"\[\^([^\s\[\]]+)\]:[ \t]*")
_EXPLICIT = re.compile(r"<!-- (\{.*\}) -->")
# A line of its own inside a paragraph of the source: what begins with a label or an option.
_BEGINS = re.compile(
    r"\[\^[^\s\[\]]+\]:|\((?:[a-z]|[ivx]+)\)\s|(?:PP|OP)\s?\d|[\[*]*(?:Option|Alt)\s+\(?\w{1,4}\)?\s*:"
)


def read_markdown(source: str) -> list[Block]:
    """The blocks of a Markdown source, in order."""
    lines = source.split("\n")
    front, after = _front_matter(lines)
    body = "\n" * after + "\n".join(lines[after:])
    names = frozenset(
        found.group(1) for line in lines if (found := _DEFINITION.match(line.lstrip(" *>-+")))
    )
    return [*front, *_Walk(names).blocks(_READER.parse(body))]


def read_inline(source: str, footnotes: frozenset[str] = frozenset()) -> Content:
    """The content of one paragraph of Markdown."""
    inline = _READER.parseInline(source)[0].children or []
    return tidy(_pieces(inline, footnotes))


def _front_matter(lines: Sequence[str]) -> tuple[list[Block], int]:
    if not lines or lines[0].strip() != "---":
        return [], 0
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    blocks = []
    for number, line in enumerate(lines[1:end], 1):
        found = _FRONT.fullmatch(line.strip())
        label, words = found.groups() if found else ("", line.strip())
        if label or words:
            content = (Piece(words),) if words else ()
            title = label.lower() == "title:" and bool(words)
            blocks.append(Block(content, number, number, label=label, title=title))
    return blocks, end + 1 if end else 0


class _Walk:
    """Goes through the tokens of a source and remembers in which list items it is."""

    def __init__(self, footnotes: frozenset[str]) -> None:
        self.footnotes = footnotes
        self.depth = 0
        self.heading = 0
        self.markers: list[tuple[str, int, int]] = []  # markers not yet given to a block
        self.explicit: Explicit | None = None
        self.cells: list[Content] | None = None  # of the row that is open
        self.in_head = False

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for token in tokens:
            if token.type in _OF_TABLES:
                yield from self._table(token)
            elif token.type == "inline" and self.cells is not None:
                self.cells.append(tidy(_pieces(token.children or [], self.footnotes)))
            elif token.type == "list_item_open":
                first, last = _lines(token)
                yield from self._bare_markers()
                self.depth += 1
                self.markers.append(
                    (f"{token.info}{token.markup}" if token.info else "•", first, last)
                )
            elif token.type == "list_item_close":
                yield from self._bare_markers()
                self.depth -= 1
            elif token.type == "heading_open":
                self.heading = int(token.tag[1])
            elif token.type == "inline":
                yield from self._inline(token)
                self.heading = 0

    def _table(self, token: Token) -> Iterator[Block]:
        """A row of a table is a block; a head without words is only a sign of Markdown's."""
        if token.type == "tr_open":
            self.cells, self.place = [], _lines(token)
        elif token.type == "tr_close":
            cells, self.cells = self.cells or [], None
            self.explicit = None
            if not self.in_head or any(cells):
                row = row_of(cells)
                yield Block(row, *self.place, depth=self.depth, row=1 + self.in_head)
        else:
            self.in_head = token.type == "thead_open"

    def _bare_markers(self) -> Iterator[Block]:
        """A list marker without words of its own is still printed."""
        for marker, first, _ in self.markers:
            if marker != "•":
                yield self._block((), first, first, marker)
        self.markers = []

    def _inline(self, token: Token) -> Iterator[Block]:
        stated = _EXPLICIT.fullmatch(token.content)
        if stated and _is_about_the_file(stated.group(1)):
            return
        if stated and (explicit := _explicit(stated.group(1))):
            self.explicit = explicit[0]
            if explicit[1]:
                yield self._block((), *_lines(token), "")
            return
        first, last = _lines(token)
        marker = self.markers.pop()[0] if self.markers else ""
        yield from self._bare_markers()
        for offset, rows, children in _split(token):
            at = first + offset
            name = ""
            content = tidy(_pieces(children, self.footnotes))
            words = text_of(content)
            if words.startswith(OBJECT) and words[1:2] == ":" and not marker:
                name = next(iter(content[0].marks)).removeprefix(FOOTNOTE)
                content = cut(content, _after_colon(words, exactly=self.explicit is not None))
            yield self._block(content, at, min(at + rows - 1, last), marker, name)
            marker = ""

    def _block(self, content: Content, first: int, last: int, marker: str, name: str = "") -> Block:
        explicit, self.explicit = self.explicit, None
        return Block(
            content,
            first,
            last,
            heading=self.heading,
            depth=self.depth,
            marker=marker,
            footnote=name,
            explicit=explicit,
        )


def _after_colon(words: str, exactly: bool) -> int:
    """Where a footnote begins after its name; a marker says that only one space is not of it."""
    rest = words[2:]
    return len(words) - len(rest.removeprefix(" ") if exactly else rest.lstrip())


def _lines(token: Token) -> tuple[int, int]:
    first, end = token.map or (0, 1)
    return first, end - 1


def _is_about_the_file(source: str) -> bool:
    """Whether a comment says what an exported file is: no part of the text."""
    try:
        data = json.loads(source)
    except ValueError:
        return False
    return isinstance(data, dict) and isinstance(data.get("about"), str)


def _explicit(source: str) -> tuple[Explicit, bool] | None:
    try:
        data = json.loads(source)
    except ValueError:
        return None
    if not isinstance(data, dict) or data.get("kind") not in KINDS:
        return None
    level, label = data.get("level", 0), data.get("label", "")
    if not isinstance(level, int) or not isinstance(label, str):
        return None
    return Explicit(data["kind"], level, label), data.get("empty") is True


def _split(token: Token) -> Iterator[tuple[int, int, list[Token]]]:
    """The parts of a paragraph that stand on lines of their own: line, lines, tokens."""
    children = token.children or []
    rows = token.content.split("\n")
    breaks = [i for i, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
    depths = _open_marks(children)
    cuts = [-1]
    at = [0]
    for row, index in enumerate(breaks, 1):
        if row < len(rows) and depths[index] == 0 and _BEGINS.match(rows[row].lstrip()):
            cuts.append(index)
            at.append(row)
    cuts.append(len(children))
    at.append(len(rows))
    for (left, right), (low, high) in zip(pairwise(cuts), pairwise(at), strict=True):
        yield low, high - low, children[left + 1 : right]


def _open_marks(children: Sequence[Token]) -> list[int]:
    depth, out = 0, []
    for child in children:
        depth += child.nesting
        out.append(depth)
    return out


def _pieces(children: Sequence[Token], footnotes: frozenset[str]) -> Iterator[Piece]:
    marks: Counter[str] = Counter()
    for child in children:
        if child.type in ("em_open", "strong_open"):
            marks[child.tag] += 1
        elif child.type in ("em_close", "strong_close"):
            marks[child.tag] -= 1
        elif child.type in ("softbreak", "hardbreak"):
            yield Piece(" ", frozenset(+marks))
        elif child.type == "text_special":
            # ``\[`` and ``&#91;`` say alike that a bracket is meant as an ordinary character.
            bracket = child.content in ("[", "]")
            yield Piece(f"\\{child.content}" if bracket else child.content, frozenset(+marks))
        else:
            yield from _words(child.content, marks, footnotes)


def _words(words: str, marks: Counter[str], footnotes: frozenset[str]) -> Iterator[Piece]:
    for part in _TAG.split(words):
        if _TAG.fullmatch(part):
            mark = _TAG_MARK[part.strip("</>")]
            if not part.startswith("</"):
                marks[mark] += 1
            elif marks[mark] > 0:
                marks[mark] -= 1
            else:
                yield Piece(part, frozenset(+marks))
            continue
        at = 0
        for found in _REFERENCE.finditer(part):
            if found.group(1) not in footnotes:
                continue
            yield Piece(part[at : found.start()], frozenset(+marks))
            yield Piece(OBJECT, frozenset((*+marks, FOOTNOTE + found.group(1))))
            at = found.end()
        yield Piece(part[at:], frozenset(+marks))
