"""The runs of a paragraph reduced to words, bold and italic; neighbours alike become one."""

from collections import Counter
from copy import deepcopy
from typing import Any

from lxml import etree

from adref.server.word.names import MATH, PASSING, SPACE, switched, value, w
from adref.server.word.styles import Styles
from adref.server.word.symbols import printed
from adref.server.word.tracking import DEL, INS, RUN

_WORDS = (w("t"), w("delText"))
_AS_SPACE = (w("tab"), w("br"), w("cr"), w("ptab"))
_REFERENCES = (w("footnoteReference"), w("endnoteReference"))
_SAFE = str.maketrans({**dict.fromkeys(PASSING, "\ufffd"), " ": SPACE, "\t": SPACE, "\n": SPACE})
_LONGEST_MARK = 8  # letters of what stands for the number of a note


def plain_runs(paragraph: Any, styles: Styles, notes: Counter[str]) -> None:
    """Make every run plain, in place."""
    notes["formulas"] += sum(1 for _ in paragraph.iter(f"{{{MATH}}}oMath"))
    for parent in (paragraph, *paragraph.iterchildren(INS, DEL)):
        joiner = _Joiner()
        _part_references(parent, notes)
        for run in list(parent.iterchildren()):
            if run.tag != RUN:
                joiner.end()
            elif _is_hidden(run):
                notes["hidden"] += 1
                parent.remove(run)
            else:
                looks = _looks(run, styles, notes)
                _write(run, looks, DEL if parent.tag == DEL else RUN)
                if joiner.takes(run, looks):
                    parent.remove(run)
        joiner.end()


def _part_references(parent: Any, notes: Counter[str]) -> None:
    """Let each reference to a note stand in a run of its own: pandoc drops what is beside it.

    A mark that somebody gave the note (an asterisk) goes: the note is numbered.
    """
    for reference in list(parent.iter(*_REFERENCES)):
        run = reference.getparent()
        if run.tag != RUN or run.getparent() is not parent:
            continue
        after = list(reference.itersiblings())
        if reference.get(w("customMarkFollows")) in ("1", "true", "on"):
            notes["marks"] += 1
            if after and after[0].tag in _WORDS and len(after[0].text or "") <= _LONGEST_MARK:
                run.remove(after.pop(0))
        properties = run.find(w("rPr"))
        for children in (after, [reference]):
            if children:
                run.addnext(_run(properties, children))


def _run(properties: Any, children: list[Any]) -> Any:
    made = etree.Element(RUN)
    if properties is not None:
        made.append(deepcopy(properties))
    made.extend(children)
    return made


class _Joiner:
    """Gathers the words of neighbouring runs that look alike into the first of them."""

    def __init__(self) -> None:
        self._into: Any = None
        self._looks = (False, False)
        self._words: list[str] = []

    def takes(self, run: Any, looks: tuple[bool, bool]) -> bool:
        """Whether the run's words have been taken, so that it may go."""
        fresh = [child for child in run if child.tag != w("rPr")]
        if not fresh:
            return True
        alone = len(fresh) == 1 and fresh[0].tag in _WORDS
        if alone and self._into is not None and looks == self._looks:
            self._words.append(fresh[0].text)
            return True
        self.end()
        if alone:
            self._into, self._looks, self._words = fresh[0], looks, [fresh[0].text]
        return False

    def end(self) -> None:
        """What comes next does not belong to it."""
        if self._into is not None:
            self._into.text = "".join(self._words)
        self._into = None


def _is_hidden(run: Any) -> bool:
    return bool(switched(run.find(w("rPr")), "vanish"))


def _looks(run: Any, styles: Styles, notes: Counter[str]) -> tuple[bool, bool]:
    properties = run.find(w("rPr"))
    style = styles.get(value(run, "rPr", "rStyle"))
    bold, italic = switched(properties, "b"), switched(properties, "i")
    if switched(properties, "strike") or switched(properties, "dstrike"):
        notes["struck"] += 1
    return (style.bold if bold is None else bold, style.italic if italic is None else italic)


def _write(run: Any, looks: tuple[bool, bool], tag: str) -> None:
    children = [child for child in run if child.tag != w("rPr")]
    run[:] = []
    run.attrib.clear()
    if any(looks):
        properties = etree.SubElement(run, w("rPr"))
        for name, on in zip(("b", "i"), looks, strict=True):
            if on:
                etree.SubElement(properties, w(name))
    words: list[str] = []
    for child in children:
        said = _said(child)
        if said is not None:
            words.append(said)
        elif child.tag == w("sym"):
            words.append(printed(child.get(w("font"), ""), child.get(w("char"), "")))
        elif child.tag in _REFERENCES:
            _flush(run, words, tag)
            child.tail = None
            run.append(child)
    _flush(run, words, tag)


def _said(child: Any) -> str | None:
    if child.tag in _WORDS:
        return (child.text or "").translate(_SAFE)
    if child.tag in _AS_SPACE:
        return "" if child.get(w("type")) in ("page", "column") else SPACE
    if child.tag == w("noBreakHyphen"):
        return "\u2011"
    return "" if child.tag == w("softHyphen") else None


def _flush(run: Any, words: list[str], tag: str) -> None:
    if any(words):
        made = etree.SubElement(run, w("delText" if tag == DEL else "t"))
        made.text = "".join(words)
    words.clear()
