"""The words of a Word file, for comparing: as the file reads when its tracked changes are accepted.

Numbers that Word counts by itself are not among them: a redline does not look at labels.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from adref.drafting.blocks import Block
from adref.drafting.content import EM, FOOTNOTE, OBJECT, STRONG, Content, Piece, text_of, tidy

LARGEST = 24 * 1024 * 1024  # bytes of one part, unpacked
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {_W + "del", _W + "moveFrom", _FALLBACK}
_BODY, _NOTES = "word/document.xml", "word/footnotes.xml"
_SIGNS = {"tab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "\u2011", "softHyphen": ""}


class NotWord(ValueError):
    """The bytes are no Word file that can be read; the message says why."""


def docx_blocks(data: bytes) -> list[Block]:
    """The paragraphs of a Word file, then its footnotes. Raises ``NotWord``."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            body = _part(archive, _BODY)
            notes = _part(archive, _NOTES) if _NOTES in archive.namelist() else None
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError) as problem:
        raise NotWord("it is not a Word document, or it is damaged") from problem
    blocks = [*_blocks(body, ""), *(_footnotes(notes) if notes is not None else ())]
    return [block for block in blocks if text_of(block.content).strip()]


def _part(archive: ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > LARGEST:
        raise NotWord("it is too large")
    with archive.open(name) as part:
        data = part.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise NotWord("it is too large")
    # No entities, nothing fetched, no tree deeper than libxml2 allows.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise NotWord("it is damaged") from problem


def _blocks(root: Any, footnote: str) -> Iterator[Block]:
    waiting: list[Piece] = []
    for paragraph in root.iter(_W + "p"):
        if any(parent.tag in _GONE for parent in paragraph.iterancestors()):
            continue
        waiting += _pieces(paragraph)
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            continue  # the end of this paragraph is deleted: it goes on in the next
        yield _block(tidy(waiting), paragraph, footnote)
        waiting = []
    if waiting:
        yield Block(tidy(waiting), 0, 0, footnote=footnote)


def _block(content: Content, paragraph: Any, footnote: str) -> Block:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = str(style.get(_W + "val", "")).lower() if style is not None else ""
    heading = int(name[-1]) if name[:-1] == "heading" and name[-1] in "123456" else 0
    return Block(content, 0, 0, heading=heading, footnote=footnote, title=name == "title")


def _footnotes(root: Any) -> Iterator[Block]:
    for note in root.iter(_W + "footnote"):
        if note.get(_W + "type") in (None, "normal"):
            pieces = [piece for block in _blocks(note, "") for piece in (*block.content, _SPACE)]
            yield Block(_stripped(pieces), 0, 0, footnote=str(note.get(_W + "id")))


_SPACE = Piece(" ")


def _stripped(pieces: list[Piece]) -> Content:
    if pieces and not pieces[0].text.strip():
        pieces = pieces[1:]
    return tidy(pieces[:-1])


def _pieces(paragraph: Any) -> Iterator[Piece]:
    for run in paragraph.iter(_W + "r"):
        parents = list(run.iterancestors())
        nearest = next(parent for parent in parents if parent.tag == _W + "p")
        if nearest is not paragraph or any(parent.tag in _GONE for parent in parents):
            continue
        marks = frozenset(mark for mark, name in ((EM, "i"), (STRONG, "b")) if _is_on(run, name))
        for child in run:
            if child.tag == _W + "t":
                yield Piece(child.text or "", marks)
            elif child.tag == _W + "footnoteReference":
                yield Piece(OBJECT, frozenset({FOOTNOTE + str(child.get(_W + "id"))}))
            elif isinstance(child.tag, str) and child.tag.startswith(_W):
                yield Piece(_SIGNS.get(child.tag.removeprefix(_W), ""), marks)


def _is_on(run: Any, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(_W + "val", "true") not in ("0", "false", "off")
