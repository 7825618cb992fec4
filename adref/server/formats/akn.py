"""An edition as Akoma Ntoso 3.0, in the shape of AKN4UN: statement, preface, preamble, body.

The permanent id of a paragraph is its ``wId``; its ``eId`` says where it stands. The profile for
contested text is described in docs/akn-profile.md.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lxml import etree

from adref.drafting.compiled import CompiledParagraph
from adref.drafting.edition import UNATTRIBUTED, Edition
from adref.drafting.profiles import PROFILES
from adref.drafting.rows import HEAD, ROW
from adref.drafting.tracking import TrackedParagraph
from adref.drafting.writing import is_moved_here
from adref.server.formats.akn_meta import write_meta
from adref.server.formats.akn_tables import write_cells
from adref.server.formats.akn_words import NAMES, Pen, ours, put, safe, sign, sub, tag

_RANKS = {"annex": 0, "heading": 1, "article": 8}
_HEADED = {"annex": "hcontainer", "heading": "section", "article": "article"}
_STEMS = {"pp": "pp", "op": "para", "item": "point", "article": "art", "heading": "sec"}
Source = CompiledParagraph | TrackedParagraph
Placed = tuple[Source, str]  # with its eId


def render_akn(edition: Edition) -> bytes:
    """The bytes of the file, in UTF-8; valid against the strict schema."""
    made = etree.tostring(_Writer(edition).document(), xml_declaration=True, encoding="UTF-8")
    return bytes(made)


@dataclass
class _Open:
    """A hierarchical element that may still take children, and its place in the order."""

    rank: int
    element: Any
    words: Any = None  # its content, which becomes an intro when a child comes


@dataclass
class _Writer:
    edition: Edition
    used: set[str] = field(default_factory=set)
    stack: list[_Open] = field(default_factory=list)
    eids: dict[str, str] = field(default_factory=dict)
    table: Any = None  # that is open
    in_head: bool = False  # of it

    def document(self) -> Any:
        edition = self.edition
        root = etree.Element(tag("akomaNtoso"), nsmap=NAMES)
        statement = sub(root, "statement", name="resolutionDraft", contains="singleVersion")
        write_meta(statement, edition)
        sources: tuple[Source, ...] = edition.tracked or edition.compiled
        made = [self.eid(p) for p in sources]
        self.eids = {p.id: eid for p, eid in zip(sources, made, strict=True)}
        notes = {p.id: self.eids[p.id] for p in sources if p.kind == "footnote"}
        attributed = edition.shows != UNATTRIBUTED
        profile = PROFILES[edition.profile]
        self.pen = Pen(profile, edition.names, notes, attributed, count(1))
        every = list(zip(sources, made, strict=True))
        rest = self.preamble(statement, self.preface(statement, every))
        body = sub(statement, "mainBody")
        for source, eid in rest:
            self.place(body, source, eid)
        if not len(body):
            sub(body, "p")
        return root

    def eid(self, source: Source) -> str:
        stem = _STEMS.get(source.kind, source.kind)
        number = re.sub(r"[^\w]+", "_", source.label.lower()).strip("_") or "0"
        number = re.sub(r"^(?:op|pp)_?(?=\d)", "", number)
        eid, again = f"{stem}_{number}", count(2)
        while eid in self.used:
            eid = f"{stem}_{number}-{next(again)}"
        self.used.add(eid)
        return eid

    def preface(self, statement: Any, sources: list[Placed]) -> list[Placed]:
        preface = sub(statement, "preface")
        for words in (self.edition.view, self.edition.audience):
            put(sub(preface, "p", class_="imprint"), words)
        at = next((i for i, s in enumerate(sources) if s[0].kind != "title"), len(sources))
        for source, eid in sources[:at]:
            line = self.described(sub(preface, "p"), source, eid)
            self.words(sub(line, "docTitle"), source)
        return sources[at:]

    def preamble(self, statement: Any, sources: list[Placed]) -> list[Placed]:
        """The recitals, and what stands before and between them."""
        end = next((i for i, s in enumerate(sources) if s[0].kind not in _OPENING), len(sources))
        last = max((i for i, s in enumerate(sources[:end]) if s[0].kind == "pp"), default=-1)
        if last < 0:
            return sources
        preamble, recitals = sub(statement, "preamble"), None
        for source, eid in sources[: last + 1]:
            if source.kind != "pp":
                recitals = None
                formula = self.described(sub(preamble, "formula", name="enactingFormula"), source)
                formula.set("eId", eid)
                self.words(sub(formula, "p"), source)
                continue
            if recitals is None:
                recitals = sub(preamble, "recitals", eId=f"recs_{eid}")
            recital = self.described(sub(recitals, "recital"), source, eid)
            self.number(recital, source)
            self.words(sub(recital, "p"), source)
        return sources[last + 1 :]

    def place(self, body: Any, source: Source, eid: str) -> None:
        """Where it belongs in the hierarchy: points in paragraphs, these in sections."""
        if source.kind == ROW:
            self.row(body, source, eid)
            return
        self.table = None
        rank = _rank(source)
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        parent = body
        if self.stack:
            parent = self.stack[-1].element
            if self.stack[-1].words is not None:
                self.stack[-1].words.tag = tag("intro")
        name = _HEADED.get(source.kind) or {"op": "paragraph", "item": "point"}.get(source.kind)
        element = sub(parent, name or "hcontainer")
        if name in (None, "hcontainer"):
            element.set("name", source.kind)
        self.described(element, source, eid)
        self.number(element, source)
        if source.kind in _HEADED:
            self.words(sub(element, "heading"), source)
            self.stack.append(_Open(rank, element))
            return
        content = sub(element, "content")
        self.words(sub(content, "p"), source)
        if source.kind in ("op", "item"):
            self.stack.append(_Open(rank, element, content))

    def row(self, body: Any, source: Source, eid: str) -> None:
        """A row goes on with the table before it, unless it is a head below other rows."""
        begins = source.level >= HEAD and not self.in_head
        if self.table is None or begins:
            while self.stack and self.stack[-1].rank >= _rank(source):
                self.stack.pop()
            parent = self.stack[-1].element if self.stack else body
            if self.stack and self.stack[-1].words is not None:
                self.stack[-1].words.tag = tag("intro")
            holder = sub(parent, "hcontainer", name="table", eId=f"tbl_{eid}")
            self.table = sub(sub(holder, "content"), "table")
        self.in_head = source.level >= HEAD
        row = self.described(sub(self.table, "tr"), source, eid)
        words = sub(row, "p", eId=eid)
        self.words(words, source)
        row.remove(words)
        write_cells(row, words, source.level)

    def number(self, element: Any, source: Source) -> None:
        if source.label:
            put(sub(element, "num"), source.label)

    def described(self, element: Any, source: Source, eid: str = "") -> Any:
        """What a paragraph is, in attributes; the words follow."""
        if eid:
            element.set("eId", eid)
        element.set("wId", _without_space(source.id))
        element.set(ours("kind"), source.kind)
        element.set(ours("level"), str(source.level))
        if source.label and etree.QName(element).localname in ("p", "formula", "tr"):
            element.set(ours("label"), safe(source.label))
        if source.fate != "kept":
            element.set(ours("fate"), source.fate)
        if isinstance(source, TrackedParagraph):
            if source.was != source.label:
                element.set(ours("was"), safe(source.was))
            sign(element, source.hand)
            return element
        for name in ("parties", "moved_by", "proposals"):
            if getattr(source, name):
                element.set(ours(name), " ".join(getattr(source, name)))
        state = self.edition.states.get(source.id, "open")
        if state != "open":
            element.set(ours("state"), state)
        if source.of != source.id:
            element.set(ours("of"), source.of)
        if source.origin != "text":
            element.set(ours("origin"), source.origin)
            if source.of in self.eids and not (source.moved_by or is_moved_here(source)):
                element.set("alternativeTo", self.eids[source.of])
        return element

    def words(self, element: Any, source: Source) -> None:
        stem = element.get("eId") or _stem_of(element)
        if isinstance(source, TrackedParagraph):
            for run in source.runs:
                self.pen.tracked(element, run, stem)
            for said in source.comments:
                note = self.note(element, "comment", said.text)
                sign(note, said.hand)
            return
        around = self.around(source)
        if around[0]:
            self.pen.notation(element, around[0])
        self.pen.write(element, source.segments, stem)
        if around[1]:
            self.pen.notation(element, around[1])
        for party in self.edition.reserves.get(source.id, ()):
            note = self.note(element, "reservation", f"{party} reserves its position.")
            note.set(ours("party"), safe(party))

    def around(self, source: CompiledParagraph) -> tuple[str, str]:
        """The brackets around a paragraph as a whole."""
        before, after = "", ""
        if source.fate == "inserted":
            before, after = self.pen.around(source.parties, ())
        elif source.fate == "struck":
            before, after = self.pen.around((), source.parties)
        return before, after

    def note(self, element: Any, kind: str, words: str) -> Any:
        note = sub(element, "authorialNote", class_=kind, marker="*")
        put(sub(note, "p"), words)
        return note


_OPENING = ("pp", "chapeau", "plain")


def _rank(source: Source) -> int:
    if source.kind == "heading":
        return min(max(source.level, 1), 7)
    if source.kind == "item":
        return 11 + max(source.level, 0)
    return _RANKS.get(source.kind, 10)


def _stem_of(element: Any) -> str:
    return next((a.get("eId") for a in element.iterancestors() if a.get("eId")), "doc")


def _without_space(identifier: str) -> str:
    return re.sub(r"\s", "_", safe(identifier)) or "_"


def paragraphs_of(root: Any) -> Iterable[Any]:
    """The elements that are paragraphs of the text, in order."""
    return list(root.iterfind(f".//*[@{ours('kind')}]"))
