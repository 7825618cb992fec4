"""Writes a working text in Markdown that reads back as the same text.

``paragraph_markdown`` writes one paragraph; ``to_markdown`` a whole text. Where the kind, level or
label of a paragraph could not be told from its words, a marker stands before it: an HTML comment,
which Markdown does not show. Only the ids of paragraphs are not kept.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from adref.drafting.content import EM, FOOTNOTE, OBJECT, STRONG, Content, Piece, text_of, tidy
from adref.drafting.importing import read_paragraphs
from adref.drafting.markdown import read_inline
from adref.drafting.rows import ROW, cells_of
from adref.drafting.scanning import escaped
from adref.drafting.text import Paragraph

_HEADINGS = ("heading", "article", "annex")
_LEADING = re.compile(r"[#>+=~-]")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_LIST_LABEL = re.compile(r"\d{1,9}[.)]")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_SIGNS = {EM: ("*", "*"), STRONG: ("**", "**")}
_TAGS = {EM: ("<em>", "</em>"), STRONG: ("<strong>", "</strong>")}
_PLAIN, _SHIFTED, _MARKED = range(3)  # ways to write a paragraph, the next where one fails
_ROUNDS = 5
_BRACKETS = ("[", "]")


def to_markdown(text: Sequence[Paragraph]) -> str:
    """A working text in Markdown; read again, it has the same kinds, labels, levels, contents."""
    names = footnote_names(text)
    ways = [_PLAIN] * len(text)
    for _ in range(_ROUNDS):
        source = _written(text, names, ways)
        wrong = _differences(text, source)
        if not wrong:
            return source
        for index in wrong:
            ways[index] = min(ways[index] + 1, _MARKED)
    return _written(text, names, [_MARKED] * len(text))


def footnote_names(text: Sequence[Paragraph]) -> dict[str, str]:
    """The name of each footnote in Markdown by the id of its paragraph: its label where it can be.

    A footnote to which nothing refers has none: it is written as a paragraph, since Markdown would
    not show it otherwise.
    """
    names: dict[str, str] = {}
    used = {mark for p in text for piece in p.content for mark in piece.marks}
    free = (f"n{number}" for number in count(1))
    labels = [p.label for p in text if p.kind == "footnote"]
    for paragraph in text:
        if paragraph.kind != "footnote" or FOOTNOTE + paragraph.id not in used:
            continue
        name = paragraph.label
        if not _NAME.fullmatch(name) or name in names.values():
            name = next(n for n in free if n not in labels)
        names[paragraph.id] = name
    return names


def paragraph_markdown(
    kind: str,
    level: int,
    label: str,
    content: Content,
    names: Mapping[str, str] | None = None,
    note: str = "",
) -> str:
    """One paragraph in Markdown, on one line, not indented.

    ``names`` are the names of footnotes by id of their paragraph; ``note`` is the name of the
    footnote that this paragraph is.
    """
    words = content_markdown(content, names or {})
    if kind == "footnote" and note:
        return f"[^{note}]: {words}".rstrip()
    if kind == "item" and label == "•":
        return f"- {words}".rstrip()
    shown = label if _LIST_LABEL.fullmatch(label) else content_markdown((Piece(label),), {})
    line = " ".join(part for part in (shown if label else "", words) if part)
    if kind == "title":
        return f"# {line}"
    return f"{'#' * min(max(level, 1), 6)} {line}" if kind in _HEADINGS else line


def content_markdown(content: Content, names: Mapping[str, str]) -> str:
    """Content in Markdown: emphasis by asterisks where these read back, else by tags."""
    pieces = _named(content, names)
    source = _start(_inline(pieces, _SIGNS))
    known = frozenset(names.values())
    if any(piece.marks for piece in pieces) and read_inline(source, known) != pieces:
        return _start(_inline(pieces, _TAGS))
    return source


def _named(content: Content, names: Mapping[str, str]) -> Content:
    """References by name instead of id; a reference to no footnote is the bare character."""
    out = []
    for piece in content:
        marks = {mark for mark in piece.marks if not mark.startswith(FOOTNOTE)}
        for mark in piece.marks - marks:
            if mark.removeprefix(FOOTNOTE) in names:
                marks.add(FOOTNOTE + names[mark.removeprefix(FOOTNOTE)])
        out.append(Piece(piece.text, frozenset(marks)))
    return tidy(out)


def _inline(content: Content, delimiters: Mapping[str, tuple[str, str]]) -> str:
    words = text_of(content)
    out: list[str] = []
    within: list[str] = []
    at = 0
    for piece in content:
        wanted = [mark for mark in (STRONG, EM) if mark in piece.marks]
        while any(mark not in wanted for mark in within):
            out.append(delimiters[within.pop()][1])
        for mark in wanted:
            if mark not in within:
                within.append(mark)
                out.append(delimiters[mark][0])
        name = next((m.removeprefix(FOOTNOTE) for m in piece.marks if m.startswith(FOOTNOTE)), "")
        before, last = words[at - 1 : at], at + len(piece.text) == len(words)
        out.extend(_characters(piece.text, name, before, last))
        at += len(piece.text)
    out.extend(delimiters[mark][1] for mark in reversed(within))
    return "".join(out)


def _characters(words: str, name: str, before: str, last: bool) -> Iterator[str]:
    """The characters of a piece as Markdown; ``before`` is the character in front of the piece,
    ``last`` says whether the paragraph ends with it."""
    for at, character in enumerate(words):
        following = words[at + 1 : at + 2]
        edge = not before or before.isspace() or (last and not following)
        before = character
        if character == OBJECT and name:
            yield f"[^{name}]"
        elif character.isspace() and (edge or character != " "):
            yield f"&#{ord(character)};"
        elif character == "\\":
            yield character if following in _BRACKETS and escaped(words, at + 1) else "\\\\"
        elif character == "[" and following == "^" and not escaped(words, at):
            yield "[<em></em>"  # words that only look like a reference
        elif character == "_" and _idle(words, at):
            yield character
        elif (
            character in "*_`"
            or (character == "<" and (following.isalpha() or following in ("/", "!")))
            or (character == "&" and (following.isalnum() or following == "#"))
        ):
            yield f"\\{character}"
        else:
            yield character


def _idle(words: str, at: int) -> bool:
    """Whether an underscore can be no sign of emphasis: inside a word, or between spaces."""
    before = words[:at].rstrip("_")[-1:]
    after = words[at:].lstrip("_")[:1]
    return (before.isalnum() and after.isalnum()) or (before.isspace() and after.isspace())


def _start(source: str) -> str:
    """What begins like a heading, a quotation or a list, but is none."""
    source = _NUMBERED.sub(r"\1\\\2", source, count=1) if _NUMBERED.match(source) else source
    return f"\\{source}" if _LEADING.match(source) else source


def _written(text: Sequence[Paragraph], names: Mapping[str, str], ways: Sequence[int]) -> str:
    blocks = []
    table: list[Paragraph] = []
    for paragraph, way in zip(text, ways, strict=True):
        if paragraph.kind == ROW and way == _PLAIN:
            if table and paragraph.level:
                blocks.append(_table(table, names))
                table = []
            table.append(paragraph)
            continue
        if table:
            blocks.append(_table(table, names))
            table = []
        line = paragraph_markdown(
            paragraph.kind,
            paragraph.level,
            paragraph.label,
            paragraph.content,
            names,
            names.get(paragraph.id, ""),
        )
        listed = _LIST_LABEL.fullmatch(paragraph.label) or paragraph.label in ("", "•")
        indented = (paragraph.kind in ("item", "plain", "chapeau") and bool(listed)) != (
            way == _SHIFTED
        )
        depth = paragraph.level - (paragraph.label == "•")
        indent = "    " * min(max(depth, 0), 6) if indented else ""
        if way == _MARKED:
            labelled = paragraph.id in names or paragraph.label.strip() not in ("", "•")
            empty = not paragraph.content and not labelled
            blocks.append(indent + _marker(paragraph, empty))
            line = "" if empty else line
        if line:
            blocks.append(indent + line)
    if table:
        blocks.append(_table(table, names))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _table(rows: Sequence[Paragraph], names: Mapping[str, str]) -> str:
    """Rows as Markdown's table; where the first is none of a head, the head has no words."""
    cells = [
        [content_markdown(tidy(c), names).replace("|", "\\|") for c in cells_of(row.content)]
        for row in rows
    ]
    wide = max(map(len, cells))
    if not rows[0].level:
        cells.insert(0, [""] * wide)
    cells.insert(1, ["---"] * wide)
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _marker(paragraph: Paragraph, empty: bool) -> str:
    stated = {"kind": paragraph.kind, "level": paragraph.level, "label": paragraph.label}
    data = json.dumps(stated | ({"empty": True} if empty else {}))
    return f"<!-- {data.replace('>', chr(92) + 'u003e')} -->"


def _differences(text: Sequence[Paragraph], source: str) -> set[int]:
    """The paragraphs that would not read back; all of them when even their number differs."""
    numbers = count()
    try:
        found = read_paragraphs(source, "md", lambda: str(next(numbers)))
    except ValueError:
        return set(range(len(text)))
    if len(found) != len(text):
        return set(range(len(text)))
    order = {paragraph.id: str(index) for index, paragraph in enumerate(text)}
    return {
        index
        for index, (paragraph, read) in enumerate(zip(text, found, strict=True))
        if (paragraph.kind, paragraph.level, paragraph.label) != (read.kind, read.level, read.label)
        or _named(paragraph.content, order) != read.content
    }
