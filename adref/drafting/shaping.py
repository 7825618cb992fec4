"""Gives blocks their kinds, labels and levels: what a clerk sees at a glance, as rules."""

import re
from dataclasses import dataclass, field

from adref.drafting.blocks import Block
from adref.drafting.content import Content, cut, text_of
from adref.drafting.numbering import parse_label, split_label
from adref.drafting.rows import ROW

_ARTICLE = re.compile(
    r"(?:Article|ARTICLE|Art\.)\s+(?:\d+|[IVXLC]+)\s?(?:[a-z]+\b)?[.:]?(?=\s|$|\*|\[\()?"
)
_ANNEX = re.compile(r"(?:Annex|ANNEX|Appendix|APPENDIX)(?:\s+(?:\d+|[IVXLC]+|[A-Z]))?\b[.:]?")
_SECTION = re.compile(
    r"(?:[A-Z]|[IVXLC]+)\.(?=\s)|(?:Chapter|CHAPTER|Part|PART|Section)\s+\w+(?:\.\d+)*[.:]?"
)
_OPENING = "[(*{\"'“‘« \t"
_BRACKETS = re.compile(r"[\[\]*]")
_TAIL = re.compile(
    r"(?:[\[(](?:Agreed[^\[\]()]*|[^\[\]()]{1,80}: ?(?:delete|retain|reserve)[^()]*)[\])]"
    r"|[\])}*\s\"”’»\ufffc])+$",
    re.IGNORECASE,
)
_OPTION = re.compile(r"[\[(* ]*(?:(?:Option|Alternative)\s+\(?\w{1,4}\)?|Alt\.?\s*\d+)\s*:[*\s]*")
_PREAMBULAR = re.compile(
    r"(?:also |further |deeply |gravely |strongly |fully |again |having |noting |taking |bearing )*"
    r"(?:\w+ing\b|alarmed|concerned|convinced|guided|inspired|mindful|aware|conscious|determined"
    r"|encouraged|cognizant|disturbed|dismayed|resolved|committed|motivated|persuaded|shocked"
    r"|pursuant to|in furtherance of|in pursuit of|in accordance with|on the basis of)",
    re.IGNORECASE,
)
_OPERATIVE = re.compile(
    r"(?:also |further |strongly |urgently |again )*(?:accepts|acknowledges|adopts|affirms|agrees"
    r"|appeals|appreciates|approves|authorizes|calls|commends|concurs|condemns|confirms"
    r"|congratulates|considers|decides|declares|demands|deplores|designates|directs|emphasizes"
    r"|encourages|endorses|establishes|expresses|instructs|invites|looks forward|notes|reaffirms"
    r"|recalls|recognizes|recommends|regrets|reiterates|reminds|renews|requests|resolves|stresses"
    r"|supports|takes note|underlines|underscores|urges|welcomes)\b",
    re.IGNORECASE,
)
_ENACTING = re.compile(
    r"(?:The|We,?) [^.;:]{3,160},"
    r"|(?:Have|Has|Hereby)? ?agreed? (?:as follows|on the following)\s*:?",
    re.IGNORECASE,
)
_HEADING_LENGTH = 140
_TAIL_LENGTH = 600  # as far back as marks and names at the end of a paragraph are looked for


@dataclass(frozen=True, slots=True)
class Shape:
    """What a block is found to be."""

    kind: str
    label: str
    level: int
    content: Content


@dataclass
class Shaper:
    """Gives shapes to blocks in order; remembers how items nest and whether a title was seen."""

    titled: bool = False
    in_preamble: bool = False
    seen: bool = False
    nesting: list[tuple[str, str]] = field(
        default_factory=list
    )  # style and last label, outermost first

    def shape(self, block: Block) -> Shape:
        """The kind, label, level and content of the next block."""
        shape = self._stated(block) or self._found(block)
        self.seen = True
        self.in_preamble = (
            shape.kind == "pp" or _ENACTING.fullmatch(text_of(shape.content)) is not None
        )
        if shape.kind in ("title", "heading", "article", "annex", "op", "pp"):
            self.nesting = []
        return shape

    def _stated(self, block: Block) -> Shape | None:
        if block.explicit is None:
            return None
        stated = block.explicit
        words = text_of(block.content)
        label = block.marker if block.marker and block.marker != "•" else ""
        content = block.content
        is_apart = bool(label or block.footnote)  # a note is not written with its label
        if not is_apart and stated.label and words.startswith(stated.label):
            content = cut(content, len(stated.label))
            if text_of(content)[:1] == " ":
                content = cut(content, 1)
        return Shape(stated.kind, stated.label, stated.level, content)

    def _found(self, block: Block) -> Shape:
        words = text_of(block.content)
        if block.furniture:
            return Shape("plain", "", 0, block.content)
        if block.row:
            return Shape(ROW, "", block.row - 1, block.content)
        if block.footnote:
            return Shape("footnote", block.footnote, 0, block.content)
        if block.label:
            return Shape("title" if block.title else "plain", block.label, 0, block.content)
        return (
            self._heading(block, words) or self._labelled(block, words) or self._bare(block, words)
        )

    def _heading(self, block: Block, words: str) -> Shape | None:
        """Headings of the source, and lines that can only be headings."""
        if block.heading:
            return self._heading_line(block, words, block.heading)
        if block.marker or block.depth:
            return None
        short = len(words) <= _HEADING_LENGTH
        if not short or (words.rstrip("])}* ").endswith((";", ",", ".", ":")) and len(words) > 30):
            return None
        if self._is_article_line(words):
            return self._heading_line(block, words, 2)
        if (_ANNEX.match(words) and words.split()[0].isupper()) or _ANNEX.fullmatch(words.strip()):
            return self._heading_line(block, words, 1)
        if _SECTION.match(words):
            return self._heading_line(block, words, 1)
        if _is_capital(words):
            return self._heading_line(block, words, 1)
        return None

    @staticmethod
    def _is_article_line(words: str) -> bool:
        found = _ARTICLE.match(words)
        if not found:
            return False
        rest = words[found.end() :].strip()
        return not rest or found.group().endswith((".", ":")) or rest[0] in "([*–—-"

    def _heading_line(self, block: Block, words: str, level: int) -> Shape:
        for kind, pattern in (("article", _ARTICLE), ("annex", _ANNEX), ("heading", _SECTION)):
            found = pattern.match(words)
            if found:
                return self._cut(kind, block.content, len(found.group().rstrip()), level)
        if _ARTICLE.match(words.lstrip("[ ")) and self._is_article_line(
            words.replace("]", " ").lstrip("[ ")
        ):
            return Shape("article", "", level, block.content)
        if not self.seen and level == 1 and not self.titled:
            self.titled = True
            return Shape("title", "", 0, block.content)
        return Shape("heading", "", level, block.content)

    def _labelled(self, block: Block, words: str) -> Shape | None:
        label, content = block.marker, block.content
        if not label or label == "•":
            end = split_label(words)
            if end and label != "•":
                label = words[:end]
                content = _without(content, end)
        if not label:
            return None
        upper = label[:2].upper()
        if upper in ("PP", "OP"):
            return Shape(upper.lower(), label, 0, content)
        if label == "•":
            return Shape("item", label, max(block.depth, 1), content)
        if block.marker:
            level = block.depth - 1
            return Shape("item" if level else "op", label, level, content)
        style = _style(label, self.nesting)
        if style == "1":
            return Shape("op" if not block.depth else "item", label, block.depth, content)
        return Shape("item", label, block.depth + self._level(style, label), content)

    def _level(self, style: str, label: str) -> int:
        styles = [known for known, _ in self.nesting]
        if style in styles:
            self.nesting = self.nesting[: styles.index(style)]
        self.nesting.append((style, label))
        return len(self.nesting)

    def _bare(self, block: Block, words: str) -> Shape:
        optional = _OPTION.match(words)
        rest = words[optional.end() :] if optional else words
        core = " ".join(_BRACKETS.sub(" ", rest[:400]).split()).lstrip(_OPENING)
        end = _end(words)
        kind = "plain"
        if self._is_title(block, words):
            self.titled = True
            kind = "title"
        elif _ENACTING.fullmatch(words.strip("[]* ")):
            kind = "chapeau"
        elif _PREAMBULAR.match(core) and self._ends_recital(end) and not block.depth:
            kind = "pp"
        elif _OPERATIVE.match(core) and end in (";", ".") and not (block.depth or optional):
            kind = "op"
        elif end in (":", "："):
            kind = "chapeau" if not _OPTION.fullmatch(words) else "plain"
        return Shape(kind, "", 0 if kind in ("title", "pp", "op") else block.depth, block.content)

    def _ends_recital(self, end: str) -> bool:
        return end in (",", "،", "，") or (end == ";" and self.in_preamble)

    def _is_title(self, block: Block, words: str) -> bool:
        return (
            not self.seen
            and not self.titled
            and not block.depth
            and len(words) <= 200
            and _end(words) not in (".", ",", ";", ":")
        )

    @staticmethod
    def _cut(kind: str, content: Content, end: int, level: int) -> Shape:
        return Shape(kind, text_of(content)[:end], level, _without(content, end))


def _end(words: str) -> str:
    """The sign with which the words end, before closing brackets, names and agreed marks."""
    return _TAIL.sub("", words[-_TAIL_LENGTH:])[-1:]


def _without(content: Content, end: int) -> Content:
    """The content after a label and the space behind it."""
    rest = text_of(content)[end:]
    return cut(content, end + len(rest) - len(rest.lstrip()))


def _is_capital(words: str) -> bool:
    """Whether a line is set in capitals, as headings are."""
    letters = [character for character in words if character.isalpha()]
    return len(letters) > 5 and all(letter.isupper() for letter in letters)


def _style(label: str, nesting: list[tuple[str, str]]) -> str:
    """The style of a label: what shows how deep it is. ``(i)`` after ``(h)`` is a letter."""
    parts = parse_label(label)
    core = parts.number if parts else label.strip("().:（）、 ")
    shell = "(" if label.startswith(("(", "（")) else ""
    if core.isdecimal():
        if shell:
            return "(1"
        return "1"
    if core[:1].isdecimal():
        return "1.1"
    if re.fullmatch(r"[ivxlc]+", core) and not _follows(core, shell + "a", nesting):
        return f"{shell}i"
    if re.fullmatch(r"[IVXLC]+", core) and not _follows(core, shell + "A", nesting):
        return f"{shell}I"
    return f"{shell}{'A' if core.isupper() else 'a'}"


def _follows(core: str, style: str, nesting: list[tuple[str, str]]) -> bool:
    for known, last in nesting:
        before = last.strip("().: ")
        if known == style and len(core) == 1 and len(before) == 1:
            return ord(core) == ord(before) + 1
    return False
