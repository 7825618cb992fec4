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
    """The paragraphs in order, footnotes last; and how many tables are taken apart."""
    walk = _Walk(known)
    for block in document["blocks"]:
        walk.block(block)
    return [*walk.done, *walk.notes], walk.tables - walk.kept


class _Walk:
    def __init__(self, known: Sequence[dict[str, Any]]) -> None:
        self.known = known
        self.done: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.tables = 0
        self.kept = 0  # of them, those that stay tables

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
            runs += [*([(" ", ())] if runs else []), *_words_of(block)]
        if runs:  # Word parts the number of a footnote from its words by a space
            runs[0] = (runs[0][0].lstrip(), runs[0][1])
        self.notes.append({"runs": runs, "footnote": name})
        return name

    def _table(self, content: Any) -> None:
        """Each row with its cells; cells of several paragraphs keep these, one after the other."""
        self.tables += 1
        heads = content[3][1]
        bodies = [row for body in content[4] for part in body[2:4] for row in part]
        rows = [self._cells(cells) for cells in filled([*heads, *bodies, *content[5][1]])]
        full = [sum(1 for walk in row if walk.done) for row in rows]
        simple = max(full, default=0) > 1 and all(_is_short(row) for row in rows)
        self.kept += simple
        for at, row in enumerate(rows):
            if full[at] > 1 - simple and _is_short(row):
                self._row([walk.done for walk in row], head=at < len(heads))
            else:
                for walk in row:
                    self.done += walk.done
            self.tables += sum(walk.tables for walk in row)
            self.kept += sum(walk.kept for walk in row)

    def _cells(self, cells: Sequence[Any]) -> list["_Walk"]:
        inner = [_Walk(self.known) for _ in cells]
        for walk, blocks in zip(inner, cells, strict=True):
            walk.notes = self.notes
            walk._all(blocks)
        return inner

    def _row(self, cells: Sequence[list[dict[str, Any]]], head: bool) -> None:
        made: list[list[Run]] = []
        comments: list[Any] = []
        for blocks in cells:
            runs: list[Run] = []
            for block in blocks:
                label = block.get("label", "")
                runs += [(f"{label} ", ()), *_words_of(block)] if label else _words_of(block)
                comments += block.get("comments", [])
            made.append(_joined(runs))
        self.done.append({"cells": made, "head": head, "comments": comments})


def filled(rows: Sequence[Any]) -> list[list[Any]]:
    """The blocks of every place of a table's grid: of merged cells, all but the first are empty."""
    out: list[list[Any]] = []
    below: dict[int, int] = {}  # by column: rows that a cell above still covers
    for row in rows:
        places: list[Any] = []
        waiting = list(row[1])
        while waiting or below.get(len(places)):
            at = len(places)
            if below.get(at):
                below[at] -= 1
                places.append([])
                continue
            _, _, high, wide, blocks = waiting.pop(0)
            for column in range(at, at + wide):
                below[column] = high - 1
            places += [blocks, *([] for _ in range(wide - 1))]
        out.append(places)
    return out


def _is_short(row: Sequence[_Walk]) -> bool:
    return all(len(walk.done) <= _LONGEST_CELL for walk in row)


def _words_of(block: dict[str, Any]) -> list[Run]:
    """The words of a paragraph; of a row in one line."""
    runs: list[Run] = list(block.get("runs", ()))
    for at, cell in enumerate(block.get("cells", ())):
        runs += [(" | ", ()), *cell] if at else cell
    return runs


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
