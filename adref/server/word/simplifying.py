"""Takes away from Word's XML what carries no words, and keeps the words of what goes."""

from collections import Counter
from copy import deepcopy
from typing import Any

from lxml import etree

from adref.server.word.names import MC, w

_CHOICE, _ALTERNATE = f"{{{MC}}}Choice", f"{{{MC}}}AlternateContent"
_UNWRAPPED = tuple(
    w(name)
    for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent")
)
_PICTURES = (w("drawing"), w("pict"), w("object"))
_GONE = tuple(
    w(name)
    for name in (
        *("sectPr", "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "sdtPr"),
        *("sdtEndPr", "smartTagPr", "customXmlPr", "lastRenderedPageBreak", "fldChar", "instrText"),
        *("delInstrText", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart"),
        *("moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd", "altChunk"),
        *("customXmlDelRangeStart", "customXmlDelRangeEnd", "subDoc", "tblPrChange"),
        *("tcPrChange", "trPrChange", "sectPrChange", "annotationRef"),
    )
)
_FORMATTING = (w("rPrChange"), w("pPrChange"))


def simplify(root: Any, notes: Counter[str]) -> None:
    """Simplify in place; ``notes`` counts pictures, text boxes and changes of formatting."""
    for item in list(root.iter(_ALTERNATE)):
        choice = item.find(_CHOICE)
        _replace(item, list(choice if choice is not None else (item[-1] if len(item) else ())))
    _move_boxes(root, notes)
    _take_readings(root, notes)
    for item in list(root.iter(*_PICTURES)):
        notes["pictures"] += 1
        _replace(item, [])
    for item in list(root.iter(*_FORMATTING)):
        notes["formatting"] += 1
        _replace(item, [])
    notes["outside"] += sum(1 for _ in root.iter(w("altChunk"), w("subDoc")))
    for item in list(root.iter(*_GONE)):
        _replace(item, [])
    for item in list(root.iter(*_UNWRAPPED)):
        _replace(item, list(item))
    for item in list(root.iter(w("sdt"))):
        _replace(item, list(item))


def _move_boxes(root: Any, notes: Counter[str]) -> None:
    """The paragraphs of a text box follow the paragraph in which the box hangs."""
    for box in list(root.iter(w("txbxContent"))):
        host = box.getparent()
        while host is not None and host.tag != w("p"):
            host = host.getparent()
        if host is None or host.getparent() is None:
            continue
        notes["boxes"] += 1
        for paragraph in reversed(list(box)):
            host.addnext(paragraph)


def _take_readings(root: Any, notes: Counter[str]) -> None:
    """Of words with their reading in small above them (ruby) the words stay."""
    for ruby in list(root.iter(w("ruby"))):
        run = ruby.getparent()
        if run.tag != w("r"):
            continue
        notes["readings"] += 1
        base = ruby.find(w("rubyBase"))
        after = etree.Element(w("r"))
        after.extend(deepcopy(run.findall(w("rPr"))))
        after.extend(list(ruby.itersiblings()))
        run.addnext(after)
        for said in reversed(list(base if base is not None else ())):
            run.addnext(said)
        run.remove(ruby)


def _replace(item: Any, children: list[Any]) -> None:
    parent = item.getparent()
    if parent is None:
        return
    at = parent.index(item)
    parent[at : at + 1] = children
