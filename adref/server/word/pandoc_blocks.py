"""Pandoc's document as paragraphs: runs with their marks, and what was written down beside them.

A mark is ``em``, ``strong``, ``fn:<name>`` (over U+FFFC), ``ins:<author>`` or ``del:<author>``.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from adref.server.word.names import CLOSE, FURNITURE, OPEN, SPACE

OBJECT = "\ufffc"
Run = tuple[str, tuple[str, ...]]
_NUMBER = re.compile(f"{OPEN}(\\d+){CLOSE}")
_EMPHASIS = {"Emph": "em", "Strong": "strong"}
_PLAIN = {"Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"}
_QUOTES = {"SingleQuote": ("‘", "’"), "DoubleQuote": ("“", "”")}
_LONGEST_CELL = 1  # paragraphs of a cell that is written in the line of its row


def blocks_of(document: Any, known: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The paragraphs in order, footnotes last; and how many tables there were."""
    walk = _Walk(known)
    for block in document["blocks"]:
        walk.block(block)
    return [*walk.done, *walk.notes], walk.tables


class _Walk:
    def __init__(self, known: Sequence[dict[str, Any]]) -> None:
        self.known = known
        self.done: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.tables = 0

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
            case "Table":
                self._table(content)

    def _all(self, blocks: Sequence[Any]) -> None:
        for block in blocks:
            self.block(block)

    def _paragraph(self, inlines: Sequence[Any], heading: int = 0) -> None:
        runs, aside = self._read(inlines)
        self._put(runs, aside | ({"heading": heading} if heading else {}))

    def _put(self, runs: list[Run], aside: dict[str, Any]) -> None:
        if aside.get("kind") == FURNITURE:
            return
        if any(text.strip() for text, _ in runs) or aside.get("label", "•") != "•":
            self.done.append({"runs": runs, **aside})
        elif aside.get("comments") and self.done:
            said = self.done[-1].setdefault("comments", [])
            self.done[-1]["comments"] = [*said, *aside["comments"]]

    def _read(self, inlines: Sequence[Any]) -> tuple[list[Run], dict[str, Any]]:
        runs = _joined(self._inlines(inlines, ()))
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
            runs += [*([(" ", ())] if runs else []), *block["runs"]]
        if runs:  # Word parts the number of a footnote from its words by a space
            runs[0] = (runs[0][0].lstrip(), runs[0][1])
        self.notes.append({"runs": runs, "footnote": name})
        return name

    def _table(self, content: Any) -> None:
        """Each row a line, its cells parted; rows of whole paragraphs keep their paragraphs."""
        self.tables += 1
        bodies = [row for body in content[4] for part in body[2:4] for row in part]
        for row in [*content[3][1], *bodies, *content[5][1]]:
            cells = [cell[4] for cell in row[1]]
            inner = [_Walk(self.known) for _ in cells]
            for walk, blocks in zip(inner, cells, strict=True):
                walk.notes = self.notes
                walk._all(blocks)
            full = [walk for walk in inner if walk.done]
            if len(full) > 1 and all(len(walk.done) <= _LONGEST_CELL for walk in full):
                self._row([walk.done for walk in inner])
            else:
                for walk in full:
                    self.done += walk.done
            self.tables += sum(walk.tables for walk in inner)

    def _row(self, cells: Sequence[list[dict[str, Any]]]) -> None:
        runs: list[Run] = []
        comments: list[Any] = []
        for at, blocks in enumerate(cells):
            runs += [(" | ", ())] if at else []
            for block in blocks:
                label = block.get("label", "")
                runs += [(f"{label} ", ()), *block["runs"]] if label else block["runs"]
                comments += block.get("comments", [])
        self.done.append({"runs": _joined(runs), "row": True, "comments": comments})


def _changed(attributes: Any, marks: tuple[str, ...]) -> tuple[str, ...]:
    """The marks inside a span: a tracked change says who inserted, and who deleted."""
    author = next((found for name, found in attributes[2] if name == "author"), "")
    if "insertion" in attributes[1]:
        return (*marks, f"ins:{author}")
    if "deletion" in attributes[1]:
        first, parted, second = author.partition(">")
        return (*marks, f"ins:{first}", f"del:{second}") if parted else (*marks, f"del:{author}")
    return marks


def _joined(runs: Any) -> list[Run]:
    out: list[Run] = []
    for text, marks in runs:
        same = tuple(sorted(set(marks)))
        if out and out[-1][1] == same and text != OBJECT:
            out[-1] = (out[-1][0] + text, same)
        elif text:
            out.append((text, same))
    return out
