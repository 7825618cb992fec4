"""Rewrites a Word file into a small plain one for pandoc: words, emphasis, changes, nothing else.

No relation to anything outside is left in it, no picture, no field, no setting. What pandoc would
lose (labels that Word counts, headings by style, several spaces, whose change a change is) is
written down beside it.
"""

from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from adref.server.word.bad_file import BadFile
from adref.server.word.container import Container
from adref.server.word.moves import moved_paragraphs
from adref.server.word.names import CLOSE, OPEN, STRICT, W, number, value, w
from adref.server.word.numbers import Numbers
from adref.server.word.package import CONTENT_TYPES, RELATIONS, RUNNING, parts_of, relations_of
from adref.server.word.plain_runs import plain_runs
from adref.server.word.remarks import anchors_of, comments_of
from adref.server.word.simplifying import simplify
from adref.server.word.styles import Styles
from adref.server.word.tables import Place, Tables
from adref.server.word.tracking import Authors, flatten, is_inserted, mark_of, mark_rows
from adref.server.word.xml_check import Reader

MOST_PARAGRAPHS = 30_000


@dataclass
class Aside:
    """What is known of the paragraphs besides their words, by their numbers; and of the file."""

    paragraphs: list[dict[str, Any]] = field(default_factory=list)
    tables: Tables = field(default_factory=Tables)
    authors: Authors = field(default_factory=Authors)
    notes: Counter[str] = field(default_factory=Counter)


def prepare(file: Any) -> tuple[bytes, Aside]:
    """The plain Word file, and what stands beside it. Raises ``BadFile``."""
    container = Container(file)
    reader = Reader()
    main, related = parts_of(container, reader)
    roots = {name: reader.tree(data) for name, data in related.items()}
    document = reader.tree(main)
    if document.tag.startswith(f"{{{STRICT}"):
        raise BadFile("file_strict")
    body = document.find(w("body"))
    if document.tag != w("document") or body is None:
        raise BadFile("file_damaged")
    for another in document.findall(w("body"))[1:]:  # Word reads them as one
        body.extend(another)
        document.remove(another)
    preparer = _Preparer(Styles(roots.get("styles")), Numbers(roots.get("numbering")))
    preparer.comments = comments_of(roots.get("comments"), preparer.aside.authors)
    preparer.body(body)
    preparer.leftover_comments()
    if not preparer.styles.ours:
        preparer.aside.notes["running"] = sum(map(_is_running, roots.items()))
    kept = {"document": document}
    for name in ("footnotes", "endnotes"):
        if name in roots:
            preparer.notes_part(roots[name], referred(body, name))
            kept[name] = roots[name]
    return _packed(kept), preparer.aside


def _is_running(part: tuple[str, Any]) -> bool:
    """Whether a part is a header or footer with words in it, beside the number of the page."""
    name, root = part
    if not name.startswith(RUNNING):
        return False
    return any(sign.isalpha() for words in root.iter(w("t")) for sign in words.text or "")


class _Preparer:
    """Goes through the parts once, in the order of the text."""

    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self.styles, self.numbers = styles, numbers
        self.aside = Aside()
        self.comments: dict[str, dict[str, str]] = {}
        self.anchors: dict[Any, list[str]] = {}
        self.moves: dict[Any, str] = {}
        self.places: dict[Any, list[Place]] = {}

    def body(self, body: Any) -> None:
        """The text itself."""
        self.moves = moved_paragraphs(body)
        simplify(body, self.aside.notes)
        mark_rows(body)
        self.anchors = anchors_of(body)
        self.places = self.aside.tables.lay_out(body)
        for paragraph in list(body.iter(w("p"))):
            self._paragraph(paragraph, numbered=True)

    def leftover_comments(self) -> None:
        """Comments that hang at no paragraph (in a footnote, say) go to the first."""
        if self.comments and self.aside.paragraphs:
            first = self.aside.paragraphs[0]
            first["comments"] = [*first.get("comments", ()), *self.comments.values()]

    def notes_part(self, root: Any, referred: set[str]) -> None:
        """Footnotes or endnotes; ``referred``: those to which the text refers."""
        for note in root.iterchildren():
            loose = note.get(w("type"), "normal") == "normal" and note.get(w("id")) not in referred
            self.aside.notes["loose"] += loose and any(t.text for t in note.iter(w("t")))
        simplify(root, self.aside.notes)
        anchors_of(root)
        Tables().lay_out(root)  # in a note the words of cells follow one another
        for paragraph in list(root.iter(w("p"))):
            self._paragraph(paragraph, numbered=False)

    def _paragraph(self, paragraph: Any, numbered: bool) -> None:
        known = self._known(paragraph) if numbered else {}
        properties = paragraph.find(w("pPr"))
        if properties is not None:
            paragraph.remove(properties)
        flatten(paragraph, self.aside.authors)
        plain_runs(paragraph, self.styles, self.aside.notes)
        if not numbered:
            return
        if len(self.aside.paragraphs) >= MOST_PARAGRAPHS:
            raise BadFile("file_too_much")
        run = etree.Element(w("r"))
        words = etree.SubElement(run, w("t"))
        words.text = f"{OPEN}{len(self.aside.paragraphs)}{CLOSE}"
        paragraph.insert(0, run)
        self.aside.paragraphs.append(known)

    def _known(self, paragraph: Any) -> dict[str, Any]:
        properties = paragraph.find(w("pPr"))
        style = self.styles.get(value(paragraph, "pPr", "pStyle"))
        said: dict[str, Any] = {
            "heading": style.heading,
            "title": style.title,
            "kind": style.kind,
            "mark": mark_of(paragraph, self.aside.authors),
            "comments": self._comments(paragraph),
            "moved": self.moves.get(paragraph, ""),
            "cell": self.places.get(paragraph, ()),
        }
        identifier = value(properties, "numPr", "numId")
        level = number(value(properties, "numPr", "ilvl"), style.list[1] if style.list else 0)
        if identifier is None and style.list:
            identifier = style.list[0]
        proposed = is_inserted(paragraph)
        label = self.numbers.label(identifier, level, not proposed) if identifier else None
        if label is not None:
            said |= {"label": label, "depth": level + 1, "proposed": proposed}
        return {name: found for name, found in said.items() if found}

    def _comments(self, paragraph: Any) -> list[dict[str, str]]:
        found = (self.comments.pop(known, None) for known in self.anchors.get(paragraph, ()))
        return [comment for comment in found if comment]


def referred(body: Any, name: str) -> set[str]:
    """The ids of the notes (``footnotes`` or ``endnotes``) to which a text refers."""
    return {found.get(w("id")) for found in body.iter(w(f"{name[:-1]}Reference"))}


def _packed(parts: dict[str, Any]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/_rels/document.xml.rels", relations_of(parts))
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}"/>')
        for name, root in parts.items():
            data = etree.tostring(_named(root), encoding="utf-8")
            archive.writestr(f"word/{name}.xml", data)
    return out.getvalue()


def _named(root: Any) -> Any:
    """The part with the prefix that pandoc knows: a file may call Word's names by any other."""
    if root.prefix == "w":
        return root
    named = etree.Element(root.tag, nsmap={"w": W})
    named[:] = list(root)
    return named
