"""Pandoc's document as paragraphs: runs with their marks, and what was written down beside them.

Rows of tables are put together in ``table_rows``.

A mark is ``em``, ``strong``, ``fn:<name>`` (over U+FFFC), ``ins:<author>`` or ``del:<author>``.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from adref.server.word.names import CLOSE, FURNITURE, OPEN, SPACE
from adref.server.word.table_rows import OBJECT, Run, joined, tabled, words_of

_NUMBER = re.compile(f"{OPEN}(\\d+){CLOSE}")
_EMPHASIS = {"Emph": "em", "Strong": "strong"}
_PLAIN = {"Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}


def blocks_of(
    document: Any, known: Sequence[dict[str, Any]], shapes: Sequence[dict[str, Any]] = ()
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The paragraphs in order, footnotes last; and what is to be said of the tables."""
    walk = _Walk(known)
    for block in document["blocks"]:
        walk.block(block)
    done, notes = tabled(walk.done, shapes)
    return [*done, *walk.notes], notes


class _Walk:
    def __init__(self, known: Sequence[dict[str, Any]]) -> None:
        self.known = known
        self.done: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.waiting: list[Any] = []  # comments for the next paragraph that has words

    def block(self, block: Any) -> None:
        """One block of pandoc's, or those inside it."""
        kind, content = block["t"], block.get("c")
        match kind:
            case "Para" | "Plain":
                self._paragraph(content)
            case "Header":
                self._paragraph(content[2], content[0])
            case "LineBlock":
                for line in content:
                    self._paragraph(line)
            case "CodeBlock" | "RawBlock":
                self._paragraph([{"t": "Str", "c": content[1]}])
            case "BlockQuote":
                self._all(content)
            case "Div":
                self._all(content[1])
            case "OrderedList":
                for item in content[1]:
                    self._all(item)
            case "BulletList":
                for item in content:
                    self._all(item)
            case "DefinitionList":
                for term, meanings in content:
                    self._paragraph(term)
                    for meaning in meanings:
                        self._all(meaning)
            case "Figure":
                self._all([*content[2], *content[1][1]])

    def _all(self, blocks: Sequence[Any]) -> None:
        for block in blocks:
            self.block(block)

    def _paragraph(self, inlines: Sequence[Any], heading: int = 0) -> None:
        runs, aside = self._read(inlines)
        self._put(runs, aside | ({"heading": heading} if heading else {}))

    def _put(self, runs: list[Run], aside: dict[str, Any]) -> None:
        if aside.get("kind") == FURNITURE:
            return
        comments = [*self.waiting, *aside.get("comments", ())]
        if any(text.strip() for text, _ in runs) or aside.get("label", "•") != "•":
            self.done.append({"runs": runs, **aside} | ({"comments": comments} if comments else {}))
            self.waiting = []
        elif self.done:
            if comments:
                said = self.done[-1].get("comments", [])
                self.done[-1]["comments"] = [*said, *comments]
        else:
            self.waiting = comments

    def _read(self, inlines: Sequence[Any]) -> tuple[list[Run], dict[str, Any]]:
        runs = joined(self._inlines(inlines, ()))
        found = _NUMBER.match(runs[0][0]) if runs else None
        if not found:
            return runs, {}
        runs[0] = (runs[0][0][found.end() :], runs[0][1])
        number = int(found.group(1))
        aside = dict(self.known[number]) if number < len(self.known) else {}
        return [run for run in runs if run[0]], aside

    def _inlines(self, inlines: Sequence[Any], marks: tuple[str, ...]) -> Iterator[Run]:
        for inline in inlines:
            kind, content = inline["t"], inline.get("c")
            if kind == "Str":
                yield content.replace(SPACE, " "), marks
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                yield " ", marks
            elif kind in _EMPHASIS:
                yield from self._inlines(content, (*marks, _EMPHASIS[kind]))
            elif kind in _PLAIN:
                yield from self._inlines(content, marks)
            elif kind == "Span":
                yield from self._inlines(content[1], _changed(content[0], marks))
            elif kind in ("Link", "Image", "Cite"):
                yield from self._inlines(content[1], marks)
            elif kind in ("Code", "Math", "RawInline"):
                yield content[1], marks
            elif kind == "Quoted":
                opening, closing = _QUOTES[content[0]["t"]]
                yield opening, marks
                yield from self._inlines(content[1], marks)
                yield closing, marks
            elif kind == "Note":
                yield OBJECT, (*marks, f"fn:{self._note(content)}")

    def _note(self, blocks: Sequence[Any]) -> str:
        inner = _Walk(self.known)
        inner._all(blocks)
        name = str(len(self.notes) + 1)
        runs: list[Run] = []
        for block in inner.done:
            runs += [*([(" ", ())] if runs else []), *words_of(block)]
        if runs:  # Word parts the number of a footnote from its words by a space
            runs[0] = (runs[0][0].lstrip(), runs[0][1])
        self.notes.append({"runs": runs, "footnote": name})
        return name


def _changed(attributes: Any, marks: tuple[str, ...]) -> tuple[str, ...]:
    """The marks inside a span: a tracked change says who inserted, and who deleted."""
    author = next((found for name, found in attributes[2] if name == "author"), "")
    if "insertion" in attributes[1]:
        return (*marks, f"ins:{author}")
    if "deletion" in attributes[1]:
        first, parted, second = author.partition(">")
        return (*marks, f"ins:{first}", f"del:{second}") if parted else (*marks, f"del:{author}")
    return marks
