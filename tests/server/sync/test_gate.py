"""[S4] The scan, by handmade updates."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText

from adref.server.crdt.document import Broken
from adref.server.crdt.drafts import DraftsDocument
from adref.server.crdt.states import read_state, varint
from adref.server.crdt.working import WorkingDocument
from adref.server.sync.gate import judge
from adref.server.sync.scan import Refused, scan
from adref.server.sync.shapes import DRAFTS, WORKING_TEXT
from tests.server.sync.judging import ME, tried, typist
from tests.server.sync.scenes import START, TEXT
from tests.server.sync.typist import Typist


def scanned(update: bytes, known: bytes = START) -> None:
    state = read_state(WorkingDocument([known]).state())
    scan(update, state, {ME}, WORKING_TEXT)


HONEST: dict[str, Callable[[Typist], bytes]] = {
    "types": lambda t: t.types("p1", "words 中文 العربية 😀 "),
    "strikes": lambda t: t.strikes("p1", 0, 5),
    "formats": lambda t: t.formats("p1", {"em": {}}),
    "takes a format back": lambda t: t.formats("p1", {"em": None, "strong": {}}),
    "adds a paragraph": lambda t: t.adds("new", "A new paragraph"),
    "moves": lambda t: t.sets("p1", "order", "b02"),
    "relabels": lambda t: t.sets("p1", "label", "1 bis."),
    "sets a level": lambda t: t.sets("p1", "level", 2),
    "changes the kind": lambda t: t.sets("p1", "kind", "heading"),
    "removes": lambda t: t.removes("p2"),
    "refers to a footnote": lambda t: t.refers("p1", "p2"),
}


@pytest.mark.parametrize("act", HONEST)
def test_s4_what_the_editor_does_passes(act: str) -> None:
    verdict = tried(HONEST[act](typist()))
    assert (verdict.code, verdict.changed) == ("", True)


def test_s4_the_same_again_passes_and_changes_nothing() -> None:
    shadow = WorkingDocument([START])
    update = typist().types("p1", "x")
    options: dict[str, Any] = {
        "may_write": True,
        "granted": {ME},
        "locked": (),
        "shape": WORKING_TEXT,
    }
    assert judge(shadow, update, **options).changed
    assert not judge(shadow, update, **options).changed


def other(build: Callable[[Doc[Any]], None]) -> bytes:
    """The update of a document that somebody built freely."""
    doc: Doc[Any] = Doc(client_id=ME)
    build(doc)
    return doc.get_update()


def put(value: Any) -> Callable[[Doc[Any]], None]:
    def build(doc: Doc[Any]) -> None:
        doc.get("paragraphs", type=Map)["x"] = value

    return build


def root_of(kind: Any) -> Callable[[Doc[Any]], None]:
    def build(doc: Doc[Any]) -> None:
        root = doc.get("paragraphs", type=kind)
        if kind is Text:
            root += "words"
        elif kind is Array:
            root.append("words")
        else:
            root.children.append(XmlText("words"))

    return build


def other_root(doc: Doc[Any]) -> None:
    doc.get("drafts", type=Map)["x"] = "y"


UNKNOWN: dict[str, Callable[[Doc[Any]], None]] = {
    "another root": other_root,
    "a list as the root": root_of(Array),
    "words as the root": root_of(Text),
    "a fragment as the root": root_of(XmlFragment),
    "a list": put(Array(["x"])),
    "text": put(Text("x")),
    "a subdocument": put(Doc()),
    "bytes": put(b"x"),
    "a nested value": put({"a": {"b": 1}}),
    "a nested list": put([1, 2]),
    "an unknown field": put(Map({"colour": "red"})),
    "an element": put(Map({"body": XmlFragment([XmlElement("script", {})])})),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_s4_what_the_editor_never_writes_does_not_reach_native_code(what: str) -> None:
    with pytest.raises(Refused) as refused:
        scanned(other(UNKNOWN[what]))
    assert refused.value.code == "malformed"


MISSHAPEN: dict[str, Callable[[Typist], bytes]] = {
    "a plain value for a paragraph": lambda t: (t.root.__setitem__("p9", "words"), t.done())[1],
    "no body": lambda t: (t.root.__setitem__("p9", Map({"order": "b01", "kind": "op"})), t.done())[
        1
    ],
    "an unknown kind": lambda t: t.adds("p9", "words", kind="poem"),
    "an order that is no key": lambda t: t.adds("p9", "words", order="zzz!"),
    "a level out of range": lambda t: t.sets("p1", "level", 99),
    "a level that is no number": lambda t: t.sets("p1", "level", "deep"),
    "a label that is no words": lambda t: t.sets("p1", "label", 7),
    "a long label": lambda t: t.sets("p1", "label", "x" * 201),
    "a body of words": lambda t: t.sets("p1", "body", "words"),
    "a map in the place of a body": lambda t: t.sets("p1", "body", Map({})),
    "a reference to no paragraph": lambda t: t.refers("p1", "../secret"),
    "words within a reference": lambda t: (
        t.root["p1"]["body"].children.append(
            XmlElement("footnote", {"target": "p2"}, [XmlText("x")])
        ),
        t.done(),
    )[1],
    "an attribute on words": lambda t: (
        t.text("p1").attributes.__setitem__("target", "p2"),
        t.done(),
    )[1],
}


@pytest.mark.parametrize("what", MISSHAPEN)
def test_s4_what_is_not_a_paragraph_is_refused(what: str) -> None:
    assert tried(MISSHAPEN[what](typist())).code == "malformed"


@pytest.mark.parametrize("attributes", [{"em": True}, {"em": {"x": 1}}, {"colour": {}}])
def test_s4_only_known_marks_pass(attributes: dict[str, Any]) -> None:
    assert tried(typist().formats("p1", attributes)).code == "malformed"


@pytest.mark.parametrize("deleted", [2, 1], ids=["overwritten", "the last is not"])
def test_s4_values_that_were_overwritten_may_come_as_one(deleted: int) -> None:
    """So Yjs writes them when an undo may need them again: after two moves without a network."""
    me = typist()
    at = read_state(me.doc.get_state()).get(ME, 0)
    moved = me.sets("p1", "order", "b01")
    begins, value = moved.index(b"\xa8"), moved.index(b"\x01w\x03b01")
    ends = value + len(b"\x01w\x03b01")
    again = b"\xa8" + varint(ME) + varint(at + 1) + b"\x01w\x03b03"
    structs = moved[begins:value] + b"\x02w\x03b01w\x03b02" + again
    deletions = varint(moved[ends] + 1) + varint(ME) + b"\x01" + varint(at) + varint(deleted)
    update = b"\x01\x02" + varint(ME) + varint(at) + structs + deletions + moved[ends + 1 :]
    assert tried(update).code == ("" if deleted == 2 else "malformed")


def test_s4_a_gap_and_a_foreign_client_are_named() -> None:
    me = typist()
    me.types("p1", "one ")
    second = me.types("p1", "two ")
    assert tried(second).code == "gap"
    assert tried(Typist(5, start=START).types("p1", "x")).code == "client"
    beyond = b"\x00\x01" + varint(1) + b"\x01" + varint(9_999) + b"\x01"
    assert tried(beyond).code == "gap"


def test_s4_what_is_too_large_is_named() -> None:
    assert tried(b"\x00" * 1_000_001).code == "too_large"
    assert tried(typist().types("p1", "x" * 150_000)).code == "paragraph_full"


def test_s4_drafts_have_other_fields() -> None:
    draft = Typist(ME, root="drafts").drafts("d1", "Our words")
    scan(draft, {}, {ME}, DRAFTS)
    with pytest.raises(Refused):
        scan(draft, {}, {ME}, WORKING_TEXT)


NO_DRAFT: dict[str, Callable[[Typist], Any]] = {
    "a plain value": lambda t: t.root.__setitem__("d1", "words"),
    "text": lambda t: t.root.__setitem__("d1", Text("x")),
    "a fragment": lambda t: t.root.__setitem__("d2", XmlFragment([XmlText("x")])),
    "a body of words": lambda t: t.root["d1"].__setitem__("body", "words"),
    "a field that is a map": lambda t: t.root["d1"].__setitem__("label", Map({})),
}


@pytest.mark.parametrize("what", NO_DRAFT)
def test_x3_what_is_no_draft_reaches_nobody(what: str) -> None:
    me = Typist(ME, root="drafts")
    drafted = me.drafts("d1", "Our words")
    shadow = DraftsDocument("drafts", [drafted])
    options: dict[str, Any] = {"may_write": True, "granted": {ME}, "locked": (), "shape": DRAFTS}
    assert judge(shadow, me.drafts("d3", "More words"), **options).passes
    NO_DRAFT[what](me)
    assert judge(shadow, me.done(), **options).code == "malformed"


def test_x3_nothing_is_put_first_where_words_were_before() -> None:
    me = Typist(ME, start=START)
    word = me.types("p1", "words ")
    shadow = WorkingDocument([START, word])
    options: dict[str, Any] = {
        "may_write": True,
        "granted": {ME},
        "locked": (),
        "shape": WORKING_TEXT,
    }
    # As the first of its parent, before the second letter of a word that is there.
    lie = b"\x01\x01" + varint(ME) + b"\x06\x44" + varint(ME) + b"\x01\x01x\x00"
    assert judge(shadow, lie, **options).code == "malformed"
    honest = me.types("p1", "First ")
    assert judge(shadow, honest, **options).passes
    assert WorkingDocument([shadow.update_since()]).text == shadow.text


@pytest.mark.parametrize("seed", range(40))
def test_s4_mutated_updates_change_nothing_but_by_passing(seed: int) -> None:
    chance = random.Random(seed)
    shadow = WorkingDocument([START])
    for _ in range(60):
        data = bytearray(chance.choice(list(HONEST.values()))(typist()))
        for _ in range(chance.randrange(1, 4)):
            spot = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[spot] = chance.randrange(256)
                case 1:
                    data[spot:spot] = bytes([chance.randrange(256)])
                case 2:
                    del data[spot]
        verdict = judge(
            shadow,
            bytes(data),
            may_write=True,
            granted={ME},
            locked={"agreed"},
            shape=WORKING_TEXT,
        )
        if verdict.spoilt or verdict.changed:
            shadow = WorkingDocument([START])
        assert next(p for p in shadow.text if p.id == "agreed") == TEXT[2]


def test_s3_a_document_that_the_library_gave_up_is_told_apart() -> None:
    class Panicking:
        def clocks(self) -> dict[int, int]:
            return {}

        def fits(self, update: bytes) -> bool:
            return True

        def try_update(self, update: bytes) -> Any:
            raise Broken("panic")

    verdict = judge(
        Panicking(),
        b"\x00\x00",
        may_write=True,
        granted=(),
        locked=(),
        shape=WORKING_TEXT,
    )
    assert (verdict.code, verdict.spoilt) == ("malformed", True)


def test_s4_only_the_fenced_package_imports_the_library() -> None:
    package = Path(__file__).parents[3] / "adref"
    importers = {
        file.parent.name
        for file in package.rglob("*.py")
        if "import pycrdt" in file.read_text() or "from pycrdt" in file.read_text()
    }
    assert importers == {"crdt"}
