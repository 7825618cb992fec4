"""The words of a paragraph in Akoma Ntoso, out and in: runs, contests, tracked changes, notes.

What the standard has no attribute for (origin, parties by id) stands in attributes of our own
namespace, which its schema allows; docs/akn-profile.md describes them. Elements of the name
``notation`` (brackets, names) are for readers: they are made anew when the file is read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from lxml import etree

from adref.drafting.compiled import TEXT, Alternative, Contest, Run, Segment
from adref.drafting.content import EM, FOOTNOTE, OBJECT, STRONG
from adref.drafting.profiles import Profile
from adref.drafting.tracking import Hand, TrackedRun

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "https://adref.example/ns/akn/1"
NAMES = {None: AKN, "adref": OURS}
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHANGES = {"inserted": "ins", "struck": "del"}
_BRACKET = re.compile(r"\\[\[\]]|[\[\]]")


def tag(name: str) -> str:
    """An element's name in the standard's namespace."""
    return f"{{{AKN}}}{name}"


def ours(name: str) -> str:
    """An attribute's name in our namespace."""
    return f"{{{OURS}}}{name}"


def safe(words: str) -> str:
    """Without what XML does not allow."""
    return _NOT_IN_XML.sub("\ufffd", words)


def sub(parent: Any, element: str, /, **attributes: str) -> Any:
    """A new last child."""
    return etree.SubElement(parent, tag(element), {k.rstrip("_"): v for k, v in attributes.items()})


def put(parent: Any, words: str) -> None:
    """Words at the end of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + safe(words)
    else:
        parent.text = (parent.text or "") + safe(words)


@dataclass
class Pen:
    """Writes segments; ``notes`` are eIds of footnotes by id, ``stem`` begins the eIds made."""

    profile: Profile
    names: Mapping[str, str]
    notes: Mapping[str, str]
    attributed: bool
    numbers: "count[int]"

    def write(self, parent: Any, segments: Iterable[Segment], stem: str) -> None:
        """The segments of a paragraph, at the end of ``parent``."""
        for segment in segments:
            if isinstance(segment, Run):
                self.run(parent, segment, stem)
            else:
                self.contest(parent, segment, stem)

    def eid(self, what: str, stem: str) -> str:
        """An eId that is new in this file."""
        return f"{stem}__{what}_{next(self.numbers)}"

    def run(self, parent: Any, run: Run, stem: str) -> None:
        """A run: words with what became of them, and of whom they are."""
        attributes = {}
        if run.origin != TEXT:
            attributes[ours("origin")] = safe(run.origin)
        if run.parties:
            attributes[ours("parties")] = " ".join(run.parties)
            attributes["refersTo"] = self.refers(run.parties)
        if run.fate in _CHANGES:
            parent = sub(parent, _CHANGES[run.fate], eId=self.eid(_CHANGES[run.fate], stem))
        elif run.fate != "kept" or attributes:
            parent = sub(parent, "inline", name=run.fate)
        for name, value in attributes.items():
            if value:
                parent.set(name, value)
        self.words(parent, run.text, run.marks, stem)

    def tracked(self, parent: Any, run: TrackedRun, stem: str) -> None:
        """A run of a tracked edition, with its author and time."""
        if run.fate in _CHANGES:
            parent = sub(parent, _CHANGES[run.fate], eId=self.eid(_CHANGES[run.fate], stem))
            sign(parent, run.hand)
        self.words(parent, run.text, run.marks, stem)

    def words(self, parent: Any, words: str, marks: frozenset[str], stem: str) -> None:
        """Words with their marks; a reference to a footnote."""
        note = next((mark for mark in marks if mark.startswith(FOOTNOTE)), None)
        for mark, name in ((STRONG, "b"), (EM, "i")):
            if mark in marks:
                parent = sub(parent, name)
        if note is None:
            self.bracketed(parent, words)
            return
        target = note.removeprefix(FOOTNOTE)
        attributes = {"href": f"#{self.notes.get(target, 'none')}", "marker": "*"}
        mark = sub(parent, "noteRef", **attributes)
        mark.set(ours("note"), safe(target))

    def bracketed(self, parent: Any, words: str) -> None:
        """Words, with the brackets that open and close in them as elements."""
        pairs = balanced(words)
        inside, at = [parent], 0
        for found in _BRACKET.finditer(words):
            sign = found.start()
            if sign not in pairs:
                continue
            if words[sign] == "[":
                put(inside[-1], words[at:sign])
                inside.append(sub(inside[-1], "inline", name="bracket", refersTo="#bracket"))
                at = sign
            else:
                put(inside.pop(), words[at : sign + 1])
                at = sign + 1
        put(inside[-1], words[at:])

    def contest(self, parent: Any, contest: Contest, stem: str) -> None:
        """Alternatives side by side."""
        box = sub(parent, "inline", name="contest")
        first = ""
        for item in contest.alternatives:
            eid = self.eid("opt", stem)
            option = sub(box, "inline", name="option", eId=eid)
            if first:
                option.set("alternativeTo", first)
            first = first or eid
            option.set(ours("origin"), item.origin)
            for name in ("proposals", "parties", "deleted_by"):
                if getattr(item, name):
                    option.set(ours(name), " ".join(getattr(item, name)))
            if refers := self.refers((*item.parties, *item.deleted_by)):
                option.set("refersTo", refers)
            before, after = self.around(item.parties, item.deleted_by)
            self.notation(option, before)
            self.write(option, item.segments, stem)
            self.notation(option, after)

    def around(self, parties: Iterable[str], others: Iterable[str]) -> tuple[str, str]:
        """The brackets, with names where the edition has them."""
        if not self.attributed:
            return self.profile.around()
        return self.profile.around(
            [self.names.get(p, p) for p in parties], [self.names.get(p, p) for p in others]
        )

    def refers(self, parties: Iterable[str]) -> str:
        """``#eId`` of those parties that the file describes."""
        return " ".join(f"#{party_eid(party)}" for party in parties if party in self.names)

    def notation(self, parent: Any, words: str) -> None:
        """Brackets and names, for those who read the file as it is."""
        put(sub(parent, "inline", name="notation", refersTo="#bracket"), words)


def balanced(words: str) -> set[int]:
    """The offsets of brackets that have their partner in the same words."""
    opened: list[int] = []
    out: set[int] = set()
    for found in _BRACKET.finditer(words):
        if found.group() == "[":
            opened.append(found.start())
        elif found.group() == "]" and opened:
            out |= {opened.pop(), found.start()}
    return out


def party_eid(party: str) -> str:
    """The eId of a party's description."""
    return "party-" + re.sub(r"[^\w-]", "-", party)


def sign(element: Any, hand: Hand) -> None:
    """Whose change it is."""
    if hand.author:
        element.set(ours("author"), safe(hand.author))
    if hand.at:
        element.set(ours("at"), safe(hand.at))


def hand_in(element: Any) -> Hand:
    """Who signed."""
    return Hand(element.get(ours("author"), ""), element.get(ours("at"), ""))


def segments_in(element: Any) -> tuple[Segment, ...]:
    """The segments that ``Pen.write`` wrote into an element."""
    out: list[Segment] = []
    for leaf in _leaves(element, Run("")):
        last = out[-1] if out else None
        if isinstance(leaf, Run) and isinstance(last, Run) and _alike(last, leaf):
            out[-1] = Run(last.text + leaf.text, *_look(last))
        else:
            out.append(leaf)
    return tuple(out)


def _alike(one: Run, other: Run) -> bool:
    return _look(one) == _look(other)


def _look(run: Run) -> tuple[frozenset[str], str, str, tuple[str, ...]]:
    return (run.marks, run.origin, run.fate, run.parties)


def _leaves(element: Any, look: Run) -> Iterator[Segment]:
    if element.text:
        yield Run(element.text, *_look(look))
    for child in element:
        yield from _child(child, look)
        if child.tail:
            yield Run(child.tail, *_look(look))


def _child(child: Any, look: Run) -> Iterator[Segment]:
    name, kind = etree.QName(child).localname, child.get("name")
    if kind == "notation" or name == "authorialNote":
        return
    if kind == "contest":
        yield Contest(tuple(_alternative(option) for option in child))
        return
    marks, fate = look.marks, look.fate
    if name == "noteRef":
        target = FOOTNOTE + child.get(ours("note"), "")
        yield Run(OBJECT, marks | {target}, look.origin, fate, look.parties)
        return
    marks |= {STRONG} if name == "b" else {EM} if name == "i" else set()
    if kind != "bracket":
        fate = {"ins": "inserted", "del": "struck"}.get(name, kind or fate)
    origin = child.get(ours("origin"), look.origin)
    parties = tuple(child.get(ours("parties"), "").split()) or look.parties
    yield from _leaves(child, Run("", marks, origin, fate, parties))


def _alternative(option: Any) -> Alternative:
    def listed(name: str) -> tuple[str, ...]:
        return tuple(option.get(ours(name), "").split())

    return Alternative(
        segments_in(option),
        option.get(ours("origin"), TEXT),
        listed("proposals"),
        listed("parties"),
        listed("deleted_by"),
    )


def tracked_in(element: Any) -> tuple[TrackedRun, ...]:
    """The runs of a tracked paragraph."""
    out: list[TrackedRun] = []
    for fate, hand, part in _parts(element):
        for run in segments_in(part):
            assert isinstance(run, Run)
            made = TrackedRun(run.text, run.marks, fate, hand)
            if out and out[-1][1:] == made[1:]:
                made = made._replace(text=out.pop().text + made.text)
            out.append(made)
    return tuple(out)


def _parts(element: Any) -> Iterator[tuple[str, Hand, Any]]:
    """The children of a paragraph one by one, words between them as elements of their own."""
    if element.text:
        yield "kept", Hand(), _text(element.text)
    for child in element:
        name = etree.QName(child).localname
        if name != "authorialNote":
            fate = {"ins": "inserted", "del": "struck"}.get(name, "kept")
            around = etree.Element(tag("p"))
            tail, child_copy = child.tail, _copy(child)
            if fate == "kept":
                around.append(child_copy)
                yield fate, Hand(), around
            else:
                yield fate, hand_in(child), child_copy
            child.tail = tail
        if child.tail:
            yield "kept", Hand(), _text(child.tail)


def _text(words: str) -> Any:
    element = etree.Element(tag("p"))
    element.text = words
    return element


def _copy(child: Any) -> Any:
    copied = etree.fromstring(etree.tostring(child, with_tail=False))
    copied.tail = None
    return copied
